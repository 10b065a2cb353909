"""How an embed looks: what a partner may ask beside the filters of the list."""

from django import forms
from django.db.models import TextChoices
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from cms.regions import REGIONS

from .forms import MOST, USUAL, ParameterForm

# An embed is a part of somebody else's page.
USUAL_IN_EMBED = 6
LONGEST_HEADING = 100


class Layout(TextChoices):
    """How much an embed shows of each item."""

    CARDS = "cards", _("Cards")
    LIST = "list", _("List")
    COMPACT = "compact", _("Titles only")


class Scheme(TextChoices):
    """Light or dark. Not called theme: that is what content is about."""

    AUTO = "auto", _("As the visitor has it")
    LIGHT = "light", _("Light")
    DARK = "dark", _("Dark")


class Accent(TextChoices):
    """The colour of lines and signs: a name of the palette (docs/design-language.md), checked for contrast."""

    OWN = "own", _("Of each item’s own region")
    GREEN = "green", _("Green")
    INK = "ink", _("Black")


# WordPress shows no frame higher than this, in a column of this width: the usual number of titles fits.
WORDPRESS_WIDTH, WORDPRESS_HEIGHT = 500, 1000


class Place(TextChoices):
    """Where a list is to be shown or read."""

    WORDPRESS = "wordpress", "WordPress"
    DRUPAL = "drupal", "Drupal"
    SITE = "site", _("Ordinary site")
    READER = "reader", _("Feed reader")
    PROGRAM = "program", _("Program")


def for_wordpress(query):
    """The same query string, with the layout that fits WordPress where it says none."""
    if query.get("layout"):
        return query
    query = query.copy()
    query["layout"] = Layout.COMPACT.value
    return query


def choice(label, choices):
    error = {"invalid_choice": _("We don’t know “%(value)s”.")}
    return forms.ChoiceField(label=label, choices=choices, required=False, error_messages=error)


class PageEmbedForm(ParameterForm):
    """How an embed looks: its colour, and light or dark. What nobody asks is as usual."""

    accent = choice(_("Colour"), [*Accent.choices, *[(slug, slug) for slug in REGIONS]])
    scheme = choice(_("Light or dark"), Scheme.choices)

    usual = {"layout": Layout.CARDS, "accent": Accent.OWN, "scheme": Scheme.AUTO, "heading": ""}

    @cached_property
    def chosen(self):
        """How it is to look; what can't be read is as usual."""
        self.is_valid()
        return {key: self.cleaned_data.get(key) or usual for key, usual in self.usual.items()}

    @property
    def unusual(self):
        """What is not as usual: for the one address of how it looks."""
        return {key: value for key, value in self.chosen.items() if value != self.usual[key]}

    @property
    def region(self):
        """The region whose colour it all has, if somebody chose one."""
        return self.chosen["accent"] if self.chosen["accent"] in REGIONS else ""


class EmbedForm(PageEmbedForm):
    """The same for a list: how many items, how much of each, and what stands above them."""

    layout = choice(_("Layout"), Layout.choices)
    limit = forms.IntegerField(label=_("Number of items"), required=False, min_value=1, max_value=MOST)
    heading = forms.CharField(label=_("Title above the list"), required=False, max_length=LONGEST_HEADING)

    usual = {**PageEmbedForm.usual, "limit": USUAL_IN_EMBED}
    page_number = 1

    @property
    def page_size(self):
        return self.chosen["limit"]


class WordPressForm(EmbedForm):
    """How a list looks in WordPress, which has less room for it."""

    usual = {**EmbedForm.usual, "layout": Layout.COMPACT}


class ReadForm(EmbedForm):
    """How much of a list is read: as much as feeds tell when nobody asks."""

    usual = {**EmbedForm.usual, "limit": USUAL}


LOOKS = {
    Place.WORDPRESS: WordPressForm,
    Place.DRUPAL: EmbedForm,
    Place.SITE: EmbedForm,
    Place.READER: ReadForm,
    Place.PROGRAM: ReadForm,
}


class PlaceForm(ParameterForm):
    """Where the list is to come: what a builder asks first."""

    place = choice(_("Where will it stand?"), Place.choices)

    @property
    def chosen(self):
        self.is_valid()
        return Place(self.cleaned_data.get("place") or Place.SITE)
