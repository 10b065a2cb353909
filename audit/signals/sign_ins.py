"""Records who signs in and out, and who fails to."""

from allauth.account.authentication import get_authentication_records
from axes.signals import user_locked_out
from django.contrib.auth import get_user_model
from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed

from ..context import acting_through, current
from ..models import Action, Door
from ..recording import record
from .refusals import log_refusal

# How allauth calls it that the organisation's identity provider said who it was.
SINGLE_SIGN_ON = "socialaccount"


def signed_in(sender, request, user, **kwargs):
    """With the factors that were used (OWASP ASVS 5.0, 16.3.1)."""
    factors = sorted({method["method"] for method in get_authentication_records(request, user)})
    with acting_through(Door.SSO if SINGLE_SIGN_ON in factors else current().door):
        record(Action.SIGNED_IN, user=user, **({"factors": factors} if factors else {}))


def signed_out(sender, user, **kwargs):
    """`user` is None when nobody was signed in."""
    if user is not None:
        record(Action.SIGNED_OUT, user=user)


def failed(sender, credentials, request=None, restriction=None, **kwargs):
    """Names the account if there is one by that name: people type passwords into the field for the name.

    `restriction` is the number of the restriction of a page or collection whose password it was. An attempt by who is
    locked out has a line and no row: it costs the sender nothing, so nobody should fill the database with them.
    """
    if is_blocked(request):
        log_refusal("sign_in_blocked")
    else:
        record(Action.SIGN_IN_FAILED, account_named(credentials), **detail_of(restriction))


def detail_of(restriction):
    return {"restriction": restriction} if restriction else {}


def locked_out(sender, username, request=None, **kwargs):
    """django-axes sends the signal for each blocked attempt too."""
    if not is_blocked(request):
        record(Action.LOCKED_OUT, account_named({"username": username}))


def is_blocked(request):
    """Whether the attempt was refused unseen; `axes_failures_since_start` is None until one is counted."""
    return getattr(request, "axes_locked_out", False) and request.axes_failures_since_start is None


def account_named(credentials):
    name = credentials.get("username") or credentials.get("email") or ""
    return get_user_model().objects.filter(email__iexact=name.strip()).first() if name else None


def connect():
    user_logged_in.connect(signed_in, dispatch_uid="audit")
    user_logged_out.connect(signed_out, dispatch_uid="audit")
    user_login_failed.connect(failed, dispatch_uid="audit")
    user_locked_out.connect(locked_out, dispatch_uid="audit")
