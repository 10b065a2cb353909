import re

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models.base import ModelState
from django.http import Http404
from django.template.response import TemplateResponse
from django.utils import timezone, translation
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from modelcluster.contrib.taggit import ClusterTaggableManager
from wagtail.admin.panels import (
    FieldPanel,
    InlinePanel,
    MultiFieldPanel,
    MultipleChooserPanel,
    TitleFieldPanel,
)
from wagtail.models import Page, PageViewRestriction

from caching.compiled import Prepared
from caching.functions import cached_until_change
from caching.models import this_moment
from cms.api_fields import EditedFields
from cms.depth import refuse_new_page_too_deep
from cms.forms import BasePageForm, CopyPageForm
from cms.permissions import SectionPermissionTester
from cms.publishing import Problem, PublishingRules
from cms.querysets import ListedManager, listed, load_rows
from cms.routing import perhaps_restricted, published_page, specific_pages
from cms.schedule import Scheduled
from cms.sections import load_sections
from cms.slugs import slug_for
from search.indexing import BeginningField, BodyField, TitleStems, update_search_index
from search.page_text import PageText, search_prefetches

from .entries import EntryMixin
from .page_rows import PageTag
from .picture_consent import shown
from .reviewed import Reviewed
from .revisions import without_lost_keys
from .rows import with_keys
from .starting_texts import untouched_texts

FOOTNOTE_MARKER = re.compile(r"\[(\d{1,2})\]")
LINE_BREAKS = re.compile(r"[\r\n]+")
MOST_THEMES = 5
# First parts of the site's own URLs; no page may use one as slug, anywhere in the tree.
RESERVED_SLUGS = {
    "admin",
    "api",
    "cijfers",
    "concept",
    "documents",
    "embed",
    "health",
    "id",
    "inschrijven",
    "inschrijving",
    "insluiten",
    "media",
    "metrics",
    "oembed",
    "organisaties",
    "reactie",
    "static",
    "themas",
    "vind-je-platform",
    "zoeken",
}


@cached_until_change(Page)
def pages_down_to(path):
    """The live pages from the home page down to this path, with the columns that breadcrumbs show."""
    paths = [path[:end] for end in range(2 * Page.steplen, len(path) + 1, Page.steplen)]
    pages = Page.objects.filter(path__in=paths).live().order_by("path")
    return list(pages.only("title", "path", "depth", "url_path"))


@Prepared
def types_of_listed(*, keys):
    return listed(Page.objects.filter(pk__in=keys)).values_list("pk", "content_type_id")


