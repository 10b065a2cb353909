"""Querysets of events and trajectories, and of the agenda that mixes both."""

from django.apps import apps
from django.db.models import Case, F, Q, Value, When
from django.db.models.functions import Coalesce
from django.db.models.query import ModelIterable
from django.utils import timezone
from wagtail.fields import StreamField
from wagtail.models import PageManager

from caching.compiled import Prepared
from cms.querysets import ListedQuerySet, deduplicated

AGENDA_TYPES = ["events.EventPage", "events.TrajectoryPage"]


class GatheringQuerySet(ListedQuerySet):
    """Events or trajectories. Days are those of Europe/Brussels; the last day is not yet over."""

    def upcoming(self, now=None):
        """Listed and not over, soonest first; with a first day but no last day it is never over."""
        today = timezone.localdate(now)
        is_not_over = Q(last_day__gte=today) | Q(first_day__isnull=False, last_day=None)
        return self.listed().filter(is_not_over).order_by("first_day", "title", "pk")

    def past(self, now=None):
        """Listed and over, latest first."""
        past = self.listed().filter(last_day__lt=timezone.localdate(now))
        return past.order_by("-last_day", "title", "pk")

    def for_cards(self):
        """Loads what a card shows, also how many seats are taken: a card says that it is full."""
        cards = (
            super()
            .for_cards()
            .select_related("listing_image")
            .without_streams_except(self.model.seat_streams)
        )
        return cards.with_rows(organisers=["organisation"], partners=["organisation"], seat_counts=[])

    def for_teasers(self):
        """Without organisers, partners, themes and picture."""
        teasers = self.defer_streamfields().without_streams_except(self.model.seat_streams)
        return teasers.with_rows(seat_counts=[])

    def with_streams(self, names):
        """Also loads the municipality of the venue, for calendars and data."""
        return super().with_streams({*names, *self.model.seat_streams}).select_related("venue_municipality")

    def without_streams_except(self, names):
        streams = {field.name for field in self.model._meta.fields if isinstance(field, StreamField)}
        return self.defer(None).defer(*streams.difference(names)) if names else self


class EventQuerySet(GatheringQuerySet):
    def presenting(self, *practices):
        """The listed events that present one of these practices, latest first."""
        rows = self.model._meta.get_field("practices").related_model.objects.filter(practice__in=practices)
        presenting = deduplicated(self.listed().filter(pk__in=rows.values("page")))
        return presenting.order_by("-first_day", "title", "pk")

    def for_cards(self):
        """Also loads the sessions, without programmes: a card shows whether they are cancelled or moved."""
        return super().for_cards().with_rows(sessions=["-programme"])

    def for_teasers(self):
        return super().for_teasers().with_rows(sessions=["-programme"])

    def for_data(self):
        """Also loads the listed practices that the events present."""
        data = super().for_data()
        data._iterable_class = PresentingIterable
        return data


@Prepared
def load_pages(model, method, *, keys):
    return getattr(model.objects.filter(pk__in=keys), method)()


class PresentingIterable(ModelIterable):
    """Sets `practices_shown` on events, the listed practices that they present, in two queries."""

    def __iter__(self):
        pages = list(super().__iter__())
        rows = self.queryset.model._meta.get_field("practices").related_model
        keys = (
            rows.objects.filter(page__in=pages).order_by("sort_order").values_list("page_id", "practice_id")
        )
        practices = rows._meta.get_field("practice").related_model.objects.listed()
        practices_by_key = practices.only("title", "url_path", "translation_key").in_bulk(
            {practice for _page, practice in keys if practice}
        )
        for page in pages:
            page.practices_shown = [
                practices_by_key[key] for event, key in keys if event == page.pk and key in practices_by_key
            ]
        return iter(pages)


class CardIterable(ModelIterable):
    """The pages of a mixed list as their specific types, with what cards show; a few queries for each type.

    `method` is the queryset method that loads them.
    """

    method = "for_cards"

    def __iter__(self):
        pages = list(super().__iter__())
        keys = [page.pk for page in pages]
        cards = {
            card.pk: card for model in agenda_models() for card in load_pages(model, self.method, keys=keys)
        }
        return (cards[key] for key in keys)


class EntryIterable(CardIterable):
    """The same with what entries need."""

    method = "for_entries"


class ExportIterable(CardIterable):
    """The same with what entries need without their body."""

    method = "for_exports"


class DataIterable(CardIterable):
    """The same with what serialized data need."""

    method = "for_data"


class AgendaQuerySet(ListedQuerySet):
    """Events and trajectories as one queryset on the Page table: `AgendaQuerySet(Page)`.

    Joins the days from the tables of both types, so that the database sorts and slices.
    """

    def in_agenda_order(self, now=None):
        """Upcoming pages first, soonest first; then those without a date; then past ones, latest first."""
        over = Q(agenda_last__lt=timezone.localdate(now))
        undated = Q(agenda_first=None, agenda_last=None)
        phase = Case(When(over, then=Value(2)), When(undated, then=Value(1)), default=Value(0))
        soonest = Case(When(agenda_phase=0, then=F("agenda_first"))).asc(nulls_last=True)
        latest = F("agenda_last").desc(nulls_last=True)
        return (
            self.type(*agenda_models())
            .annotate(agenda_first=either("first_day"), agenda_last=either("last_day"))
            .annotate(agenda_phase=phase)
            .order_by("agenda_phase", soonest, latest, "title", "pk")
        )

    def for_cards(self):
        cards = self._chain()
        cards._iterable_class = CardIterable
        return cards

    def for_entries(self):
        entries = self._chain()
        entries._iterable_class = EntryIterable
        return entries

    def for_exports(self):
        exports = self._chain()
        exports._iterable_class = ExportIterable
        return exports

    def for_data(self):
        data = self._chain()
        data._iterable_class = DataIterable
        return data


def agenda_models():
    return [apps.get_model(name) for name in AGENDA_TYPES]


def either(column):
    """The column of the page's own type, whichever of the two it is."""
    return Coalesce(*[f"{model._meta.model_name}__{column}" for model in agenda_models()])


EventManager = PageManager.from_queryset(EventQuerySet)
TrajectoryManager = PageManager.from_queryset(GatheringQuerySet)
