"""For how long each field of this room is kept: every model has a `retention` that names it for each of its fields."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Kept(models.TextChoices):
    """A term. `registrations.retention` does it, `registrations.processing` says it."""

    NAMELESS = "nameless", _("with the event; it says nothing about a person")
    PERSON = "person", _("for months after the event; of who waited or cancelled until the event is over")
    REGISTRATION = "registration", _("as long as the registration has a name")
    NEEDS = "needs", _("for days after the event")
    INVOICE = "invoice", _("ten years from 1 January after the invoice")
    DEADLINE = "deadline", _("until that later deadline")
    DAY = "day", _("one day")
    HOUR = "hour", _("one hour")


def all_kept(term, *names) -> dict:
    """The same term for each of these fields."""
    return dict.fromkeys(names, term)
