"""Invented events: three of five are over, the others are still to come."""

from datetime import datetime, time, timedelta

from django.utils import timezone

from cms.models import PageTheme
from events.models import EventPage
from events.models.event import EventOrganiser, EventPractice
from events.models.session import EventSession

from .store import Draft
from .words import words

DAYS_BACK, DAYS_AHEAD = 4 * 365, 300
STATES = ["planned", *["confirmed"] * 6, "moved", "cancelled", "full"]


def event(world, dice, number, today, practice_ids):
    """The event with this number, with its rows; it presents some of these practices."""
    place = world.place(dice)
    themes, _groups, house = world.fill_words(dice, place)
    page = EventPage(
        title=dice.write(dice.choice(words.event_titles)),
        search_description=dice.write(dice.choice(words.event_lines)),
        kind=dice.choice(EventPage.Kind.values),
        what=dice.paragraphs(words.event_lines, 1, 1),
        price=dice.choice([0, 0, 25, 70]),
        venue_name=dice.choice(world.organisations).name,
        venue_municipality=dice.choice(place.towns),
    )
    page.payment_method = EventPage.PaymentMethod.INVOICE if page.price else EventPage.PaymentMethod.FREE
    session = first_session(dice, today)
    page.first_day = page.last_day = session.date
    page.first_published_at = dice.moment(min(today - timedelta(days=1), page.first_day - timedelta(days=60)))
    rows = [PageTheme(theme=theme) for theme in themes]
    rows += [EventOrganiser(organisation=house), session]
    rows += [EventPractice(practice_id=pk) for pk in dice.some(practice_ids, 0, 4)]
    return Draft(place.events, page, rows)


def first_session(dice, today):
    offset = -dice.randrange(1, DAYS_BACK) if dice.chance(60) else dice.randrange(1, DAYS_AHEAD)
    day = today + timedelta(days=offset)
    slots = [
        {
            "start": start,
            "title": dice.write(title),
            "kind": kind,
            "speakers": [],
            "moderators": [],
            "practices": [],
        }
        for start, title, kind in words.slots
    ]
    return EventSession(
        starts_at=timezone.make_aware(datetime.combine(day, time(9))),
        ends_at=timezone.make_aware(datetime.combine(day, time(13))),
        status=dice.choice(STATES),
        programme=dice.stream("slot", slots),
    )
