"""Events and trajectories as schema.org data."""

from django.utils import timezone

from cms.registering import RegistrationStatus
from cms.structured_data import SCHEMA, area, cut, filled, link_to, organisation, postal_address, stamp

from .session import EventSession

Status = RegistrationStatus

SCHEDULED, CANCELLED, MOVED = (f"{SCHEMA}/Event{word}" for word in ("Scheduled", "Cancelled", "Rescheduled"))
OF_SESSION = {EventSession.Status.CANCELLED: CANCELLED, EventSession.Status.MOVED: MOVED}


def gathering(page, **values):
    """The properties that events and trajectories share."""
    return page.thing_data(
        eventStatus=CANCELLED if page.is_cancelled else SCHEDULED,
        location=venue(page),
        organizer=[organisation(name) for name in page.organiser_names],
        contributor=[organisation(name) for name in page.partner_names],
        maximumAttendeeCapacity=page.seat_limit(),
        remainingAttendeeCapacity=remaining(page, page.seats_left),
        about=[{"@type": "Thing", "name": theme.name} for theme in page.themes],
        **values,
    )


def event(page):
    """The event, with a sub-event for each session, each with its own status."""
    sessions = [session for session in page.shown_sessions if session.starts_at]
    is_moved = bool(page.sessions_off) and not page.is_cancelled and len(page.sessions_off) == len(sessions)
    return {
        **gathering(
            page,
            type="Event",
            startDate=stamp(sessions[0].starts_at) if sessions else "",
            endDate=end_of(sessions[-1]) if sessions else "",
            previousStartDate=stamp(sessions[0].previous_starts_at) if is_moved else "",
            eventAttendanceMode=attendance(page, sessions),
            isAccessibleForFree=page.price == 0 if page.price is not None else None,
            offers=offers(page),
            workFeatured=[link_to(practice) for practice in page.practices_shown],
            subEvent=[part(page, session) for session in sessions],
        ),
        **({"eventStatus": MOVED} if is_moved else {}),
    }


def part(page, session):
    return filled(
        type="Event",
        name=f"{page.title}: {session}",
        eventStatus=OF_SESSION.get(session.status, SCHEDULED),
        startDate=stamp(session.starts_at),
        endDate=end_of(session),
        previousStartDate=stamp(session.previous_starts_at),
        location=session_place(page, session),
        maximumAttendeeCapacity=session.capacity,
        remainingAttendeeCapacity=remaining(page, page.seats_left_in(str(session.pk))),
    )


def remaining(page, seats):
    """The seats left of what is still to come, as far as somebody counts them."""
    return None if page.is_cancelled or page.is_over() else seats


def end_of(session):
    """The end with its time, or only its day if the end is informal or unknown."""
    if session.end_is_known:
        return stamp(session.ends_at)
    return stamp(timezone.localdate(session.ends_at or session.starts_at))


def venue(page):
    town = page.venue_municipality
    address = postal_address(page.venue_street, page.venue_postal_code, str(town or page.venue_city))
    if not (page.venue_name or address):
        return None
    inside = area(town) if town else None
    return filled(type="Place", name=page.venue_name, address=address, containedInPlace=inside)


def session_place(page, session):
    here = {"@type": "Place", "name": session.venue_name} if session.venue_name else venue(page)
    online = {"@type": "VirtualLocation", "url": session.online_url} if session.online_url else None
    places = [place for place in (here, online) if place]
    return places[0] if len(places) == 1 else places


def attendance(page, sessions):
    here = venue(page) or any(session.venue_name for session in sessions)
    online = any(session.online_url for session in sessions)
    if here and online:
        return f"{SCHEMA}/MixedEventAttendanceMode"
    if online:
        return f"{SCHEMA}/OnlineEventAttendanceMode"
    return f"{SCHEMA}/OfflineEventAttendanceMode" if here else ""


def offers(page):
    """An offer for the regular price, then one for each price tier."""
    tiers = [(tier.value["amount"], tier.value["label"]) for tier in page.price_tiers]
    prices = [(page.price, ""), *tiers] if page.price is not None else tiers
    return [
        filled(
            type="Offer",
            name=label,
            price=f"{price:.2f}",
            priceCurrency="EUR",
            url=(page.registration_address if page.registration_is_open() else "") or page.full_url,
            availability=availability(page),
            validFrom=stamp(page.registration_opens_at),
            availabilityEnds=stamp(page.seat_terms().closes_at),
        )
        for price, label in prices
    ]


def availability(page):
    status = page.registration_status()
    if page.is_cancelled or page.is_over() or page.registration_is_closed() or status == Status.CLOSED:
        return f"{SCHEMA}/Discontinued"
    if page.full_label:
        return f"{SCHEMA}/SoldOut"
    return f"{SCHEMA}/InStock" if status == Status.OPEN else ""


def trajectory(page):
    return gathering(
        page,
        type="EventSeries",
        alternateName=page.subtitle,
        startDate=cut(page.period_start, page.period_start_precision),
        endDate=cut(page.period_end, page.period_end_precision),
    )
