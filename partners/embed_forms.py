"""Forms for the display options of embeds, and for the place where the builder's code will be used."""

from django import forms
from django.db.models import TextChoices
from django.http import QueryDict
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from cms.regions import REGIONS

from .forms import DEFAULT_LIMIT, MAX_LIMIT, ParameterForm

# Fewer than in a feed: an embed is only part of a page.
DEFAULT_EMBED_LIMIT = 6
MAX_HEADING_LENGTH = 100


class Layout(TextChoices):
    """How much an embed shows of each item."""

    CARDS = "cards", _("Cards")
    LIST = "list", _("List")
    COMPACT = "compact", _("Titles only")


class Scheme(TextChoices):
    """The colour scheme. Not called theme, which is a vocabulary of the content."""

    AUTO = "auto", _("As the visitor has it")
    LIGHT = "light", _("Light")
    DARK = "dark", _("Dark")


class Accent(TextChoices):
    """The colour of lines and icons: a colour of the palette, all checked for contrast (docs/design-language.md)."""

    OWN = "own", _("Of each item’s own region")
    GREEN = "green", _("Green")
    INK = "ink", _("Black")


# WordPress limits a frame to this height, in pixels, in a column of about this width. The default number of items fits
# as titles only.
WORDPRESS_WIDTH, WORDPRESS_HEIGHT = 500, 1000


class Place(TextChoices):
    """Where a list will be used: a kind of website or program."""

    WORDPRESS = "wordpress", "WordPress"
    DRUPAL = "drupal", "Drupal"
    SITE = "site", _("Ordinary site")
    READER = "reader", _("Feed reader")
    PROGRAM = "program", _("Program")


def with_wordpress_layout(query) -> QueryDict:
    """The query string with the default layout for WordPress if it has no layout."""
    if query.get("layout"):
        return query
    query = query.copy()
    query["layout"] = Layout.COMPACT.value
    return query


def choice_field(label, choices) -> forms.ChoiceField:
    """An optional field whose error message names the invalid value."""
    error = {"invalid_choice": _("We don’t know “%(value)s”.")}
    return forms.ChoiceField(label=label, choices=choices, required=False, error_messages=error)


class PageEmbedForm(ParameterForm):
    """The display options of an embed of one page: colour and colour scheme."""

    accent = choice_field(_("Colour"), [*Accent.choices, *[(slug, slug) for slug in REGIONS]])
    scheme = choice_field(_("Light or dark"), Scheme.choices)

    defaults = {"layout": Layout.CARDS, "accent": Accent.OWN, "scheme": Scheme.AUTO, "heading": ""}

    @cached_property
    def chosen(self) -> dict:
        """The value of each option; the default where it is missing or invalid."""
        self.is_valid()
        return {key: self.cleaned_data.get(key) or default for key, default in self.defaults.items()}

    @property
    def non_defaults(self) -> dict:
        """The options that differ from their default. Only these are in the canonical URL."""
        return {key: value for key, value in self.chosen.items() if value != self.defaults[key]}

    @property
    def region(self) -> str:
        """The slug of the region whose colour the whole embed has; empty if another colour was chosen."""
        return self.chosen["accent"] if self.chosen["accent"] in REGIONS else ""


class EmbedForm(PageEmbedForm):
    """The display options of an embed of a list: also layout, number of items and heading.

    Also the `format_form` of a `Listing`, so it has a page size and number; an embed shows the first page only.
    """

    layout = choice_field(_("Layout"), Layout.choices)
    limit = forms.IntegerField(label=_("Number of items"), required=False, min_value=1, max_value=MAX_LIMIT)
    heading = forms.CharField(label=_("Title above the list"), required=False, max_length=MAX_HEADING_LENGTH)

    defaults = {**PageEmbedForm.defaults, "limit": DEFAULT_EMBED_LIMIT}
    page_number = 1

    @property
    def page_size(self) -> int:
        """The number of items."""
        return self.chosen["limit"]


class WordPressEmbedForm(EmbedForm):
    """The options for WordPress, which limits the height of a frame, so that titles only are the default."""

    defaults = {**EmbedForm.defaults, "layout": Layout.COMPACT}


class FeedOptionsForm(EmbedForm):
    """The options for feeds and data, which have another default number of items. Only the limit has an effect."""

    defaults = {**EmbedForm.defaults, "limit": DEFAULT_LIMIT}


OPTION_FORMS = {
    Place.WORDPRESS: WordPressEmbedForm,
    Place.DRUPAL: EmbedForm,
    Place.SITE: EmbedForm,
    Place.READER: FeedOptionsForm,
    Place.PROGRAM: FeedOptionsForm,
}


class PlaceForm(ParameterForm):
    """The place where the list will be used."""

    place = choice_field(_("Where will it stand?"), Place.choices)

    @property
    def chosen(self) -> Place:
        """An ordinary site if the value is missing or invalid."""
        self.is_valid()
        return Place(self.cleaned_data.get("place") or Place.SITE)
