"""The schedule of a page (go live, expire). Past dates are cleared."""

from django.db import models
from django.utils import timezone

SCHEDULE = ("go_live_at", "expire_at")


def spent_dates(values) -> list[str]:
    """The names of the past dates in the schedule, given as a dict."""
    now = timezone.now()
    return [name for name in SCHEDULE if values.get(name) and values[name] <= now]


def drop_spent_dates(page) -> bool:
    """Clears the past dates of the page's schedule; True if there were any."""
    spent = spent_dates({name: getattr(page, name) for name in SCHEDULE})
    for name in spent:
        setattr(page, name, None)
    return bool(spent)


def ends_before_it_begins(page) -> bool:
    """Compares moments: in the hour that comes twice in autumn, Python would compare what the clocks show."""
    if not page.go_live_at or not page.expire_at:
        return False
    return page.go_live_at.timestamp() >= page.expire_at.timestamp()


class Scheduled(models.Model):
    """Clears past dates in every saved revision. Must precede `Page` in the bases.

    Else a page that had expired would be unpublished again a minute after it was published.
    """

    class Meta:
        abstract = True

    def save_revision(self, *args, **kwargs):
        drop_spent_dates(self)
        return super().save_revision(*args, **kwargs)
