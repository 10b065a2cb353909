"""What a page type says of registering for it: the contract between the kinds of content and the room `registrations`.

A page that people can register for gives its `RegistrationTerms` (`registration_terms()`, None for all others). The
numbers of people stand in `cms.models.SeatCount`.
"""

from datetime import datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum
from typing import NamedTuple

from django.utils import timezone

# Behind the address of a page: its form to register.
FORM_SUFFIX = "inschrijven/"
# The `part` of a `SeatCount` that counts the people of the whole page.
WHOLE = ""
CENT = Decimal("0.01")


class RegistrationStatus(StrEnum):
    """Whether one can register at a moment, and if not, why."""

    NOT_YET = "not_yet"
    OPEN = "open"
    WAITING_LIST = "waiting_list"
    FULL = "full"
    CLOSED = "closed"
    CANCELLED = "cancelled"
    OVER = "over"


class Part(NamedTuple):
    """A track or session that people choose. `key` is unique within the page and stays when the part changes.

    `seats` is None without a limit.
    """

    key: str
    label: str
    seats: int | None = None
    begins: datetime | None = None
    ends: datetime | None = None
    is_cancelled: bool = False

    def clashes_with(self, other) -> bool:
        """Whether both are at the same time, as far as that is known."""
        if not (self.begins and other.begins):
            return False
        return self.begins < (other.ends or other.begins) and other.begins < (self.ends or self.begins)


class Price(NamedTuple):
    """A price to choose, in euros; `key` is empty for the regular one."""

    key: str
    label: str
    amount: Decimal
    condition: str = ""


class Question(NamedTuple):
    """A question of this page's own. With `options` one of them is chosen, else a line of text is typed."""

    key: str
    text: str
    options: tuple[str, ...] = ()
    is_required: bool = False
    help_text: str = ""


class Charge(NamedTuple):
    """What cancelling costs before `until`: a percentage of the price."""

    until: datetime
    percent: Decimal


class RegistrationTerms(NamedTuple):
    """The terms of a page. Moments are aware, and the first at which something no longer holds.

    `seats` are those for the public, without the `held_seats`, which the officer gives; None without a limit.
    `parts_to_choose` is `none`, `one` or `several`. `asks` names the optional fields of the form: phone, organisation,
    function, municipality, diet, access. `charges` are by `until`; later `percent_after` applies. `moves_up_by_itself`:
    whether a place that frees goes to who is first in line, or the officer chooses.
    """

    opens_at: datetime | None = None
    closes_at: datetime | None = None
    begins_at: datetime | None = None
    last_day_ends_at: datetime | None = None
    is_cancelled: bool = False
    seats: int | None = None
    held_seats: int = 0
    has_waiting_list: bool = False
    moves_up_by_itself: bool = True
    parts: tuple[Part, ...] = ()
    parts_to_choose: str = "none"
    asks: frozenset[str] = frozenset()
    questions: tuple[Question, ...] = ()
    prices: tuple[Price, ...] = ()
    is_invoiced: bool = False
    invoice_note: str = ""
    charges: tuple[Charge, ...] = ()
    percent_after: Decimal = Decimal(0)
    substitution_allowed: bool = False
    confirmation_text: str = ""
    tell: tuple[str, ...] = ()
    tells_daily: bool = False
    reply_to: str = ""
    place: str = ""
    place_status: str = ""

    def part(self, key) -> Part | None:
        return next((part for part in self.parts if part.key == key), None)

    def price(self, key) -> Price | None:
        return next((price for price in self.prices if price.key == key), None)

    def status(self, now, left) -> RegistrationStatus:
        """The status at this moment; `left` are the seats left (`seats_left`), None without a limit."""
        if self.is_cancelled:
            return RegistrationStatus.CANCELLED
        if self.has_ended(now):
            return RegistrationStatus.OVER
        if self.opens_at and now < self.opens_at:
            return RegistrationStatus.NOT_YET
        if self.closes_at and now >= self.closes_at:
            return RegistrationStatus.CLOSED
        if left is None or left > 0:
            return RegistrationStatus.OPEN
        return RegistrationStatus.WAITING_LIST if self.has_waiting_list else RegistrationStatus.FULL

    def has_begun(self, now) -> bool:
        return bool(self.begins_at and now >= self.begins_at)

    def has_ended(self, now) -> bool:
        return bool(self.last_day_ends_at and now >= self.last_day_ends_at)

    def charge_percent(self, moment) -> Decimal:
        """The percentage of the price that cancelling costs at this moment."""
        return next((charge.percent for charge in self.charges if moment < charge.until), self.percent_after)


def clashing_parts(parts) -> list[tuple[str, str]]:
    """The labels of parts that are at the same time, in pairs."""
    return [
        (one.label, other.label)
        for number, one in enumerate(parts)
        for other in parts[number + 1 :]
        if one.clashes_with(other)
    ]


def charged(price, percent) -> Decimal:
    """This percentage of a price in euros, rounded to the cent."""
    return (price * percent / 100).quantize(CENT, ROUND_HALF_UP)


def end_of_day(date) -> datetime:
    """The first moment after this day here: 00:00 on the wall clock, also on the day that the clock changes."""
    return timezone.make_aware(datetime.combine(date + timedelta(days=1), datetime.min.time()))


def seats_left(terms, counts) -> int | None:
    """The seats that somebody new can have, None without a limit. `counts` are the page's `SeatCount` by part.

    While somebody waits there are none: newcomers queue behind. With parts, those of all parts together, and no more
    than the page has.
    """
    of_page = left_in(terms.seats, counts.get(WHOLE))
    of_parts = [left_in(part.seats, counts.get(part.key)) for part in terms.parts if not part.is_cancelled]
    if terms.parts_to_choose == "none" or not of_parts or None in of_parts:
        return of_page
    return sum(of_parts) if of_page is None else min(of_page, sum(of_parts))


def left_in(seats, count) -> int | None:
    """The seats left of one limit; none while people wait."""
    if seats is None:
        return None
    if count is None:
        return seats
    return 0 if count.waiting else max(0, seats - count.taken)
