"""Every endpoint is a function here: `(asked, page, rest)` gives what is told, or raises why not.

`rest` are the parts of the address after its name. One that a page can be asked to bring along (`?expand=`) is told
the same by itself, less its address.
"""

from typing import NamedTuple


class Endpoint(NamedTuple):
    answer: callable
    # What it tells follows from the lists and the address alone, so that anonymous readers may keep it.
    is_kept: bool
    # It needs no page: the address before it says nothing.
    is_of_site: bool


endpoints = {}
expandable = {}

# Known to Plone clients, and not done by this way (yet): 501 tells them so.
NOT_DONE = """
    @addons @comments @content-rules @controlpanels @copy @database @email-notification @email-send @groups @inherit
    @linkintegrity @move @principals @portrait @querysources @registry @relations @roles @rules @sharing @sources
    @system @transactions @translation-locator @tus-replace @tus-upload @upgrade @users @userschema @workingcopy
    @lock @blocktypes
""".split()  # noqa: SIM905 - as a list it would fill the screen


def endpoint(name, *, method="GET", expands=False, is_kept=True, is_of_site=False):
    """Registers what `name` answers to this method."""

    def register(answer):
        endpoints[name, method] = Endpoint(answer, is_kept, is_of_site)
        if expands:
            expandable[name.removeprefix("@")] = answer
        return answer

    return register


def is_known(name):
    return any(known == name for known, _method in endpoints)
