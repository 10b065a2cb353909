"""What a search finds, in which order, and what of it is told."""

from array import array

from django.db.models import F
from django.db.models.functions import Lower
from django.utils.translation import gettext as _

from cms.models.changes import list_state
from cms.rest.answers import LONGEST_KEY
from cms.rest.memory import Memory
from cms.search.queries import ranked

from .asking import number_in
from .batches import Batch
from .conditions import columns, date_names
from .errors import bad_value
from .serializers import contents, summaries

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
SAME_DATES = {"Date": "effective", "EffectiveDate": "effective", "ModificationDate": "modified"}
ORDERS = {"": False, "ascending": False, "asc": False, "descending": True, "reverse": True, "desc": True}
RELEVANCE = "relevance"
NOT_DECIDING = {"b_start", "b_size", "metadata_fields", "fullobjects", "limit", "sort_limit"}
# The keys of what anonymous searches found, as long as no list changes: the next batch need not look again.
found_before = Memory(50)


class Search:
    """One question: its conditions, its words (the best first, unless sorted), and how to tell what it finds."""

    def __init__(self, asked, condition, words="", values=None):
        """`values` holds the rest of the question where it comes in a body instead of the address."""
        self.asked, self.condition, self.words = asked, condition, words
        self.values = asked.params if values is None else values
        self.batch = Batch(asked, values)
        self.order = self.order_asked()

    def order_asked(self):
        name = str(self.values.get("sort_on") or "")
        order = str(self.values.get("sort_order") or "")
        if order not in ORDERS:
            raise bad_value("sort_order", _("ascending or descending is expected"))
        if name in ("", RELEVANCE):
            return [RELEVANCE] if self.words else ["path"]
        column = self.column_of(SAME_DATES.get(name, name))
        sorted_by = column.desc(nulls_last=True) if ORDERS[order] else column.asc(nulls_first=True)
        return [sorted_by, "-pk" if ORDERS[order] else "pk"]

    def column_of(self, name):
        if name == "review_state" and not self.asked.user:
            return F("live")
        if name in SORTS:
            return SORTS[name]
        if name in date_names():
            return F(f"{name}_column")
        raise bad_value("sort_on", _("there is no such index to sort on"))

    def keys(self):
        """The keys of all that is found, in its order."""
        if self.asked.user:
            return self.found()
        key, state = self.memory_key(), list_state()
        known = found_before.get(key)
        if known and known[0] == state:
            return known[1]
        found = array("q", self.found())
        if sum(len(str(part)) for part in key) <= LONGEST_KEY:
            found_before.keep(key, (state, found))
        return found

    def memory_key(self):
        """What decides what is found: not which part of it is asked, nor what is told of it."""
        return (self.asked.site.pk, self.asked.request.path, *remembered_by(self.values))

    def found(self):
        pages = self.asked.known.alias(**columns()).filter(self.condition)
        if self.order == [RELEVANCE]:
            known = set(pages.order_by().values_list("pk", flat=True))
            best = [key for key in ranked(self.words) if key in known]
            return best + sorted(known.difference(best), reverse=True)
        return list(pages.order_by(*self.order).values_list("pk", flat=True))

    def told(self, address=None):
        keys = self.keys()
        if limit := self.values.get("sort_limit") or self.values.get("limit"):
            keys = keys[: number_in("limit", limit, least=1)]
        shown = self.asked.pages_with(self.batch.cut(keys))
        return self.batch.told(self.items(shown), len(keys), address)

    def items(self, pages):
        if is_asked_in_full(self.values):
            return contents(self.asked, pages)
        return summaries(self.asked, pages, self.metadata_asked())

    def metadata_asked(self):
        if hasattr(self.values, "getlist"):
            return self.values.getlist("metadata_fields")
        names = self.values.get("metadata_fields") or []
        return [names] if isinstance(names, str) else [str(name) for name in names]


def is_asked_in_full(values):
    return str(values.get("fullobjects", "0")).lower() not in {"0", "false", "none"}


def remembered_by(values):
    pairs = values.lists() if hasattr(values, "lists") else values.items()
    return sorted((key, str(value)) for key, value in pairs if key not in NOT_DECIDING)
