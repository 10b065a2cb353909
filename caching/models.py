import uuid
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import timedelta

from django.db import connection, models, transaction
from django.utils import timezone

KEPT_FOR = timedelta(days=1)
# The most sets of arguments per function, so that requests for unknown hosts or pages can't fill the memory.
MOST_REMEMBERED = 1000
# The page_id of a change that lists show but filters don't use (a picture, say): results stay the same.
SHOWN_ONLY = 0

_moment = ContextVar("moment", default=None)


class Moment:
    """State shared during one request: the newest change; Wagtail adds the sites' root paths."""

    newest = None


@contextmanager
def one_moment():
    """Reads the newest change only once within this context."""
    token = _moment.set(Moment())
    try:
        yield
    finally:
        _moment.reset(token)


def this_moment() -> Moment | None:
    """The Moment of the current request; None outside a request, and once the request changes something."""
    return _moment.get()


def list_state() -> tuple:
    """The version of all lists: the newest change and the date. Read it before the data that depend on it."""
    return ListingChange.newest(), timezone.localdate()


class Remembered:
    """Per-process cache of a function's results, recomputed when a list or the date changes; never mutate a result.

    Each set of arguments has its own result.
    """

    def __init__(self, make):
        self.make, self.kept = make, {}

    def __call__(self, *arguments):
        return self.at(list_state(), *arguments)

    def at(self, state, *arguments):
        """The result for this state, for callers that have read the state already."""
        known = self.kept.get(arguments)
        if known is None or known[0] != state:
            if len(self.kept) >= MOST_REMEMBERED:
                self.kept = {}
            known = self.kept[arguments] = (state, self.make(*arguments))
        return known[1]


class ListingChange(models.Model):
    """A change of something that lists show: one page or, without a page, anything.

    Processes cache lists in memory (`listing`) and read here what changed. The token tells a change that was rolled
    back from a later one with the same number.
    """

    page_id = models.BigIntegerField(null=True)
    token = models.UUIDField(default=uuid.uuid4)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        # Nobody edits these, so they need no permissions.
        default_permissions = ()

    def __str__(self):
        return f"{self.at:%Y-%m-%d %H:%M} {self.page_id or 'anything'}"

    @classmethod
    def newest(cls):
        """The number and token of the newest change. Runs on every page, so in plain SQL."""
        moment = _moment.get()
        if moment and moment.newest:
            return moment.newest
        with connection.cursor() as cursor:
            cursor.execute("SELECT id, token FROM caching_listingchange ORDER BY id DESC LIMIT 1")
            newest = cursor.fetchone() or (0, None)
        if moment:
            moment.newest = newest
        return newest

    @classmethod
    def record(cls, page_id=None):
        """Records a change. One process at a time, because readers expect numbers to appear in order."""
        # After a change the request must not use the version that it read before, even if it is rolled back.
        _moment.set(None)
        with transaction.atomic():
            cls.objects.select_for_update().order_by("pk").first()
            return cls.objects.create(page_id=page_id)

    @classmethod
    def forget(cls):
        """Deletes old changes; a process that missed them reloads everything."""
        ends = cls.objects.aggregate(first=models.Min("pk"), last=models.Max("pk"))
        old = cls.objects.filter(at__lt=timezone.now() - KEPT_FOR)
        old.exclude(pk__in=[pk for pk in ends.values() if pk]).delete()
