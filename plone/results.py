"""Runs a search: its order, its results from cache or database, and their serialization."""

from array import array

from django.db.models import F
from django.db.models.functions import Lower
from django.utils.translation import gettext as _

from caching.functions import cached_until_change
from search.queries import ranked_ids

from .batching import MOST_IN_FULL, MOST_SUMMARIES, Batch
from .conditions import date_columns, date_names
from .context import parse_integer
from .errors import invalid_value
from .serializers import serialize_full_items, serialize_summaries

SORTS = {
    "sortable_title": Lower("title"),
    "Title": Lower("title"),
    "id": F("slug"),
    "getId": F("slug"),
    "path": F("url_path"),
    "getObjPositionInParent": F("path"),
    "UID": F("translation_key"),
    "review_state": F("review_state"),
    "portal_type": F("content_type"),
}
DATE_SYNONYMS = {"Date": "effective", "EffectiveDate": "effective", "ModificationDate": "modified"}
ORDERS = {"": False, "ascending": False, "asc": False, "descending": True, "reverse": True, "desc": True}
RELEVANCE = "relevance"
NOT_IN_CACHE_KEY = {"b_start", "b_size", "metadata_fields", "fullobjects", "limit", "sort_limit"}
# No results are kept for a longer key, in characters, so that requests can't fill the memory.
LONGEST_KEY = 1000


@cached_until_change(most=50)
def listed_keys(search):
    """The keys that an anonymous search finds, so that a next batch needs no search. Call `under`."""
    return array("q", search.query_keys())


class Search:
    """A search. With `words` and no `sort_on` the best matches come first.

    `values` is a mapping with the sorting, batch and metadata parameters; by default the query parameters.
    """

    def __init__(self, context, condition, words="", values=None):
        self.context, self.condition, self.words = context, condition, words
        self.values = context.params if values is None else values
        self.batch = Batch(context, values, most=MOST_IN_FULL if self.is_full else MOST_SUMMARIES)
        self.order = self.parse_order()

    @property
    def is_full(self) -> bool:
        return has_full_objects(self.values)

    def parse_order(self):
        """The `order_by()` arguments, or `[RELEVANCE]`."""
        name = str(self.values.get("sort_on") or "")
        order = str(self.values.get("sort_order") or "")
        if order not in ORDERS:
            raise invalid_value("sort_order", _("ascending or descending is expected"))
        if name in ("", RELEVANCE):
            return [RELEVANCE] if self.words else ["path"]
        column = self.column_of(DATE_SYNONYMS.get(name, name))
        sorted_by = column.desc(nulls_last=True) if ORDERS[order] else column.asc(nulls_first=True)
        return [sorted_by, "-pk" if ORDERS[order] else "pk"]

    def column_of(self, name):
        if name == "review_state" and not self.context.user:
            return F("live")
        if name in SORTS:
            return SORTS[name]
        if name in date_names():
            return F(f"{name}_column")
        raise invalid_value("sort_on", _("there is no such index to sort on"))

    def keys(self):
        """The primary keys of all results, in order. Cached for anonymous requests until a list changes."""
        cache_key = self.cache_key()
        if self.context.user or sum(len(str(part)) for part in cache_key) > LONGEST_KEY:
            return self.query_keys()
        return listed_keys.under(cache_key, self)

    def cache_key(self):
        """Leaves out which batch is requested and how its pages are serialized."""
        return (self.context.site.pk, self.context.request.path, *deciding_values(self.values))

    def query_keys(self):
        pages = self.context.visible_pages.alias(**date_columns()).filter(self.condition)
        if not self.context.user:
            # An alias repeats its source, so it only counts in a folder without the source.
            pages = pages.exclude(
                alias_of__in=list(pages.filter(aliases__isnull=False).values_list("pk", flat=True))
            )
        if self.order == [RELEVANCE]:
            matching_keys = set(pages.order_by().values_list("pk", flat=True))
            ranked_keys = [key for key in ranked_ids(self.words) if key in matching_keys]
            return ranked_keys + sorted(matching_keys.difference(ranked_keys), reverse=True)
        return list(pages.order_by(*self.order).values_list("pk", flat=True))

    def payload(self, address=None) -> dict:
        keys = self.keys()
        if limit := self.values.get("sort_limit") or self.values.get("limit"):
            keys = keys[: parse_integer("limit", limit, least=1)]
        pages = self.context.pages_by_keys(self.batch.slice(keys))
        return self.batch.payload(self.items(pages), len(keys), address)

    def items(self, pages):
        if self.is_full:
            return serialize_full_items(self.context, pages)
        return serialize_summaries(self.context, pages, self.metadata_fields())

    def metadata_fields(self):
        if hasattr(self.values, "getlist"):
            return self.values.getlist("metadata_fields")
        names = self.values.get("metadata_fields") or []
        return [str(name) for name in (names if isinstance(names, list) else [names])]


def has_full_objects(values) -> bool:
    return str(values.get("fullobjects", "0")).lower() not in {"0", "false", "none"}


def deciding_values(values):
    """The values that decide which pages match and in which order, as sorted pairs."""
    pairs = values.lists() if hasattr(values, "lists") else values.items()
    return sorted((key, str(value)) for key, value in pairs if key not in NOT_IN_CACHE_KEY)
