"""The filters and sort orders of the agenda."""

import datetime

from django.apps import apps
from django.db.models import Q, TextChoices
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from wagtail.models import Page

from events.querysets import AGENDA_TYPES, AgendaQuerySet
from listing import (
    MISSING,
    ColumnFacet,
    Facet,
    FilterForm,
    MunicipalityFacet,
    Option,
    PlatformFacet,
    RegionFacet,
    Sort,
    ThemeFacet,
    YearFacet,
    places,
    values_by_page,
)

# Stands for a missing day: without an end a gathering is not over, without any day it is upcoming.
NEVER = datetime.date.max
SESSION = "events.EventSession"
HAS_TOWN = Q(venue_municipality__isnull=False)
HAS_ADDRESS = HAS_TOWN | ~Q(venue_street="") | ~Q(venue_postal_code="") | ~Q(venue_city="")


class When(TextChoices):
    UPCOMING = "upcoming", _("Coming")
    PAST = "past", _("Past")


class WhenFacet(ColumnFacet):
    """Upcoming or past. The index holds the last days, compared with today for each request."""

    is_open = True

    def options(self, root):
        return [Option(choice.value, choice.label) for choice in When]

    def load(self, root, ids=None):
        return lambda page: [page[self.column] or NEVER]

    def mask(self, masks, value):
        today, mask = timezone.localdate(), 0
        for last_day, mask_of_day in masks.items():
            if (last_day >= today) == (value == When.UPCOMING):
                mask |= mask_of_day
        return mask


class Attendance(TextChoices):
    ON_SITE = "on-site", _("On site")
    ONLINE = "online", _("Online")


def column_by_page(types, column, ids, condition=None) -> dict:
    """A dict from a page's id to this column, for the types with these labels: of all pages, or of those with `ids`."""
    values = {}
    for label in types:
        pages = apps.get_model(label).objects.filter(condition or Q())
        if ids is not None:
            pages = pages.filter(pk__in=ids)
        values.update(pages.order_by().values_list("pk", column).iterator(chunk_size=5000))
    return values


def venue_towns(types, ids) -> dict:
    """The municipality of the venue, as a list of one id, by the id of the page; without pages that have none."""
    towns = column_by_page(types, "venue_municipality_id", ids, HAS_TOWN)
    return {pk: [town_id] for pk, town_id in towns.items()}


class KindFacet(Facet):
    """The kind of event or trajectory. `types` are the labels of the page types."""

    def __init__(self, types, example):
        super().__init__("kind", _("Kind"), example)
        self.types = types

    def options(self, root):
        kinds = [kind for label in self.types for kind in apps.get_model(label).Kind]
        options = [Option(kind.value, capfirst(kind.label)) for kind in kinds]
        return [*options, Option(MISSING, _("Not filled in yet"))]

    def load(self, root, ids=None):
        kinds = column_by_page(self.types, "kind", ids)
        return lambda page: [kinds.get(page["pk"]) or MISSING]


class AttendanceFacet(Facet):
    """On site, online, or both.

    Online is what has a web address to join, and a webinar; then a place without an address (“Teams”) is nowhere.
    """

    def __init__(self, types):
        super().__init__("attendance", _("On site or online"), example=Attendance.ONLINE.value)
        self.types = types

    def options(self, root):
        options = [Option(choice.value, choice.label) for choice in Attendance]
        return [*options, Option(MISSING, _("Not filled in yet"))]

    def load(self, root, ids=None):
        addresses = column_by_page(self.types, "pk", ids, HAS_ADDRESS)
        names = column_by_page(self.types, "venue_name", ids)
        webinars = column_by_page(self.types, "pk", ids, Q(kind="webinar"))
        rooms, links = (
            values_by_page(apps.get_model(SESSION), column, ids) for column in ("venue_name", "online_url")
        )

        def values_of(page):
            pk = page["pk"]
            is_online = pk in webinars or any(links.get(pk, ()))
            has_name = bool(names.get(pk)) or any(rooms.get(pk, ()))
            is_on_site = pk in addresses or (has_name and not is_online)
            answers = [(Attendance.ON_SITE, is_on_site), (Attendance.ONLINE, is_online)]
            return [choice.value for choice, answer in answers if answer] or [MISSING]

        return values_of


class VenueFacet(MunicipalityFacet):
    """The municipality of the venue."""

    def __init__(self, types):
        super().__init__()
        self.types = types

    def load(self, root, ids=None):
        current, towns = places().current, venue_towns(self.types, ids)
        return lambda page: [current[pk] for pk in towns.get(page["pk"], ())]


class VenueRegionFacet(RegionFacet):
    """The region of the venue; without a municipality (online, undecided, elsewhere) those that its platform serves."""

    def __init__(self, types):
        super().__init__()
        self.types = types

    def place_ids(self, ids):
        return {}, venue_towns(self.types, ids)


def soonest(page):
    return (page["agenda_first"] or NEVER).toordinal()


def latest(page):
    return -page["agenda_last"].toordinal() if page["agenda_last"] else 0


def facets_of(types, example_of_kind) -> tuple:
    """The facets of a list of pages of these types (labels)."""
    return (
        WhenFacet("when", _("When"), "agenda_last", example=When.UPCOMING.value),
        ThemeFacet(),
        KindFacet(types, example_of_kind),
        AttendanceFacet(types),
        PlatformFacet(),
        VenueRegionFacet(types),
        VenueFacet(types),
        YearFacet("year", _("Year"), "agenda_first", example="2019"),
    )


class EventFilterForm(FilterForm):
    # A list of Wagtail's pages leaves out the coordinators who have left.
    more_models = ("events.EventPage", "events.TrajectoryPage", "platforms.CoordinatorPage", "cms.Person")
    facets = facets_of(AGENDA_TYPES, example_of_kind="training")
    sorts = {
        "agenda": Sort(_("What is coming first"), ("agenda_first",), soonest),
        "latest": Sort(_("Latest first"), ("agenda_last",), latest),
        "newest": Sort("", (), lambda page: page["pk"]),
    }
    default_sort = "agenda"

    @classmethod
    def pages(cls):
        return AgendaQuerySet(Page).in_agenda_order()

    @staticmethod
    def shown_last(index):
        return index.mask("when", [When.PAST])

    @staticmethod
    def count_text(count):
        return ngettext("%(total)s activity", "%(total)s activities", count) % {"total": count}

    def positions(self):
        if self.order != "agenda":
            return super().positions()
        facet, masks = self.index.facet("when"), self.index.masks["when"]
        upcoming = self.index.positions_in_order(
            facet.mask(masks, When.UPCOMING), self.index.orders["agenda"]
        )
        return [
            *upcoming,
            *self.index.positions_in_order(facet.mask(masks, When.PAST), self.index.orders["latest"]),
        ]


class EventsFilterForm(EventFilterForm):
    """Events alone, for the API."""

    facets = facets_of(["events.EventPage"], example_of_kind="training")

    @classmethod
    def pages(cls):
        return super().pages().filter(eventpage__isnull=False)


class TrajectoriesFilterForm(EventFilterForm):
    """Trajectories alone, for the API."""

    facets = facets_of(["events.TrajectoryPage"], example_of_kind="network")

    @classmethod
    def pages(cls):
        return super().pages().filter(trajectorypage__isnull=False)
