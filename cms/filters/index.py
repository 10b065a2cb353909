"""Every listed page of one kind, in memory, as bits."""

import threading
from collections import defaultdict
from itertools import compress, islice
from typing import NamedTuple

from django.utils import timezone

from cms.models import ListingChange

# Up to so many pages are put in their order by themselves; more are picked from all pages in that order.
FEW = 500
BITS = bytes.maketrans(b"01", b"\x00\x01")


class Sort(NamedTuple):
    """An order of the list: `key` reads a page's columns; equal pages stand as in `newest`, which each form has.

    Without a label it only breaks ties: nobody can ask for it.
    """

    label: str
    columns: tuple
    key: object


class FacetIndex:
    """For every choice of every filter, the listed pages that answer to it: a number with a bit for each page.

    Never changed once made: who is reading it goes on reading the same. `current` gives the newest.
    """

    def __init__(self, form_class, root):
        self.form_class, self.root = form_class, root
        self.seen, self.day = None, timezone.localdate()
        self.ids, self.position, self.paths = [], {}, []
        self.masks = {facet.key: {} for facet in form_class.facets}
        self.options = {facet.key: in_words(facet.options(root) or []) for facet in form_class.facets}
        self.everything = 0
        self.sort_keys = {name: [] for name in form_class.sorts}
        self.orders, self.sections = {}, {}
        # Where each place stands among the newest.
        self.ranks = []

    @classmethod
    def current(cls, form_class, root):
        """The index as of now: as it was, brought up to date, or made anew."""
        newest = ListingChange.newest()
        known = _indexes.get((form_class, root))
        if not known or not known.is_of(newest):
            with _lock:
                known = _indexes.get((form_class, root))
                if not known or not known.is_of(newest):
                    known = (known and known.after(newest)) or cls.made(form_class, root, newest)
                    _indexes[form_class, root] = known
        return known

    def is_of(self, newest):
        """Has it seen the newest change, and today? Who leaves a platform is off the lists the day after."""
        return self.seen == newest and self.day == timezone.localdate()

    @classmethod
    def made(cls, form_class, root, seen):
        index = cls(form_class, root)
        index.seen = seen
        index._take_in(None)
        return index

    def after(self, newest):
        """This index with what has changed since; None when everything has to be read again."""
        pk, token = self.seen
        if self.day != timezone.localdate():
            return None
        if pk and not ListingChange.objects.filter(pk=pk, token=token).exists():
            return None
        missed = ListingChange.objects.filter(pk__gt=pk, pk__lte=newest[0])
        changed = set(missed.values_list("page_id", flat=True)[: self.form_class.most_missed + 1])
        if not pk or None in changed or len(changed) > self.form_class.most_missed:
            return None
        index = self._copy()
        index.seen = newest
        index._take_in(list(changed))
        return index

    def _copy(self):
        index = object.__new__(type(self))
        index.__dict__.update(self.__dict__)
        index.ids, index.paths, index.position = [*self.ids], [*self.paths], {**self.position}
        index.masks = {key: {**masks} for key, masks in self.masks.items()}
        index.sort_keys = {name: [*keys] for name, keys in self.sort_keys.items()}
        index.orders, index.sections, index.options = {}, {}, {**self.options}
        return index

    def _take_in(self, ids):
        """Reads pages from the database: these, or all. What was known of them is dropped first."""
        pages = self.form_class.pages().filter(path__startswith=self.root).listed()
        if ids is not None:
            pages = pages.filter(pk__in=ids)
            self._drop(ids)
        columns = {"pk", "path", *self.form_class.columns()}
        loaded = {facet.key: facet.load(self.root, ids) for facet in self.form_class.facets}
        found = {key: defaultdict(list) for key in loaded}
        present = []
        for page in pages.order_by("pk").values(*columns).iterator(chunk_size=5000):
            place = self._place(page)
            present.append(place)
            for key, values_of in loaded.items():
                for value in values_of(page):
                    found[key][value].append(place)
        self.everything |= bits(present)
        for key, by_value in found.items():
            for value, places in by_value.items():
                self.masks[key][value] = self.masks[key].get(value, 0) | bits(places)
        self._sort()
        self._name_what_was_found()

    def _name_what_was_found(self):
        """The choices of the facets whose pages alone know them: the years, latest first."""
        for facet in self.form_class.facets:
            if facet.options(self.root) is None:
                found = sorted((value for value, mask in self.masks[facet.key].items() if mask), reverse=True)
                self.options[facet.key] = [facet.option(value) for value in found]

    def _drop(self, ids):
        gone = bits([self.position[pk] for pk in ids if pk in self.position])
        self.everything &= ~gone
        self.masks = {
            key: {value: mask & ~gone for value, mask in masks.items()} for key, masks in self.masks.items()
        }

    def _place(self, page):
        """Where in the bits this page stands, with its sort keys and path noted there."""
        pk = page["pk"]
        if pk not in self.position:
            self.position[pk] = len(self.ids)
            self.ids.append(pk)
            self.paths.append("")
            for keys in self.sort_keys.values():
                keys.append(None)
        place = self.position[pk]
        self.paths[place] = page["path"]
        for name, sort in self.form_class.sorts.items():
            self.sort_keys[name][place] = sort.key(page)
        return place

    def _sort(self):
        newest = sorted(range(len(self.ids)), key=self.sort_keys["newest"].__getitem__)
        for name, keys in self.sort_keys.items():
            self.orders[name] = newest if name == "newest" else sorted(newest, key=keys.__getitem__)
        self.ranks = [0] * len(newest)
        for rank, place in enumerate(newest):
            self.ranks[place] = rank

    def below(self, path):
        """The pages below this path."""
        if path not in self.sections:
            inside = bits(place for place, other in enumerate(self.paths) if other.startswith(path))
            self.sections[path] = inside & self.everything
        return self.sections[path]

    def facet(self, key):
        return next(facet for facet in self.form_class.facets if facet.key == key)

    def mask(self, key, values):
        """The pages that answer to any of these values."""
        facet, found = self.facet(key), 0
        for value in values:
            found |= facet.mask(self.masks[key], value)
        return found

    def mask_at(self, places):
        return bits(places) & self.everything

    def nearest(self, masks, count, within=None, without=None):
        """The ids of the pages that are in the most masks, the newest first among equals; at most so many."""
        everything = self.everything if within is None else within
        if without in self.position:
            everything &= ~bits([self.position[without]])
        # reached[n]: the pages that are in n or more of the masks seen so far.
        reached = [everything, *[0] * len(masks)]
        for mask in masks:
            for number in range(len(masks), 0, -1):
                reached[number] |= reached[number - 1] & mask
        ids, taken = [], 0
        for pages in reversed(reached):
            ids += self.newest(pages & ~taken, count - len(ids))
            taken |= pages
            if len(ids) == count:
                break
        return ids

    def newest(self, mask, count):
        """The ids of the newest pages in the mask. A few are sorted; of many, the newest soon turn up."""
        if mask.bit_count() > FEW:
            return self.cut(mask, self.orders["newest"], 0, count)
        return [self.ids[place] for place in sorted(places_in(mask), key=self.ranks.__getitem__)[:count]]

    def cut(self, mask, order, start, stop):
        """The ids of the pages in the mask, in this order of places, from start up to stop."""
        return [self.ids[place] for place in islice(self.places(mask, order), start, stop)]

    def places(self, mask, order):
        """The places of this order that are in the mask."""
        chosen = f"{mask:0{len(self.ids)}b}"[::-1].encode().translate(BITS)
        return compress(order, map(chosen.__getitem__, order))


def in_words(options):
    """With labels as plain text: a lazy translation is looked up again each time that it is shown."""
    return [option._replace(label=str(option.label)) for option in options]


_indexes = {}
_lock = threading.Lock()


def bits(places):
    """A number with these bits set."""
    places = list(places)
    if not places:
        return 0
    octets = bytearray(max(places) // 8 + 1)
    for place in places:
        octets[place >> 3] |= 1 << (place & 7)
    return int.from_bytes(octets, "little")


def places_in(mask):
    """The bits that are set in a number, the lowest first."""
    digits = f"{mask:b}"[::-1]
    place = digits.find("1")
    while place >= 0:
        yield place
        place = digits.find("1", place + 1)
