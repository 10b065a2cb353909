"""The blocks of events and trajectories: programme slots, tracks, notices, documents."""

import datetime
import itertools

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.blocks.stream_block import StreamBlockValidationError
from wagtail.blocks.struct_block import StructBlockValidationError
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.snippets.blocks import SnippetChooserBlock

from cms.blocks import LINE_FEATURES, TEXT_FEATURES
from cms.models.people import current_person
from fields.field_blocks import DateBlock, IntegerBlock, TimeBlock

NO_DAY = datetime.date.min
# What the integer columns of every database hold, and more than any hall.
MOST_SEATS = 100_000


class ProgrammeError(StreamBlockValidationError):
    """Validation errors of slots; as text the messages alone, for views without the form."""

    def __init__(self, messages):
        """Takes `{index of the slot: (field, message)}`."""
        self.texts = [str(message) for _field, message in messages.values()]
        super().__init__(
            {
                index: StructBlockValidationError({field: ValidationError(message)})
                for index, (field, message) in messages.items()
            }
        )

    def __str__(self):
        return " ".join(self.texts)


class SpeakerValue(blocks.StructValue):
    @property
    def shown_name(self):
        """Empty if the person has left."""
        person = current_person(self.get("person"))
        return self.get("name") or (person.formal_name if person else "")

    @property
    def shown_function(self):
        person = current_person(self.get("person"))
        return self.get("function") or (person.function if person else "")

    @property
    def words(self):
        """Name and function, as far as they are filled in and shown."""
        return ", ".join(part for part in (self.shown_name, self.shown_function) if part)


class SpeakerBlock(blocks.StructBlock):
    """A speaker or moderator, with the function at the time. A name is enough (seed 004: the new minister)."""

    person = SnippetChooserBlock("cms.Person", label=_("Person"), required=False)
    name = blocks.CharBlock(
        label=_("Name, if the speaker is not in the list"), required=False, max_length=160
    )
    function = blocks.CharBlock(label=_("Function, as at the time"), required=False, max_length=200)

    class Meta:
        icon = "user"
        label = _("Speaker")
        value_class = SpeakerValue

    def clean(self, value):
        cleaned = super().clean(value)
        is_somebody = any(cleaned.get(key) for key in ("name", "person", "function"))
        if not self.is_deferred_validation and not is_somebody:
            raise StructBlockValidationError({"name": ValidationError(_("Say who this is."))})
        return cleaned


class SlotValue(blocks.StructValue):
    @property
    def kind_label(self):
        return dict(SlotBlock.KINDS).get(self.get("kind"), "")

    @property
    def practice_ids(self):
        """The keys of the practices presented here, without deleted ones, which leave None in the list."""
        return [page.pk for page in self.get("practices") or [] if page]

    def minutes_until(self, moment):
        """The length in minutes until the slot's end, or else the given time; None if unknown."""
        start, end = self.get("start"), self.get("end") or moment
        if not start or not end or end <= start:
            return None
        combine = datetime.datetime.combine
        return (combine(NO_DAY, end) - combine(NO_DAY, start)).seconds // 60


class SlotBlock(blocks.StructBlock):
    """A part of the programme; without an end it lasts until the next one. Seed 004 has eight."""

    KINDS = [
        ("welcome", _("welcome")),
        ("plenary", _("plenary")),
        ("cafe", _("café tables")),
        ("panel", _("panel")),
        ("break", _("break")),
        ("network", _("networking")),
    ]

    start = TimeBlock(label=_("Starts at"))
    end = TimeBlock(
        label=_("Ends at"), required=False, help_text=_("Leave empty if it lasts until the next part begins.")
    )
    title = blocks.CharBlock(label=_("Title"), max_length=255)
    kind = blocks.ChoiceBlock(label=_("Form"), choices=KINDS, required=False)
    description = blocks.RichTextBlock(label=_("Description"), required=False, features=TEXT_FEATURES)
    speakers = blocks.ListBlock(SpeakerBlock(), label=_("Speakers"), default=[])
    moderators = blocks.ListBlock(SpeakerBlock(), label=_("Moderators"), default=[])
    practices = blocks.ListBlock(
        blocks.PageChooserBlock("practices.PracticePage", label=_("Good practice")),
        label=_("Good practices presented here"),
        default=[],
    )
    rounds = IntegerBlock(label=_("Number of rounds"), required=False, min_value=1)
    pitch_minutes = IntegerBlock(label=_("Minutes per practice, at most"), required=False, min_value=1)

    class Meta:
        icon = "time"
        label = _("Part of the programme")
        label_format = "{start} {title}"
        value_class = SlotValue
        form_layout = [
            "start",
            "end",
            "title",
            "kind",
            "description",
            blocks.BlockGroup(
                ["speakers", "moderators"],
                heading=_("Speakers and moderators"),
                icon="user",
                label_format="",
            ),
            blocks.BlockGroup(
                ["practices", "rounds", "pitch_minutes"],
                heading=_("Good practices"),
                icon="pick",
                classname="collapsed",
                label_format="",
            ),
        ]

    def clean(self, value):
        cleaned = super().clean(value)
        if self.is_deferred_validation:
            return cleaned
        if cleaned.get("end") and cleaned["end"] <= cleaned["start"]:
            raise StructBlockValidationError({"end": ValidationError(_("This ends before it begins."))})
        return cleaned


