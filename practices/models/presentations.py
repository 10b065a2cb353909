"""The events that present a practice."""

from typing import NamedTuple

from django.apps import apps
from wagtail.models import Page

from caching.compiled import Prepared


class Presentation(NamedTuple):
    """An event that presents the practice, with the session and slot of its programme, if any."""

    event: Page
    session: object = None
    slot: object = None


@Prepared
def events_presenting(*, key):
    return apps.get_model("events", "EventPage").objects.presenting(key)


def presentations_of(practice) -> list[Presentation]:
    """The listed events that present the practice, one item for each slot that does."""
    presentations = []
    for event in events_presenting(key=practice.pk) if practice.pk else ():
        slots = [Presentation(event, session, slot) for session, slot in event.slots_presenting(practice)]
        presentations += slots or [Presentation(event)]
    return presentations
