"""Logs, without a row, that somebody who signed in was refused (OWASP ASVS 5.0, 16.3.2)."""

import logging
from functools import wraps

from wagtail.admin import auth

from ..context import current

logger = logging.getLogger("audit")


def log_refusal(reason: str) -> None:
    context = current()
    match = getattr(context.request, "resolver_match", None)
    fields = {
        "kind": "refusal",
        "action": reason,
        "user": context.user and context.user.pk,
        "door": str(context.door),
        "view": match.view_name if match else "",
    }
    message = " ".join(f"{name}={value}" for name, value in fields.items() if value not in (None, ""))
    logger.warning("%s", message, extra={"fields": fields})


def and_log(permission_denied):
    @wraps(permission_denied)
    def logged(request):
        # A script gets a 403, which the middleware sees.
        if request.headers.get("X-Requested-With") != "XMLHttpRequest":
            log_refusal("denied")
        return permission_denied(request)

    return logged


def connect():
    """Wraps the function by which Wagtail's admin refuses: it redirects, and sends no signal."""
    if not hasattr(auth.permission_denied, "__wrapped__"):
        auth.permission_denied = and_log(auth.permission_denied)
