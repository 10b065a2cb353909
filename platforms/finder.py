"""Finds the platforms that serve the municipality that a text means."""

from django.utils.functional import cached_property

from cms.models import Region
from cms.place_names import bare, key_of, words_of
from cms.places import Guess, atlas

# In Dutch, French, English, German and Spanish.
AREAS = ("brus", "bruxelles", "wallon")


class Finder:
    """The results of the finder for a text or a region slug. `platforms`: the queryset of listed platforms."""

    def __init__(self, platforms, text="", region=""):
        self.all_platforms, self.text, self.region_slug = platforms, " ".join(text.split()), region

    @cached_property
    def map(self):
        return self.all_platforms.by_region()

    @cached_property
    def atlas(self):
        return atlas()

    @cached_property
    def guess(self):
        return self.atlas.guess(self.text) if self.text else Guess("nothing")

    @property
    def place(self):
        """The municipality; None unless the text names exactly one."""
        return self.guess.certain.municipality if self.guess.certain else None

    @property
    def choices(self):
        """The candidates to choose from; empty if the text names exactly one."""
        return () if self.place else self.guess.candidates

    @property
    def codes(self):
        return self.atlas.codes[self.place.pk]

    @property
    def former(self):
        """The former municipality that the text names, or None."""
        return self.guess.certain.former if self.guess.certain else None

    @property
    def part(self):
        """The part of the municipality that the text names; empty if it names the whole."""
        return self.guess.certain.part if self.guess.certain else ""

    @property
    def names_area(self):
        """Whether the text is Brussels or Wallonia itself: that lies in no other."""
        return any(area in words_of(self.text) for area in AREAS)

    @property
    def other_region_name(self):
        """What the text calls the region or a part of it, if that is not its name."""
        is_name = self.region is None or key_of(self.region.name).endswith(key_of(bare(words_of(self.text))))
        return "" if is_name else self.text

    @cached_property
    def region(self):
        """The region of the municipality, the one that the text names, or the one of the query string."""
        if self.place:
            return self.place.region
        if self.text:
            return self.guess.regions[0] if len(self.guess.regions) == 1 else None
        return next((region for region, _platforms in self.map if region.slug == self.region_slug), None)

    @property
    def is_unknown_region(self):
        return bool(self.region_slug and not self.text and self.region is None)

    @cached_property
    def serving(self):
        """The platforms that serve the municipality, or one that merged into it."""
        if not self.place:
            return []
        return list(self.all_platforms.for_municipalities(self.atlas.family(self.place)).for_finder())

    @cached_property
    def in_region(self):
        """The platforms of the region; empty if platforms serve the municipality."""
        if self.serving or self.region is None:
            return []
        return list(self.all_platforms.filter(region=self.region).for_finder())

    @cached_property
    def neighbours(self):
        """The two nearest regions with platforms, as pairs; empty if the region has platforms."""
        if self.region is None or self.serving or self.in_region:
            return []
        pairs = [(region, platforms) for region, platforms in self.map if platforms and region != self.region]
        return sorted(pairs, key=lambda pair: tile_distance(pair[0], self.region))[:2]


def tile_distance(one: Region, other: Region):
    return abs(one.column - other.column) + abs(one.row - other.row)
