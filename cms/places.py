"""Finds the municipalities of today that a text means, by any name or postal code that people use for them."""

from collections import defaultdict
from difflib import get_close_matches
from typing import NamedTuple

from caching.functions import cached_until_change
from search.typing_errors import distance

from .models import Municipality, PlaceName, PostalCode, Region
from .place_names import MAX_TEXT_LENGTH, bare, halves, key_of, split_codes, words_of

MIN_PART_LENGTH = 2
MIN_TYPO_LENGTH = 5
MIN_NEAREST_LENGTH = 8
# From so many letters on a name can have two typos; before, ordinary words come near one.
TWO_TYPOS_LENGTH = 9
# A shorter word inside a name is no start of it: “aan”, “op”.
MIN_INNER_LENGTH = 4
MAX_SUGGESTIONS = 6
MAX_CANDIDATES = 24
# How much of the letters a suggestion shares at least; below it they look like a random pick.
CLOSE = 0.82
ELSEWHERE = (PlaceName.Kind.BRUSSELS, PlaceName.Kind.WALLONIA)


class Candidate(NamedTuple):
    """A municipality of today, as a text names it.

    `part` is what the text names if that is only a part of it, with its postal codes: Elverdinge, 8906. `former` is the
    municipality of that name that merged into it.
    """

    municipality: Municipality
    codes: tuple
    part: str = ""
    former: Municipality | None = None

    def __str__(self):
        """“Ieper”, or “Elverdinge (Ieper)” for what is a part of it now."""
        name = self.part or (self.former.name if self.former else "")
        return f"{name} ({self.municipality.name})" if name else self.municipality.name

    @property
    def query(self):
        """What to ask for exactly this one."""
        return f"{self.codes[0]} {self.part}" if self.part else self.municipality.slug

    @property
    def order(self):
        return bool(self.part), self.part or self.municipality.name, self.municipality.name


class Meaning(NamedTuple):
    """All that has exactly one name: municipalities, parts of others, regions, and PlaceName kinds for elsewhere."""

    whole: list
    parts: list
    regions: list
    elsewhere: list

    @property
    def candidates(self):
        return [*self.whole, *self.parts]


class Guess(NamedTuple):
    """What a text can mean, and how it was found.

    `way` is "named" (a full name or postal code), "region" (the name of one), "elsewhere" (it lies in Brussels or
    Wallonia), or for what is offered only: "part" (of a name or code), "typo", "nearest" or "nothing". `also` are
    other places of that name, or those of the name where the postal code decided.
    """

    way: str
    candidates: tuple = ()
    also: tuple = ()
    regions: tuple = ()
    elsewhere: str = ""
    has_more: bool = False

    @property
    def places(self) -> list:
        """The municipalities, each once."""
        return list(dict.fromkeys(candidate.municipality for candidate in self.candidates))

    @property
    def where(self) -> str:
        """“In Brussels” or “in Wallonia”; empty if nothing there has the name."""
        return PlaceName.Kind(self.elsewhere).label if self.elsewhere else ""

    @property
    def is_known(self) -> bool:
        """Whether something has the text as its name, or begins with it."""
        return self.way in {"named", "part"}

    @property
    def certain(self) -> Candidate | None:
        """The one that the text names; None if it could be another."""
        return self.candidates[0] if self.way == "named" and len(self.candidates) == 1 else None


