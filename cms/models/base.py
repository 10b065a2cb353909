import re

from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.http import Http404
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from modelcluster.contrib.taggit import ClusterTaggableManager
from modelcluster.fields import ParentalKey
from taggit.models import ItemBase, TagBase
from wagtail.admin.panels import (
    FieldPanel,
    InlinePanel,
    MultiFieldPanel,
    MultipleChooserPanel,
    TitleFieldPanel,
)
from wagtail.models import Orderable, Page, PageViewRestriction, get_page_models

from cms.api_fields import EditedFields
from cms.forms import BasePageForm
from cms.permissions import SectionPermissionTester
from cms.prepared import Prepared
from cms.querysets import DEEPEST, IsAlias, IsRestricted, IsUnpublished, ListedManager, listed, load_rows
from cms.search.index import BeginningField, BodyField, TitleStems, keep_index
from cms.search.text import PageText, searched_rows

from .changes import Remembered, this_moment
from .entries import Described
from .publishing import Problem, PublishingRules
from .rows import with_keys

FOOTNOTE_MARKER = re.compile(r"\[(\d{1,2})\]")
MOST_THEMES = 5
# What the site itself answers at, anywhere in the tree.
RESERVED_SLUGS = {
    "admin",
    "api",
    "concept",
    "documents",
    "embed",
    "health",
    "id",
    "insluiten",
    "media",
    "oembed",
    "static",
    "vind-je-platform",
    "zoeken",
}


