"""The home page and plain pages."""

from typing import NamedTuple

from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import MultipleChooserPanel
from wagtail.fields import RichTextField, StreamField
from wagtail.models import PageViewRestriction

from caching.compiled import Prepared
from caching.functions import cached_until_change
from cms.blocks import LINE_FEATURES, BodyBlock
from cms.models import BasePage, IndexPage, Person, PracticeRow, Region
from cms.models.card_pictures import load_card_pictures
from cms.querysets import deduplicated
from cms.structured_data import LANGUAGE
from events.models import EventIndexPage, EventPage, EventPractice
from news.models import NewsIndexPage
from platforms.models import CoordinatorPage, PlatformIndexPage, PlatformPage
from practices.models import PracticeIndexPage, PracticePage

MAX_FEATURED = 3
MAX_PRACTICES, MAX_NEWS, MAX_EVENTS, MAX_PLATFORMS = 8, 3, 4, 12
MAX_EXAMPLES = 3


class FeaturedPractice(PracticeRow):
    """A practice that an editor chose for the home page."""

    page = ParentalKey("home.HomePage", on_delete=models.CASCADE, related_name="featured")

    class Meta(PracticeRow.Meta):
        verbose_name = _("featured practice")
        verbose_name_plural = _("featured practices")


class Feature(NamedTuple):
    """A featured practice, with the latest event that presents it."""

    practice: PracticePage
    event: EventPage | None


@cached_until_change(IndexPage, PageViewRestriction)
def list_below(index_class, path):
    """The listed index page of this class among the children of the page with this path, or None."""
    depth = len(path) // index_class.steplen + 1
    return index_class.objects.filter(path__startswith=path, depth=depth).listed().first()


@cached_until_change(PlatformPage, CoordinatorPage, Person, PageViewRestriction, Region)
def tile_map(path):
    """Pairs of a region and its listed platforms below the page with this path."""
    return deduplicated(PlatformPage.objects.filter(path__startswith=path).listed(), path).by_region()


@Prepared
def events_presenting(*, keys):
    return EventPage.objects.presenting(*keys).defer_streamfields()


@Prepared
def presenting_pairs(*, keys, events):
    rows = EventPractice.objects.filter(practice__in=keys, page__in=events)
    return rows.values_list("page_id", "practice_id")


class HomePage(BasePage):
    """The home page: an introduction, the map, and the latest pages of each kind."""

    page_rows = {**BasePage.page_rows, "featured": []}
    is_section_page = True
    parent_page_types = ["wagtailcore.Page"]
    max_count_per_parent = 1

    headline = models.CharField(
        _("headline"),
        max_length=80,
        blank=True,
        help_text=_("The large words on top. Four or five are enough."),
    )
    lede = RichTextField(_("opening words"), blank=True, features=LINE_FEATURES)

    class Meta:
        verbose_name = _("home page")

    content_panels = [
        BasePage.title_panel,
        "headline",
        "lede",
        BasePage.summary_panel,
        MultipleChooserPanel(
            "featured",
            chooser_field_name="practice",
            heading=_("Featured practices"),
            label=_("practice"),
            max_num=MAX_FEATURED,
            help_text=_("Three at most. They stand above the other practices."),
        ),
    ]

    def required_to_publish(self):
        return ["headline"]

    def structured_data(self):
        """The WebSite, with its search action."""
        address = self.full_url
        search = {
            "@type": "SearchAction",
            "target": f"{address}zoeken/?q={{search_term_string}}",
            "query-input": "required name=search_term_string",
        }
        return self.thing_data(type="WebSite", inLanguage=LANGUAGE, potentialAction=search)

    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        return {
            **context,
            "practices": self.practices(),
            "news": self.latest_of(NewsIndexPage, MAX_NEWS),
            "agenda": self.agenda(),
            "platforms": self.latest_of(PlatformIndexPage, MAX_PLATFORMS),
            "map": tile_map(self.path),
        }

    def index_page_of(self, index_class):
        return list_below(index_class, self.path)

    def latest_of(self, index_class, count):
        """The index page of this class with its first entries; None if there is none."""
        index_page = self.index_page_of(index_class)
        return index_page and {"index": index_page, "entries": index_page.latest(count)}

    def practices(self):
        """The list of practices with featured practices, the first others, their total and popular themes, or None.

        The others are in the order of the list: what is worth reading first.
        """
        index_page = self.index_page_of(PracticeIndexPage)
        if not index_page:
            return None
        results = index_page.filtered(None).results
        first = results.ids(0, MAX_PRACTICES + MAX_FEATURED)
        featured_keys = [row.practice_id for row in self.featured.all() if row.practice_id][:MAX_FEATURED]
        pages = {
            page.pk: page for page in results.load({*featured_keys, *first}) if page.is_descendant_of(self)
        }
        featured = load_card_pictures(pages[key] for key in dict.fromkeys(featured_keys) if key in pages)
        events = latest_events_with(featured)
        return {
            "index": index_page,
            "features": [Feature(practice, events.get(practice.pk)) for practice in featured],
            "entries": [pages[key] for key in first if key in pages and key not in featured_keys][
                :MAX_PRACTICES
            ],
            "total": len(results),
            "examples": results.top_choices("theme", MAX_EXAMPLES),
        }

    def agenda(self):
        """The agenda with upcoming pages; with past ones too if no upcoming page has a date. None without agenda."""
        context = self.latest_of(EventIndexPage, MAX_EVENTS)
        if not context:
            return None
        past = [page for page in context["entries"] if page.is_over()]
        upcoming = [page for page in context["entries"] if page not in past]
        has_dates = any(page.first_day for page in upcoming)
        return {**context, "coming": upcoming, "past": [] if has_dates else past}


def latest_events_with(practices):
    """Maps the key of each practice to the latest event that presents it."""
    keys = [practice.pk for practice in practices]
    events = events_presenting(keys=keys)
    pairs = set(presenting_pairs(keys=keys, events=[event.pk for event in events]))
    return {
        practice.pk: event
        for practice in practices
        for event in reversed(events)
        if (event.pk, practice.pk) in pairs
    }


class StandardPage(BasePage):
    """A plain page: about us, how to take part."""

    parent_page_types = ["home.HomePage", "platforms.PlatformPage", "home.StandardPage"]
    subpage_types = ["home.StandardPage"]
    handbook_section = "een-gewone-pagina-maken"

    body = StreamField(BodyBlock(), verbose_name=_("text"), blank=True)

    class Meta:
        verbose_name = _("plain page")
        verbose_name_plural = _("plain pages")

    content_panels = [
        BasePage.title_panel,
        BasePage.summary_panel,
        BasePage.picture_panel,
        "body",
        BasePage.footnote_panel,
        BasePage.related_panel,
    ]

    def required_to_publish(self):
        return ["body"]
