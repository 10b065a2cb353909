"""Who gets a seat: the lock, the counts, and moving up from the waiting list.

The first statement of every transaction that changes seats locks the page's `SeatCount`; what is counted is counted
after that, at READ COMMITTED. SQLite has no such lock, but a transaction there is alone from its begin (IMMEDIATE).
See docs/decisions/0049-seats.md.
"""

from contextlib import contextmanager
from datetime import datetime

from django.db import transaction
from django.db.models import Count, Q
from django.utils import timezone
from wagtail.models import Page

from caching.models import ListingChange
from cms.models import SeatCount
from cms.registering import WHOLE, RegistrationTerms, left_in, seats_left
from cms.statement_timeout import waiting_for_others

from .models import ACTIVE, Place, Registration, State
from .models.registration import has_seat

# Seconds to wait for who asked before: as long as SQLite waits for its one writer.
PATIENCE = 20
STORED = ["limit", "taken", "waiting", "last_number"]


@contextmanager
def locked(page_id):
    """Yields the `Seats` of this page in a transaction of its own that nobody else's can overlap.

    Stores the counts at the end, and lets every cache know. Raises Page.DoesNotExist.
    """
    with transaction.atomic():
        with waiting_for_others(PATIENCE):
            lock(page_id)
        seats = Seats(Page.objects.get(pk=page_id).specific)
        yield seats
        seats.store()


def lock(page_id) -> SeatCount:
    """The count of the whole page, locked until the transaction ends."""
    rows = SeatCount.objects.select_for_update().filter(page=page_id, part=WHOLE)
    if (count := rows.first()) is None:
        if not Page.objects.filter(pk=page_id).exists():
            raise Page.DoesNotExist
        SeatCount.objects.bulk_create([SeatCount(page_id=page_id, part=WHOLE)], ignore_conflicts=True)
        count = rows.get()
    return count


