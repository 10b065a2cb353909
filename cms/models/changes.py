import uuid
from datetime import timedelta

from django.db import connection, models, transaction
from django.utils import timezone

KEPT_FOR = timedelta(days=1)


class Remembered:
    """What this process keeps of listed content, made again when a list changes or the day turns.

    `make` gets the arguments of the call; there is one memory for each set of them.
    """

    def __init__(self, make):
        self.make, self.kept = make, {}

    def __call__(self, *arguments):
        state = (ListingChange.newest(), timezone.localdate())
        known = self.kept.get(arguments)
        if known is None or known[0] != state:
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
        with connection.cursor() as cursor:
            cursor.execute("SELECT id, token FROM cms_listingchange ORDER BY id DESC LIMIT 1")
            return cursor.fetchone() or (0, None)

    @classmethod
    def record(cls, page_id=None):
        """Numbers have to appear in their order: a reader that saw 8 never asks for 7. So one writes at a time."""
        with transaction.atomic():
            cls.objects.select_for_update().order_by("pk").first()
            return cls.objects.create(page_id=page_id)

    @classmethod
    def forget(cls):
        """Lets go of what every process has read long ago; who has not, reads everything again."""
        ends = cls.objects.aggregate(first=models.Min("pk"), last=models.Max("pk"))
        old = cls.objects.filter(at__lt=timezone.now() - KEPT_FOR)
        old.exclude(pk__in=[pk for pk in ends.values() if pk]).delete()
