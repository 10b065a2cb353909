"""The public API of events and trajectories."""

from datetime import UTC, date, datetime
from typing import Annotated, Literal

from ninja import Field, Router, Schema
from pydantic import BeforeValidator

from api.blocks import Labelled, Step
from api.collections import Collection, register
from api.operations import add_operations
from api.schemas import (
    MunicipalityRef,
    OrganisationRef,
    Organisations,
    PageDetail,
    PageRef,
    PageSummary,
    PersonRef,
    PublicFile,
    people_of,
)
from api.values import Fields, Hour, Html, Lines, Number, PartialDate, Text, Word, choice, items, partial_date
from cms.registering import RegistrationStatus

from .blocks import DeliverableBlock, NoticeBlock, SlotBlock
from .filters import EventsFilterForm, TrajectoriesFilterForm
from .models import EventPage, TrajectoryPage
from .models.session import EventSession

events, trajectories = Router(), Router()


class GatheringSummary(PageSummary):
    """An event or trajectory as lists show it. Days are those of Europe/Brussels."""

    first_day: date | None
    last_day: date | None
    is_cancelled: bool
    venue_name: str
    municipality: MunicipalityRef | None = Field(validation_alias="venue_municipality")


class Notice(Schema):
    """Something that changed."""

    kind: choice(NoticeBlock.KINDS, "NoticeKind")
    text: Html
    published_at: date | None


class Deliverable(Schema):
    """A note or report that participants get; without its file where that is for them alone."""

    title: str
    when: choice(DeliverableBlock.MOMENTS, "DeliverableMoment")
    text: Html
    document: PublicFile = Field(validation_alias="public_document")


class Registration(Schema):
    """How it stands with registering, at this moment."""

    open: bool = Field(description="Whether one can register now, be it for the waiting list.")
    status: Literal[tuple(status.value for status in RegistrationStatus)] | None = Field(
        description="Null where nobody can register."
    )
    opens_at: datetime | None
    closes_at: datetime | None = Field(description="The first moment at which it is too late.")
    seats_left: int | None = Field(
        description="For somebody new; 0 while people wait. Null without a limit, or where this site does not count."
    )
    address: str = Field(description="Of the form, here or elsewhere; empty without one.")


def serialize_registration(page):
    """How it stands with registering, for `Registration`."""
    status, terms = page.registration_status(), page.seat_terms()
    return {
        "open": page.registration_is_open(),
        "status": status,
        "opens_at": in_utc(terms.opens_at),
        "closes_at": in_utc(terms.closes_at),
        "seats_left": page.seats_left,
        "address": page.registration_address if status else "",
    }


def in_utc(moment):
    """The moment as the database gives it: a deadline that is a whole day is counted on the clock here."""
    return moment and moment.astimezone(UTC)


class GatheringDetail(PageDetail, GatheringSummary):
    """What events and trajectories share."""

    notices: items(Notice)
    organisers: Organisations
    partners: Organisations
    partners_text: Html
    venue_street: str
    venue_postal_code: str
    venue_city: str
    venue_status: choice(EventPage.VenueStatus, "VenueStatus")
    venue_text: Html
    venue_route: Html
    venue_accessibility: Html
    audience_text: Html
    audience_groups: Lines
    organisation_types: Lines
    registration_mode: choice(EventPage.RegistrationMode, "RegistrationMode")
    registration_url: str
    registration_opens_at: datetime | None
    registration_closes_at: datetime | None = Field(description="The first moment at which it is too late.")
    registration_text: Html
    registration: Registration
    capacity: int | None
    has_waitlist: bool
    attendance_note: str
    sharing_note: str
    contact: PageRef | None = Field(validation_alias="contact_shown", description="The coordinator to ask.")
    deliverables: items(Deliverable)
    report: Html

    @staticmethod
    def resolve_registration(page):
        return serialize_registration(page)


class Speaker(Schema):
    """Who speaks or moderates; without a name when that person has left."""

    name: str = Field(validation_alias="shown_name")
    function: str = Field(validation_alias="shown_function")


class Slot(Schema):
    """A part of the programme. Times are those of Europe/Brussels."""

    start: Hour
    end: Hour | None
    minutes: int | None
    title: str
    kind: choice(SlotBlock.KINDS, "SlotKind")
    description: Html
    speakers: items(Speaker)
    moderators: items(Speaker)
    practices: list[PageRef]


