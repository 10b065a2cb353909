"""Where a practice is presented: the events say so, and this room finds them without knowing theirs."""

from typing import NamedTuple

from django.apps import apps
from wagtail.models import Page

from cms.prepared import Prepared


class Presentation(NamedTuple):
    """An event that presents the practice; with the slot of its programme, where it has one."""

    event: Page
    session: object = None
    slot: object = None


@Prepared
def events_presenting(*, key):
    return apps.get_model("events", "EventPage").objects.presenting(key)


def presentations_of(practice):
    """The listed events that present the practice, once for each slot of their programme that has it."""
    found = []
    for event in events_presenting(key=practice.pk) if practice.pk else ():
        slots = [Presentation(event, session, slot) for session, slot in event.slots_presenting(practice)]
        found += slots or [Presentation(event)]
    return found
