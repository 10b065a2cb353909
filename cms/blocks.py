"""The blocks that running text and typed lists are made of. A fact gets a field; a list that is only shown, a block."""

import re

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.contrib.typed_table_block.blocks import TypedTableBlock
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.images.blocks import ImageChooserBlock
from wagtail.snippets.blocks import SnippetChooserBlock

from cms.models.people import shown_person

TEXT_FEATURES = ["bold", "italic", "link", "document-link", "ul", "ol"]
LINE_FEATURES = ["bold", "italic", "link"]

# Players that are embedded; any other address becomes a plain link. Tracking-free where the provider offers it.
VIDEO_PLAYERS = [
    (
        re.compile(r"^https://(?:www\.)?youtube\.com/watch\?v=([\w-]{6,20})"),
        "https://www.youtube-nocookie.com/embed/{}",
    ),
    (re.compile(r"^https://youtu\.be/([\w-]{6,20})"), "https://www.youtube-nocookie.com/embed/{}"),
    (re.compile(r"^https://(?:www\.)?vimeo\.com/(\d{4,12})"), "https://player.vimeo.com/video/{}?dnt=1"),
]


class HeadingBlock(blocks.CharBlock):
    """A heading of the second level: the first is the title, and a jump would break the outline."""

    class Meta:
        icon = "title"
        label = _("Heading")
        template = "blocks/heading.html"


class ParagraphBlock(blocks.RichTextBlock):
    """Text with links. [1] refers to a footnote of the page."""

    class Meta:
        icon = "pilcrow"
        label = _("Text")
        features = TEXT_FEATURES
        template = "blocks/paragraph.html"


class QuoteValue(blocks.StructValue):
    @property
    def speaker_name(self):
        """Empty when the speaker has left: the quote stays, the name goes."""
        person = shown_person(self.get("person"))
        return self.get("name") or (person.name if person else "")

    @property
    def speaker_function(self):
        person = shown_person(self.get("person"))
        return self.get("function") or (person.function if person else "")


class QuoteBlock(blocks.StructBlock):
    """What somebody said, with the function as at the time. Seed 000: one speaker, two functions."""

    text = blocks.TextBlock(label=_("Quote"), max_length=800)
    lead_in = blocks.CharBlock(
        label=_("Words before it"), required=False, help_text=_("For example: is enthousiast:")
    )
    person = SnippetChooserBlock("cms.Person", label=_("Speaker"), required=False)
    name = blocks.CharBlock(
        label=_("Name, if the speaker is not in the list"), required=False, max_length=120
    )
    function = blocks.CharBlock(label=_("Function, as at the time"), required=False, max_length=200)

    class Meta:
        icon = "openquote"
        label = _("Quote")
        template = "blocks/quote.html"
        value_class = QuoteValue

    def clean(self, value):
        cleaned = super().clean(value)
        is_said_by = any(cleaned.get(key) for key in ("name", "person", "function"))
        if not self.is_deferred_validation and not is_said_by:
            raise blocks.StructBlockValidationError({"name": ValidationError(_("Say who said this."))})
        return cleaned


class ImageValue(blocks.StructValue):
    @property
    def shown_alt(self):
        """What it shows here, else what stands with the picture."""
        return self["alt"] or (self["image"].default_alt_text if self["image"] else "")


class ImageBlock(blocks.StructBlock):
    """A picture in the text. What it shows is asked once, with the picture itself."""

    image = ImageChooserBlock(label=_("Picture"), required=False)
    alt = blocks.CharBlock(
        label=_("What it shows here"),
        required=False,
        max_length=200,
        help_text=_("Only if that differs from what stands with the picture."),
    )
    caption = blocks.CharBlock(label=_("Caption"), required=False, max_length=250)

    class Meta:
        icon = "image"
        label = _("Picture")
        template = "blocks/image.html"
        value_class = ImageValue

    def clean(self, value):
        cleaned = super().clean(value)
        if not self.is_deferred_validation and not cleaned["image"] and not cleaned["caption"]:
            raise blocks.StructBlockValidationError({"image": ValidationError(_("Choose a picture."))})
        return cleaned


class VideoKind:
    CHOICES = [("aftermovie", _("aftermovie")), ("interview", _("interview")), ("explainer", _("explainer"))]


class VideoValue(blocks.StructValue):
    @property
    def player(self):
        """The address of the embedded player, or an empty string for sites we don't embed."""
        for pattern, player in VIDEO_PLAYERS:
            if found := pattern.match(self["url"] or ""):
                return player.format(found[1])
        return ""

    @property
    def kind_label(self):
        return dict(VideoKind.CHOICES).get(self["kind"], "")


class VideoBlock(blocks.StructBlock):
    """A video elsewhere. Nothing of the other site loads before the visitor clicks."""

    kind = blocks.ChoiceBlock(label=_("Kind"), choices=VideoKind.CHOICES, required=False)
    title = blocks.CharBlock(label=_("Title"), required=False, max_length=120)
    url = blocks.URLBlock(
        label=_("Web address"), required=False, help_text=_("From YouTube or Vimeo; other sites get a link.")
    )
    event_date = blocks.DateBlock(label=_("Date of the event"), required=False)
    caption = blocks.TextBlock(label=_("Caption"), required=False)
    has_captions = blocks.BooleanBlock(label=_("The video has subtitles"), required=False)
    transcript = blocks.RichTextBlock(label=_("Written-out text"), required=False, features=TEXT_FEATURES)

    class Meta:
        icon = "media"
        label = _("Video")
        template = "blocks/video.html"
        value_class = VideoValue

    def clean(self, value):
        cleaned = super().clean(value)
        if self.is_deferred_validation:
            return cleaned
        has_words = cleaned.get("has_captions") or str(cleaned.get("transcript") or "").strip()
        if cleaned.get("url") and not has_words:
            message = _("Write out what is said, or tick that the video has subtitles (WCAG 1.2).")
            raise blocks.StructBlockValidationError({"transcript": ValidationError(message)})
        return cleaned