class BasePage(PublishingRules, EntryMixin, Reviewed, Scheduled, Page):
    """The base of all page types: summary (Wagtail's `search_description`), themes, picture, keywords, publishing
    rules.
    """

    # Child relations that the page's template shows, each with the foreign keys to load (`load_rows`).
    page_rows = {"page_themes": ["theme"]}
    is_section_page = False
    # Anchor in the handbook for editors, docs/redactie.md and its chapters.
    handbook_section = ""
    # True for a cached home page that only serves for routing; never render it.
    is_cached_root = False
    # The fields that only reviewers set (`BasePageForm`).
    reviewer_fields = ()
    # False for a coordinator who has left: then nothing of the page is shown at any address.
    is_active = True
    # Lists set it (`load_card_pictures`).
    card_picture = None
    # Wagtail would index a page before its child rows are saved; `save` does it after.
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
    tags = ClusterTaggableManager(through=PageTag, verbose_name=_("keywords"), blank=True)

    # Marks the invented demo content; `remove_examples` deletes it.
    is_example = models.BooleanField(default=False, editable=False)
    exclude_fields_in_copy = ["is_example", "reviewed_on", "review_by", "outdated_since"]

    objects = ListedManager()

    base_form_class = BasePageForm
    copy_form_class = CopyPageForm

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
    # Unlike plain "title", this panel fills in the slug while somebody types.
    title_panel = TitleFieldPanel("title")
    content_panels = [title_panel, summary_panel, theme_panel]
    promote_panels = [
        MultiFieldPanel(["slug", "seo_title"], heading=_("Web address and search engines")),
        "tags",
        *Page.settings_panels,  # the schedule, which has its screen under “Status”, and the comments
    ]
    settings_panels = []
    # `PageText` reads all words of a page. Page types add no SearchField, so hidden fields never get indexed.
    search_fields = [*Page.search_fields, TitleStems(), BodyField(), BeginningField()]
    api_fields = EditedFields()

    @transaction.atomic
    def save(self, *args, **kwargs):
        refuse_new_page_too_deep(self)
        saved = super().save(*args, **kwargs)
        update_search_index(self, kwargs.get("update_fields"))
        return saved

    def _set_core_field_defaults(self):
        """Makes a slug for titles in any script; Wagtail's own only keeps their Latin letters."""
        parent = self.get_parent() if self.path else getattr(self, "_cached_parent_obj", None)
        if not self.slug and parent:
            self.slug = self._get_autogenerated_slug(slug_for(self.title) or self._slug_of_today())
        super()._set_core_field_defaults()

    def _slug_of_today(self):
        return f"{slug_for(str(self._meta.verbose_name))}-{timezone.localdate()}"

    def clean(self):
        super().clean()
        # Django refuses to send a mail whose subject has a line break, and Wagtail's notices have the title there.
        self.title = LINE_BREAKS.sub(" ", self.title)
        if self.slug in RESERVED_SLUGS:
            raise ValidationError({"slug": _("The site itself uses this web address. Choose another one.")})

    def with_content_json(self, content):
        """Keeps `is_example`: in a copy, old revisions still hold the value of the original."""
        page = super().with_content_json(content)
        page.is_example = self.is_example
        return page

    def permissions_for_user(self, user):
        return SectionPermissionTester(user, self)

    def get_admin_display_title(self) -> str:
        """The published title, if there ever was one: choosers show it to other teams too."""
        return self.title if self.live or self.first_published_at else super().get_admin_display_title()

    @classmethod
    def can_create_at(cls, parent) -> bool:
        """As Wagtail's, but for how it counts: it reads every page below the parent, for many types on each screen."""
        if cls.max_count_per_parent is None or cls.max_count is not None or not cls.can_exist_under(parent):
            return super().can_create_at(parent)
        has_place = cls.objects.child_of(parent).count() < cls.max_count_per_parent
        return cls.is_creatable and has_place

    @classmethod
    def from_db(cls, db, field_names, values):
        """Makes a page of its row without `__init__`: that looks for child rows among its arguments, which takes most
        of the time.
        """
        page = cls.__new__(cls)
        page._state = ModelState()
        page._state.adding, page._state.db = False, db
        for name, value in zip(field_names, values, strict=True):
            setattr(page, name, value)
        return page

    @classmethod
    def from_serializable_data(cls, data, *args, **kwargs):
        return super().from_serializable_data(without_lost_keys(cls, data), *args, **kwargs)

    def propose(self, section) -> None:
        """Sets the presets of a new page in this section (a platform or None). Saves nothing."""

    def propose_about(self, subject) -> None:
        """Sets the presets of a new page about this page (`subject`), beside those of `propose`. Saves nothing."""

    @property
    def leading_organisations(self) -> list:
        """Whose it is, as Organisation objects: the owners of a practice, who organises an event."""
        return []

    @classmethod
    def hidden(cls):
        """A queryset of the live pages of this type that nobody may see, or None if there are none."""
        return None

    def route(self, request, path_components):
        """Routes below this page; 404 below an offline page, where Wagtail would still answer."""
        if not self.live:
            raise Http404
        if (path_components or self.is_cached_root) and (page := self.page_below(path_components)):
            return page.route(request, [])
        if self.is_cached_root:
            return self.route_from_database(request, path_components)
        return super().route(request, path_components)

    def route_from_database(self, request, path_components):
        """Routes from the stored version of a cached page that found nothing: a child's address may have changed."""
        if not path_components or not (page := self.page_below([])):
            raise Http404
        return page.route(request, path_components)

    @property
    def picture_file(self) -> str:
        """What the URL of the whole picture has behind that of the page; empty where not everybody may have it."""
        image = self.shown_picture
        return f"foto.{image.kind}" if self.live and image and image.is_public else ""

    @property
    def shown_picture(self):
        """The picture, or None if there is none to show."""
        return shown(self.listing_image)

    @property
    def shown_caption(self) -> str:
        """The caption; empty with a picture that is not shown, because it may name who is in it."""
        is_hidden = self.listing_image and not self.shown_picture
        return "" if is_hidden else self.listing_image_caption

    @classmethod
    def get_indexed_objects(cls):
        return super().get_indexed_objects().prefetch_related(*search_prefetches(cls))

    @cached_property
    def searched(self):
        """The words that search indexes, except the title."""
        return PageText(self)

    @property
    def search_text(self) -> str:
        return self.searched.text

    def more_to_search(self) -> list:
        """Words that the page shows but that are in none of its own fields, blocks and rows."""
        return []

    @property
    def kind_to_search(self) -> str:
        """The name of the page type in Dutch, as the site shows it with a result: coördinator."""
        with translation.override(settings.LANGUAGE_CODE):
            return str(self._meta.verbose_name)

    def unseen_to_search(self) -> list:
        """What the page is found by but what stands in no snippet: names of where it belongs. Sets `section`."""
        [page] = load_sections([self])
        if not page.section or page.section.pk == self.pk:
            return []
        region = page.section.region
        return [page.section.title, region.name if region else ""]

    def page_below(self, slugs) -> Page | None:
        """The published page at this path of slugs, in one query; Wagtail needs two for each level."""
        address = self.url_path + "".join(f"{slug}/" for slug in slugs)
        return published_page((slugs or [self.slug])[-1], address)

    def _get_site_root_paths(self, cache_object=None, **kwargs):
        """Caches the sites' root paths per request; Wagtail would read its cache for every page."""
        return super()._get_site_root_paths(cache_object or this_moment(), **kwargs)

    def get_context(self, request, *args, **kwargs):
        load_rows([self], self.page_rows)
        return super().get_context(request, *args, **kwargs)

    def get_view_restrictions(self):
        """Skips Wagtail's query per ancestor for pages that no restriction can apply to."""
        if not perhaps_restricted(key=self.pk):
            return PageViewRestriction.objects.none()
        return super().get_view_restrictions()

    def serve_password_required_response(self, request, form, action_url):
        """As Wagtail's, but without the page's context: how many pages a private list has is private too."""
        context = {"form": form, "action_url": action_url}
        return TemplateResponse(request, "wagtailcore/password_required.html", context)

    def check_to_publish(self, rows):
        yield from super().check_to_publish(rows)
        yield from self._check_footnotes(rows)
        for name in untouched_texts(self):
            yield Problem(
                name,
                _("This is still the text that a new page begins with. Write your own, or empty the field."),
            )

    def _check_footnotes(self, rows):
        numbers = [note.number for note in rows("footnotes") if note.number]
        markers = [
            (name, int(digits)) for name, text in self.texts() for digits in FOOTNOTE_MARKER.findall(text)
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
        """The live ancestors, from the home page down."""
        if self.pk is None:
            return []
        return pages_down_to(self.path[: -self.steplen])

    @property
    def full_title(self) -> str:
        """The title where nothing around the page says whose it is: its own heading, search engines, feeds."""
        return self.title

    @cached_property
    def section(self):
        """The platform above this page in the tree, or None."""
        return load_sections([self])[0].section

    @cached_property
    def display_region(self):
        """The region whose sign and colour the page shows: its own, else its platform's, else None."""
        return getattr(self, "region", None) or (self.section.region if self.section else None)

    @cached_property
    def themes(self) -> list:
        return [row.theme for row in with_keys(self.page_themes, "theme") if row.theme]

    @cached_property
    def keywords(self) -> list:
        return [row.tag for row in with_keys(self.tagged_items, "tag")]

    @cached_property
    def see_also(self) -> list:
        """The listed related pages, in the editor's order."""
        return self.listed_targets(self.related_pages, "related")

    @property
    def linked_pages(self) -> list:
        """The listed pages that it links to by itself, which no suggestion repeats."""
        return self.see_also

    def listed_targets(self, rows, key) -> list:
        """The listed pages that these rows point at by the foreign key `key`, in the order of the rows."""
        ids = [pk for row in rows.all() if (pk := getattr(row, f"{key}_id"))]
        if not ids:
            return []
        pages = specific_pages(types_of_listed(keys=ids))
        return [pages[pk] for pk in ids if pk in pages]
