"""For how long the fields of people are kept: models about them have a `retention` that names it for each field."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Kept(models.TextChoices):
    """A term. The room of the model does it at each tick, the register of processing (`cms.processing`) says it."""

    NAMELESS = "nameless", _("with the event; it says nothing about a person")
    PERSON = "person", _("for months after the event; of who waited or cancelled until the event is over")
    REGISTRATION = "registration", _("as long as the registration has a name")
    NEEDS = "needs", _("for days after the event")
    INVOICE = "invoice", _("ten years from 1 January after the invoice")
    DEADLINE = "deadline", _("until that later deadline")
    FEEDBACK = "feedback", _("for days after it was written")
    ANSWER = "answer", _("until it is handled")
    DAY = "day", _("one day")
    HOUR = "hour", _("one hour")


def all_kept(term, *names) -> dict:
    """The same term for each of these fields."""
    return dict.fromkeys(names, term)


def names_kept(model, term) -> list[str]:
    """The fields of a model that are kept for this term."""
    return [name for name, kept in model.retention.items() if kept == term]
