from django.apps import apps
from django.db import models
from django.http import Http404, HttpResponse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, TitleFieldPanel
from wagtail.contrib.routable_page.models import RoutablePageMixin, path
from wagtail.fields import StreamField
from wagtail.search import index

from caching.compiled import Prepared
from cms.models import BasePage, IndexPage, Party, Person, with_keys
from listing.involvement import Involvement
from platforms.blocks import LANGUAGES, LanguagesBlock
from platforms.filters import CoordinatorFilterForm
from platforms.forms import CoordinatorPageForm
from platforms.querysets import NEWS, CoordinatorManager
from platforms.vcards import MEDIA_TYPE, vcard

from . import structured_data
from .rows import places_of_platform

# The coordinators whom a page shows at once, with how to reach them.
MOST_CARDS = 4


@Prepared
def listed_coordinators(*, paths):
    return CoordinatorPage.objects.right_below(paths).listed().for_cards()


def load_coordinators(platforms):
    """Sets `coordinators` on each platform, in a fixed number of queries; gives the platforms as a list."""
    platforms = list(platforms)
    coordinators_by_path = {platform.path: [] for platform in platforms}
    for page in listed_coordinators(paths=list(coordinators_by_path)):
        coordinators_by_path[page.platform_path].append(page)
    for platform in platforms:
        platform.coordinators = coordinators_by_path[platform.path]
    return platforms


def load_for_finder(platforms):
    """Sets `coordinators` and `newest`, the newest news page or None; gives the platforms as a list."""
    platforms = load_coordinators(platforms)
    keys = [platform.newest_key for platform in platforms if platform.newest_key]
    news_by_key = apps.get_model(NEWS).objects.in_bulk(keys)
    for platform in platforms:
        platform.newest = news_by_key.get(platform.newest_key)
    return platforms


class CoordinatorIndexPage(IndexPage):
    """The directory of coordinators, by last name. Lists show no phone or e-mail; the person's page does."""

    default_title, default_slug = _("Coordinators"), "coordinatoren"
    filter_form = CoordinatorFilterForm
    page_size = 40
    parent_page_types = ["home.HomePage"]
    subpage_types = []

    class Meta:
        verbose_name = _("directory of coordinators")
        verbose_name_plural = _("directories of coordinators")


class CoordinatorPage(RoutablePageMixin, BasePage):
    """A person in a section, with the function there.

    Contact details are the person's, as far as the person's flags allow. The page of a person who has left is
    hidden: in no list, and it answers 404.
    """

    parent_page_types = ["platforms.PlatformPage"]
    subpage_types = []
    handbook_section = "een-coördinator-toevoegen"
    story = ()
    open_graph_type = "profile"

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

    @classmethod
    def hidden(cls):
        """The pages of persons who have left, from the day after (GDPR article 5.1.c)."""
        return cls.objects.exclude(person__in=Person.objects.active())

    def route(self, request, path_components):
        """404 for a person who has left; routing covers every format of the page, the vCard too."""
        if not self.is_active:
            raise Http404
        return super().route(request, path_components)

    @path("vcard/")
    def serve_vcard(self, request):
        """The vCard; noindex, so that search engines don't collect phone numbers."""
        if self.person is None:
            raise Http404
        headers = {
            "Content-Disposition": f'attachment; filename="{self.slug}.vcf"',
            "X-Robots-Tag": "noindex",
        }
        return HttpResponse(vcard(self, self.get_full_url(request)), MEDIA_TYPE, headers=headers)

    def required_to_publish(self):
        return ["person", "job_title"]

    def entry_people(self):
        """The person's name and function, without contact details: feeds show this."""
        return [Party(self.person.name, self.job_title, True)] if self.person and self.is_active else []

    def entry_place(self):
        return ", ".join(part for part in (self.short_function, super().entry_place()) if part)

    def structured_data(self):
        return structured_data.coordinator(self)

    def more_to_search(self):
        organisation = self.person.organisation if self.person else None
        return [organisation.name if organisation else "", self.place]

    def unseen_to_search(self):
        """The contact details that the page shows, and the area: platform, region, municipalities and postal codes."""
        person, area = self.person, super().unseen_to_search()
        details = [person.public_email, person.public_phone, person.public_mobile] if person else []
        return [*details, *area, *(places_of_platform(self.section.pk) if self.section else [])]

    @cached_property
    def involvement(self):
        """The pages on which this coordinator, or the person, has a role."""
        targets = [self, self.person] if self.person else [self]
        return Involvement(self.path[: 2 * self.steplen], *targets)

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
        """The postal code and town: 8200 Brugge."""
        municipality = self.person.municipality if self.person else None
        return f"{self.person.postal_code} {municipality.name}".strip() if municipality else ""

    @property
    def can_be_reached(self):
        person = self.person
        return bool(person and (person.public_phone or person.public_mobile or person.public_email))

    @cached_property
    def shown_themes(self):
        """The coordinator's themes, else the current themes of the platform."""
        if self.themes or self.section is None:
            return self.themes
        return [row.theme for row in with_keys(self.section.current_themes, "theme") if row.theme]
