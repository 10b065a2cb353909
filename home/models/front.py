"""The home page and plain pages."""

from typing import NamedTuple

from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import MultipleChooserPanel
from wagtail.fields import RichTextField, StreamField

from cms.blocks import BodyBlock
from cms.models import BasePage, PracticeRow
from cms.models.changes import Remembered
from cms.prepared import Prepared
from cms.structured_data import LANGUAGE
from events.models import EventIndexPage, EventPage, EventPractice
from news.models import NewsIndexPage
from platforms.models import PlatformIndexPage, PlatformPage
from practices.models import PracticeIndexPage, PracticePage

MOST_FEATURED = 3
MOST_PRACTICES, MOST_NEWS, MOST_EVENTS, MOST_PLATFORMS = 8, 3, 4, 12
MOST_EXAMPLES = 3


class FeaturedPractice(PracticeRow):
    """A practice that an editor puts in front on the home page."""

    page = ParentalKey("home.HomePage", on_delete=models.CASCADE, related_name="featured")

    class Meta(PracticeRow.Meta):
        verbose_name = _("featured practice")
        verbose_name_plural = _("featured practices")


class Feature(NamedTuple):
    """A featured practice, with the latest event that presented it."""

    practice: PracticePage
    event: EventPage | None


@Remembered
def list_below(index_class, path):
    """The list of that kind right below the page with this path, if everybody may see it."""
    depth = len(path) // index_class.steplen + 1
    return index_class.objects.filter(path__startswith=path, depth=depth).listed().first()


@Remembered
def tile_map(path):
    """The regions with the platforms that stand below the page with this path."""
    return PlatformPage.objects.filter(path__startswith=path).listed().by_region()


@Prepared
def events_presenting(*, keys):
    return EventPage.objects.presenting(*keys).defer_streamfields()


@Prepared
def presenting_pairs(*, keys, events):
    rows = EventPractice.objects.filter(practice__in=keys, page__in=events)
    return rows.values_list("page_id", "practice_id")


class HomePage(BasePage):
    """The first page: what this is, the map, and the latest of everything."""

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
    lede = RichTextField(_("opening words"), blank=True, features=["bold", "italic", "link"])

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
            max_num=MOST_FEATURED,
            help_text=_("Three at most. They stand above the newest practices."),
        ),
    ]

    def required_to_publish(self):
        return ["headline"]

    def structured_data(self):
        """The site as a whole, with how to search it."""
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
            "news": self.latest_of(NewsIndexPage, MOST_NEWS),
            "agenda": self.agenda(),
            "platforms": self.latest_of(PlatformIndexPage, MOST_PLATFORMS),
            "map": tile_map(self.path),
        }

    def list_of(self, index_class):
        return list_below(index_class, self.path)

    def latest_of(self, index_class, count):
        """The list of that kind below the home page, with its first entries; None where there is no such list."""
        listing = self.list_of(index_class)
        return listing and {"index": listing, "entries": listing.latest(count)}

    def practices(self):
        """The list of practices: those an editor picked, the newest beside them, their number, and words to search."""
        listing = self.list_of(PracticeIndexPage)
        if not listing:
            return None
        results = listing.filtered(None).results
        newest = results.ids(0, MOST_PRACTICES + MOST_FEATURED)
        picked = [row.practice_id for row in self.featured.all() if row.practice_id][:MOST_FEATURED]
        pages = {page.pk: page for page in results.load({*picked, *newest}) if page.is_descendant_of(self)}
        featured = [pages[key] for key in dict.fromkeys(picked) if key in pages]
        events = latest_events_with(featured)
        return {
            "index": listing,
            "features": [Feature(practice, events.get(practice.pk)) for practice in featured],
            "entries": [pages[key] for key in newest if key in pages and key not in picked][:MOST_PRACTICES],
            "total": len(results),
            "examples": results.most_found("theme", MOST_EXAMPLES),
        }

    def agenda(self):
        """The agenda with what is coming. Where nothing has a date yet, what is past stands below it."""
        found = self.latest_of(EventIndexPage, MOST_EVENTS)
        if not found:
            return None
        past = [gathering for gathering in found["entries"] if gathering.is_over()]
        coming = [gathering for gathering in found["entries"] if gathering not in past]
        return {**found, "coming": coming, "past": [] if any(g.first_day for g in coming) else past}


def latest_events_with(practices):
    """The latest event that presents each of these practices, by the key of the practice."""
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