class Atlas:
    """All municipalities, also merged ones, with their regions, postal codes and other names."""

    def __init__(self):
        self.places = {place.pk: place for place in Municipality.objects.select_related("region")}
        for place in self.places.values():
            if place.succeeded_by_id:
                place.succeeded_by = self.places[place.succeeded_by_id]
        self.codes = defaultdict(list)
        for key, code in PostalCode.objects.values_list("municipality_id", "code"):
            self.codes[self.places[key].current.pk].append(code)
        self.regions = {region.pk: region for region in Region.objects.all()}
        self.meanings = defaultdict(lambda: Meaning([], [], [], []))
        self.index_municipalities()
        self.index_other_names()
        self.meanings.default_factory = None
        self.names = self.index_words()

    def index_municipalities(self):
        # First those of today: a merged one of the same name adds nothing but its address.
        for place in sorted(self.places.values(), key=lambda place: place.current != place):
            current = place.current
            former = place if key_of(place.name) != key_of(current.name) else None
            for key in {key_of(place.name), key_of(place.slug)}:
                self.add(key, self.as_candidate(current, former=former))

    def index_other_names(self):
        for row in PlaceName.objects.all():
            meaning = self.meanings[key_of(row.name)]
            if row.kind in ELSEWHERE:
                meaning.elsewhere.append(row.kind)
            elif row.kind == PlaceName.Kind.REGION:
                meaning.regions.append(self.regions[row.region_id])
            else:
                codes = tuple(row.postal_codes.split())
                part = row.name if codes else ""
                self.add(
                    key_of(row.name),
                    self.as_candidate(self.places[row.municipality_id].current, part=part, codes=codes),
                )
        for region in self.regions.values():
            self.meanings[key_of(region.name)].regions.append(region)

    def as_candidate(self, municipality, part="", codes=(), former=None):
        return Candidate(municipality, codes or tuple(self.codes[municipality.pk]), part, former)

    def add(self, key, candidate):
        """Adds it, unless the name means the municipality already."""
        meaning = self.meanings[key]
        if any(other.municipality == candidate.municipality for other in meaning.candidates):
            return
        (meaning.parts if candidate.part else meaning.whole).append(candidate)

    def index_words(self) -> list:
        """Pairs of the words of a Flemish name and what it means, for all that is not exact."""
        names = [place.name for place in self.places.values()]
        others = PlaceName.objects.exclude(municipality=None).exclude(kind=PlaceName.Kind.ALIAS)
        names += others.values_list("name", flat=True)
        return [
            (words, candidate)
            for words in sorted({words_of(name) for name in names})
            for candidate in self.meanings[words.replace("-", "")].candidates
        ]

    def exact(self, text) -> Meaning | None:
        """All of which this is the name, also with “stad” or “gemeente” before it; None without any."""
        words = words_of(text)
        for name in dict.fromkeys([words, bare(words)]):
            if meaning := self.meanings.get(name.replace("-", "")):
                return meaning
        return None

    def guess(self, text) -> Guess:
        """What the text names, else what comes near."""
        text = text[:MAX_TEXT_LENGTH]
        if named := self.named(text):
            return named
        codes, name = split_codes(text)
        near = self.guess_near(words_of(name))
        if codes and not near.candidates:
            return Guess("nearest", self.nearest_code(codes[-1]))
        return near

    def named(self, text) -> Guess | None:
        """What has the text as its name or postal code, alone or together; None if nothing does."""
        text = text[:MAX_TEXT_LENGTH]
        if meaning := self.exact(text):
            return self.guess_meaning(meaning, words_of(text))
        codes, name = split_codes(text)
        return self.guess_code(codes[-1], name) if codes else self.guess_halves(text)

    def guess_meaning(self, meaning, words) -> Guess:
        elsewhere = meaning.elsewhere[0] if meaning.elsewhere else ""
        if meaning.whole:
            return Guess("named", tuple(meaning.whole), tuple(meaning.parts), elsewhere=elsewhere)
        if meaning.parts:
            return Guess("named", ordered(meaning.parts), elsewhere=elsewhere)
        if meaning.regions:
            return Guess("region", regions=tuple(dict.fromkeys(meaning.regions)))
        return Guess("elsewhere", also=self.with_part(words)[:MAX_SUGGESTIONS], elsewhere=elsewhere)

    def guess_code(self, code, name) -> Guess | None:
        """A known code decides; the name chooses among the municipalities that share it."""
        by_name = self.candidates_of(name)
        if exact := [candidate for candidate in by_name if code in candidate.codes]:
            return Guess("named", ordered(exact))
        by_code = [self.as_candidate(place) for place in self.places.values() if self.has_code(place, code)]
        if same := [
            candidate for candidate in by_name if candidate.municipality in municipalities_of(by_code)
        ]:
            return Guess("named", ordered(same))
        if by_code:
            parts = [] if by_name else self.beginning_within(words_of(name), municipalities_of(by_code))
            return Guess("named", ordered(parts if len(parts) == 1 else by_code), ordered(by_name))
        if area := area_of(code):
            return Guess("elsewhere", also=ordered(by_name), elsewhere=area)
        return Guess("named", ordered(by_name)) if by_name else None

    def beginning_within(self, words, municipalities) -> list:
        """The places in these municipalities whose name begins like this: the Sint-Gillis of “9200 Sint-Gillis”."""
        near = self.with_part(bare(words))
        return [candidate for candidate in near if candidate.municipality in municipalities]

    def has_code(self, place, code):
        return place.current == place and code in self.codes[place.pk]

    def candidates_of(self, name) -> list:
        meaning = self.exact(name)
        if meaning:
            return meaning.candidates
        halved = self.guess_halves(name)
        return list(halved.candidates) if halved else []

    def guess_halves(self, text) -> Guess | None:
        """“Deurne (Antwerpen)”, “Leuven-Heverlee”, “Haren Brussel”: a place and where it lies; None if unknown."""
        for one, other in halves(bare(words_of(text))):
            one, other = self.exact(one), self.exact(other)
            if not (one and other):
                continue
            if both := self.common(one.candidates, other.candidates):
                return Guess("named", both)
            if areas := [area for area in one.elsewhere if area in other.elsewhere]:
                return Guess("elsewhere", elsewhere=areas[0])
            if one.candidates and other.candidates:
                return Guess("named", ordered([*one.candidates, *other.candidates]))
        return None

    def common(self, one, other) -> tuple:
        """What both name: the part, if one names a part of what the other names."""
        shared = municipalities_of(one) & municipalities_of(other)
        candidates = [candidate for candidate in [*one, *other] if candidate.municipality in shared]
        parts = [candidate for candidate in candidates if candidate.part]
        return ordered(parts or candidates)

    def guess_near(self, words) -> Guess:
        """What the text nearly names: to be offered, never to be taken for it."""
        words = bare(words)
        matchers = [
            ("part", self.with_code if words.isdigit() else self.with_part),
            ("typo", self.with_typo),
            ("nearest", self.nearest_name),
        ]
        for way, match in matchers:
            if words and (candidates := match(words)):
                has_more = len(candidates) > MAX_CANDIDATES
                return Guess(way, candidates[:MAX_CANDIDATES], has_more=has_more)
        return Guess("nothing")

    def with_code(self, digits) -> tuple:
        if not MIN_PART_LENGTH <= len(digits) <= 3:
            return ()
        return ordered(
            self.as_candidate(place)
            for place in self.places.values()
            if place.current == place and any(code.startswith(digits) for code in self.codes[place.pk])
        )

    def with_part(self, words) -> tuple:
        """Names that start with it first, then names with a word that does."""
        if len(words) < MIN_PART_LENGTH:
            return ()
        is_inner = len(words) >= MIN_INNER_LENGTH
        ranked = [
            (not name.startswith(words), candidate.order, candidate)
            for name, candidate in self.names
            if name.startswith(words) or (is_inner and f"-{words}" in name)
        ]
        return unique(candidate for *_order, candidate in sorted(ranked, key=lambda row: row[:2]))

    def with_typo(self, words) -> tuple:
        """The names with the fewest typos: at most one, or two in a long text."""
        if len(words) < MIN_TYPO_LENGTH:
            return ()
        limit = 1 if len(words) < TWO_TYPOS_LENGTH else 2
        # People seldom miss the first letter, but they swap the first two.
        first = (words[0], words[1::-1])
        names = [(name, candidate) for name, candidate in self.names if name.startswith(first)]
        distances = [(distance(words, name, limit), candidate) for name, candidate in names]
        lowest = min((typos for typos, _candidate in distances), default=limit + 1)
        return ordered(candidate for typos, candidate in distances if typos == lowest <= limit)

    def nearest_name(self, words) -> tuple:
        """Names with the same first letter that share most of the others; none for a short text."""
        if len(words) < MIN_NEAREST_LENGTH:
            return ()
        names = [(name, candidate) for name, candidate in self.names if name[0] == words[0]]
        matches = get_close_matches(words, {name for name, _candidate in names}, MAX_SUGGESTIONS, CLOSE)
        return unique(candidate for match in matches for name, candidate in names if name == match)

    def nearest_code(self, code) -> tuple:
        """The municipalities with the nearest postal codes."""
        ranked = [
            (min(abs(int(other) - int(code)) for other in self.codes[place.pk]), place.pk)
            for place in self.places.values()
            if place.current == place and self.codes[place.pk]
        ]
        return tuple(
            self.as_candidate(self.places[key]) for _distance, key in sorted(ranked)[:MAX_SUGGESTIONS]
        )

    def family(self, place) -> list:
        """The municipality and all that merged into it, directly or indirectly."""
        return [other for other in self.places.values() if other.current == place]


@cached_until_change(Municipality, PlaceName, PostalCode, Region)
def atlas() -> Atlas:
    """The atlas that this process keeps."""
    return Atlas()


def municipalities_named(text) -> list:
    """The municipalities of today that this text names exactly, by any name or postal code; empty if none."""
    guess = atlas().named(text)
    return guess.places if guess else []


def municipalities_of(candidates) -> set:
    return {candidate.municipality for candidate in candidates}


def ordered(candidates) -> tuple:
    """Municipalities first, then parts, each by name and once."""
    return unique(sorted(candidates, key=lambda candidate: candidate.order))


def unique(candidates) -> tuple:
    """Each once; a part goes unnamed where its whole municipality is there."""
    kept = {}
    for candidate in candidates:
        kept.setdefault((candidate.municipality, candidate.part), candidate)
    return tuple(kept.values())


def area_of(code) -> str:
    """The kind of PlaceName for a postal code outside Flanders; empty for one that can be Flemish."""
    number = int(code)
    if 1000 <= number < 1300:
        return PlaceName.Kind.BRUSSELS
    if 1300 <= number < 1500 or 4000 <= number < 8000:
        return PlaceName.Kind.WALLONIA
    return ""
