"""Who acts at this moment, and through which door: the request of this thread, `tick`, or a command."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, replace

from django.http import HttpRequest
from wagtail.models import APIToken

from cms.client_addresses import client_address
from monitoring.kinds import kind_of

from .models import Door

DOORS = {"admin": Door.ADMIN, "api": Door.API, "dialect": Door.DIALECT}


@dataclass(frozen=True)
class Context:
    door: Door = Door.COMMAND
    request: HttpRequest | None = None

    @property
    def user(self):
        """Who signed in, or whose token it is; None for a visitor and for a command."""
        user = getattr(self.request, "user", None)
        return user if user is not None and user.is_authenticated else None

    @property
    def token_key(self) -> int | None:
        token = getattr(self.request, "auth", None)
        return token.pk if isinstance(token, APIToken) else None

    @property
    def address(self) -> str | None:
        return self.request and client_address(self.request)


COMMAND = Context()
_context = ContextVar("audit", default=None)


def current() -> Context:
    return _context.get() or COMMAND


@contextmanager
def acting_through(door: Door) -> Iterator[None]:
    """What is recorded within came through this door; the request stays what it was."""
    with entered(replace(current(), door=door)):
        yield


@contextmanager
def answering(request: HttpRequest) -> Iterator[None]:
    """What is recorded within is done by who sent the request."""
    with entered(Context(DOORS.get(kind_of(request.path), Door.SITE), request)):
        yield


@contextmanager
def entered(context):
    token = _context.set(context)
    try:
        yield
    finally:
        _context.reset(token)
