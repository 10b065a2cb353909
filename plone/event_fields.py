"""The fields of Plone's Event, for every type that happens on days."""

from datetime import UTC, datetime, time

from django.utils import timezone

from .states import format_moment

END_OF_DAY = time(23, 59, 59)


def serialize_event_fields(entry, fields) -> dict:
    """When and where it happens, whom to ask, and where to register; `fields` are the page's own.

    The first occurrence is the event, and the others repeat it (RFC 5545, RDATE). Without a known day `start` is null.
    Of people only the name stands here: whether their mail and telephone are public, their own page knows.
    """
    occurrences = sorted(entry.occurrences, key=lambda each: begin_of(each.begins))
    first = occurrences[0] if occurrences else None
    contact = fields.get("contact") or {}
    return {
        "start": format_moment(begin_of(first.begins)) if first else None,
        "end": format_moment(end_of(first)) if first else None,
        "whole_day": bool(first and first.is_whole_day),
        "open_end": bool(first and first.ends is None),
        "recurrence": recurrence_of(occurrences[1:]),
        "location": (first.place or first.online) if first else "",
        "attendees": [],
        "contact_name": contact.get("title", ""),
        "contact_email": "",
        "contact_phone": "",
        "event_url": fields.get("registration_url") or entry.address,
        "sync_uid": entry.id,
    }


def begin_of(begins) -> datetime:
    """A moment; of a day its first."""
    return begins if isinstance(begins, datetime) else at(begins, time.min)


def end_of(occurrence) -> datetime:
    """A moment; of a day, or if nobody said, the end of the day."""
    end = occurrence.ends or occurrence.begins
    is_known = isinstance(end, datetime) and occurrence.ends is not None
    return end if is_known else at(local_day(end), END_OF_DAY)


def local_day(moment):
    return timezone.localdate(moment) if isinstance(moment, datetime) else moment


def at(day, hour) -> datetime:
    return timezone.make_aware(datetime.combine(day, hour))


def recurrence_of(occurrences) -> str | None:
    moments = [begin_of(each.begins).astimezone(UTC) for each in occurrences]
    return f"RDATE:{','.join(f'{moment:%Y%m%dT%H%M%SZ}' for moment in moments)}" if moments else None
