"""Registering people, and all that can happen to a registration afterwards.

Each function here is one transaction that begins with the lock on the seats (`seats.locked`), and puts its mails in the
outbox before it ends: there is no registration without its mail, and no mail without its registration.
"""

import secrets

from django.utils import timezone

from . import consents, policy
from .admission import RefusedError, add_invoice, add_needs, admit_all, check_open, check_parts, people_in
from .mailing import write
from .models import InvoiceData, Needs, Place, PrivateLink, Receipt, Registration, State
from .models.registration import identity_of
from .seats import Seats, locked


def register(page_id, applicants, *, key="", accepts_waiting=False, extension=None, ignores_terms=False):
    """Registers these people, in their order; returns the Receipt of the form with this one-time key.

    A form that was sent before gives its receipt, and registers nobody. Who is registered already gets a new link by
    mail. `extension` is a later deadline, used up by this; `ignores_terms` is for the officer, who registers by hand at
    any time. Raises RefusedError if the form is not open, or if there are fewer seats and `accepts_waiting` is False.
    """
    with locked(page_id) as seats:
        if key and (receipt := Receipt.objects.filter(key=key).first()):
            return receipt
        if not ignores_terms:
            check_open(seats, applicants, accepts_waiting, extension)
        outcomes = admit_all(seats, applicants)
        write_outcomes(seats, outcomes)
        return Receipt.objects.create(
            page_id=page_id, key=key or secrets.token_urlsafe(), people=people_in(outcomes)
        )


def write_outcomes(seats, outcomes):
    for outcome in outcomes:
        if outcome.registration is None:
            write_again(seats, outcome.applicant)
        else:
            write("confirmed" if outcome.state == State.CONFIRMED else "waiting", outcome.registration, seats)


def write_again(seats, applicant):
    """A new link for who registers once more."""
    values = applicant.values
    identity = identity_of(values["email"], values["first_name"], values["last_name"])
    registration = Registration.objects.active().get(page=seats.page, identity=identity)
    write("again", registration, seats, version=f"{seats.now:%Y-%m-%d %H}")


def move_up(seats: Seats) -> None:
    """Gives places that are free to who is first in line, and writes to them."""
    for registration, had_none in seats.move_up():
        write_of_place(registration, had_none, seats)


def write_of_place(registration, had_none, seats: Seats):
    """Writes that there is a place, which somebody who had none can decline for a while."""
    if had_none:
        registration.declinable_until = policy.time_to_decline(seats.terms, seats.now)
    registration.version += 1
    registration.save()
    write("moved_up", registration, seats, version=str(registration.version))


def refresh(page_id) -> None:
    """Lets people move up if there is room, after the event itself has changed."""
    with locked(page_id) as seats:
        move_up(seats)


def let_in(registration_id, page_id) -> None:
    """The officer gives a place to somebody in the line, whoever is before; RefusedError without room."""
    with locked(page_id) as seats:
        registration = Registration.objects.get(pk=registration_id, page=page_id)
        had_none = registration.is_waiting
        waiting = registration.places.filter(state=Place.State.WAITING)
        if not [place for place in waiting if seats.confirm(place)]:
            raise RefusedError("seats", 0)
        registration.refresh_from_db()
        write_of_place(registration, had_none, seats)


def cancel(registration_id, page_id, *, charge=None, by_officer=False) -> Registration:
    """Ends a registration; the place goes to who is first in line. Ending what has ended changes nothing.

    `charge` is an officer's amount instead of the event's rule (force majeure). Raises RefusedError once the event has
    begun, but for the officer.
    """
    with locked(page_id) as seats:
        registration = Registration.objects.select_for_update().get(pk=registration_id, page=page_id)
        if not registration.is_active:
            return registration
        if not by_officer and not policy.may_manage(registration, seats.terms, seats.now):
            raise RefusedError("begun")
        end(registration, seats, charge)
        write("cancelled", registration, seats, version=str(registration.version))
        move_up(seats)
        return registration


def end(registration, seats: Seats, charge=None):
    """Gives the places back, with what it costs by the event's rule, or this charge."""
    amount = policy.cancellation(registration, seats.terms, seats.now).amount if charge is None else charge
    registration.charge, registration.cancelled_at = amount, seats.now
    registration.version += 1
    settle_invoice(registration, amount)
    seats.release(registration, State.CANCELLED_CHARGED if amount else State.CANCELLED)


def settle_invoice(registration, amount):
    """Nothing to invoice for who cancels free of charge, unless that was done already."""
    invoices = InvoiceData.objects.filter(registration=registration, invoiced_on=None)
    if amount:
        invoices.update(amount=amount)
    else:
        invoices.delete()


