"""Giving people a place: who can have one now, who waits, and what somebody is answered who is registered already.

All of it happens under the lock on the seats that `registering` takes.
"""

from typing import NamedTuple

from django.utils import timezone

from cms.registering import WHOLE, Part, RegistrationStatus

from .models import DeadlineExtension, InvoiceData, Needs, Place, Registration, State
from .models.registration import identity_of
from .seats import Seats, places_in_line

# A page without parts has one place to give: at the whole of it.
WHOLE_PAGE = (Part(WHOLE, ""),)


class RefusedError(Exception):
    """It can't be done (any more). `reason` is a RegistrationStatus, or `seats` with the number `left`, or a word.

    `part` is the label of the part that has no more seats, empty for the whole page.
    """

    def __init__(self, reason, left=None, part=""):
        super().__init__(reason)
        self.reason, self.left, self.part = str(reason), left, part


class Applicant(NamedTuple):
    """Somebody to register: values of the fields of `Registration`, keys of parts, and what goes into other tables.

    `needs` and `invoice` are values of `Needs` and `InvoiceData`, or None. `takes_held_seat`: the officer gives one of
    the seats that are held for speakers and guests.
    """

    values: dict
    parts: tuple[str, ...] = ()
    price: str = ""
    needs: dict | None = None
    invoice: dict | None = None
    source: str = Registration.Source.FORM
    takes_held_seat: bool = False


class Outcome(NamedTuple):
    """What became of an applicant. For who was registered already, what somebody new would have got.

    `position` is the place in the line, None with a seat. Who has a seat may wait for other parts: `waits_for`, their
    labels.
    """

    applicant: Applicant
    registration: Registration | None
    state: str
    position: int | None = None
    waits_for: tuple[str, ...] = ()


def check_open(seats: Seats, applicants, accepts_waiting, extension):
    """Raises RefusedError unless these people can register now."""
    terms = seats.terms
    if extension and DeadlineExtension.use(extension.pk, seats.now):
        terms = terms._replace(closes_at=extension.until)
    left = seats.left()
    status = terms.status(seats.now, left) if seats.page.live else RegistrationStatus.CLOSED
    if status not in (RegistrationStatus.OPEN, RegistrationStatus.WAITING_LIST):
        raise RefusedError(status)
    if accepts_waiting and terms.has_waiting_list:
        return
    if left is not None and left < len(applicants):
        raise RefusedError("seats", left)
    check_parts(seats, [applicant.parts for applicant in applicants])


def check_parts(seats: Seats, choices):
    """Raises RefusedError if a part has fewer seats than people ask for."""
    if shortage := seats.shortage(choices):
        label, left = shortage
        raise RefusedError("seats", left, label)


def admit_all(seats: Seats, applicants) -> list[Outcome]:
    outcomes = []
    for applicant in applicants:
        already_there = sum(outcome.registration is None for outcome in outcomes)
        outcomes.append(admit(seats, applicant, already_there))
    return outcomes


def admit(seats: Seats, applicant, before=0) -> Outcome:
    values = applicant.values
    identity = identity_of(values["email"], values["first_name"], values["last_name"])
    parts = [part for part in seats.terms.parts if part.key in applicant.parts] or WHOLE_PAGE
    if Registration.objects.active().filter(page=seats.page, identity=identity).exists():
        return imagined(seats, applicant, parts, before)
    price = seats.terms.price(applicant.price)
    registration = Registration(
        page_id=seats.page.pk,
        source=applicant.source,
        has_held_seat=applicant.takes_held_seat,
        price=price.amount if price else None,
        price_label=price.label if price else "",
        **values,
    )
    seats.admit(registration, parts)
    if applicant.needs:
        Needs.objects.create(registration=registration, **applicant.needs)
    add_invoice(registration, applicant.invoice, seats)
    return Outcome(
        applicant, registration, registration.state, position_of(registration), parts_waited_for(registration)
    )


def imagined(seats, applicant, parts, before) -> Outcome:
    """What somebody new would get: the answer must not tell that this person is registered already.

    `before` is the number of others in the form of whom the same holds, as each of them would take a seat.
    """
    left = seats.left()
    has_room = left is None or left > before
    full = [part for part in parts if not seats.fits(part.key, has_seat=False)]
    if has_room and len(full) < len(parts):
        return Outcome(applicant, None, State.CONFIRMED, waits_for=tuple(part.label for part in full))
    line = min(places_in_line(seats.page.pk, part.key).count() for part in parts)
    return Outcome(applicant, None, State.WAITING, line + before + 1)


def parts_waited_for(registration) -> tuple[str, ...]:
    """The labels of the parts for which somebody with a seat waits."""
    if registration.is_waiting:
        return ()
    waiting = registration.places.filter(state=Place.State.WAITING).order_by("pk")
    return tuple(waiting.values_list("label", flat=True))


def position_of(registration) -> int | None:
    """The best place in a line, from 1; None for who does not wait."""
    if not registration.is_waiting:
        return None
    places = registration.places.filter(state=Place.State.WAITING)
    return min(map(position_in_line, places))


def position_in_line(place) -> int:
    """The position of a place that somebody waits for, from 1."""
    line = places_in_line(place.registration.page_id, place.part)
    return line.filter(number__lt=place.number).count() + 1


def add_needs(registration, needs):
    if needs:
        Needs.objects.update_or_create(registration=registration, defaults=needs)
    else:
        Needs.objects.filter(registration=registration).delete()


def add_invoice(registration, invoice, seats: Seats):
    """Stores the data for the invoice, with the words that it needs when event and person are gone."""
    if not invoice or not registration.price:
        return
    terms = seats.terms
    InvoiceData.objects.update_or_create(
        registration=registration,
        defaults={
            **invoice,
            "page_id": registration.page_id,
            "event_title": seats.page.title,
            "event_day": terms.begins_at and timezone.localdate(terms.begins_at),
            "participant": registration.name,
            "amount": registration.price,
            "note": terms.invoice_note,
        },
    )


def people_in(outcomes) -> list[dict]:
    return [
        {
            "name": f"{outcome.applicant.values['first_name']} {outcome.applicant.values['last_name']}",
            "email": outcome.applicant.values["email"],
            "state": outcome.state,
            "position": outcome.position,
            "waits_for": outcome.waits_for,
        }
        for outcome in outcomes
    ]
