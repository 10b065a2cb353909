"""What changed of an event that people are registered for: noted at each publication, mailed when an editor says so."""

from django.db import transaction
from django.utils import translation

from . import registering
from .facts import difference, facts_of
from .mailing import write
from .models import EventChange, EventFacts, Registration, State
from .seats import locked

# The value of the button “publish and mail participants”.
MAIL_PARTICIPANTS = "mail-participants"


def participants(page):
    """Who comes or waits: those who have to hear of a change."""
    return Registration.objects.filter(page=page, state__in=(State.CONFIRMED, State.WAITING))


def note_publication(page) -> EventChange | None:
    """Compares the page with its facts as published last; stores the new ones, and a change if there is one.

    Called within the publication, so it takes no lock on seats: moving up from the waiting list waits for its end.
    """
    facts = facts_of(page)
    if not facts:
        return None
    has_people = participants(page).exists()
    earlier = EventFacts.objects.filter(page=page.pk).first()
    change = store_change(page, earlier.facts, facts) if earlier and earlier.facts and has_people else None
    EventFacts.objects.update_or_create(page_id=page.pk, defaults={"facts": facts})
    if has_people:
        transaction.on_commit(lambda: registering.refresh(page.pk), robust=True)
    return change


def store_change(page, before, after):
    with translation.override("nl"):
        what = difference(before, after)
    if not what.lines:
        return None
    return EventChange.objects.create(
        page_id=page.pk, lines=what.lines, moves_day=what.moves_day, is_cancellation=what.is_cancellation
    )


def newest_unmailed(page) -> EventChange | None:
    """The newest change that participants were not mailed about, if it is the last one."""
    newest = EventChange.objects.filter(page=page).order_by("at", "pk").last()
    return newest if newest and not newest.is_mailed else None


def announce(change: EventChange) -> int:
    """Mails a change to who was registered by then; returns to how many.

    Earlier changes that were never mailed go along: each line shows what participants knew last, and what is now.
    Announcing twice mails nobody twice.
    """
    with locked(change.page_id) as seats:
        changes = list(
            EventChange.objects.select_for_update()
            .filter(page=change.page_id, is_mailed=False, at__lte=change.at, pk__lte=change.pk)
            .order_by("at", "pk")
        )
        whole = merged(changes)
        number = mail_all(change, whole, seats) if whole and whole.lines else 0
        EventChange.objects.filter(pk__in=[each.pk for each in changes]).update(is_mailed=True)
        return number


def mail_all(change, whole, seats) -> int:
    people = list(participants(seats.page).filter(registered_at__lte=change.at))
    for registration in people:
        registration.version += 1
        registration.save(update_fields=["version"])
    mails = [
        write("event_change", registration, seats, version=str(change.pk), change=whole)
        for registration in people
    ]
    return len([mail for mail in mails if mail])


def merged(changes) -> EventChange | None:
    """One unsaved change that says all of these: a line that ends where it began is left out."""
    if not changes:
        return None
    lines = {}
    for line in (line for change in changes for line in change.lines):
        first = lines.get(line["label"], line)
        lines[line["label"]] = {**line, "old": first["old"]}
    return EventChange(
        page_id=changes[-1].page_id,
        lines=[line for line in lines.values() if line["old"] != line["new"]],
        moves_day=any(change.moves_day for change in changes),
        is_cancellation=changes[-1].is_cancellation,
    )
