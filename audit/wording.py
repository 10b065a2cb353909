"""A row of the audit log in words, for the screen and the file of it."""

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from .models import Action, AuditEntry, Door, Kind

DETAILS = {
    "account": _("account"),
    "added": _("added"),
    "changed": _("changed"),
    "checks": _("checks"),
    "collection": _("on collection"),
    "entry": _("entry of the recycle bin"),
    "factor": _("second factor"),
    "factors": _("by means of"),
    "filters": _("filtered by"),
    "format": _("as"),
    "from": _("from"),
    "groups": _("groups"),
    "is_superuser": _("administrator"),
    "kind": _("kind"),
    "list": _("list"),
    "members": _("members"),
    "page": _("on page"),
    "pages": _("pages"),
    "removed": _("removed"),
    "restriction": _("restriction"),
    "site": _("on site"),
    "stayed": _("pages that stayed"),
    "team": _("to the whole team"),
    "terms": _("terms"),
    "to": _("given to"),
    "until": _("until"),
}


def label_of(words, value) -> str:
    """What people read for a word of Kind, Action or Door; the word itself if a newer release wrote it."""
    return words(value).label if value in words else value


def moment(entry: AuditEntry) -> str:
    return timezone.localtime(entry.at).strftime("%d-%m-%Y %H:%M:%S")


def kind(entry: AuditEntry) -> str:
    return label_of(Kind, entry.kind)


def act(entry: AuditEntry) -> str:
    return label_of(Action, entry.action)


def kind_and_act(entry: AuditEntry) -> str:
    return f"{kind(entry)}: {act(entry)}"


def outcome(entry: AuditEntry) -> str:
    return _("refused") if entry.kind == Kind.FAILURE else _("succeeded")


def who(entry: AuditEntry) -> str:
    """The e-mail address at the time and the number of the account; nothing for a visitor or a command."""
    return f"{entry.user_email} ({entry.user_key})" if entry.user_key else ""


def door(entry: AuditEntry) -> str:
    """The door, with the number of the token that opened it."""
    return f"{label_of(Door, entry.door)} {entry.token_key or ''}".strip()


def from_where(entry: AuditEntry) -> str:
    return ", ".join(filter(None, (door(entry), entry.address)))


def model_of(entry):
    """The model that it was about; None without one, or if this release has it no longer."""
    try:
        return apps.get_model(entry.object_type) if entry.object_type else None
    except LookupError:
        return None


def what(entry: AuditEntry) -> str:
    """The type, number and name of the thing that it was about."""
    model = model_of(entry)
    kind = capfirst(model._meta.verbose_name) if model else entry.object_type
    return f"{kind} {entry.object_key} {entry.object_name}".strip()


def details(entry: AuditEntry) -> str:
    values = {name: value for name, value in entry.detail.items() if value}
    if "changed" in values:
        values["changed"] = [field_label(entry, name) for name in values["changed"]]
    return "; ".join(f"{DETAILS.get(name, name)}: {text_of(value)}" for name, value in values.items())


def text_of(value) -> str:
    if value is True:
        return _("yes")
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)


def field_label(entry, name) -> str:
    """What people call the field of the thing; the field's own name if this release has it no longer."""
    try:
        return str(model_of(entry)._meta.get_field(name).verbose_name)
    except (AttributeError, FieldDoesNotExist):
        return str(name)