def change(registration_id, page_id, applicant, *, by_officer=False) -> Registration:
    """Changes data and parts. Parts that stay keep their place in the line; RefusedError once it has begun.

    An officer changes no needs: those are between the person and the caterer.

    Raises RefusedError("taken") if these are the name and address of somebody else who is registered.
    """
    with locked(page_id) as seats:
        registration = Registration.objects.select_for_update().get(pk=registration_id, page=page_id)
        if not by_officer and not policy.may_manage(registration, seats.terms, seats.now):
            raise RefusedError("begun")
        values = applicant.values
        identity = identity_of(values["email"], values["first_name"], values["last_name"])
        others = Registration.objects.active().filter(page=page_id, identity=identity)
        if others.exclude(pk=registration.pk).exists():
            raise RefusedError("taken")
        for name, value in values.items():
            setattr(registration, name, value)
        registration.version += 1
        change_parts(registration, applicant.parts, seats)
        if not by_officer:
            add_needs(registration, applicant.needs)
        add_invoice(registration, applicant.invoice, seats)
        write("changed", registration, seats, version=str(registration.version))
        move_up(seats)
        return registration


def change_parts(registration, keys, seats: Seats):
    current = registration.places.exclude(state=Place.State.CANCELLED)
    parts = [part for part in seats.terms.parts if part.key in keys]
    if not parts:
        registration.save()
        return
    added = [part for part in parts if part.key not in {place.part for place in current}]
    dropped = [place.part for place in current if place.part not in keys]
    if not seats.terms.has_waiting_list:
        check_parts(seats, [[part.key for part in added]])
    if added:
        seats.admit(registration, added)
    if dropped:
        seats.release(registration, State.CANCELLED, dropped)
    registration.save()


def hand_over(registration_id, page_id, applicant) -> Registration:
    """A colleague takes over state, place in the line, price and invoice. The old link dies; consents don't go along.

    Raises RefusedError if the event does not allow it, has begun, or if the colleague is registered already.
    """
    with locked(page_id) as seats:
        old = Registration.objects.select_for_update().get(pk=registration_id, page=page_id)
        if not policy.may_hand_over(old, seats.terms, seats.now):
            raise RefusedError("begun")
        values = applicant.values
        identity = identity_of(values["email"], values["first_name"], values["last_name"])
        if Registration.objects.active().filter(page=page_id, identity=identity).exists():
            raise RefusedError("taken")
        new = replace(old, values, seats)
        write("handed_over", old, seats)
        write("received", new, seats)
        return new


def replace(old, values, seats: Seats) -> Registration:
    new = Registration(
        page_id=old.page_id,
        number=seats.next_number(),
        state=old.state,
        source=Registration.Source.SUBSTITUTE,
        has_held_seat=old.has_held_seat,
        price=old.price,
        price_label=old.price_label,
        declinable_until=old.declinable_until,
        registered_at=old.registered_at,
        **{"organisation": old.organisation, **values},
    )
    old.state, old.cancelled_at, old.version = State.REPLACED, seats.now, old.version + 1
    old.save()
    new.save()
    old.replaced_by = new
    old.save()
    old.places.update(registration=new)
    InvoiceData.objects.filter(registration=old).update(registration=new, participant=new.name)
    PrivateLink.objects.filter(registration=old).delete()
    Needs.objects.filter(registration=old).delete()
    seats.count()
    return new


def set_list(registration_id, page_id, *, is_on) -> None:
    """Notes the consent to stand on the list of participants, or takes it back."""
    registrations = Registration.objects.filter(pk=registration_id, page=page_id)
    if is_on:
        registrations.filter(list_at=None).update(list_version=consents.LIST_VERSION, list_at=timezone.now())
    else:
        registrations.update(list_version="", list_at=None)


def note_attendance(registration_id, page_id, state) -> Registration:
    """Notes who was there: `present`, `absent`, or `confirmed` to undo either. RefusedError for who has no seat."""
    with locked(page_id) as seats:
        registration = Registration.objects.select_for_update().get(pk=registration_id, page=page_id)
        if registration.state not in (State.CONFIRMED, State.PRESENT, State.ABSENT):
            raise RefusedError(registration.state)
        registration.state = state
        registration.save()
        seats.count()
        return registration


def resend_links(page_id, email) -> None:
    """Mails a new link for each registration of this address at this page; nothing if there is none."""
    with locked(page_id) as seats:
        for registration in Registration.objects.active().filter(page=page_id, email__iexact=email):
            write("link", registration, seats, version=f"{seats.now:%Y-%m-%d %H}")
