"""Registers endpoints by name and method.

An endpoint is a function `(context, page, rest)` that returns a payload (None for 204) or raises `DialectError` or
`MovedError`. `rest` is the list of path parts behind its name.
"""

from typing import NamedTuple


class Endpoint(NamedTuple):
    handler: callable
    # The anonymous answer depends on the lists and the URL alone.
    is_cacheable: bool
    # Answers without a page: the path before the name is ignored.
    is_site_wide: bool


endpoints = {}
expandable = {}

# Endpoints of plone.restapi that answer 501 here.
NOT_IMPLEMENTED = """
    @addons @comments @content-rules @controlpanels @copy @database @email-notification @email-send @groups @inherit
    @linkintegrity @move @principals @portrait @querysources @registry @relations @roles @rules @sharing @sources
    @system @transactions @translation-locator @tus-replace @tus-upload @upgrade @users @userschema @workingcopy
    @lock @blocktypes
""".split()  # noqa: SIM905 - as a list it would fill the screen


def endpoint(name, *, method="GET", expands=False, is_cacheable=True, is_site_wide=False):
    """Decorator that registers a handler. With `expands` pages include its payload on `?expand=name`."""

    def register(handler):
        endpoints[name, method] = Endpoint(handler, is_cacheable, is_site_wide)
        if expands:
            expandable[name.removeprefix("@")] = handler
        return handler

    return register


def component_links(address) -> dict:
    """Where the components of the page at this address are: those that `expand` takes, and its old addresses."""
    return {name: {"@id": f"{address}/@{name}"} for name in sorted([*expandable, "aliases"])}


def is_registered(name) -> bool:
    """Whether the endpoint exists for any method."""
    return any(registered == name for registered, _method in endpoints)
