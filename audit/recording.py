"""Writes the audit log: a row for superusers, and a line for the log of the server.

The line names numbers only, and is out of reach of who can write to the database (OWASP ASVS 5.0, 16.4.3).
"""

import logging
from contextlib import suppress
from functools import partial

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.db import DatabaseError, models, transaction

from cms.failures import ReadOnlyError
from cms.models.read_only import refuse_if_read_only
from monitoring.requests import current_request

from .context import current
from .models import Action, AuditEntry, Kind

logger = logging.getLogger("audit")


def record(action: Action, target: models.Model | None = None, *, user=None, **detail) -> None:
    """Records that the user, by default whose request this is, did this to the target.

    In the transaction of the act, if it has one: what is rolled back was not done. In read-only mode, where nothing
    changes, there is a line and no row. Raises DatabaseError if the row can't be written: who can't be recorded should
    not act, so nothing but a backup goes on then (ASVS 5.0, 16.5.3).

    `detail` says more, in names of fields, groups, permissions and lists: nothing that somebody typed.
    """
    entry = new_entry(action, target, user or current().user, detail)
    with suppress(ReadOnlyError):
        if current().request:
            refuse_if_read_only()
        write(entry)
    transaction.on_commit(partial(log_line, entry))


def write(entry):
    try:
        entry.save()
    except DatabaseError:
        logger.error("not recorded: %s", sentence_of(entry), extra={"fields": fields_of(entry)})
        raise


def new_entry(action, target, user, detail) -> AuditEntry:
    context = current()
    return AuditEntry(
        action=action,
        kind=action.kind,
        user_key=user and user.pk,
        user_email=user.get_username() if user else "",
        address=context.address,
        door=context.door,
        token_key=context.token_key,
        object_type=target._meta.label_lower if target else "",
        object_key=str(target.pk) if target else "",
        object_name=name_of(target),
        detail=detail,
        request_id=current_request().get("request_id", ""),
    )


def name_of(target) -> str:
    """The address of an account or the name of a group, which may be gone when the row is read; else nothing."""
    if isinstance(target, get_user_model()):
        return target.get_username()
    return target.name if isinstance(target, Group) else ""


def fields_of(entry) -> dict:
    """What the line says: numbers and words of ours."""
    return {
        "kind": str(entry.kind),
        "action": str(entry.action),
        "user": entry.user_key,
        "door": str(entry.door),
        "token": entry.token_key,
        "object": f"{entry.object_type} {entry.object_key}".strip(),
    }


def sentence_of(entry) -> str:
    return " ".join(f"{name}={value}" for name, value in fields_of(entry).items() if value not in (None, ""))


def log_line(entry) -> None:
    level = logging.WARNING if entry.kind == Kind.FAILURE else logging.INFO
    logger.log(level, "%s", sentence_of(entry), extra={"fields": fields_of(entry)})
