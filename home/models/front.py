"""The home page and plain pages."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.fields import RichTextField, StreamField

from cms.blocks import BodyBlock
from cms.models import BasePage
from cms.structured_data import LANGUAGE
from events.models import EventIndexPage
from news.models import NewsIndexPage
from platforms.models import PlatformIndexPage, PlatformPage
from practices.models import PracticeIndexPage


class HomePage(BasePage):
    """The first page: what this is, the map, and the latest of everything."""

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

    content_panels = [BasePage.title_panel, "headline", "lede", BasePage.summary_panel]

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
            "practices": self.latest_of(PracticeIndexPage, 8),
            "news": self.latest_of(NewsIndexPage, 3),
            "agenda": self.latest_of(EventIndexPage, 4),
            "platforms": self.latest_of(PlatformIndexPage, 12),
            "map": PlatformPage.objects.descendant_of(self).listed().by_region(),
        }

    def latest_of(self, index_class, count):
        """The list of that kind below the home page, with its first entries; None where there is no such list."""
        listing = index_class.objects.child_of(self).listed().first()
        return listing and {"index": listing, "entries": listing.latest(count)}


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
