"""The blocks of platforms, programmes and coordinators."""

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from wagtail import blocks
from wagtail.images.blocks import ImageChooserBlock
from wagtail.snippets.blocks import SnippetChooserBlock

from cms.blocks import LINE_FEATURES, TEXT_FEATURES, ImageBlock, LineBlock, VideoBlock, VideoValue
from cms.models.people import current_person
from fields.field_blocks import DateBlock, IntegerBlock, PartialDateBlock, URLBlock

BODY_KINDS = [
    ("policy_group", _("policy body")),
    ("steering_group", _("steering group")),
    ("mandate_group", _("mandate group")),
    ("working_group", _("working group")),
    ("advisory", _("advisory body")),
]

# ISO 639 codes; sgn-vgt is Flemish Sign Language (BCP 47).
LANGUAGES = [
    ("nl", _("Dutch")),
    ("fr", _("French")),
    ("en", _("English")),
    ("de", _("German")),
    ("sgn-vgt", _("Flemish Sign Language")),
    ("ar", _("Arabic")),
    ("es", _("Spanish")),
    ("pl", _("Polish")),
    ("ro", _("Romanian")),
    ("tr", _("Turkish")),
    ("uk", _("Ukrainian")),
]


class GoverningBodyValue(blocks.StructValue):
    @property
    def kind_label(self):
        return dict(BODY_KINDS).get(self["kind"], "")

    @property
    def representation(self):
        """“2 representatives per municipality, with substitutes”; empty without a number."""
        count = self["reps_per_municipality"]
        if not count:
            return ""
        text = ngettext(
            "%(count)s representative per municipality", "%(count)s representatives per municipality", count
        ) % {"count": count}
        return ", ".join([text, str(_("with substitutes"))]) if self["has_substitutes"] else text

    @property
    def shown_chair(self):
        """The chair, unless that person has left."""
        return current_person(self["chair"])


class GoverningBodyBlock(blocks.StructBlock):
    """A body that governs or advises the platform: the beleidsgroep of seed 003, the stuurgroep of seed 002."""

    name = blocks.CharBlock(label=_("Name"), max_length=120)
    kind = blocks.ChoiceBlock(label=_("Kind"), choices=BODY_KINDS, required=False)
    description = blocks.RichTextBlock(label=_("Description"), required=False, features=TEXT_FEATURES)
    tasks = blocks.ListBlock(LineBlock(max_length=400), label=_("Tasks"), default=[])
    reps_per_municipality = IntegerBlock(
        label=_("Representatives per municipality"), required=False, min_value=0, max_value=9
    )
    has_substitutes = blocks.BooleanBlock(label=_("With substitutes"), required=False)
    meeting_frequency = blocks.CharBlock(
        label=_("How often it meets"),
        required=False,
        max_length=80,
        help_text=_("For example: every two months"),
    )
    chair = SnippetChooserBlock("cms.Person", label=_("Chair"), required=False)

    class Meta:
        icon = "group"
        label = _("Body")
        value_class = GoverningBodyValue


class GoverningBodiesBlock(blocks.StreamBlock):
    """The bodies of a platform."""

    body = GoverningBodyBlock()


class MomentBlock(blocks.StructBlock):
    """An event in the history of the platform, with a date precise to the day, month or year."""

    date = PartialDateBlock(label=_("Date"))
    title = blocks.CharBlock(label=_("Title"), max_length=160)
    text = blocks.TextBlock(label=_("Text"), required=False)

    class Meta:
        icon = "calendar-alt"
        label = _("Moment")


class HistoryBlock(blocks.StreamBlock):
    """The history of a platform as dated moments, in the editor's order."""

    moment = MomentBlock()


class HighlightValue(blocks.StructValue):
    @property
    def about(self):
        """The theme and the organisations involved."""
        parts = [self["theme"], *self["organisations"]]
        return ", ".join(str(part) for part in parts if part)

    @property
    def is_current(self):
        """`until` is the last day."""
        return self["until"] is None or self["until"] >= timezone.localdate()

    def address(self, pages_by_key):
        """The URL of the link: that of a page among the given listed ones, or of another site; else empty."""
        page = pages_by_key.get(self["link_page"].pk) if self["link_page"] else None
        return page.url if page else self["link_url"] or ""

    def label(self, pages_by_key):
        page = pages_by_key.get(self["link_page"].pk) if self["link_page"] else None
        return self["link_label"] or (page.title if page else _("Read more"))


class HighlightBlock(blocks.StructBlock):
    """A highlight (“In de kijker”). A label without a link announces that the link will follow (seed 003)."""

    heading = blocks.CharBlock(label=_("Title"), max_length=120)
    text = blocks.RichTextBlock(label=_("Text"), features=TEXT_FEATURES)
    theme = SnippetChooserBlock("cms.Theme", label=_("Theme"), required=False)
    organisations = blocks.ListBlock(
        SnippetChooserBlock("cms.Organisation", label=_("Organisation")),
        label=_("Organisations involved"),
        default=[],
    )
    link_page = blocks.PageChooserBlock(label=_("Link to a page of this site"), required=False)
    link_url = URLBlock(label=_("Or to another site"), required=False)
    link_label = blocks.CharBlock(label=_("Text of the link"), required=False, max_length=120)
    image = ImageChooserBlock(label=_("Picture"), required=False)
    until = DateBlock(
        label=_("Show until"), required=False, help_text=_("The last day. Leave empty to keep showing it.")
    )

    class Meta:
        icon = "pick"
        label = _("Highlight")
        value_class = HighlightValue


class HighlightsBlock(blocks.StreamBlock):
    """The highlights of a platform, in the editor's order."""

    highlight = HighlightBlock()


class PlatformVideoValue(VideoValue):
    @property
    def about(self):
        """The theme and the regions of the video."""
        return ", ".join(str(part) for part in [self["theme"], *self["regions"]] if part)


class PlatformVideoBlock(VideoBlock):
    """A video of the platform, with its theme and regions (seed 003: Rivierenland and Rupelstreek)."""

    theme = SnippetChooserBlock("cms.Theme", label=_("Theme"), required=False)
    regions = blocks.ListBlock(
        blocks.CharBlock(label=_("Region"), max_length=80), label=_("Regions in the video"), default=[]
    )

    class Meta:
        value_class = PlatformVideoValue


class VideosBlock(blocks.StreamBlock):
    """Videos, which load when the visitor clicks."""

    video = PlatformVideoBlock()


class GalleryBlock(blocks.StreamBlock):
    """Pictures; one with a caption only is announced as still to come."""

    image = ImageBlock()


class PartBlock(blocks.StructBlock):
    """A part of an action programme, numbered by its position."""

    title = blocks.CharBlock(label=_("Title"), required=False, max_length=160)
    text = blocks.RichTextBlock(label=_("Text"), features=LINE_FEATURES)

    class Meta:
        icon = "order"
        label = _("Part")


class PartsBlock(blocks.StreamBlock):
    """The parts of an action programme, numbered in their order."""

    part = PartBlock()


class LanguageBlock(blocks.ChoiceBlock):
    """A language that the coordinator speaks."""

    choices = LANGUAGES

    class Meta:
        icon = "globe"
        label = _("Language")


class LanguagesBlock(blocks.StreamBlock):
    """Languages, each once."""

    language = LanguageBlock()