def out_of_order(slots):
    """The messages for slots that overlap or are not in order, as ProgrammeError takes them."""
    messages = {}
    for index, (earlier, later) in enumerate(itertools.pairwise(slots), start=1):
        if later["start"] <= earlier["start"]:
            messages[index] = (
                "start",
                _("Put the programme in the order of the day: this begins too early."),
            )
        elif earlier.get("end") and later["start"] < earlier["end"]:
            messages[index] = ("start", _("The part above this one has not ended yet."))
    return messages


class ProgrammeBlock(blocks.StreamBlock):
    """A timetable: slots in order and without overlaps, except in a draft."""

    slot = SlotBlock()

    class Meta:
        collapsed = True

    def clean(self, value):
        cleaned = super().clean(value)
        if not self.is_deferred_validation and (messages := out_of_order([child.value for child in cleaned])):
            raise ProgrammeError(messages)
        return cleaned


class NoticeValue(blocks.StructValue):
    @property
    def kind_label(self):
        return dict(NoticeBlock.KINDS).get(self.get("kind"), "")

    @property
    def is_alert(self):
        """Whether the notice changes the visitor's plans: all kinds but “general”."""
        return self.get("kind") in {"place", "time", "cancellation"}


class NoticeBlock(blocks.StructBlock):
    """A notice of a change, shown at the top of the page."""

    KINDS = [
        ("place", _("other place")),
        ("time", _("other time")),
        ("cancellation", _("cancellation")),
        ("general", _("notice")),
    ]

    kind = blocks.ChoiceBlock(label=_("About"), choices=KINDS, default="general")
    text = blocks.RichTextBlock(label=_("Text"), features=LINE_FEATURES)
    published_at = DateBlock(label=_("Date of this notice"), required=False)

    class Meta:
        icon = "warning"
        label = _("Notice")
        value_class = NoticeValue


class NoticesBlock(blocks.StreamBlock):
    """Notices, the newest first."""

    notice = NoticeBlock()


class DeliverableValue(blocks.StructValue):
    @property
    def when_label(self):
        return dict(DeliverableBlock.MOMENTS).get(self.get("when"), "")

    @property
    def is_public(self):
        return self.get("audience") != "participants"

    @property
    def public_document(self):
        """The file, unless it is for participants only."""
        return self.get("document") if self.is_public else None


class DeliverableBlock(blocks.StructBlock):
    """A note or report for participants. Seed 001: a note on trends before, an inspiration note after."""

    MOMENTS = [("before", _("beforehand")), ("after", _("afterwards"))]
    AUDIENCES = [("public", _("everybody")), ("participants", _("participants only"))]

    title = blocks.CharBlock(label=_("Title"), max_length=160)
    when = blocks.ChoiceBlock(label=_("When"), choices=MOMENTS, required=False)
    audience = blocks.ChoiceBlock(
        label=_("For whom"),
        choices=AUDIENCES,
        default="public",
        help_text=_("The site shows no file that is for participants only."),
    )
    text = blocks.RichTextBlock(label=_("Text"), required=False, features=LINE_FEATURES)
    document = DocumentChooserBlock(label=_("File"), required=False)

    class Meta:
        icon = "doc-full"
        label = _("Document")
        value_class = DeliverableValue


