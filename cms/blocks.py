"""StreamField blocks. A fact gets a model field; a list that pages only show gets a block."""

import re

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.contrib.typed_table_block.blocks import TypedTableBlock
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.images.blocks import ImageChooserBlock
from wagtail.snippets.blocks import SnippetChooserBlock

from cms.models.people import current_person
from cms.models.picture_consent import shown
from fields.field_blocks import DateBlock, URLBlock
from media.documents import AUDIO_EXTENSIONS
from rich_text import LINE_FEATURES, TEXT_FEATURES

# Video URLs with an embedded player, without tracking where the provider offers that. Other URLs become links.
VIDEO_PLAYERS = [
    (
        re.compile(r"^https://(?:www\.)?youtube\.com/watch\?v=([\w-]{6,20})"),
        "https://www.youtube-nocookie.com/embed/{}",
    ),
    (re.compile(r"^https://youtu\.be/([\w-]{6,20})"), "https://www.youtube-nocookie.com/embed/{}"),
    (re.compile(r"^https://(?:www\.)?vimeo\.com/(\d{4,12})"), "https://player.vimeo.com/video/{}?dnt=1"),
]


class HeadingBlock(blocks.CharBlock):
    """A second-level heading, the only level there is, so that the outline stays in order."""

    class Meta:
        icon = "title"
        label = _("Heading")
        template = "blocks/heading.html"


class ParagraphBlock(blocks.RichTextBlock):
    """Text with links. [1] refers to a footnote of the page."""

    def __init__(self, features=TEXT_FEATURES, **kwargs):
        """Sets default features here, because Wagtail ignores them in `Meta`."""
        super().__init__(features=features, **kwargs)

    class Meta:
        icon = "pilcrow"
        label = _("Text")
        template = "blocks/paragraph.html"


class QuoteValue(blocks.StructValue):
    @property
    def speaker_name(self):
        """The speaker's name; empty after the person has left."""
        person = current_person(self.get("person"))
        return self.get("name") or (person.name if person else "")

    @property
    def speaker_function(self):
        person = current_person(self.get("person"))
        return self.get("function") or (person.function if person else "")


class QuoteBlock(blocks.StructBlock):
    """A quote with the speaker's function at the time. Seed 000: one speaker, two functions."""

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
        has_speaker = any(cleaned.get(key) for key in ("name", "person", "function"))
        if not self.is_deferred_validation and not has_speaker:
            raise blocks.StructBlockValidationError({"name": ValidationError(_("Say who said this."))})
        return cleaned


class ImageValue(blocks.StructValue):
    """A picture in a text; once it is withdrawn, its words are not shown either: they may name who is in it."""

    @property
    def is_withdrawn(self):
        return bool(self["image"]) and self["image"].is_withdrawn

    @property
    def shown_image(self):
        return shown(self["image"])

    @property
    def shown_alt(self):
        """The text alternative here, else that of the image."""
        if self.is_withdrawn:
            return ""
        return self["alt"] or (self["image"].default_alt_text if self["image"] else "")

    @property
    def shown_caption(self):
        return "" if self.is_withdrawn else self["caption"]


class ImageBlock(blocks.StructBlock):
    """An image in the text; its text alternative comes from the image unless it is overridden here."""

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
        """The URL of the embedded player; an empty string for sites that we don't embed."""
        for pattern, player in VIDEO_PLAYERS:
            if match := pattern.match(self["url"] or ""):
                return player.format(match[1])
        return ""

    @property
    def kind_label(self):
        return dict(VideoKind.CHOICES).get(self["kind"], "")


class VideoBlock(blocks.StructBlock):
    """A video on another site; nothing of that site loads before a click."""

    kind = blocks.ChoiceBlock(label=_("Kind"), choices=VideoKind.CHOICES, required=False)
    title = blocks.CharBlock(label=_("Title"), required=False, max_length=120)
    url = URLBlock(
        label=_("Web address"), required=False, help_text=_("From YouTube or Vimeo; other sites get a link.")
    )
    event_date = DateBlock(label=_("Date of the event"), required=False)
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


class AudioValue(blocks.StructValue):
    @property
    def is_playable(self):
        """True if there is a public audio file that this site can play."""
        document = self.get("document")
        return bool(document and document.is_public and is_audio(document))


class AudioBlock(blocks.StructBlock):
    """A podcast or other recording: a file of this site, or a link to another site."""

    title = blocks.CharBlock(label=_("Title"), required=False, max_length=120)
    document = DocumentChooserBlock(
        label=_("File"), required=False, help_text=_("An mp3, ogg or m4a file of at most 10 MB.")
    )
    url = URLBlock(
        label=_("Or a web address"),
        required=False,
        help_text=_("For a podcast on another site: visitors get a link to it after a click."),
    )
    duration = blocks.CharBlock(
        label=_("Duration"), required=False, max_length=60, help_text=_("For example: 24 minutes")
    )
    transcript = blocks.RichTextBlock(label=_("Written-out text"), required=False, features=TEXT_FEATURES)

    class Meta:
        icon = "media"
        label = _("Audio")
        template = "blocks/audio.html"
        value_class = AudioValue

    def clean(self, value):
        cleaned = super().clean(value)
        if self.is_deferred_validation:
            return cleaned
        if errors := audio_errors(cleaned):
            raise blocks.StructBlockValidationError(errors)
        return cleaned


def is_audio(document):
    return document.file_extension.lower() in AUDIO_EXTENSIONS


def audio_errors(value):
    """The ValidationErrors of an audio block to be published, by field name."""
    document, errors = value.get("document"), {}
    if document and not is_audio(document):
        errors["document"] = ValidationError(_("Choose an mp3, ogg or m4a file."))
    if (document or value.get("url")) and not str(value.get("transcript") or "").strip():
        errors["transcript"] = ValidationError(_("Write out what is said (WCAG 1.2)."))
    return errors


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
    """A call-out that readers must not miss."""

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
    """The body of a page that tells a story."""

    heading = HeadingBlock()
    paragraph = ParagraphBlock()
    quote = QuoteBlock()
    image = ImageBlock()
    video = VideoBlock()
    audio = AudioBlock()
    file = FileBlock()
    table = TableBlock()
    callout = CalloutBlock()
    key_figures = KeyFiguresBlock()
    accordion = AccordionBlock()


class LabelledTextBlock(blocks.StructBlock):
    """A label with a text: the drivers and motives of seed 004, the coordinator's roles of seed 002."""

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
    """A file with its own title; drafts may lack the file."""

    title = blocks.CharBlock(label=_("Title"), max_length=160)
    document = DocumentChooserBlock(label=_("File"), required=False)

    class Meta:
        icon = "doc-full"
        label = _("File")


class WebLinkBlock(blocks.StructBlock):
    """A link to another site."""

    label = blocks.CharBlock(label=_("Label"), max_length=160)
    url = URLBlock(label=_("Web address"))

    class Meta:
        icon = "link"
        label = _("Link")


class WebLinksBlock(blocks.StreamBlock):
    """Links to other sites."""

    link = WebLinkBlock()