class PageTheme(Orderable):
    """A theme of a page, of any type: lists across types filter on these rows."""

    page = ParentalKey(Page, on_delete=models.CASCADE, related_name="page_themes")
    theme = models.ForeignKey(
        "cms.Theme",
        verbose_name=_("theme"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="page_themes",
    )

    panels = ["theme"]
    api_fields = EditedFields()
    filled_by = "theme"

    class Meta(Orderable.Meta):
        verbose_name = _("theme")
        verbose_name_plural = _("themes")


class PageFootnote(Orderable):
    """A note to a text. The text refers to it by its number: [1]. Seed 002."""

    page = ParentalKey(Page, on_delete=models.CASCADE, related_name="footnotes")
    number = models.PositiveSmallIntegerField(
        _("number"),
        null=True,
        blank=True,
        help_text=_("The text refers to this note with the same number: [1]."),
    )
    text = models.TextField(_("text"), blank=True)
    legal_reference = models.ForeignKey(
        "cms.LegalReference",
        verbose_name=_("legal reference"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )

    panels = ["number", "text", "legal_reference"]
    api_fields = EditedFields()

    class Meta(Orderable.Meta):
        verbose_name = _("footnote")
        verbose_name_plural = _("footnotes")


class RelatedPage(Orderable):
    """“Zie ook”: another page worth reading."""

    page = ParentalKey(Page, on_delete=models.CASCADE, related_name="related_pages")
    related = models.ForeignKey(
        Page, verbose_name=_("page"), null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )

    panels = ["related"]
    api_fields = EditedFields()
    filled_by = "related"

    class Meta(Orderable.Meta):
        verbose_name = _("see also")
        verbose_name_plural = _("see also")


class Keyword(TagBase):
    """A free keyword, apart from the tags of images."""

    class Meta:
        verbose_name = _("keyword")
        verbose_name_plural = _("keywords")


class PageTag(ItemBase):
    """A keyword on a page."""

    tag = models.ForeignKey(Keyword, on_delete=models.CASCADE, related_name="tagged_pages")
    content_object = ParentalKey(Page, on_delete=models.CASCADE, related_name="tagged_items")


@Remembered
def platforms_by_path():
    """Every platform, with its region."""
    return {
        platform.path: platform
        for model in get_page_models()
        if getattr(model, "is_platform", False)
        for platform in model.objects.select_related("region").defer_streamfields()
    }


@Remembered
def pages_down_to(path):
    """The live pages from the home page down to the one at this path, as far as a way to a page shows them."""
    paths = [path[:end] for end in range(2 * Page.steplen, len(path) + 1, Page.steplen)]
    pages = Page.objects.filter(path__in=paths).live().order_by("path")
    return list(pages.only("title", "path", "depth", "url_path"))


@Prepared
def pages_at(*, slug, address):
    """The page at this address, unless it or a page above it is offline: its key, its type, and who may see it."""
    pages = Page.objects.filter(slug=slug, url_path=address, depth__lte=DEEPEST).filter(
        ~IsUnpublished("path")
    )
    return pages.values_list("pk", "content_type_id", IsRestricted("path"), IsAlias("path"))


@Prepared
def types_of_listed(*, keys):
    return listed(Page.objects.filter(pk__in=keys)).values_list("pk", "content_type_id")


@Prepared
def pages_of_type(model, *, keys):
    return model.objects.filter(pk__in=keys)


def specific_pages(types):
    """The pages as their own types, by key; `types` has the key of each with that of its type."""
    found = {}
    for type_key in {kind for _pk, kind in types}:
        model = ContentType.objects.get_for_id(type_key).model_class()
        keys = [pk for pk, kind in types if kind == type_key]
        found.update({page.pk: page for page in pages_of_type(model, keys=keys)})
    return found


def load_sections(pages):
    """The pages as a list, each with its `section` at hand: the platform that it stands below, or is."""
    pages, platforms = list(pages), platforms_by_path()
    for page in pages:
        ends = range(len(page.path), 0, -Page.steplen)
        page.section = next(
            (platforms[page.path[:end]] for end in ends if page.path[:end] in platforms), None
        )
    return pages


class BasePage(PublishingRules, Described, Page):
    """What every page has: a summary (Wagtail's `search_description`), themes, a picture, and a say in publishing."""

    # The rows that the page's own template shows, each with the keys of what they point at (`load_rows`).
    page_rows = {"page_themes": ["theme"]}
    is_section_page = False
    # Kept in memory to find other pages by: not to be shown.
    is_remembered = False
    # False for who has left: then nothing of the page is shown, however somebody comes to it.
    is_active = True
    # It was found to be open to everybody when it was looked up.
    is_open = False
    # Wagtail indexes a page before its rows are saved; `save` does it after.
    search_auto_update = False

    listing_image = models.ForeignKey(
        "cms.CustomImage",
        verbose_name=_("picture"),
        help_text=_("Landscape, at least 800 pixels wide. Shown above the text and in lists."),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    listing_image_caption = models.CharField(_("caption"), max_length=200, blank=True)
    reviewed_on = models.DateField(
        _("content reviewed on"),
        null=True,
        blank=True,
        help_text=_("When somebody last checked that all of this is still true."),
    )
    tags = ClusterTaggableManager(through=PageTag, verbose_name=_("keywords"), blank=True)

    objects = ListedManager()

    base_form_class = BasePageForm

    class Meta:
        abstract = True

    summary_panel = FieldPanel(
        "search_description",
        heading=_("Summary"),
        help_text=_(
            "One or two sentences, 300 characters at most. Shown in lists, search results and feeds."
        ),
    )
    theme_panel = MultipleChooserPanel(
        "page_themes", chooser_field_name="theme", heading=_("Themes"), label=_("theme"), max_num=MOST_THEMES
    )
    picture_panel = MultiFieldPanel(["listing_image", "listing_image_caption"], heading=_("Picture"))
    footnote_panel = InlinePanel(
        "footnotes",
        heading=_("Footnotes"),
        label=_("footnote"),
        classname="collapsed",
        help_text=_("Type [1] in the text where the note belongs, and give the note number 1 here."),
    )
    related_panel = MultipleChooserPanel(
        "related_pages",
        chooser_field_name="related",
        heading=_("See also"),
        label=_("page"),
        max_num=6,
        classname="collapsed",
    )
    # Unlike "title" alone, this panel fills in the web address while somebody types.
    title_panel = TitleFieldPanel("title")
    content_panels = [title_panel, summary_panel, theme_panel]
    promote_panels = [
        MultiFieldPanel(["slug", "seo_title"], heading=_("Web address and search engines")),
        "tags",
        "reviewed_on",
        *Page.settings_panels,  # the schedule, which has its screen under “Status”, and the comments
    ]
    settings_panels = []
    # `PageText` reads all words of a page: types add no SearchField, so that nothing hidden gets in by another way.
    search_fields = [*Page.search_fields, TitleStems(), BodyField(), BeginningField()]
    api_fields = EditedFields()

    @transaction.atomic
    def save(self, *args, **kwargs):
        saved = super().save(*args, **kwargs)
        keep_index(self, kwargs.get("update_fields"))
        return saved

    def clean(self):
        super().clean()
        if self.slug in RESERVED_SLUGS:
            raise ValidationError({"slug": _("The site itself uses this web address. Choose another one.")})

    def permissions_for_user(self, user):
        return SectionPermissionTester(user, self)

    def get_admin_display_title(self):
        """What was ever public keeps its public name until the next is: a chooser shows it to other teams too."""
        return self.title if self.live or self.first_published_at else super().get_admin_display_title()

    @classmethod
    def hidden(cls):
        """The pages of this type that nobody is to see though they are live, as a query; None where there are none."""
        return None

    def route(self, request, path_components):
        """Who takes a page offline means all below it: Wagtail would still answer there."""
        if not self.live:
            raise Http404
        if (path_components or self.is_remembered) and (found := self.page_at(path_components)):
            return found.route(request, [])
        if self.is_remembered:
            return self.route_again(request, path_components)
        return super().route(request, path_components)

    def route_again(self, request, path_components):
        """What is in memory leads to nothing: perhaps its place does, as the database knows it now."""
        if not path_components or not (found := self.page_at([])):
            raise Http404
        return found.route(request, path_components)

    @classmethod
    def get_indexed_objects(cls):
        return super().get_indexed_objects().prefetch_related(*searched_rows(cls))

    @cached_property
    def searched(self):
        """What search finds this page by, beside its title."""
        return PageText(self)

    @property
    def search_text(self):
        return self.searched.text

    def more_to_search(self):
        """What readers see on the page and its own fields, blocks and rows do not hold."""
        return []

    def page_at(self, slugs):
        """The live page at the end of these slugs, at once: Wagtail asks twice for every page on the way."""
        address = self.url_path + "".join(f"{slug}/" for slug in slugs)
        for pk, kind, is_restricted, is_alias in pages_at(slug=(slugs or [self.slug])[-1], address=address):
            if page := specific_pages([(pk, kind)]).get(pk):
                page.is_open = not (is_restricted or is_alias)
                return page
        return None

    def _get_site_root_paths(self, cache_object=None, **kwargs):
        """Where the sites begin: Wagtail would ask its cache for each page, and notes it for the whole request here."""
        return super()._get_site_root_paths(cache_object or this_moment(), **kwargs)

    def get_context(self, request, *args, **kwargs):
        load_rows([self], self.page_rows)
        return super().get_context(request, *args, **kwargs)

    def get_view_restrictions(self):
        """Nobody needs to ask again for what was known when the page was looked up."""
        return PageViewRestriction.objects.none() if self.is_open else super().get_view_restrictions()

    def check_to_publish(self, rows):
        yield from super().check_to_publish(rows)
        numbers = [note.number for note in rows("footnotes") if note.number]
        markers = [
            (name, int(found)) for name, text in self.texts() for found in FOOTNOTE_MARKER.findall(text)
        ]
        for name, number in markers:
            if number not in numbers:
                yield Problem(name, _("The text refers to footnote [%s], which is not there.") % number)
        for note in rows("footnotes"):
            if note.number not in {number for _name, number in markers}:
                yield Problem(
                    "number", _("No text refers to this footnote. Type its number in the text: [1]."), note
                )
            elif numbers.count(note.number) > 1:
                yield Problem("number", _("Two footnotes have this number."), note)

    @cached_property
    def pages_above(self):
        """The pages above this one that are live, from the home page down."""
        if self.pk is None:
            return []
        return pages_down_to(self.path[: -self.steplen])

    @cached_property
    def section(self):
        """The platform whose section holds this page, or None: the tree says so."""
        return load_sections([self])[0].section

    @cached_property
    def shown_region(self):
        """The region whose sign and colour the page carries: its own, else that of its platform."""
        return getattr(self, "region", None) or (self.section.region if self.section else None)

    @cached_property
    def themes(self):
        return [row.theme for row in with_keys(self.page_themes, "theme") if row.theme]

    @cached_property
    def keywords(self):
        return [row.tag for row in with_keys(self.tagged_items, "tag")]

    @cached_property
    def see_also(self):
        """The related pages that everybody may see, in the editor's order."""
        return self.listed_targets(self.related_pages, "related")

    def listed_targets(self, rows, key):
        """The pages that the rows point at by `key`, as far as everybody may see them, in the order of the rows."""
        ids = [pk for row in rows.all() if (pk := getattr(row, f"{key}_id"))]
        if not ids:
            return []
        found = specific_pages(types_of_listed(keys=ids))
        return [found[pk] for pk in ids if pk in found]
