from django.apps import apps
from django.db.models import Case, F, Q, Value, When
from django.db.models.functions import Coalesce
from django.db.models.query import ModelIterable
from django.utils import timezone
from wagtail.models import PageManager

from cms.prepared import Prepared
from cms.querysets import ListedQuerySet

AGENDA_TYPES = ["events.EventPage", "events.TrajectoryPage"]


class GatheringQuerySet(ListedQuerySet):
    """Events or trajectories. Days are those of Europe/Brussels; a day counts until it is over."""

    def upcoming(self, now=None):
        """What everybody may see and is not over, soonest first; a start without an end goes on."""
        today = timezone.localdate(now)
        going_on = Q(last_day__gte=today) | Q(first_day__isnull=False, last_day=None)
        return self.listed().filter(going_on).order_by("first_day", "title", "pk")

    def past(self, now=None):
        """What everybody may see and is over, latest first."""
        past = self.listed().filter(last_day__lt=timezone.localdate(now))
        return past.order_by("-last_day", "title", "pk")

    def for_cards(self):
        """With all that a card shows loaded."""
        cards = super().for_cards().select_related("listing_image")
        return cards.with_rows(organisers=["organisation"], partners=["organisation"])

    def telling(self, names):
        """With the place too, which calendars and data tell."""
        return super().telling(names).select_related("venue_municipality")


class EventQuerySet(GatheringQuerySet):
    def presenting(self, *practices):
        """The events that everybody may see and that present one of these practices, latest first."""
        rows = self.model._meta.get_field("practices").related_model.objects.filter(practice__in=practices)
        return self.listed().filter(pk__in=rows.values("page")).order_by("-first_day", "title", "pk")

    def for_cards(self):
        """With the sessions too: a card says when they are cancelled or moved. Their programmes stay behind."""
        return super().for_cards().with_rows(sessions=["-programme"])

    def for_data(self):
        """With the practices that everybody may see."""
        data = super().for_data()
        data._iterable_class = PresentingIterable
        return data


@Prepared
def loaded_pages(model, loaded, *, keys):
    return getattr(model.objects.filter(pk__in=keys), loaded)()


class PresentingIterable(ModelIterable):
    """Events with the practices that they present and everybody may see, in the editor's order: two queries for all."""

    def __iter__(self):
        pages = list(super().__iter__())
        rows = self.queryset.model._meta.get_field("practices").related_model
        keys = (
            rows.objects.filter(page__in=pages).order_by("sort_order").values_list("page_id", "practice_id")
        )
        practices = rows._meta.get_field("practice").related_model.objects.listed()
        found = practices.only("title", "url_path", "translation_key").in_bulk(
            {practice for _page, practice in keys if practice}
        )
        for page in pages:
            page.practices_shown = [found[key] for event, key in keys if event == page.pk and key in found]
        return iter(pages)


class CardIterable(ModelIterable):
    """The pages of a mixed list as their own types, with what their cards show: a few queries for each type."""

    loaded = "for_cards"

    def __iter__(self):
        pages = list(super().__iter__())
        keys = [page.pk for page in pages]
        cards = {
            card.pk: card for model in agenda_models() for card in loaded_pages(model, self.loaded, keys=keys)
        }
        return (cards[key] for key in keys)


class EntryIterable(CardIterable):
    """The same with all that their entries tell."""

    loaded = "for_entries"


class DataIterable(CardIterable):
    """The same with all that they are in data."""

    loaded = "for_data"


class AgendaQuerySet(ListedQuerySet):
    """Events and trajectories as one list, made on the table that all pages share: `AgendaQuerySet(Page)`.

    The days stand in the tables of the types, so they are joined in, and the database sorts and cuts. Slicing and
    counting work as for any QuerySet; only what is on the page of the list is loaded.
    """

    def in_agenda_order(self, now=None):
        """What is coming first, soonest on top; then what has no date; then what is over, latest on top."""
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

    def for_data(self):
        data = self._chain()
        data._iterable_class = DataIterable
        return data


def agenda_models():
    return [apps.get_model(name) for name in AGENDA_TYPES]


def either(column):
    """The column of whichever type the page is: both tables hang below the one of all pages."""
    return Coalesce(*[f"{model._meta.model_name}__{column}" for model in agenda_models()])


EventManager = PageManager.from_queryset(EventQuerySet)
TrajectoryManager = PageManager.from_queryset(GatheringQuerySet)
