import uuid
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import timedelta

from django.db import connection, models, transaction
from django.utils import timezone

KEPT_FOR = timedelta(days=1)
# More sets of arguments than any site has: who asks for hosts or pages that are not there fills no memory.
MOST_REMEMBERED = 1000
# A change that lists show and no filter reads: of a picture, say. What stands in which list stays.
SHOWN_ONLY = 0

_moment = ContextVar("moment", default=None)


class Moment:
    """What one request knows once it is asked: the newest change; Wagtail adds where the sites begin."""

    newest = None


@contextmanager
def one_moment():
    """Within this the newest change is asked once, not by everything that is kept in memory."""
    token = _moment.set(Moment())
    try:
        yield
    finally:
        _moment.reset(token)


def this_moment():
    """The moment of the request that is being answered; None where there is none, or where it changes something."""
    return _moment.get()


def list_state():
    """What decides what lists show now: the newest change, and the day. Ask before you read what they show."""
    return ListingChange.newest(), timezone.localdate()


class Remembered:
    """What this process keeps of listed content, made again when a list changes or the day turns.

    `make` gets the arguments of the call; there is one memory for each set of them.
    """

    def __init__(self, make):
        self.make, self.kept = make, {}

    def __call__(self, *arguments):
        return self.at(list_state(), *arguments)

    def at(self, state, *arguments):
        """The same for who has asked for the state already."""
        known = self.kept.get(arguments)
        if known is None or known[0] != state:
            if len(self.kept) >= MOST_REMEMBERED:
                self.kept = {}
            known = self.kept[arguments] = (state, self.make(*arguments))
        return known[1]


class ListingChange(models.Model):
    """Something that lists show has changed: one page, or, without a page, anything.

    Each process keeps the lists in memory (`cms.filters`) and reads here what it has missed. The token tells a change
    that was rolled back from the one that later took its number.
    """

    page_id = models.BigIntegerField(null=True)
    token = models.UUIDField(default=uuid.uuid4)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        # What nobody edits needs no permissions either.
        default_permissions = ()

    def __str__(self):
        return f"{self.at:%Y-%m-%d %H:%M} {self.page_id or 'anything'}"

    @classmethod
    def newest(cls):
        """Number and token of the newest change, as the database writes them. Asked on every page: so plain SQL."""
        moment = _moment.get()
        if moment and moment.newest:
            return moment.newest
        with connection.cursor() as cursor:
            cursor.execute("SELECT id, token FROM cms_listingchange ORDER BY id DESC LIMIT 1")
            newest = cursor.fetchone() or (0, None)
        if moment:
            moment.newest = newest
        return newest

    @classmethod
    def record(cls, page_id=None):
        """Numbers have to appear in their order: a reader that saw 8 never asks for 7. So one writes at a time."""
        # Who changes something is not of one moment any more, the less so when it is rolled back.
        _moment.set(None)
        with transaction.atomic():
            cls.objects.select_for_update().order_by("pk").first()
            return cls.objects.create(page_id=page_id)

    @classmethod
    def forget(cls):
        """Lets go of what every process has read long ago; who has not, reads everything again."""
        ends = cls.objects.aggregate(first=models.Min("pk"), last=models.Max("pk"))
        old = cls.objects.filter(at__lt=timezone.now() - KEPT_FOR)
        old.exclude(pk__in=[pk for pk in ends.values() if pk]).delete()
