"""Finds the municipalities in a pasted list: by any name or postal code."""

from collections import defaultdict
from typing import NamedTuple

from cms.models import PostalCode
from cms.places import atlas
from cms.querysets import fold
from fields.parsing.lists import parts_of, readings_of


class PlaceList(NamedTuple):
    """The result of parsing: current municipalities, unrecognised items, and pairs of another name and the current."""

    places: list
    unknown: list
    renamed: list


def parse_place_list(text, municipalities) -> PlaceList:
    """Parses the text in two queries, however long it is."""
    places_by_key = {place.pk: place for place in municipalities}
    names = index_names(places_by_key)
    place_list = PlaceList([], [], [])
    for part in parts_of(text):
        places = next(filter(None, (match_names(reading, names) for reading in readings_of(part))), None)
        if places is None:
            add_other_name(part, places_by_key, place_list)
        for place in places or ():
            add_current(place, places_by_key, place_list)
    return place_list


def add_other_name(part, places_by_key, place_list):
    """Adds the municipality that a village, or a name in another language, belongs to. People choose from several."""
    guess = atlas().named(part)
    candidate = guess.certain if guess else None
    if candidate is None or candidate.municipality.pk not in places_by_key:
        place_list.unknown.append(part)
        return
    place = places_by_key[candidate.municipality.pk]
    if place not in place_list.places:
        place_list.places.append(place)
    if (part, place.name) not in place_list.renamed:
        place_list.renamed.append((part, place.name))


def index_names(places_by_key):
    """Maps each slug, name and postal code to the municipalities with it, by key."""
    places_by_name = defaultdict(dict)
    for place in places_by_key.values():
        places_by_name[place.slug][place.pk] = places_by_name[fold(place.name)][place.pk] = place
    codes = PostalCode.objects.filter(municipality__in=places_by_key)
    for pk, code in codes.values_list("municipality", "code"):
        places_by_name[code][pk] = places_by_key[pk]
    return places_by_name


def match_names(names, places_by_name):
    """The municipalities with these names, current ones first choice; None if a name matches nothing."""
    places = []
    for name in names:
        matches = list(places_by_name.get(fold(name), {}).values())
        places += [place for place in matches if not place.valid_until] or matches
        if not matches:
            return None
    return places


def add_current(place, places_by_key, place_list):
    """Adds the municipality that this one was merged into, if any, else the municipality itself."""
    current, visited = place, set()
    while current.succeeded_by_id in places_by_key and current.pk not in visited:
        visited.add(current.pk)
        current = places_by_key[current.succeeded_by_id]
    if current not in place_list.places:
        place_list.places.append(current)
    if current is not place and (place.name, current.name) not in place_list.renamed:
        place_list.renamed.append((place.name, current.name))
