"""Issues, renews and revokes tokens."""

from django.utils.translation import gettext as _

from audit.models import Action
from audit.recording import record

from .. import tokens
from ..errors import DialectError, unauthorized
from ..registry import endpoint


@endpoint("@login", is_cacheable=False, is_site_wide=True)
def providers(context, page, rest):
    """External login providers: none."""
    return {"options": []}


@endpoint("@login", method="POST", is_cacheable=False, is_site_wide=True)
def login(context, page, rest):
    name, password = context.body.get("login"), context.body.get("password")
    if not isinstance(name, str) or not isinstance(password, str) or not name or not password:
        raise login_error(400, "Missing credentials", _("Give login and password."))
    user = tokens.authenticate_password(context.request, name, password)
    if user is None:
        raise login_error(401, "Invalid credentials", _("Wrong login or password."))
    record(Action.SIGNED_IN, user=user)
    return {"token": tokens.make_token(user)}


def login_error(status, kind, message):
    """Plone's clients read the reason from `error`."""
    return DialectError(status, message, {"error": {"type": kind, "message": message}})


@endpoint("@login-renew", method="POST", is_cacheable=False, is_site_wide=True)
def renew(context, page, rest):
    """A new token in exchange for a valid one, or for name and password."""
    if not context.user:
        raise unauthorized(_("Sign in first."))
    bearer = tokens.bearer_token(context.request)
    token = tokens.renew_token(bearer, context.user) if bearer else tokens.make_token(context.user)
    if token is None:
        raise unauthorized(_("You signed in a month ago. Sign in again."))
    return {"token": token}


@endpoint("@logout", method="POST", is_cacheable=False, is_site_wide=True)
def logout(context, page, rest):
    """Revokes the token; 400 for clients that sign in by name and password."""
    token = tokens.bearer_token(context.request)
    if not token:
        raise login_error(400, "Can't log out", _("There is no token to give back."))
    tokens.revoke_token(token)
    record(Action.SIGNED_OUT, user=context.user)
