"""Responses to unexpected errors: a page for people, a problem (RFC 9457) for programs.

503 without a database, without the server that keeps the files, or without room to store anything.
"""

import errno
import sys
from http.client import responses

from django.db import InterfaceError, OperationalError
from django.http import HttpResponse
from django.shortcuts import render
from django.template import loader
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cms.cors import FOR_ALL_ORIGINS
from cms.problem_details import problem
from cms.statement_timeout import TOO_LONG, took_too_long
from media.storages import StorageUnavailableError

# The database is down, or too busy (SQLite: locked).
UNAVAILABLE = (OperationalError, InterfaceError)
RETRY_AFTER = {"Retry-After": "60"}
# What file systems, SQLite and PostgreSQL say when there is no room left.
FULL = {
    "errno": {errno.ENOSPC, errno.EDQUOT, errno.EFBIG},
    "sqlite_errorname": {"SQLITE_FULL"},
    "sqlstate": {"53100"},
}
# For token holders only, so without CORS headers.
FOR_TOKENS = "/api/cms/"
READ_ONLY = gettext_lazy(
    "We are working on this site. You can read everything; nothing can be saved for some minutes. Try again then."
)


class ReadOnlyError(OperationalError):
    """Something was to be written while the site is read-only (`cms.models.read_only`)."""


def server_error(request) -> HttpResponse:
    """Django's handler500: runs inside the `except`; the error has been logged."""
    error = sys.exc_info()[1]
    if is_for_programs(request):
        return problem_of(error, {} if request.path.startswith(FOR_TOKENS) else FOR_ALL_ORIGINS)
    status, reason = status_and_reason(error)
    # Rendered without the request: context processors would query the database.
    page = loader.get_template(f"{status}.html").render({"reason": reason})
    return HttpResponse(page, status=status, headers={"Cache-Control": "no-store", **retry(status)})


def not_found(request, exception) -> HttpResponse:
    """Django's handler404: our page with menu and search, where a visitor can go on."""
    head = {"title": _("Page not found"), "is_noindex": True}
    return render(request, "404.html", {"head": head}, status=404)


def status_and_reason(error) -> tuple[int, str]:
    """The status and the message: 503 if database or files are down or full or a statement timed out, else 500."""
    if has_no_room(error):
        return 503, _(
            "There is no room left here to store anything. Nothing was saved. Warn who runs this site."
        )
    if took_too_long(error):
        return 503, str(TOO_LONG)
    if isinstance(error, StorageUnavailableError):
        return 503, _(
            "We can't reach our files just now. Nothing was saved. It is not your fault. Try again in a minute."
        )
    if isinstance(error, ReadOnlyError):
        return 503, str(READ_ONLY)
    if isinstance(error, UNAVAILABLE):
        return 503, _("We can't reach our data just now. It is not your fault. Try again in a minute.")
    return 500, _("Something went wrong here. We have been told.")


def has_no_room(error) -> bool:
    """True if the disk is full, also where a database says so."""
    return any(
        getattr(cause, name, None) in values
        for cause in (error, error.__cause__)
        for name, values in FULL.items()
    )


def is_for_programs(request) -> bool:
    """True for an API, oEmbed, or a file that is not opened in a browser."""
    is_file = "." in request.path.rpartition("/")[2] and "text/html" not in request.headers.get("Accept", "")
    return request.path.startswith(("/api/", "/++api++", "/oembed")) or is_file


def problem_of(error, headers=None) -> HttpResponse:
    """The problem response to an unexpected error, for programs."""
    status, reason = status_and_reason(error)
    return problem(status, responses[status], reason, {**(headers or {}), **retry(status)})


def retry(status) -> dict[str, str]:
    """The Retry-After header of a 503."""
    return RETRY_AFTER if status == 503 else {}