class Seats:
    """The seats of a page, while they are locked."""

    page: Page
    terms: RegistrationTerms
    now: datetime

    def __init__(self, page):
        self.page, self.terms, self.now = (
            page,
            page.registration_terms() or RegistrationTerms(),
            timezone.now(),
        )
        # As stored: nobody else changes them during the lock.
        self.before = SeatCount.objects.of(page)
        self.last_number = self.before[WHOLE].last_number
        self.count()

    def count(self) -> None:
        """Counts again, by the one definition of who takes a seat."""
        registrations = Registration.objects.filter(page=self.page, state__in=ACTIVE)
        places = Place.objects.filter(registration__in=registrations).values("part")
        is_confirmed = Q(state=Place.State.CONFIRMED)
        rows = places.annotate(
            taken=Count("pk", filter=is_confirmed), waiting=Count("pk", filter=Q(state=Place.State.WAITING))
        )
        self.counts = {
            row["part"]: SeatCount(part=row["part"], taken=row["taken"], waiting=row["waiting"])
            for row in rows.order_by("part")
        }
        whole = registrations.aggregate(
            taken=Count("pk", filter=Q(has_seat(), has_held_seat=False)),
            waiting=Count("pk", filter=self.waits_for_the_page()),
        )
        self.counts[WHOLE] = SeatCount(part=WHOLE, **whole)

    def waits_for_the_page(self) -> Q:
        """Who waits because the page is full, and not because the part of it is."""
        full = [
            key
            for key, count in self.counts.items()
            if key != WHOLE and (limit := self.limit_of(key)) is not None and count.taken >= limit
        ]
        waiting = Place.objects.filter(state=Place.State.WAITING).exclude(part__in=full)
        return Q(state=State.WAITING, pk__in=waiting.values("registration"))

    def left(self) -> int | None:
        """The seats that somebody new can have; None without a limit."""
        return seats_left(self.terms, self.counts)

    def shortage(self, choices) -> tuple[str, int] | None:
        """The label and the seats left of the first part with fewer than are asked for; None if there are enough.

        `choices` are the keys of the parts that each person asks for.
        """
        for part in self.terms.parts:
            wanted = sum(part.key in keys for keys in choices)
            left = left_in(self.limit_of(part.key), self.counts.get(part.key))
            if wanted and left is not None and left < wanted:
                return part.label, left
        return None

    def next_number(self) -> int:
        self.last_number += 1
        return self.last_number

    def admit(self, registration, parts) -> None:
        """Gives an unsaved or saved registration a place in each of these parts, confirmed or waiting.

        Of the whole page if there are none. Sets the state, and saves.
        """
        is_new, number = registration.pk is None, self.next_number()
        if is_new:
            registration.number = number
        has_seat = registration.has_held_seat or (not is_new and self.has_seat(registration))
        places = [
            Place(
                part=part.key,
                label=part.label,
                number=number,
                state=Place.State.CONFIRMED if self.fits(part.key, has_seat) else Place.State.WAITING,
            )
            for part in parts
        ]
        if is_new:
            is_confirmed = any(place.state == Place.State.CONFIRMED for place in places)
            registration.state = State.CONFIRMED if is_confirmed else State.WAITING
        registration.save()
        for place in places:
            place.registration = registration
        Place.objects.bulk_create(places)
        self.count() if is_new else self.update_state(registration)

    def update_state(self, registration) -> None:
        """Waiting if no place is confirmed; leaves alone who has ended or was there."""
        if registration.state in (State.CONFIRMED, State.WAITING):
            state = State.CONFIRMED if self.has_seat(registration) else State.WAITING
            if state != registration.state:
                registration.state = state
                registration.save()
        self.count()

    def has_seat(self, registration) -> bool:
        return registration.places.filter(state=Place.State.CONFIRMED).exists()

    def fits(self, part, has_seat, *, ignores_line=False) -> bool:
        """Whether a place in this part can be confirmed for somebody who has a seat already, or has none.

        Newcomers queue behind who waits.
        """
        is_room_in_part = part == WHOLE or self.has_room(part, ignores_line)
        return is_room_in_part and (has_seat or self.has_room(WHOLE, ignores_line))

    def has_room(self, part, ignores_line) -> bool:
        count = self.counts.get(part)
        seats = self.limit_of(part)
        if seats is None or count is None:
            return seats is None or seats > 0
        return count.taken < seats and (ignores_line or not count.waiting)

    def limit_of(self, key) -> int | None:
        """The seats of the whole page or of a part; None without a limit, 0 for a part that is gone or cancelled."""
        if key == WHOLE:
            return self.terms.seats
        part = self.terms.part(key)
        return part.seats if part and not part.is_cancelled else 0

    def release(self, registration, state, parts=None) -> None:
        """Ends the places (those in `parts` alone) of a registration; without any left it gets this state."""
        places = registration.places.exclude(state=Place.State.CANCELLED)
        if parts is not None:
            places = places.filter(part__in=parts)
        places.update(state=Place.State.CANCELLED)
        if not registration.places.exclude(state=Place.State.CANCELLED).exists():
            registration.state = state
        registration.save()
        self.update_state(registration)

    def why_nobody_moves_up(self) -> str:
        return why_nobody_moves_up(self.page, self.terms, self.now)

    def move_up(self) -> list[tuple[Registration, bool]]:
        """Confirms who is first in each line as far as there is room.

        Returns those who got a place, and whether it is the first that they have.
        """
        if self.why_nobody_moves_up():
            return []
        waiting = Place.objects.filter(
            registration__page=self.page, registration__state__in=ACTIVE, state=Place.State.WAITING
        )
        moved, had_none = {}, {}
        for place in waiting.select_related("registration").order_by("number", "pk"):
            had_none.setdefault(place.registration_id, place.registration.is_waiting)
            if self.confirm(place):
                moved[place.registration_id] = place.registration
        return [(registration, had_none[key]) for key, registration in moved.items()]

    def confirm(self, place) -> bool:
        """Confirms a waiting place if there is room; whoever else waits is passed over."""
        registration = place.registration
        has_seat = registration.has_held_seat or self.has_seat(registration)
        if not self.fits(place.part, has_seat, ignores_line=True):
            return False
        place.state = Place.State.CONFIRMED
        place.save(update_fields=["state"])
        self.update_state(registration)
        return True

    def store(self) -> None:
        """Stores the counts that changed, and records a change of lists and pages if the public sees one.

        Recording comes last: it locks what every publication locks too.
        """
        for part in self.before.keys() - self.counts.keys():
            self.counts[part] = SeatCount(part=part)
        rows = [self.row(part, self.before.get(part)) for part in self.counts]
        new, changed = [row for row in rows if row.pk is None], [row for row in rows if self.has_changed(row)]
        SeatCount.objects.bulk_create(new)
        SeatCount.objects.bulk_update(changed, STORED)
        if any(self.is_seen(row) for row in rows):
            ListingChange.record(SeatCount)

    def has_changed(self, row) -> bool:
        before = self.before.get(row.part)
        return before is not None and any(getattr(row, name) != getattr(before, name) for name in STORED)

    def is_seen(self, row) -> bool:
        """Whether the public sees it: the seats left are others. Who joins a line that is there changes no page."""
        seats = self.limit_of(row.part)
        return left_in(seats, row) != left_in(seats, self.before.get(row.part))

    def row(self, part, before) -> SeatCount:
        count, limit = self.counts[part], self.limit_of(part)
        return SeatCount(
            pk=before and before.pk,
            page=self.page,
            part=part,
            limit=None if limit is None else max(limit, count.taken),
            taken=count.taken,
            waiting=count.waiting,
            last_number=self.last_number if part == WHOLE else 0,
        )


def places_in_line(page_id, part):
    """The places of this part, or (`WHOLE`) of the page, for which people wait."""
    waiting = Place.objects.filter(registration__page=page_id, registration__state__in=ACTIVE)
    return waiting.filter(state=Place.State.WAITING, part=part)


def terms_of(page) -> RegistrationTerms:
    """The terms of this page; empty ones where people registered and nobody can any more."""
    return page.registration_terms() or RegistrationTerms()


def why_nobody_moves_up(page, terms, now=None) -> str:
    """Why places that free stay free: officer, cancelled, unpublished or begun; empty if people do move up."""
    if not page.live:
        return "unpublished"
    if terms.is_cancelled:
        return "cancelled"
    if terms.has_begun(now or timezone.now()):
        return "begun"
    return "" if terms.moves_up_by_itself else "officer"
