import uuid
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, timedelta

from django.db import DEFAULT_DB_ALIAS, connection, models, transaction
from django.utils import timezone

KEPT_FOR = timedelta(days=1)
# With more changes than these, reading everything again is cheaper.
MOST_BETWEEN = 1000
_moment = ContextVar("moment", default=None)


class Moment:
    """State shared during one request: the newest change, the date, and the database to read from (`caching.replica`).

    Wagtail adds the sites' root paths.
    """

    newest = date = None
    database = DEFAULT_DB_ALIAS


@contextmanager
def one_moment():
    """Reads the newest change and the date only once within this context."""
    token = _moment.set(Moment())
    try:
        yield
    finally:
        _moment.reset(token)


def this_moment() -> Moment | None:
    """The Moment of the current request; None outside a request, and once the request changes something."""
    return _moment.get()


def today() -> date:
    """The date here, that of its beginning during a request."""
    moment = _moment.get()
    if moment is None:
        return timezone.localdate()
    if moment.date is None:
        moment.date = timezone.localdate()
    return moment.date


def list_state() -> tuple:
    """The version of all lists: the newest change and the date. Read it before the data that depend on it."""
    return ListingChange.newest(), today()


class ListingChange(models.Model):
    """A change of something that lists show: of a model, and of which page if it is only one.

    Processes keep lists in memory, and read here what changed (`caching.changes`). The token tells a change that was
    rolled back from a later one with the same number.
    """

    # The label in lower case; empty when anything may have changed.
    # With a default in the database, so that a process with the code of before can go on recording.
    model = models.CharField(max_length=100, blank=True, db_default="")
    page_id = models.BigIntegerField(null=True)
    token = models.UUIDField(default=uuid.uuid4)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        # Nobody edits these, so they need no permissions.
        default_permissions = ()

    def __str__(self):
        return f"{self.at:%Y-%m-%d %H:%M} {self.model or 'anything'} {self.page_id or ''}".rstrip()

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
    def between(cls, first, last) -> list[tuple]:
        """The number, token and model of the changes with these numbers and all between them; none if too many."""
        if last - first > MOST_BETWEEN:
            return []
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT id, token, model FROM caching_listingchange WHERE id BETWEEN %s AND %s ORDER BY id",
                [first, last],
            )
            return cursor.fetchall()

    @classmethod
    def record(cls, model=None, page_id=None):
        """Records a change of this model, or of anything. `page_id` says that only this page shows it.

        One process at a time, because readers expect numbers to appear in order.
        """
        # After a change the request must not use the version that it read before, even if it is rolled back.
        _moment.set(None)
        label = model._meta.label_lower if model else ""
        with transaction.atomic():
            cls.objects.select_for_update().order_by("pk").first()
            return cls.objects.create(model=label, page_id=page_id)

    @classmethod
    def forget(cls):
        """Deletes old changes; a process that missed them reloads everything."""
        ends = cls.objects.aggregate(first=models.Min("pk"), last=models.Max("pk"))
        old = cls.objects.filter(at__lt=timezone.now() - KEPT_FOR)
        old.exclude(pk__in=[pk for pk in ends.values() if pk]).delete()
