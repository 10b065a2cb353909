"""Lists of what waits for somebody. Rooms register them; the start screen and the mail about one's work show the same.

@hooks.register("register_work_list")
def register():
    return PagesToReview()
"""

import datetime
from typing import NamedTuple

from django.db.models import IntegerChoices
from django.utils.translation import gettext_lazy as _
from wagtail import hooks


class Urgency(IntegerChoices):
    """How pressing an item is; each has a word and a colour of its own (`static/admin/work-lists.css`)."""

    LATE = 1, _("overdue")
    SOON = 2, _("due soon")
    NORMAL = 3, ""


class Act(NamedTuple):
    """What can be done with an item in one click: a POST to `url`. By GET the address shows one button that posts, so
    that a mail can link to it.
    """

    label: str
    url: str


class WorkItem(NamedTuple):
    """One thing to do. `url` is a path in the admin where it is done, `place` the platform that it belongs to.

    `note` is a short sentence of why it waits: of somebody else's words only what every reader of the list may see.
    """

    title: str
    url: str
    note: str = ""
    date: datetime.date | None = None
    urgency: Urgency = Urgency.NORMAL
    place: str = ""
    act: Act | None = None


class WorkList:
    """A list of what waits for a user. `name` is an HTML id, `order` the place between the other lists.

    `has_own_panel`: True if the start screen shows more of it than a list, in a panel that a room registers.
    """

    name = ""
    heading = ""
    order = 100
    has_own_panel = False

    def items(self, user) -> list[WorkItem]:
        """At most `MOST` items, the most urgent first, in a number of queries that does not grow with them.

        Only what this user may see: it starts from `cms.permissions.pages_of` or what a room has like it.
        """
        raise NotImplementedError

    def count(self, user) -> int:
        """How many there are, also those that `items` leaves out."""
        raise NotImplementedError

    def url(self, user) -> str:
        """The path of the whole list in the admin; empty without one."""
        return ""


# How many items a list gives at most.
MOST = 20


def work_lists() -> list[WorkList]:
    """The lists of all rooms, in their order."""
    return sorted(
        (register() for register in hooks.get_hooks("register_work_list")), key=lambda one: one.order
    )
