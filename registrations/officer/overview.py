"""The events with registrations of the user's section, the most urgent first."""

from datetime import UTC, datetime
from typing import NamedTuple

from django.db.models import Count, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.views.generic.base import BaseListingView
from wagtail.admin.widgets.button import Button
from wagtail.models import get_page_models

from cms.models import SeatCount
from cms.permissions import is_reviewer
from cms.registering import RegistrationStatus, RegistrationTerms, seats_left
from registrations.models import ACTIVE, EventFacts, Registration, State

from .permissions import events_of, takes_registrations

FAR = datetime.max.replace(tzinfo=UTC)
STATUS = {
    RegistrationStatus.NOT_YET: _("not open yet"),
    RegistrationStatus.OPEN: _("open"),
    RegistrationStatus.WAITING_LIST: _("full, with a waiting list"),
    RegistrationStatus.FULL: _("full"),
    RegistrationStatus.CLOSED: _("closed"),
    RegistrationStatus.CANCELLED: _("cancelled"),
    RegistrationStatus.OVER: _("over"),
}


class Event(NamedTuple):
    """A row of the list: the page with its numbers of people."""

    pk: int
    title: str
    begins_at: datetime | None
    status: RegistrationStatus
    confirmed: int
    waiting: int
    seats: int | None

    @property
    def is_past(self):
        return self.status == RegistrationStatus.OVER

    @property
    def urgency(self):
        """What comes first; then where people wait for a place; what is over at the end, the latest first."""
        begins = (self.begins_at or FAR).timestamp()
        return (self.is_past, -begins if self.is_past else begins, -self.waiting, self.title)


def load_events(user) -> list[Event]:
    """A page is here once it was published with terms (it has `EventFacts`), or has people (it has a `SeatCount`)."""
    with_terms, with_people = EventFacts.objects.values("page"), SeatCount.objects.values("page")
    keys = events_of(user).filter(Q(pk__in=with_terms) | Q(pk__in=with_people)).values("pk")
    pages = [
        page
        for model in get_page_models()
        if takes_registrations(model)
        for page in model.objects.filter(pk__in=keys).for_cards().defer(None)
    ]
    counts, numbers = counts_by_page(pages), numbers_by_page(pages)
    events = [event_of(page, counts[page.pk], numbers.get(page.pk, (0, 0))) for page in pages]
    return sorted(filter(None, events), key=lambda event: event.urgency)


def counts_by_page(pages) -> dict:
    counts = {page.pk: {} for page in pages}
    for count in SeatCount.objects.filter(page__in=counts):
        counts[count.page_id][count.part] = count
    return counts


def numbers_by_page(pages) -> dict:
    """How many have a seat and how many wait, by page."""
    active = Registration.objects.filter(page__in=[page.pk for page in pages], state__in=ACTIVE)
    is_waiting = Q(state=State.WAITING)
    rows = (
        active.order_by()
        .values("page")
        .annotate(seated=Count("pk", filter=~is_waiting), waiting=Count("pk", filter=is_waiting))
    )
    return {row["page"]: (row["seated"], row["waiting"]) for row in rows}


def event_of(page, counts, numbers) -> Event | None:
    """None for a page that takes no registrations (any more) and has nobody."""
    terms = page.registration_terms()
    if terms is None and not any(numbers):
        return None
    terms = terms or RegistrationTerms()
    status = terms.status(timezone.now(), seats_left(terms, counts))
    if not page.live and status in (RegistrationStatus.OPEN, RegistrationStatus.WAITING_LIST):
        status = RegistrationStatus.CLOSED
    return Event(page.pk, page.title, terms.begins_at, status, *numbers, terms.seats)


def day(event) -> str:
    return timezone.localtime(event.begins_at).strftime("%d-%m-%Y") if event.begins_at else ""


class EventList(BaseListingView):
    """Which events have how many people. Each team sees its own, reviewers all."""

    page_title = _("Registrations")
    header_icon = "group"
    template_name = "registrations/officer/list.html"
    index_url_name = "registrations"
    index_results_url_name = "registrations_results"
    table_classname = "listing listing-of-events"
    verbose_name_plural = _("events with registrations")
    paginate_by = 50
    is_searchable = True
    columns = [
        TitleColumn(
            "title",
            label=_("Event"),
            classname="title",
            get_url=lambda event: reverse("registrations_list", args=[event.pk]),
        ),
        Column("day", label=_("First day"), accessor=day, classname="w-whitespace-nowrap"),
        Column("status", label=_("How it stands"), accessor=lambda event: STATUS[event.status]),
        Column("confirmed", label=_("Confirmed")),
        Column("waiting", label=_("People waiting")),
        Column(
            "seats",
            label=_("Places"),
            accessor=lambda event: _("no limit") if event.seats is None else event.seats,
        ),
    ]

    @cached_property
    def header_more_buttons(self):
        if not is_reviewer(self.request.user):
            return []
        address = reverse("registrations_invoices_left")
        return [Button(_("Invoices of deleted events"), url=address, icon_name="doc-full", priority=10)]

    def get_queryset(self):
        words = self.search_query.casefold().split()
        return [
            event
            for event in load_events(self.request.user)
            if all(word in event.title.casefold() for word in words)
        ]
