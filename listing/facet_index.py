"""In-memory index of all listed pages of one kind of content: a bit mask for each value of each facet."""

import threading
from collections import defaultdict
from itertools import compress, islice
from typing import NamedTuple

from django.utils import timezone

from caching.models import ListingChange
from cms.statement_timeout import unbounded

# Up to this many pages are sorted by themselves; more are picked out of the list of all pages in order.
MAX_SORTED_APART = 500
DIGITS_TO_BITS = bytes.maketrans(b"01", b"\x00\x01")


class Sort(NamedTuple):
    """A sort order. `key` takes a dict of the page's `columns`; pages with equal keys are in the order of `newest`.

    A sort without a label only breaks ties: readers can't choose it.
    """

    label: str
    columns: tuple
    key: object


class FacetIndex:
    """For each value of each facet, a mask of the listed pages with that value.

    A mask is an integer with a bit for each page; `positions` maps a page's id to the number of its bit. An index
    is never changed once built, so a request can go on using the one it has. `current` gives the newest.
    """

    def __init__(self, form_class, root):
        self.form_class, self.root = form_class, root
        self.last_change, self.day = None, timezone.localdate()
        self.ids, self.positions, self.paths = [], {}, []
        # The id of the source page of each alias, by the alias's position.
        self.sources = {}
        self.masks = {facet.key: {} for facet in form_class.facets}
        self.options = {
            facet.key: with_plain_labels(facet.options(root) or []) for facet in form_class.facets
        }
        self.all_pages = 0
        self.sort_keys = {name: [] for name in form_class.sorts}
        self.orders, self.sections = {}, {}
        # For each position, its rank in the order of `newest`.
        self.ranks = []

    @classmethod
    def current(cls, form_class, root) -> "FacetIndex":
        """The up-to-date index of this process: the existing one, an updated copy of it, or a new one."""
        last_change = ListingChange.newest()
        index = _indexes.get((form_class, root))
        if not index or not index.is_current(last_change):
            with _lock:
                index = _indexes.get((form_class, root))
                if not index or not index.is_current(last_change):
                    index = (index and index.updated(last_change)) or cls.build(form_class, root, last_change)
                    _indexes[form_class, root] = index
        return index

    def is_current(self, last_change) -> bool:
        """The day counts too: a person who leaves a platform is off the lists the day after."""
        return self.last_change == last_change and self.day == timezone.localdate()

    @classmethod
    def build(cls, form_class, root, last_change) -> "FacetIndex":
        """An index with all pages read from the database."""
        index = cls(form_class, root)
        index.last_change = last_change
        with unbounded():
            index._load(None)
        return index

    def updated(self, last_change) -> "FacetIndex | None":
        """A copy with only the changed pages read again; None when all pages have to be read."""
        pk, token = self.last_change
        if self.day != timezone.localdate():
            return None
        if pk and not ListingChange.objects.filter(pk=pk, token=token).exists():
            return None
        changes = ListingChange.objects.filter(pk__gt=pk, pk__lte=last_change[0])
        limit = self.form_class.max_partial_changes
        changed_ids = set(changes.values_list("page_id", flat=True)[: limit + 1])
        if not pk or None in changed_ids or len(changed_ids) > limit:
            return None
        index = self._copy()
        index.last_change = last_change
        index._load(list(changed_ids))
        return index

    def _copy(self):
        index = object.__new__(type(self))
        index.__dict__.update(self.__dict__)
        index.ids, index.paths, index.positions = [*self.ids], [*self.paths], {**self.positions}
        index.sources = {**self.sources}
        index.masks = {key: {**masks} for key, masks in self.masks.items()}
        index.sort_keys = {name: [*keys] for name, keys in self.sort_keys.items()}
        index.orders, index.sections, index.options = {}, {}, {**self.options}
        return index

    def _load(self, ids):
        """Reads the pages with these ids from the database, in place of what the index has of them; None reads all."""
        pages = self.form_class.pages().filter(path__startswith=self.root).listed()
        if ids is not None:
            pages = pages.filter(pk__in=ids)
            self._remove(ids)
        columns = {"pk", "path", "alias_of", *self.form_class.columns()}
        values_of_page = {facet.key: facet.load(self.root, ids) for facet in self.form_class.facets}
        positions_by_value = {key: defaultdict(list) for key in values_of_page}
        positions = []
        for page in pages.order_by("pk").values(*columns).iterator(chunk_size=5000):
            position = self._add(page)
            positions.append(position)
            for key, get_values in values_of_page.items():
                for value in get_values(page):
                    positions_by_value[key][value].append(position)
        self.all_pages |= to_mask(positions)
        for key, by_value in positions_by_value.items():
            for value, value_positions in by_value.items():
                self.masks[key][value] = self.masks[key].get(value, 0) | to_mask(value_positions)
        self._sort()
        self._set_options_from_pages()

    def _set_options_from_pages(self):
        """Sets the options of facets that take them from the pages' own values (years), latest first."""
        for facet in self.form_class.facets:
            if facet.options(self.root) is None:
                values = sorted(
                    (value for value, mask in self.masks[facet.key].items() if mask), reverse=True
                )
                self.options[facet.key] = [facet.option(value) for value in values]

    def _remove(self, ids):
        removed = to_mask([self.positions[pk] for pk in ids if pk in self.positions])
        self.all_pages &= ~removed
        self.masks = {
            key: {value: mask & ~removed for value, mask in masks.items()}
            for key, masks in self.masks.items()
        }

    def _add(self, page):
        """Stores a page's path, source and sort keys; gives its position, a new one for a new page."""
        pk = page["pk"]
        if pk not in self.positions:
            self.positions[pk] = len(self.ids)
            self.ids.append(pk)
            self.paths.append("")
            for keys in self.sort_keys.values():
                keys.append(None)
        position = self.positions[pk]
        self.paths[position] = page["path"]
        self.sources.pop(position, None)
        if page["alias_of"]:
            self.sources[position] = page["alias_of"]
        for name, sort in self.form_class.sorts.items():
            self.sort_keys[name][position] = sort.key(page)
        return position

    def _sort(self):
        newest = sorted(range(len(self.ids)), key=self.sort_keys["newest"].__getitem__)
        for name, keys in self.sort_keys.items():
            self.orders[name] = newest if name == "newest" else sorted(newest, key=keys.__getitem__)
        self.ranks = [0] * len(newest)
        for rank, position in enumerate(newest):
            self.ranks[position] = rank

    def below(self, path) -> int:
        """The mask of the pages below the page with this path."""
        if path not in self.sections:
            section = to_mask(
                position for position, page_path in enumerate(self.paths) if page_path.startswith(path)
            )
            self.sections[path] = section & self.all_pages
        return self.sections[path]

    def without_aliases(self, mask) -> int:
        """The mask less the aliases whose source is in it too, so that a list has each page once."""
        duplicates = [
            position
            for position, source in self.sources.items()
            if mask >> position & 1 and source in self.positions and mask >> self.positions[source] & 1
        ]
        return mask & ~to_mask(duplicates) if duplicates else mask

    def with_aliases(self, pk) -> int:
        """The mask of the page with this id, the page it is an alias of, and all aliases of that page."""
        position = self.positions[pk]
        source = self.sources.get(position, pk)
        aliases = [alias for alias, alias_source in self.sources.items() if alias_source == source]
        return to_mask([position, self.positions.get(source, position), *aliases])

    def facet(self, key):
        return next(facet for facet in self.form_class.facets if facet.key == key)

    def mask(self, key, values) -> int:
        """The pages with any of these values of a facet."""
        facet, mask = self.facet(key), 0
        for value in values:
            mask |= facet.mask(self.masks[key], value)
        return mask

    def mask_at(self, positions) -> int:
        return to_mask(positions) & self.all_pages

    def nearest(self, masks, count, within=None, without=None) -> list:
        """The ids of at most `count` pages: those in the most masks first, the newest first among equals.

        `within` is the mask to choose from (all pages by default), `without` the id of a page to leave out.
        """
        candidates = self.without_aliases(self.all_pages if within is None else within)
        if without in self.positions:
            candidates &= ~self.with_aliases(without)
        # in_at_least[n]: the pages in n or more of the masks so far.
        in_at_least = [candidates, *[0] * len(masks)]
        for mask in masks:
            for number in range(len(masks), 0, -1):
                in_at_least[number] |= in_at_least[number - 1] & mask
        ids, taken = [], 0
        for pages in reversed(in_at_least):
            ids += self.newest(pages & ~taken, count - len(ids))
            taken |= pages
            if len(ids) == count:
                break
        return ids

    def newest(self, mask, count) -> list:
        """The ids of the newest pages in the mask."""
        if mask.bit_count() > MAX_SORTED_APART:
            return self.ids_in_order(mask, self.orders["newest"], 0, count)
        return [self.ids[position] for position in sorted(set_bits(mask), key=self.ranks.__getitem__)[:count]]

    def ids_in_order(self, mask, order, start, stop) -> list:
        """The ids of the pages in the mask, sorted as the list of positions `order`, from start up to stop."""
        return [self.ids[position] for position in islice(self.positions_in_order(mask, order), start, stop)]

    def positions_in_order(self, mask, order):
        """Those positions of `order` that are in the mask."""
        is_in_mask = f"{mask:0{len(self.ids)}b}"[::-1].encode().translate(DIGITS_TO_BITS)
        return compress(order, map(is_in_mask.__getitem__, order))


def with_plain_labels(options):
    """The options with labels as `str`: a lazy translation is looked up each time it is rendered."""
    return [option._replace(label=str(option.label)) for option in options]


_indexes = {}
_lock = threading.Lock()


def to_mask(positions) -> int:
    """The mask with these bits set."""
    positions = list(positions)
    if not positions:
        return 0
    octets = bytearray(max(positions) // 8 + 1)
    for position in positions:
        octets[position >> 3] |= 1 << (position & 7)
    return int.from_bytes(octets, "little")


def set_bits(mask):
    """The positions of the bits that are set, the lowest first."""
    digits = f"{mask:b}"[::-1]
    position = digits.find("1")
    while position >= 0:
        yield position
        position = digits.find("1", position + 1)
