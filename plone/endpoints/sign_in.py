"""Tokens: to get one, to renew it, to give it back."""

from django.utils.translation import gettext as _

from .. import tokens
from ..errors import AnswerError, unauthorized
from .registry import endpoint


@endpoint("@login", is_kept=False, is_of_site=True)
def providers(asked, page, rest):
    """There is no other way in than by name and password."""
    return {"options": []}


@endpoint("@login", method="POST", is_kept=False, is_of_site=True)
def login(asked, page, rest):
    name, password = asked.body.get("login"), asked.body.get("password")
    if not isinstance(name, str) or not isinstance(password, str) or not name or not password:
        raise refused(400, "Missing credentials", _("Give login and password."))
    user = tokens.user_with(asked.request, name, password)
    if user is None:
        raise refused(401, "Invalid credentials", _("Wrong login or password."))
    return {"token": tokens.token_for(user)}


def refused(status, kind, message):
    """Clients look for the reason in `error`."""
    return AnswerError(status, message, {"error": {"type": kind, "message": message}})


@endpoint("@login-renew", method="POST", is_kept=False, is_of_site=True)
def renew(asked, page, rest):
    """A new token for who has one that is still valid."""
    if not asked.user:
        raise unauthorized(_("Sign in first."))
    return {"token": tokens.token_for(asked.user)}


@endpoint("@logout", method="POST", is_kept=False, is_of_site=True)
def logout(asked, page, rest):
    """The token opens nothing any more. Who signs in with each request has nothing to give back."""
    token = tokens.bearer_of(asked.request)
    if not token:
        raise refused(400, "Can't log out", _("There is no token to give back."))
    tokens.give_back(token)
