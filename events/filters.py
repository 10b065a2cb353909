"""The filters and sort orders of the agenda."""

import datetime

from django.db.models import TextChoices
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from events.querysets import AgendaQuerySet
from listing import ColumnFacet, FilterForm, Option, PlatformFacet, Sort, ThemeFacet, YearFacet

# Stands for a missing day: without an end a gathering is not over, without any day it is upcoming.
NEVER = datetime.date.max


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


def soonest(page):
    return (page["agenda_first"] or NEVER).toordinal()


def latest(page):
    return -page["agenda_last"].toordinal() if page["agenda_last"] else 0


class EventFilterForm(FilterForm):
    # A list of Wagtail's pages leaves out the coordinators who have left.
    more_models = ("events.EventPage", "events.TrajectoryPage", "platforms.CoordinatorPage", "cms.Person")
    facets = (
        WhenFacet("when", _("When"), "agenda_last", example=When.UPCOMING.value),
        ThemeFacet(),
        PlatformFacet(),
        YearFacet("year", _("Year"), "agenda_first", example="2019"),
    )
    sorts = {
        "agenda": Sort(_("What is coming first"), ("agenda_first",), soonest),
        "latest": Sort(_("Latest first"), ("agenda_last",), latest),
        "newest": Sort("", (), lambda page: page["pk"]),
    }
    default_sort = "agenda"

    @classmethod
    def pages(cls):
        return AgendaQuerySet(Page).in_agenda_order()

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

    @classmethod
    def pages(cls):
        return super().pages().filter(eventpage__isnull=False)


class TrajectoriesFilterForm(EventFilterForm):
    """Trajectories alone, for the API."""

    @classmethod
    def pages(cls):
        return super().pages().filter(trajectorypage__isnull=False)
