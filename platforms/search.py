"""Which municipality a visitor means, and which platforms work for it."""

import re
from collections import defaultdict
from difflib import get_close_matches
from typing import NamedTuple

from django.utils.functional import cached_property

from cms.models import Municipality, PostalCode, Region
from cms.querysets import fold

LONGEST_TEXT = 60
SHORTEST_PART = 2
MOST_SUGGESTIONS = 6
CODE_AND_NAME = re.compile(r"\s*([0-9]{4})[\s,;-]+(.*[^\W\d].*)")


class Guess(NamedTuple):
    """The municipalities of today that a text can mean, and how they were found.

    `way` is "named" (a name or postal code), "part" (of a name or code), "typo", "nearest" or "nothing".
    """

    way: str
    places: list

    @property
    def is_certain(self):
        return self.way in {"named", "part"}


class Atlas:
    """All municipalities, of today and of before the mergers, with region and postal codes: two queries."""

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
        """What the text means. A name goes before a part of one, and that before a name with a typo in it."""
        text = text[:LONGEST_TEXT]
        if both := CODE_AND_NAME.fullmatch(text):
            return self.guess_both(*both.groups())
        folded = fold(text)
        ways = [
            ("named", self.named),
            ("part", self.with_code if folded.isdigit() else self.with_part),
            ("typo", self.with_typo),
            ("nearest", self.nearest_code if folded.isdigit() else self.nearest_name),
        ]
        for way, find in ways:
            if folded and (places := find(folded)):
                return Guess(way, today(places))
        return Guess("nothing", [])

    def guess_both(self, code, name):
        """“2800 Mechelen”: the name says which of the municipalities with this code; alone, each says what it can."""
        by_name, by_code = self.guess(name), self.guess(code)
        both = [place for place in by_name.places if place in by_code.places]
        if by_code.way == "named" and both:
            return Guess("named", both)
        return by_name if by_name.is_certain or by_code.way != "named" else by_code

    def named(self, folded):
        return [self.places[place.pk] for place in Municipality.objects.named(folded)]

    def with_code(self, digits):
        if len(digits) < SHORTEST_PART:
            return []
        return [
            place
            for place in self.places.values()
            if any(code.startswith(digits) for code in self.codes[place.pk])
        ]

    def with_part(self, folded):
        """Those that begin with it first, then those with a word that does, then the others that hold it."""
        if len(folded) < SHORTEST_PART:
            return []
        found = [
            (not name.startswith(folded), f"-{folded}" not in name, name, place.pk)
            for name, place in self.names
            if folded in name
        ]
        return [self.places[key] for *_order, key in sorted(found)]

    def with_typo(self, folded):
        """One letter wrong, missing, too many or swapped; two in a long name. The nearest only."""
        most = 1 if len(folded) < 8 else 2
        if len(folded) <= SHORTEST_PART or folded.isdigit():
            return []
        found = [(distance(folded, name, most), place) for name, place in self.names]
        least = min((steps for steps, _place in found), default=most + 1)
        return [place for steps, place in found if steps == least <= most]

    def nearest_name(self, folded):
        words = get_close_matches(folded, [name for name, _place in self.names], MOST_SUGGESTIONS, cutoff=0.4)
        return [place for word in words for name, place in self.names if name == word]

    def nearest_code(self, digits):
        wanted = int(digits[:4].ljust(4, "0"))
        found = [
            (min(abs(int(code) - wanted) for code in self.codes[place.pk]), place.pk)
            for place in self.places.values()
            if self.codes[place.pk]
        ]
        return [self.places[key] for _steps, key in sorted(found)[:MOST_SUGGESTIONS]]

    def family(self, place):
        """The municipality with all that merged into it, directly or by way of another."""
        return [other for other in self.places.values() if other.current == place]


def today(places):
    """What the places are called now, each once, in their order."""
    return list(dict.fromkeys(place.current for place in places))


def distance(one, other, most):
    """How many letters to change, add, drop or swap with their neighbour; `most` + 1 when it takes more than that.

    The optimal string alignment distance: Damerau's, in which no letter is touched twice.
    """
    if abs(len(one) - len(other)) > most:
        return most + 1
    before, last = [], list(range(len(other) + 1))
    for row, letter in enumerate(one, 1):
        now = [row]
        for column, its in enumerate(other, 1):
            steps = min(last[column] + 1, now[-1] + 1, last[column - 1] + (letter != its))
            if row > 1 and column > 1 and letter == other[column - 2] and one[row - 2] == its:
                steps = min(steps, before[column - 2] + 1)
            now.append(steps)
        if min(now) > most:
            return most + 1
        before, last = last, now
    return min(last[-1], most + 1)


class Finder:
    """What the finder shows for a text or a region. `platforms` is the query of those that everybody may see."""

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
        """The municipality, when there is one only."""
        return self.guess.places[0] if len(self.guess.places) == 1 and self.guess.way != "nearest" else None

    @property
    def choices(self):
        """The municipalities to choose from, each with its postal codes, when the text can mean several."""
        return [] if self.place else [(place, self.atlas.codes[place.pk]) for place in self.guess.places]

    @property
    def codes(self):
        return self.atlas.codes[self.place.pk]

    @property
    def old_name(self):
        """The merged municipality that the visitor named, when it has another name than what it merged into."""
        folded = fold(self.text)
        merged = (old for old in self.atlas.family(self.place) if old != self.place)
        return next((old for old in merged if folded in (fold(old.name), old.slug)), None)

    @cached_property
    def region(self):
        """The region of the municipality, or the one that was asked for."""
        if self.place:
            return self.place.region
        if self.text or not self.region_slug:
            return None
        return next((region for region, _there in self.map if region.slug == self.region_slug), None)

    @property
    def is_unknown_region(self):
        return bool(self.region_slug and not self.text and self.region is None)

    @cached_property
    def serving(self):
        """The platforms that name the municipality as theirs, under its name of today or of before."""
        if not self.place:
            return []
        return list(self.all_platforms.for_municipalities(self.atlas.family(self.place)).for_finder())

    @cached_property
    def in_region(self):
        """The platforms of the region; none where platforms of its own serve the municipality."""
        if self.serving or self.region is None:
            return []
        return list(self.all_platforms.filter(region=self.region).for_finder())

    @cached_property
    def neighbours(self):
        """The regions nearest on the map that have a platform: where the region asked for has none."""
        if self.region is None or self.serving or self.in_region:
            return []
        here = self.region
        others = [(region, there) for region, there in self.map if there and region != here]
        return sorted(others, key=lambda pair: steps_between(pair[0], here))[:2]


def steps_between(one: Region, other: Region):
    return abs(one.column - other.column) + abs(one.row - other.row)