class FileBlock(blocks.StructBlock):
    """A file to download, shown with its kind and size."""

    document = DocumentChooserBlock(label=_("File"))
    title = blocks.CharBlock(label=_("Title"), required=False, max_length=160)

    class Meta:
        icon = "doc-full"
        label = _("File")
        template = "blocks/file.html"


class TableBlock(TypedTableBlock):
    """A table with a heading above each column."""

    def __init__(self, local_blocks=None, **kwargs):
        columns = [("text", blocks.CharBlock(label=_("Text"), required=False))]
        super().__init__(local_blocks or columns, **kwargs)

    class Meta:
        icon = "table"
        label = _("Table")
        template = "blocks/table.html"


class CalloutBlock(blocks.StructBlock):
    """Something the reader must not miss."""

    title = blocks.CharBlock(label=_("Title"), max_length=120)
    text = blocks.RichTextBlock(label=_("Text"), features=TEXT_FEATURES)

    class Meta:
        icon = "info-circle"
        label = _("Call-out")
        template = "blocks/callout.html"


class KeyFigureBlock(blocks.StructBlock):
    """A number with a source."""

    figure = blocks.CharBlock(label=_("Figure"), max_length=30)
    label = blocks.CharBlock(label=_("What it counts"), max_length=160)
    source = blocks.CharBlock(label=_("Source"), max_length=200)

    class Meta:
        icon = "order"
        label = _("Key figure")


class KeyFiguresBlock(blocks.ListBlock):
    """Numbers side by side, each with its source."""

    def __init__(self, child_block=None, **kwargs):
        super().__init__(child_block or KeyFigureBlock(), **kwargs)

    class Meta:
        icon = "order"
        label = _("Key figures")
        template = "blocks/key_figures.html"


class FoldBlock(blocks.StructBlock):
    """A title that opens on a text."""

    title = blocks.CharBlock(label=_("Title"), max_length=160)
    text = blocks.RichTextBlock(label=_("Text"), features=TEXT_FEATURES)

    class Meta:
        icon = "arrow-down"
        label = _("Fold")


class AccordionBlock(blocks.ListBlock):
    """Texts that open one by one."""

    def __init__(self, child_block=None, **kwargs):
        super().__init__(child_block or FoldBlock(), **kwargs)

    class Meta:
        icon = "list-ul"
        label = _("Accordion")
        template = "blocks/accordion.html"


class BodyBlock(blocks.StreamBlock):
    """Running text: what every page that tells a story is written in."""

    heading = HeadingBlock()
    paragraph = ParagraphBlock()
    quote = QuoteBlock()
    image = ImageBlock()
    video = VideoBlock()
    file = FileBlock()
    table = TableBlock()
    callout = CalloutBlock()
    key_figures = KeyFiguresBlock()
    accordion = AccordionBlock()


class LabelledTextBlock(blocks.StructBlock):
    """A word and what it means: the drivers and motives of seed 004, the coordinator's roles of seed 002."""

    label = blocks.CharBlock(label=_("Label"), max_length=120)
    text = blocks.RichTextBlock(label=_("Text"), features=LINE_FEATURES)

    class Meta:
        icon = "list-ul"
        label = _("Item")


class LineBlock(blocks.CharBlock):
    """One line of a list."""

    class Meta:
        icon = "list-ul"
        label = _("Line")


class LinesBlock(blocks.StreamBlock):
    """A list of lines: objectives, success factors, what is included."""

    line = LineBlock(max_length=400)


class LabelledTextsBlock(blocks.StreamBlock):
    """A list of labelled texts."""

    item = LabelledTextBlock()


class StepBlock(blocks.StructBlock):
    """A step or phase: its name, what happens, how long it takes."""

    title = blocks.CharBlock(label=_("Title"), max_length=120)
    text = blocks.RichTextBlock(label=_("Text"), required=False, features=LINE_FEATURES)
    duration = blocks.CharBlock(label=_("Duration"), required=False, max_length=60)

    class Meta:
        icon = "order"
        label = _("Step")


class StepsBlock(blocks.StreamBlock):
    """Steps, numbered in their order."""

    step = StepBlock()


class DownloadBlock(blocks.StructBlock):
    """A file with a name of its own; it may still be missing."""

    title = blocks.CharBlock(label=_("Title"), max_length=160)
    document = DocumentChooserBlock(label=_("File"), required=False)

    class Meta:
        icon = "doc-full"
        label = _("File")


class WebLinkBlock(blocks.StructBlock):
    """A link to another site."""

    label = blocks.CharBlock(label=_("Label"), max_length=160)
    url = blocks.URLBlock(label=_("Web address"))

    class Meta:
        icon = "link"
        label = _("Link")


class WebLinksBlock(blocks.StreamBlock):
    """Links to other sites."""

    link = WebLinkBlock()
