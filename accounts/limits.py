"""Limits to guessing passwords, counted by django-axes in the database for all processes.

One name from one network address has ten guesses in fifteen minutes. All names from one address, and one name from all
addresses, have five times that, so that an office behind one address can go on. A user who signed in from an address
before is not locked out there by guesses from elsewhere.
"""

from datetime import timedelta
from functools import wraps

from axes.handlers.database import AxesDatabaseHandler
from axes.handlers.proxy import AxesProxyHandler
from axes.models import AccessAttempt, AccessLog
from django.conf import settings
from django.contrib.auth.signals import user_login_failed
from django.db.models import Sum
from django.db.models.signals import pre_save
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .refusals import refuse

# The limit of all names from one address, or one name from all addresses, as a multiple of the single limit.
SPREAD_FACTOR = 5
SIGN_IN_MEMORY = timedelta(days=90)
MAX_NAME_LENGTH = 255
TOO_MANY = _("Too many attempts. Try again in a quarter of an hour.")


def username_of(request, credentials):
    """The submitted name, normalized as the database compares it: without case, `ſ` as S."""
    credentials = credentials or {}
    name = credentials.get("username") or credentials.get("email") or ""
    return name.strip().upper().casefold()[:MAX_NAME_LENGTH]


def sum_failures(attempts):
    return attempts.aggregate(sum=Sum("failures_since_start"))["sum"] or 0


class AttemptHandler(AxesDatabaseHandler):
    """Counts failures; `AXES_LOCKOUT_PARAMETERS` has the order name and address, address, name."""

    def get_failures(self, request, credentials=None):
        both, by_address, by_name = map(sum_failures, self.get_user_attempts(request, credentials))
        if by_name and has_signed_in_here(request, username_of(request, credentials)):
            by_name = 0
        return max(both, by_address // SPREAD_FACTOR, by_name // SPREAD_FACTOR)

    def reset_user_attempts(self, request, credentials=None):
        """Deletes the attempts of this name from this address; the wider counters stay."""
        both, *_others = self.filter_user_attempts(request, credentials)
        return both.delete()[0]


def has_signed_in_here(request, name):
    log = AccessLog.objects.filter(username__iexact=name, ip_address=request.axes_ip_address)
    return log.filter(attempt_time__gt=timezone.now() - SIGN_IN_MEMORY).exists()


def clear_form_data(sender, instance, **kwargs):
    """Stores no submitted values: they may hold another password."""
    instance.get_data = instance.post_data = ""


def is_locked_out(request) -> bool:
    return getattr(request, "axes_locked_out", False)


def retry_headers() -> dict[str, str]:
    return {"Retry-After": str(int(settings.AXES_COOLOFF_TIME.total_seconds()))}


def locked_out(request, response=None, credentials=None):
    """A 429 instead of the view's response, unless that is a 429 already."""
    if response is not None and response.status_code == 429:
        return response
    return refuse(request, 429, _("Too many attempts"), TOO_MANY, retry_headers())


def limit_password_guesses(view):
    """Wraps the view of a password form of pages or documents, which answers 200 only to a wrong password."""

    @wraps(view)
    def limited(request, restriction_id, *args, **kwargs):
        if request.method != "POST":
            return view(request, restriction_id, *args, **kwargs)
        credentials = {"username": f"{view.__module__} {restriction_id}"}
        if not AxesProxyHandler.is_allowed(request, credentials):
            return locked_out(request)
        response = view(request, restriction_id, *args, **kwargs)
        if response.status_code == 200:
            user_login_failed.send(
                __name__, credentials=credentials, request=request, restriction=restriction_id
            )
        return response

    return limited


def delete_old_attempts() -> None:
    """Deletes expired attempts and logins: they are personal data."""
    now = timezone.now()
    AccessAttempt.objects.filter(attempt_time__lte=now - settings.AXES_COOLOFF_TIME).delete()
    AccessLog.objects.filter(attempt_time__lte=now - SIGN_IN_MEMORY).delete()


def connect() -> None:
    pre_save.connect(clear_form_data, sender=AccessAttempt)
