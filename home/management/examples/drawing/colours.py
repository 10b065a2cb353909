"""The colours of the house, and of a picture for a region."""

from typing import NamedTuple

from cms.regions import REGIONS

PAPER, LAND, INK, WHITE = "#f7f7f1", "#e9ede0", "#16221c", "#ffffff"
HOUSE = ("#0b5741", "#8fd3b6")
# What stands well beside warm colours, and beside cool ones.
BESIDE_WARM, BESIDE_COOL = HOUSE, ("#773223", "#f9b4a3")
SKINS = ["#f2cfb3", "#e0ae85", "#b97f56", "#8c5a3c", "#6d432c"]
HAIRS = ["#2a211c", "#4a3426", "#7a5230", "#8d8d86", "#c9c6bb", "#33302e"]


class Palette(NamedTuple):
    """The colours of one picture: those of its region, and two that go with them."""

    deep: str
    pale: str
    other_deep: str
    other_pale: str

    @classmethod
    def of(cls, region):
        look = REGIONS.get(region)
        deep, pale = (look.deep, look.pale) if look else HOUSE
        red, _green, blue = channels(deep)
        return cls(deep, pale, *(BESIDE_WARM if red > blue else BESIDE_COOL))

    @property
    def middle(self):
        return mixed(self.deep, self.pale, 0.5)

    @property
    def other_middle(self):
        return mixed(self.other_deep, self.other_pale, 0.5)

    @property
    def tint(self):
        """For what is far away: walls, the sky."""
        return mixed(self.pale, PAPER, 0.62)

    @property
    def soft(self):
        return mixed(self.pale, PAPER, 0.3)

    @property
    def clothes(self):
        return [self.deep, self.other_deep, self.middle, self.other_middle, WHITE, self.pale, self.other_pale]


def channels(colour):
    return tuple(int(colour[place : place + 2], 16) for place in (1, 3, 5))


def mixed(colour, other, share):
    """The first colour with this share of the other."""
    parts = [round(a + (b - a) * share) for a, b in zip(channels(colour), channels(other), strict=True)]
    return "#{:02x}{:02x}{:02x}".format(*parts)
