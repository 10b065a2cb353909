from django.db import models
from django.http import Http404
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, TitleFieldPanel
from wagtail.fields import StreamField
from wagtail.search import index

from cms.models import BasePage, IndexPage
from platforms.blocks import LANGUAGES, LanguagesBlock
from platforms.forms import CoordinatorPageForm
from platforms.querysets import CoordinatorManager


def load_coordinators(platforms):
    """The platforms as a list, each with its active `coordinators`: the same few queries, however many platforms."""
    platforms = list(platforms)
    found = {platform.path: [] for platform in platforms}
    for page in CoordinatorPage.objects.of_platforms(platforms).listed().for_cards():
        found[page.platform_path].append(page)
    for platform in platforms:
        platform.coordinators = found[platform.path]
    return platforms


class CoordinatorIndexPage(IndexPage):
    """The directory of coordinators, by last name. Phone and e-mail stand on the page of the person, never in lists."""

    entry_type = "platforms.CoordinatorPage"
    default_title, default_slug = _("Coordinators"), "coordinatoren"
    page_size = 40
    parent_page_types = ["home.HomePage"]
    subpage_types = []

    class Meta:
        verbose_name = _("directory of coordinators")
        verbose_name_plural = _("directories of coordinators")


class CoordinatorPage(BasePage):
    """A person in a section, with the function there, as at the time.

    Contact details are the person's, as far as the person's flags show them. Who has left is off the site: in no
    list, and this page answers 404.
    """

    parent_page_types = ["platforms.PlatformPage"]
    subpage_types = []

    person = models.ForeignKey(
        "cms.Person",
        verbose_name=_("person"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="coordinator_pages",
        help_text=_("Phone, e-mail and address come from the list of people."),
    )
    job_title = models.CharField(_("function"), max_length=160, blank=True)
    job_title_short = models.CharField(
        _("short function"),
        max_length=80,
        blank=True,
        help_text=_("For lists. Leave empty if it is short already."),
    )
    available = models.CharField(
        _("available"),
        max_length=160,
        blank=True,
        help_text=_("For example: Monday to Thursday, 9.00 to 16.00."),
    )
    languages = StreamField(LanguagesBlock(), verbose_name=_("languages"), blank=True)

    objects = CoordinatorManager()

    base_form_class = CoordinatorPageForm

    class Meta:
        verbose_name = _("coordinator")
        verbose_name_plural = _("coordinators")

    content_panels = [
        "person",
        "job_title",
        TitleFieldPanel(
            "title", placeholder=False, help_text=_("Leave empty to take over the name of the person.")
        ),
        BasePage.theme_panel,
        MultiFieldPanel(
            [FieldRowPanel(["job_title_short", "available"]), FieldPanel("languages")],
            heading=_("More"),
            classname="collapsed",
        ),
    ]
    promote_panels = [BasePage.summary_panel, *BasePage.promote_panels]
    search_fields = [*BasePage.search_fields, index.FilterField("person")]

    def full_clean(self, *args, **kwargs):
        if not self.title and self.person:
            self.title = self.person.name
        super().full_clean(*args, **kwargs)

    def route(self, request, path_components):
        """Routing is what every format of a page passes, so that none of them shows who has left."""
        if not path_components and not self.is_active:
            raise Http404
        return super().route(request, path_components)

    def required_to_publish(self):
        return ["person", "job_title"]

    def more_to_search(self):
        organisation = self.person.organisation if self.person else None
        return [organisation.name if organisation else "", self.place]

    @property
    def is_active(self):
        return self.person is None or self.person.is_active

    @property
    def short_function(self):
        return self.job_title_short or self.job_title

    @property
    def language_names(self):
        """The names of the languages, each once, in the editor's order."""
        names = dict(LANGUAGES)
        return [
            str(names[code])
            for code in dict.fromkeys(block.value for block in self.languages)
            if code in names
        ]

    @property
    def place(self):
        """The postal code and name of the place: 8200 Brugge."""
        municipality = self.person.municipality if self.person else None
        return f"{self.person.postal_code} {municipality.name}".strip() if municipality else ""

    @property
    def can_be_reached(self):
        person = self.person
        return bool(person and (person.public_phone or person.public_mobile or person.public_email))

    @cached_property
    def shown_themes(self):
        """The coordinator's themes; without any, what the platform works on."""
        if self.themes or self.section is None:
            return self.themes
        return [row.theme for row in self.section.theme_rows if row.theme]
