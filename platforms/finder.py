"""Finds the municipality that a text means, and the platforms that serve it."""

import re
from collections import defaultdict
from difflib import get_close_matches
from typing import NamedTuple

from django.utils.functional import cached_property

from cms.models import Municipality, PostalCode, Region
from cms.querysets import fold

MAX_TEXT_LENGTH = 60
MIN_PART_LENGTH = 2
MAX_SUGGESTIONS = 6
CODE_AND_NAME = re.compile(r"\s*([0-9]{4})[\s,;-]+(.*[^\W\d].*)")


class Guess(NamedTuple):
    """The current municipalities that a text can mean, and how they matched.

    `way` is "named" (a full name or postal code), "part" (of a name or code), "typo", "nearest" or "nothing".
    """

    way: str
    places: list

    @property
    def is_certain(self):
        return self.way in {"named", "part"}


class Atlas:
    """All municipalities, also merged ones, with their regions and postal codes; loaded in two queries."""

    def __init__(self):
        self.places = {place.pk: place for place in Municipality.objects.select_related("region")}
        self.codes = defaultdict(list)
        for key, code in PostalCode.objects.values_list("municipality_id", "code"):
            self.codes[key].append(code)
        for place in self.places.values():
            if place.succeeded_by_id:
                place.succeeded_by = self.places[place.succeeded_by_id]
        self.names = [(fold(place.name), place) for place in self.places.values()]

    def guess(self, text):
        """Tries a full name or code, then a part, then a typo, then the nearest."""
        text = text[:MAX_TEXT_LENGTH]
        if match := CODE_AND_NAME.fullmatch(text):
            return self.guess_code_and_name(*match.groups())
        folded = fold(text)
        matchers = [
            ("named", self.named),
            ("part", self.with_code if folded.isdigit() else self.with_part),
            ("typo", self.with_typo),
            ("nearest", self.nearest_code if folded.isdigit() else self.nearest_name),
        ]
        for way, match in matchers:
            if folded and (places := match(folded)):
                return Guess(way, current_places(places))
        return Guess("nothing", [])

    def guess_code_and_name(self, code, name):
        """“2800 Mechelen”: the places that match both; else the more certain of the two guesses."""
        by_name, by_code = self.guess(name), self.guess(code)
        common = [place for place in by_name.places if place in by_code.places]
        if by_code.way == "named" and common:
            return Guess("named", common)
        return by_name if by_name.is_certain or by_code.way != "named" else by_code

    def named(self, folded):
        return [self.places[place.pk] for place in Municipality.objects.named(folded)]

    def with_code(self, digits):
        if len(digits) < MIN_PART_LENGTH:
            return []
        return [
            place
            for place in self.places.values()
            if any(code.startswith(digits) for code in self.codes[place.pk])
        ]

    def with_part(self, folded):
        """Names that start with it first, then names with a word that does, then names that contain it."""
        if len(folded) < MIN_PART_LENGTH:
            return []
        ranked = [
            (not name.startswith(folded), f"-{folded}" not in name, name, place.pk)
            for name, place in self.names
            if folded in name
        ]
        return [self.places[key] for *_order, key in sorted(ranked)]

    def with_typo(self, folded):
        """The names with the fewest typos: at most one, or two in a text of eight letters or more."""
        limit = 1 if len(folded) < 8 else 2
        if len(folded) <= MIN_PART_LENGTH or folded.isdigit():
            return []
        distances = [(distance(folded, name, limit), place) for name, place in self.names]
        lowest = min((typos for typos, _place in distances), default=limit + 1)
        return [place for typos, place in distances if typos == lowest <= limit]

    def nearest_name(self, folded):
        names = [name for name, _place in self.names]
        matches = get_close_matches(folded, names, MAX_SUGGESTIONS, cutoff=0.4)
        return [place for match in matches for name, place in self.names if name == match]

    def nearest_code(self, digits):
        number = int(digits[:4].ljust(4, "0"))
        ranked = [
            (min(abs(int(code) - number) for code in self.codes[place.pk]), place.pk)
            for place in self.places.values()
            if self.codes[place.pk]
        ]
        return [self.places[key] for _difference, key in sorted(ranked)[:MAX_SUGGESTIONS]]

    def family(self, place):
        """The municipality and all that merged into it, directly or indirectly."""
        return [other for other in self.places.values() if other.current == place]


def current_places(places):
    """The municipalities that these are part of now, each once, in order."""
    return list(dict.fromkeys(place.current for place in places))


def distance(one, other, limit):
    """The optimal string alignment distance (restricted Damerau-Levenshtein); `limit` + 1 if it is higher."""
    if abs(len(one) - len(other)) > limit:
        return limit + 1
    before_previous, previous = [], list(range(len(other) + 1))
    for row, letter in enumerate(one, 1):
        current = [row]
        for column, other_letter in enumerate(other, 1):
            steps = min(
                previous[column] + 1, current[-1] + 1, previous[column - 1] + (letter != other_letter)
            )
            if row > 1 and column > 1 and letter == other[column - 2] and one[row - 2] == other_letter:
                steps = min(steps, before_previous[column - 2] + 1)
            current.append(steps)
        if min(current) > limit:
            return limit + 1
        before_previous, previous = previous, current
    return min(previous[-1], limit + 1)


class Finder:
    """The results of the finder for a text or a region slug. `platforms`: the queryset of listed platforms."""

    def __init__(self, platforms, text="", region=""):
        self.all_platforms, self.text, self.region_slug = platforms, " ".join(text.split()), region

    @cached_property
    def map(self):
        return self.all_platforms.by_region()

    @cached_property
    def atlas(self):
        return Atlas()

    @cached_property
    def guess(self):
        return self.atlas.guess(self.text) if self.text else Guess("nothing", [])

    @property
    def place(self):
        """The municipality; None unless exactly one matches."""
        return self.guess.places[0] if len(self.guess.places) == 1 and self.guess.way != "nearest" else None

    @property
    def choices(self):
        """Pairs of a municipality and its postal codes to choose from; empty if exactly one matches."""
        return [] if self.place else [(place, self.atlas.codes[place.pk]) for place in self.guess.places]

    @property
    def codes(self):
        return self.atlas.codes[self.place.pk]

    @property
    def old_name(self):
        """The former municipality that the text names, or None."""
        folded = fold(self.text)
        merged = (old for old in self.atlas.family(self.place) if old != self.place)
        return next((old for old in merged if folded in (fold(old.name), old.slug)), None)

    @cached_property
    def region(self):
        """The region of the municipality, or the one of the query string."""
        if self.place:
            return self.place.region
        if self.text or not self.region_slug:
            return None
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