class DeliverablesBlock(blocks.StreamBlock):
    """The documents that go with an event or trajectory."""

    document = DeliverableBlock()


class QuestionGroupsBlock(blocks.StreamBlock):
    """Groups of questions, numbered by position; the first of a group is the main one. Seed 001 has three."""

    group = blocks.ListBlock(
        blocks.CharBlock(label=_("Question"), max_length=400), label=_("Group of questions"), icon="help"
    )


class PrincipleBlock(blocks.StructBlock):
    """A starting point, optionally with points below it."""

    text = blocks.CharBlock(label=_("Text"), max_length=400)
    points = blocks.ListBlock(
        blocks.CharBlock(label=_("Point"), max_length=400), label=_("Points below it"), default=[]
    )

    class Meta:
        icon = "list-ul"
        label = _("Starting point")


class AgeGroupValue(blocks.StructValue):
    @property
    def ages(self):
        """“18–25 years”, or as much of it as is filled in."""
        low, high = self.get("min_age"), self.get("max_age")
        if low is not None and high is not None:
            return _("%(low)s–%(high)s years") % {"low": low, "high": high}
        if high is not None:
            return _("up to %(high)s years") % {"high": high}
        return _("from %(low)s years") % {"low": low} if low is not None else ""


class AgeGroupBlock(blocks.StructBlock):
    """An age group in years, inclusive; either bound may be empty."""

    label = blocks.CharBlock(label=_("Group"), max_length=80)
    min_age = IntegerBlock(label=_("From age"), required=False, min_value=0, max_value=120)
    max_age = IntegerBlock(label=_("Up to age"), required=False, min_value=0, max_value=120)

    class Meta:
        icon = "group"
        label = _("Age group")
        value_class = AgeGroupValue

    def clean(self, value):
        cleaned = super().clean(value)
        low, high = cleaned.get("min_age"), cleaned.get("max_age")
        if not self.is_deferred_validation and None not in (low, high) and low > high:
            raise StructBlockValidationError(
                {"max_age": ValidationError(_("The highest age is below the lowest."))}
            )
        return cleaned


class TrackBlock(blocks.StructBlock):
    """A track of a trajectory, with its theme and key question. Seed 001 has five."""

    title = blocks.CharBlock(label=_("Title"), max_length=160)
    theme = SnippetChooserBlock("cms.Theme", label=_("Theme"), required=False)
    key_question = blocks.CharBlock(label=_("Key question"), max_length=250)
    principles = blocks.ListBlock(PrincipleBlock(), label=_("Starting points"), default=[])
    target_group = blocks.TextBlock(label=_("Target group"), required=False)
    age_groups = blocks.ListBlock(AgeGroupBlock(), label=_("Age groups"), default=[])
    examples = blocks.TextBlock(label=_("Examples"), required=False)
    questions = blocks.ListBlock(
        blocks.CharBlock(label=_("Question"), max_length=400),
        label=_("Questions to work on"),
        default=[],
        help_text=_("A question that every track asks in the same words is shown once, below all tracks."),
    )
    seats = IntegerBlock(
        label=_("Places"),
        required=False,
        min_value=1,
        max_value=MOST_SEATS,
        help_text=_("Leave empty if there is no limit for this track."),
    )
    is_cancelled = blocks.BooleanBlock(
        label=_("This track does not go on"),
        required=False,
        help_text=_("The track stays on the page, and nobody can choose it any more."),
    )

    class Meta:
        icon = "list-ol"
        label = _("Track")
        label_format = "{title}"
        form_layout = [
            "title",
            "key_question",
            "theme",
            "principles",
            "questions",
            blocks.BlockGroup(
                ["target_group", "age_groups", "examples"],
                heading=_("For whom"),
                icon="group",
                classname="collapsed",
                label_format="",
            ),
            blocks.BlockGroup(
                ["seats", "is_cancelled"],
                heading=_("Places"),
                icon="form",
                classname="collapsed",
                label_format="",
            ),
        ]


class TracksBlock(blocks.StreamBlock):
    """The tracks of a trajectory, numbered by position."""

    track = TrackBlock()

    class Meta:
        collapsed = True
