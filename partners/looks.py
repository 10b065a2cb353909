"""How an embed looks: what a partner may ask beside the filters of the list."""

from django import forms
from django.db.models import TextChoices
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from .forms import MOST, AskedForm

# An embed is a part of somebody else's page.
USUAL_IN_EMBED = 6
LONGEST_HEADING = 100
REGIONS = [
    "regio-antwerpen",
    "rivierenland",
    "kempen",
    "halle-vilvoorde",
    "oost-brabant",
    "regio-brugge",
    "westhoek",
    "zuid-west-vlaanderen",
    "middenkust",
    "midwest",
    "denderregio",
    "vlaamse-ardennen",
    "regio-gent",
    "waasland",
    "limburg",
]


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


def choice(label, choices):
    error = {"invalid_choice": _("We don’t know “%(value)s”.")}
    return forms.ChoiceField(label=label, choices=choices, required=False, error_messages=error)


class PageEmbedForm(AskedForm):
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
    page_asked = 1

    @property
    def limit_asked(self):
        return self.chosen["limit"]
