"""What the agenda can be filtered on, and its order: what is coming first, soonest on top; what is over last."""

import datetime

from django.db.models import TextChoices
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from cms.filters import ColumnFacet, FilterForm, Option, PlatformFacet, Sort, ThemeFacet, YearFacet
from events.querysets import AgendaQuerySet

# A gathering without an end goes on, and one without any day is still to come.
NEVER = datetime.date.max


class When(TextChoices):
    UPCOMING = "upcoming", _("Coming")
    PAST = "past", _("Past")


class WhenFacet(ColumnFacet):
    """Is it over? A day counts until it is; the index knows the days, and today is asked of the clock."""

    is_open = True

    def options(self, root):
        return [Option(choice.value, choice.label) for choice in When]

    def load(self, root, ids=None):
        return lambda page: [page[self.column] or NEVER]

    def mask(self, masks, value):
        today, found = timezone.localdate(), 0
        for last_day, pages in masks.items():
            if (last_day >= today) == (value == When.UPCOMING):
                found |= pages
        return found


def soonest(page):
    return (page["agenda_first"] or NEVER).toordinal()


def latest(page):
    return -page["agenda_last"].toordinal() if page["agenda_last"] else 0


class EventFilterForm(FilterForm):
    facets = (
        WhenFacet("when", _("When"), "agenda_last"),
        ThemeFacet(),
        PlatformFacet(),
        YearFacet("year", _("Year"), "agenda_first"),
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

    def places(self):
        if self.order != "agenda":
            return super().places()
        facet, masks = self.facets[0], self.index.masks["when"]
        coming = self.index.places(facet.mask(masks, When.UPCOMING), self.index.orders["agenda"])
        return [*coming, *self.index.places(facet.mask(masks, When.PAST), self.index.orders["latest"])]


class EventsFilterForm(EventFilterForm):
    """Events alone, for programs: the list on the site has trajectories too."""

    @classmethod
    def pages(cls):
        return super().pages().filter(eventpage__isnull=False)


class TrajectoriesFilterForm(EventFilterForm):
    """Trajectories alone."""

    @classmethod
    def pages(cls):
        return super().pages().filter(trajectorypage__isnull=False)