class Session(Schema):
    """A part of an event with a date of its own."""

    starts_at: datetime | None
    ends_at: datetime | None
    end_is_informal: bool
    status: choice(EventSession.Status, "SessionStatus")
    previous_starts_at: datetime | None
    label: str
    heading: str
    venue_name: str
    online_url: str
    capacity: int | None
    seats_left: int | None = Field(description="As in `registration`, of a session that people choose.")
    programme: list[Slot]


def serialize_sessions(page):
    """The sessions by their start, with their listed practices."""
    practices_by_key = {practice.pk: practice for practice in page.practices_shown}
    return [serialize_session(page, session, practices_by_key) for session in page.shown_sessions]


def serialize_session(page, session, practices_by_key):
    names = Session.model_fields.keys() - {"programme", "seats_left"}
    return {
        **{name: getattr(session, name) for name in names},
        "seats_left": page.seats_left_in(str(session.pk)),
        "programme": [serialize_slot(row) for row in session.timetable(practices_by_key)],
    }


def serialize_slot(row):
    names = ("start", "end", "title", "kind", "description", "speakers", "moderators")
    slot = Fields(row.slot)
    values = {name: getattr(slot, name) for name in names}
    return {**values, "minutes": row.minutes, "practices": row.practices}


class PriceTier(Schema):
    """Another price, in euros, and for whom."""

    label: str
    amount: Number
    condition: Text


class CancellationCharge(Schema):
    """What cancelling costs up to and including a day."""

    until: date
    percent: int


class EventSummary(GatheringSummary):
    kind: choice(EventPage.Kind, "EventKind")


class Event(GatheringDetail, EventSummary):
    """An event with all that its page shows."""

    sessions: list[Session]
    why_intro: Html
    drivers: items(Labelled)
    why_text: Html
    motives: items(Labelled)
    what: Html
    what_after: Html
    practices: list[PageRef] = Field(validation_alias="practices_shown")
    price: Number | None = Field(description="In euros; 0 is free.")
    price_text: str
    price_includes: Lines
    price_tiers: items(PriceTier)
    payment_method: choice(EventPage.PaymentMethod, "PaymentMethod")
    payment_text: Html
    free_cancellation_until: date | None
    cancellation_after: choice(EventPage.CancellationAfter, "CancellationAfter")
    cancellation_charges: items(CancellationCharge) = Field(
        description="After the last free day; by the day. After the last one `cancellation_after` holds."
    )
    cancellation_text: Html
    substitution_allowed: bool
    substitution_text: str

    @staticmethod
    def resolve_sessions(page):
        return serialize_sessions(page)


class TrajectorySummary(GatheringSummary):
    kind: choice(TrajectoryPage.Kind, "TrajectoryKind")
    subtitle: str
    season: str


class Principle(Schema):
    """A starting point, perhaps with points of its own below it."""

    text: str
    points: Lines


class AgeGroup(Schema):
    label: str
    min_age: int | None
    max_age: int | None


class Track(Schema):
    """One of the themes that a trajectory works on."""

    title: str
    theme: Word | None
    key_question: str
    principles: items(Principle)
    target_group: Text
    age_groups: items(AgeGroup)
    examples: Text
    questions: Lines
    seats: int | None
    is_cancelled: bool


class Trajectory(GatheringDetail, TrajectorySummary):
    """A trajectory with all that its page shows."""

    title_suffix: str
    period_start: PartialDate | None
    period_end: PartialDate | None
    period_text: Html
    period_full_text: Html
    intro: Html
    trends: Lines
    guiding_questions: items(Lines) = Field(description="In groups; the first of each is the main one.")
    closing: Html
    expected_result: Html
    tracks_intro: Html
    tracks: items(Track)
    sessions_per_track_min: int | None
    sessions_per_track_max: int | None
    session_duration: str
    allow_multiple_tracks: bool
    multiple_tracks_text: str
    phases: items(Step)
    guided_by: Organisations
    team_name: str
    team: Annotated[list[PersonRef], BeforeValidator(people_of)] = Field(validation_alias="team_rows")
    partner_categories: Lines
    support_programme: OrganisationRef | None
    support_backed_by: OrganisationRef | None
    support_from_year: int | None
    support_until_year: int | None
    support_offers: Lines

    resolve_period_start = partial_date("period_start")
    resolve_period_end = partial_date("period_end")


add_operations(
    events, register(Collection("events", EventPage, EventSummary, Event, EventsFilterForm)), "event"
)
add_operations(
    trajectories,
    register(
        Collection("trajectories", TrajectoryPage, TrajectorySummary, Trajectory, TrajectoriesFilterForm)
    ),
    "trajectory",
)
