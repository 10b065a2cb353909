"""What an answer says of an address: whether it works, and when to ask again."""

from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import NamedTuple

from django.utils import timezone

from cms.outgoing import Failure, NoAnswerError
from cms.outgoing_addresses import LONGEST, Refusal, RefusedError

from .models import Address

State = Address.State
# What nobody but the owner of a site mends: the page is gone, or the name, or the certificate is wrong.
GONE = {"404", "410", Failure.NAME, Failure.CERTIFICATE}
# What may be over tomorrow.
OUT_OF_ORDER = {"500", "502", "503", "504", Failure.TIME, Failure.CONNECTION}
# What says that we are to wait, and nothing about the page.
WAIT = {"429", "503"}
NOT_SAFE = {Refusal.UNREADABLE, Refusal.CREDENTIALS, Refusal.PRIVATE}
# How long something out of order is out of order before it is called broken.
PATIENCE = timedelta(days=7)
AGAIN = {
    State.WORKS: timedelta(days=28),
    State.MOVED: timedelta(days=28),
    State.BROKEN: timedelta(days=7),
    State.CANNOT_TELL: timedelta(days=14),
    State.UNSAFE: timedelta(days=28),
}
TOMORROW = timedelta(hours=26)
# How long a host is left alone that does not say so itself; one that says so, at most.
USUAL_PAUSE, LONGEST_PAUSE = timedelta(hours=6), timedelta(days=3)


class Outcome(NamedTuple):
    """What came back: a status or the reason why there is none, and what was said with it."""

    answer: str
    host: str = ""
    moved_to: str = ""
    pause: timedelta | None = None


def outcome_of(client, url) -> Outcome:
    """Asks for the address, and never raises."""
    try:
        answer = client.ask(url)
    except RefusedError as error:
        return Outcome(error.reason)
    except NoAnswerError as error:
        is_silent = error.reason in (Failure.TIME, Failure.CONNECTION)
        return Outcome(error.reason, error.host, pause=USUAL_PAUSE if is_silent else None)
    moved_to = answer.permanent if answer.permanent != url and len(answer.permanent) <= LONGEST else ""
    status = str(answer.status)
    pause = pause_of(answer.retry_after) if status in WAIT else None
    return Outcome(status, answer.host, moved_to, pause)


def pause_of(retry_after) -> timedelta:
    """How long `Retry-After` (RFC 9110, 10.2.3) asks for, in seconds or as a date, within bounds."""
    try:
        seconds = (
            int(retry_after)
            if retry_after.isascii() and retry_after.isdigit()
            else seconds_until(retry_after)
        )
        return min(max(timedelta(seconds=seconds), timedelta(minutes=1)), LONGEST_PAUSE)
    except (ValueError, TypeError, OverflowError):
        return USUAL_PAUSE


def seconds_until(date) -> float:
    moment = parsedate_to_datetime(date)
    moment = moment if timezone.is_aware(moment) else moment.replace(tzinfo=timezone.get_fixed_timezone(0))
    return (moment - timezone.now()).total_seconds()


def judge(address, outcome, now: datetime) -> None:
    """Changes the address (unsaved) to what this outcome says."""
    today = timezone.localdate(now)
    address.checked_at = now
    if outcome.answer == "429" and address.state != State.NEW:
        # It asks us to wait, which says nothing about the page.
        address.next_check = now + (outcome.pause or USUAL_PAUSE)
        return
    if is_working(outcome):
        address.works_on, address.failing_since = today, None
    elif outcome.answer in GONE | OUT_OF_ORDER:
        address.failing_since = address.failing_since or today
    address.state, address.answer = state_of(address, outcome, today), outcome.answer
    address.moved_to = outcome.moved_to if address.state == State.MOVED else ""
    address.next_check = now + pause_before_next(address, outcome)
    if address.state == State.BROKEN and address.answer != address.verified_answer:
        # What somebody saw working fails in another way now.
        address.verified_until = None


def is_working(outcome) -> bool:
    return outcome.answer.isdigit() and 200 <= int(outcome.answer) < 300


def state_of(address, outcome, today) -> State:
    if is_working(outcome):
        return State.MOVED if outcome.moved_to else State.WORKS
    if outcome.answer in NOT_SAFE:
        return State.UNSAFE
    since = address.failing_since
    is_gone = outcome.answer in GONE and since < today
    is_long_out_of_order = outcome.answer in OUT_OF_ORDER and since <= today - PATIENCE
    return State.BROKEN if is_gone or is_long_out_of_order else State.CANNOT_TELL


def pause_before_next(address, outcome) -> timedelta:
    """Sooner where one more failure would say more, never before the host wants it."""
    is_in_doubt = address.state == State.CANNOT_TELL and outcome.answer in GONE | OUT_OF_ORDER
    again = TOMORROW if is_in_doubt else AGAIN[address.state]
    return max(again, outcome.pause or again)
