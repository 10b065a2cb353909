"""In-memory index of all listed pages of one kind of content: a bit mask for each value of each facet."""

from bisect import insort
from collections import defaultdict
from itertools import compress, islice
from typing import NamedTuple

from cms.statement_timeout import unbounded

# More pages than these are sorted with all others; fewer find their places one by one.
MOST_INSERTED = 20
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
    is never changed once built, so a request can go on using the one it has. `listing.current` gives the newest.
    """

    def __init__(self, form_class, root):
        self.form_class, self.root = form_class, root
        self.ids, self.positions, self.paths = [], {}, []
        # The id of the source page of each alias, by the alias's position.
        self.sources = {}
        self.masks = {facet.key: {} for facet in form_class.facets}
        self.options = {
            facet.key: with_plain_labels(facet.options(root))
            for facet in form_class.facets
            if not facet.has_values_of_pages
        }
        self.all_pages = 0
        self.sort_keys = {name: [] for name in form_class.sorts}
        # The positions of the listed pages in each order; the masks of the pages below a path.
        self.orders, self.sections = {name: [] for name in form_class.sorts}, {}

    @classmethod
    def build(cls, form_class, root) -> "FacetIndex":
        """An index with all pages read from the database."""
        index = cls(form_class, root)
        with unbounded():
            index._load(None)
        return index

    def updated(self, ids) -> "FacetIndex":
        """A copy in which the pages with these ids are read again."""
        index = object.__new__(type(self))
        index.__dict__.update(self.__dict__)
        index.ids, index.paths, index.positions = [*self.ids], [*self.paths], {**self.positions}
        index.sources, index.options = {**self.sources}, {**self.options}
        index.sort_keys = {name: [*keys] for name, keys in self.sort_keys.items()}
        index._remove(ids)
        index._load(ids)
        return index

    def with_facets_read_again(self, facets) -> "FacetIndex":
        """A copy in which these facets have new options and values; the pages stay as they are."""
        index = object.__new__(type(self))
        index.__dict__.update(self.__dict__)
        index.masks, index.options = {**self.masks}, {**self.options}
        pages = [
            (position, {"pk": self.ids[position], "path": self.paths[position]})
            for position in set_bits(self.all_pages)
        ]
        for facet in facets:
            get_values, positions = facet.load(self.root), defaultdict(list)
            for position, page in pages:
                for value in get_values(page):
                    positions[value].append(position)
            index.masks[facet.key] = {value: to_mask(of_value) for value, of_value in positions.items()}
            index.options[facet.key] = with_plain_labels(facet.options(self.root))
        return index

    def _remove(self, ids):
        """Takes the pages with these ids out of all masks and orders; they keep their positions."""
        positions = {self.positions[pk] for pk in ids if pk in self.positions}
        others = ~to_mask(positions)
        self.all_pages &= others
        self.masks = {
            key: {value: mask & others for value, mask in masks.items()} for key, masks in self.masks.items()
        }
        self.sections = {path: mask & others for path, mask in self.sections.items()}
        self.orders = {
            name: [position for position in order if position not in positions]
            for name, order in self.orders.items()
        }

    def _load(self, ids):
        """Adds the pages with these ids from the database; None adds all."""
        pages = self.form_class.pages().filter(path__startswith=self.root).listed()
        if ids is not None:
            pages = pages.filter(pk__in=ids)
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
        for path in self.sections:
            self.sections[path] |= to_mask(p for p in positions if self.paths[p].startswith(path))
        self._sort(positions)
        self._set_options_from_pages()

    def _set_options_from_pages(self):
        """Sets the options of facets that take them from the pages' own values (years), latest first."""
        for facet in self.form_class.facets:
            if facet.has_values_of_pages:
                values = sorted(
                    (value for value, mask in self.masks[facet.key].items() if mask), reverse=True
                )
                self.options[facet.key] = [facet.option(value) for value in values]

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

    def _sort(self, positions):
        """Puts these positions in their place in each order."""
        newest = self.sort_keys["newest"]
        for name, order in self.orders.items():
            keys = self.sort_keys[name]

            def sort_key(position, keys=keys):
                return keys[position], newest[position], position

            if len(positions) > MOST_INSERTED:
                order.extend(positions)
                order.sort(key=sort_key)
            else:
                for position in positions:
                    insort(order, position, key=sort_key)

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
        """The ids of at most `count` pages in any mask: those in the most masks first, the newest first among equals.

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
        for pages in reversed(in_at_least[1:]):
            ids += self.newest(pages & ~taken, count - len(ids))
            taken |= pages
            if len(ids) == count:
                break
        return ids

    def newest(self, mask, count) -> list:
        """The ids of the newest pages in the mask."""
        if mask.bit_count() > MAX_SORTED_APART:
            return self.ids_in_order(mask, self.orders["newest"], 0, count)
        newest = sorted(set_bits(mask), key=self.sort_keys["newest"].__getitem__)
        return [self.ids[position] for position in newest[:count]]

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
