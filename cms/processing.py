"""How a kind of processing is described in the register of processing (GDPR, article 30).

A room that keeps data of people gives its `Activity` by the hook `register_processing_activity`.
"""

from typing import NamedTuple

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from .models import Attempt, names_kept


class Activity(NamedTuple):
    """One kind of processing, as article 30 wants it described. All but the title are lines of text."""

    title: str
    purpose: list
    basis: list
    people: list
    data: list
    recipients: list
    term: list
    measures: list

    @property
    def rows(self) -> list[tuple]:
        labels = {
            "purpose": _("Why"),
            "basis": _("On what basis"),
            "people": _("About whom"),
            "data": _("Which data"),
            "recipients": _("Who receives them"),
            "term": _("For how long"),
            "measures": _("How they are protected"),
        }
        return [(label, getattr(self, name)) for name, label in labels.items()]


def fields_of(*models, term) -> list[str]:
    """The names of what these models keep for this term, without the keys between rows."""
    names = [name_of(model, name) for model in models for name in names_kept(model, term)]
    return [capfirst(", ".join(dict.fromkeys(name for name in names if name)))]


def name_of(model, name) -> str:
    """As forms call it; those of no form have a name here. Empty for the key of another row that is no fact itself."""
    field = model._meta.get_field(name)
    if field.is_relation and name != "municipality":
        return ""
    if (model, name) == (Attempt, "subject"):
        return _("a code of an address")
    return str(unnamed().get(name) or field.verbose_name)


def unnamed() -> dict[str, str]:
    """What the fields are called that no form shows."""
    return {
        "identity": _("a code of e-mail and name"),
        "token_hash": _("the hash of a link"),
        "created_at": _("the moment"),
        "at": _("the moment"),
        "version": _("which of several"),
        "key": _("the key of the form"),
        "people": _("names, addresses and states that the form showed"),
        "kind": _("what was tried"),
    }


def days(number) -> str:
    return ngettext("%d day", "%d days", number) % number


def months(number) -> str:
    return ngettext("%d month", "%d months", number) % number


def nobody_outside() -> list[str]:
    return [_("Nobody outside the organisation; not outside the European Union.")]


def in_the_admin() -> str:
    return _(
        "Only who signs in and edits this part of the site, or reviews, sees them; each export is in the audit log."
    )
