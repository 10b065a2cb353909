"""What every drawing starts from: a sheet in the colours of a region, a wall or sky with its sign, and a floor."""

import random

from . import signs
from .canvas import Canvas
from .colours import PAPER, Palette, mixed
from .figures import Person

SIZES = {"landscape": (1200, 800), "portrait": (800, 1200)}


class Scene(Canvas):
    """The same slug gives the same people, in the same clothes."""

    def __init__(self, shape, region, slug):
        self.palette, self.region = Palette.of(region), region
        super().__init__(*SIZES[shape], self.palette.tint)
        self.dice = random.Random(slug)  # noqa: S311 - no secret
        self.is_tall = shape == "portrait"
        self.middle = self.width / 2
        self.floor = self.height * (0.8 if self.is_tall else 0.76)

    def person(self):
        return Person(self, self.palette, self.dice)

    def sky(self, sun=True):
        """The sign of the region stands in the disc, as on its tile of the map."""
        if sun:
            radius = 300 if self.is_tall else 330
            x = self.width * self.dice.choice([0.3, 0.66])
            y = self.floor - radius * (1.35 if self.is_tall else 0.75)
            self.circle(x, y, radius, self.palette.soft)
            reach = radius * 0.66
            line = mixed(self.palette.pale, self.palette.deep, 0.16)
            signs.over(self, self.region, line, (x - reach, y - reach, x + reach, y + reach))

    def ground(self, colour=None):
        self.rect(0, self.floor, self.width, self.height, colour or self.palette.pale)

    def land(self):
        """Hills behind, and the ground."""
        palette = self.palette
        self.sky()
        self.hill(
            -self.width * 0.3, self.width * 0.6, self.floor, 150, mixed(palette.pale, palette.deep, 0.12)
        )
        self.hill(
            self.width * 0.35, self.width * 1.3, self.floor, 210, mixed(palette.pale, palette.deep, 0.22)
        )
        self.ground(palette.middle)

    def room(self, has_window=True):
        """A wall with a window, and a floor."""
        palette = self.palette
        self.ground(palette.soft)
        self.rect(0, self.floor, self.width, self.floor + 8, mixed(palette.pale, palette.deep, 0.25))
        if has_window:
            self.window(
                self.width * (0.5 if self.is_tall else 0.2), self.floor - (560 if self.is_tall else 330)
            )

    def window(self, x, y, width=280, height=300):
        palette = self.palette
        left, top = x - width / 2, y - height / 2
        self.rect(left, top, left + width, top + height, palette.soft)
        line = mixed(palette.pale, palette.deep, 0.2)
        signs.over(self, self.region, line, (left + 8, top + 8, left + width - 8, top + height - 8))
        self.ring_of(left, top, left + width, top + height, PAPER, 12)
        self.rect(x - 5, top, x + 5, top + height, PAPER)
        self.rect(left - 16, top + height, left + width + 16, top + height + 14, PAPER)

    def ring_of(self, left, top, right, bottom, colour, width):
        """A frame."""
        self.rect(left, top, right, top + width, colour)
        self.rect(left, bottom - width, right, bottom, colour)
        self.rect(left, top, left + width, bottom, colour)
        self.rect(right - width, top, right, bottom, colour)

    def frame_on_wall(self, x, y, width, height):
        """A picture on the wall, with the sign of the region."""
        self.rect(x, y, x + width, y + height, PAPER)
        inside = (x + 14, y + 14, x + width - 14, y + height - 14)
        self.rect(*inside, self.palette.other_pale)
        signs.over(self, self.region, self.palette.other_middle, inside, size=48)
