"""What an event or trajectory says of registering, in the words of `cms.registering`."""

import datetime
from decimal import Decimal

from django.utils import timezone
from django.utils.translation import gettext as _

from cms.registering import Charge, Part, Price, Question, end_of_day
from fields.dates import DatePrecision

NOTHING, EVERYTHING = Decimal(0), Decimal(100)


def start_of_day(date) -> datetime.datetime:
    """00:00 on the clock here."""
    return timezone.make_aware(datetime.datetime.combine(date, datetime.time.min))


def end_of(day) -> datetime.datetime | None:
    """The first moment after this day here; None without a day, and for the last one that there is."""
    return end_of_day(day) if day and day < datetime.date.max else None


def smallest(*limits) -> int | None:
    """The smallest of these numbers of seats; None is no limit."""
    return min((limit for limit in limits if limit is not None), default=None)


def without_held(seats, held) -> int | None:
    """The seats for the public, without those that are held for speakers."""
    return None if seats is None else max(0, seats - (held or 0))


def part_of_session(session) -> Part:
    """A session that people choose; one that an editor closed as full has no seats. In a draft it may have no key."""
    return Part(
        key=str(session.pk or "new"),
        label=str(session),
        seats=0 if session.status == session.Status.FULL else session.capacity,
        begins=session.starts_at,
        ends=session.ends_at,
        is_cancelled=session.status == session.Status.CANCELLED,
    )


def part_of_track(child) -> Part:
    """A track that people choose; tracks stored before they had seats have no limit."""
    track = child.value
    seats = track.get("seats")
    return Part(
        key=child.id or "",
        label=track.get("title") or "",
        seats=seats if isinstance(seats, int) else None,
        is_cancelled=bool(track.get("is_cancelled")),
    )


def question_of(child) -> Question:
    question = child.value
    return Question(
        key=child.id or "",
        text=question.get("text") or "",
        options=tuple(question.get("options") or ()),
        is_required=bool(question.get("is_required")),
        help_text=question.get("help_text") or "",
    )


def prices_of(price, tiers) -> tuple[Price, ...]:
    """The regular price, if there is one, and the others."""
    regular = [] if price is None else [Price("", _("Regular price"), price)]
    others = [
        Price(child.id or "", child.value["label"], child.value["amount"], child.value.get("condition") or "")
        for child in tiers
    ]
    return (*regular, *others)


def charges_of(free_until, steps) -> tuple[Charge, ...]:
    """Free up to and including a day, then the steps; each holds to the end of its day here."""
    free = [Charge(end_of_day(free_until), NOTHING)] if free_until else []
    return (
        *free,
        *(Charge(end_of_day(step.value["until"]), Decimal(step.value["percent"])) for step in steps),
    )


def start_of_period(date, precision) -> datetime.datetime | None:
    """The first moment of a period whose first day is known."""
    return start_of_day(date) if date and precision == DatePrecision.DAY else None
