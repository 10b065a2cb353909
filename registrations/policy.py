"""What somebody may still do with a registration, and what it costs: one answer for pages, admin, mails and API."""

from datetime import datetime, timedelta
from decimal import Decimal
from typing import NamedTuple

from django.utils import timezone

from cms.registering import RegistrationTerms, charged

from .models import EventChange, Registration, State

# For how long somebody who moved up from the waiting list can decline free of charge; never after the event begins.
TIME_TO_DECLINE = timedelta(hours=48)


class Cancellation(NamedTuple):
    """What cancelling costs now: euros and the percentage, and the reason if it is free where it would not be.

    `reason` is `waiting`, `moved` (the organiser changed the day) or `declined` (within the time to decline), or empty.
    """

    amount: Decimal
    percent: Decimal
    reason: str = ""

    @property
    def is_free(self) -> bool:
        return not self.amount


def may_manage(registration, terms, now=None) -> bool:
    """Whether the person can still change, cancel or hand over: until it begins, waiting or not."""
    return registration.state in (State.CONFIRMED, State.WAITING) and not has_started(terms, now)


def may_hand_over(registration, terms, now=None) -> bool:
    """Whether a colleague may take the place: who waits hands over the place in the line."""
    return terms.substitution_allowed and may_manage(registration, terms, now)


def has_started(terms, now=None) -> bool:
    now = now or timezone.now()
    return terms.has_begun(now) or terms.has_ended(now)


def cancellation(registration, terms: RegistrationTerms, now: datetime | None = None) -> Cancellation:
    """What cancelling this registration costs at this moment, by the event's own rule."""
    now = now or timezone.now()
    percent = terms.charge_percent(now)
    price = registration.price or Decimal(0)
    amount = charged(price, percent)
    if amount and (reason := why_free(registration, terms, now)):
        return Cancellation(Decimal(0), Decimal(0), reason)
    return Cancellation(amount, percent if price else Decimal(0))


def why_free(registration: Registration, terms, now) -> str:
    if registration.state == State.WAITING:
        return "waiting"
    if registration.declinable_until and now < registration.declinable_until:
        return "declined"
    if terms.is_cancelled or has_moved_since(registration):
        return "moved"
    return ""


def has_moved_since(registration) -> bool:
    """Whether the organiser changed the day after this person registered."""
    changes = EventChange.objects.filter(page=registration.page_id, at__gt=registration.registered_at)
    return changes.filter(moves_day=True).exists()


def time_to_decline(terms, now) -> datetime:
    """Until when a place that came by itself can be declined free of charge."""
    until = now + TIME_TO_DECLINE
    return min(until, terms.begins_at) if terms.begins_at else until
