from django.db import models
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import (
    FieldPanel,
    FieldRowPanel,
    InlinePanel,
    MultiFieldPanel,
    MultipleChooserPanel,
    ObjectList,
    TabbedInterface,
)
from wagtail.fields import RichTextField, StreamField
from wagtail.search import index

from cms.blocks import TEXT_FEATURES, LabelledTextsBlock, LinesBlock
from cms.models import BasePage, OrganisationRow, PracticeRow
from cms.publishing import Problem, is_empty
from events.blocks import PriceTiersBlock
from events.querysets import EventManager
from fields.amounts import AmountField
from fields.dates import DateField

from . import occurrences, structured_data
from .gathering import Gathering, organisation_panel
from .session import EventSession


class EventOrganiser(OrganisationRow):
    """An organiser of the event."""

    page = ParentalKey("events.EventPage", on_delete=models.CASCADE, related_name="organisers")

    class Meta(OrganisationRow.Meta):
        verbose_name = _("organiser")
        verbose_name_plural = _("organisers")


class EventPartner(OrganisationRow):
    """A partner of the event."""

    page = ParentalKey("events.EventPage", on_delete=models.CASCADE, related_name="partners")

    class Meta(OrganisationRow.Meta):
        verbose_name = _("partner")
        verbose_name_plural = _("partners")


class EventPractice(PracticeRow):
    """A practice that the event presents; the page shows their number (seed 004: “8”)."""

    page = ParentalKey("events.EventPage", on_delete=models.CASCADE, related_name="practices")

    class Meta(PracticeRow.Meta):
        verbose_name = _("good practice presented")
        verbose_name_plural = _("good practices presented")


class EventPage(Gathering):
    """An event on one or more dates, with its programme, price and the practices it presents. Seed 004."""

    class Kind(models.TextChoices):
        INSPIRATION_DAY = "inspiration_day", _("inspiration day")
        TRAINING = "training", _("training")
        THEME_SESSION = "theme_session", _("theme session")
        CONSULTATION = "consultation", _("consultation")
        PRESS = "press", _("press event")
        WEBINAR = "webinar", _("webinar")

    class PaymentMethod(models.TextChoices):
        INVOICE = "invoice", _("on invoice")
        FREE = "free", _("free of charge")
        ON_SITE = "on_site", _("on site")

    class CancellationAfter(models.TextChoices):
        FULL = "full", _("the full price")
        PART = "part", _("part of the price")
        NOTHING = "nothing", _("nothing")

    parent_page_types = ["events.EventIndexPage"]
    subpage_types = []
    story = ("what", "what_after", "why_intro", "why_text")
    data_streams = ("price_tiers",)

    kind = models.CharField(_("kind"), max_length=15, choices=Kind, blank=True)
    why_intro = RichTextField(_("why"), blank=True, features=TEXT_FEATURES)
    drivers = StreamField(LabelledTextsBlock(), verbose_name=_("developments"), blank=True)
    why_text = RichTextField(_("why, continued"), blank=True, features=TEXT_FEATURES)
    motives = StreamField(LabelledTextsBlock(), verbose_name=_("motives"), blank=True)
    what = RichTextField(_("what"), blank=True, features=TEXT_FEATURES)
    what_after = RichTextField(
        _("what, below the practices"),
        blank=True,
        features=TEXT_FEATURES,
        help_text=_("The list of good practices and their number come above this text by themselves."),
    )
    price = AmountField(
        _("price"), max_digits=8, decimal_places=2, null=True, blank=True, help_text=_("In euro. 0 is free.")
    )
    price_text = models.CharField(_("about the price"), max_length=200, blank=True)
    price_includes = StreamField(LinesBlock(), verbose_name=_("included in the price"), blank=True)
    price_tiers = StreamField(PriceTiersBlock(), verbose_name=_("other prices"), blank=True)
    payment_method = models.CharField(_("payment"), max_length=7, choices=PaymentMethod, blank=True)
    payment_text = RichTextField(_("about paying"), blank=True, features=TEXT_FEATURES)
    free_cancellation_until = DateField(
        _("cancel free of charge until"), null=True, blank=True, help_text=_("That day itself counts.")
    )
    cancellation_after = models.CharField(
        _("to pay after that day"), max_length=7, choices=CancellationAfter, blank=True
    )
    cancellation_text = RichTextField(_("about cancelling"), blank=True, features=TEXT_FEATURES)
    substitution_allowed = models.BooleanField(_("a colleague may come instead"), default=False)
    substitution_text = models.TextField(_("about the colleague"), blank=True)

    objects = EventManager()

    class Meta:
        verbose_name = _("event")
        verbose_name_plural = _("events")

    content_panels = [
        *BasePage.content_panels,
        "kind",
        organisation_panel("organisers", _("Organisers"), _("organiser")),
        InlinePanel("sessions", heading=_("Dates and programme"), label=_("session")),
        "notices",
    ]
    story_panels = [
        BasePage.picture_panel,
        "what",
        MultipleChooserPanel(
            "practices",
            chooser_field_name="practice",
            heading=_("Good practices presented"),
            label=_("practice"),
        ),
        "what_after",
        MultiFieldPanel(
            ["why_intro", "drivers", "why_text", "motives"], heading=_("Why"), classname="collapsed"
        ),
        Gathering.audience_panel,
        organisation_panel("partners", _("Partners"), _("partner"), classname="collapsed"),
        FieldPanel("partners_text", classname="collapsed"),
        BasePage.footnote_panel,
        BasePage.related_panel,
    ]
    price_panels = [
        MultiFieldPanel(
            [FieldRowPanel(["price", "payment_method"]), "price_text", "payment_text", "price_includes"],
            heading=_("Price"),
        ),
        FieldPanel("price_tiers", classname="collapsed"),
        MultiFieldPanel(
            [
                FieldRowPanel(["free_cancellation_until", "cancellation_after"]),
                "cancellation_text",
                "substitution_allowed",
                "substitution_text",
            ],
            heading=_("Cancelling"),
            classname="collapsed",
        ),
    ]
    edit_handler = TabbedInterface(
        [
            ObjectList(content_panels, heading=_("Essentials")),
            ObjectList(story_panels, heading=_("Content")),
            ObjectList(
                [*Gathering.place_panels, *Gathering.registration_panels], heading=_("Place and registration")
            ),
            ObjectList(price_panels, heading=_("Price")),
            ObjectList(["deliverables", "report"], heading=_("Documents")),
            ObjectList(BasePage.promote_panels, heading=_("Web address")),
        ]
    )
    search_fields = [
        *Gathering.search_fields,
        index.FilterField("kind"),
    ]

    def required_to_publish(self):
        required = [*super().required_to_publish(), "sessions"]
        if self.price and self.price > 0:
            required.append("payment_method")
        if self.free_cancellation_until:
            required.append("cancellation_after")
        return required

    def missing_message(self, name):
        return _("Add at least one date.") if name == "sessions" else super().missing_message(name)

    def check_to_publish(self, rows):
        yield from super().check_to_publish(rows)
        if self.price is not None and self.price < 0:
            yield Problem("price", _("A price is 0 or more."))
        yield from self._check_deadlines(
            [session.starts_at for session in rows("sessions") if session.starts_at]
        )
        practice_ids = [row.practice_id for row in rows("practices")]
        for session in rows("sessions"):
            yield from check_session(session, practice_ids)

    def days(self):
        sessions = [session for session in self.sessions.all() if session.starts_at]
        if not sessions:
            return None, None
        last = max(max(session.starts_at, session.ends_at or session.starts_at) for session in sessions)
        return min(session.date for session in sessions), timezone.localdate(last)

    @property
    def has_why(self):
        return not all(map(is_empty, [self.why_intro, self.drivers, self.why_text, self.motives]))

    @cached_property
    def shown_sessions(self):
        """The sessions by their start."""
        return sorted(self.sessions.all(), key=lambda session: (session.starts_at is None, session.starts_at))

    @property
    def sessions_off(self):
        """The cancelled and moved sessions, which the page shows first."""
        return [session for session in self.shown_sessions if session.is_off]

    @property
    def is_cancelled(self):
        return self._all_sessions_are(EventSession.Status.CANCELLED)

    @property
    def is_full(self):
        return self._all_sessions_are(EventSession.Status.FULL)

    @property
    def change_label(self):
        sessions = self.sessions_off
        if not sessions or self.is_cancelled:
            return super().change_label
        is_moved = all(session.status == EventSession.Status.MOVED for session in sessions)
        return _("Moved") if is_moved else _("Cancelled in part")

    @cached_property
    def practices_shown(self):
        """The listed practices, in the editor's order, with what their cards show."""
        practices = EventPractice._meta.get_field("practice").related_model.objects
        keys = [row.practice_id for row in self.practices.all()]
        practices_by_key = {page.pk: page for page in practices.listed().for_cards().filter(pk__in=keys)}
        return [practices_by_key[key] for key in keys if key in practices_by_key]

    @property
    def timetables(self):
        """Pairs of a session with a programme and the rows of its timetable."""
        practices_by_key = {page.pk: page for page in self.practices_shown}
        return [
            (session, list(session.timetable(practices_by_key)))
            for session in self.shown_sessions
            if session.programme
        ]

    def slots_presenting(self, practice):
        """The `(session, slot)` pairs that present this practice."""
        return [
            (session, slot.value)
            for session in self.shown_sessions
            for slot in session.programme
            if practice.pk in slot.value.practice_ids
        ]

    def entry_occurrences(self):
        return occurrences.of_event(self)

    def structured_data(self):
        return structured_data.event(self)

    def _all_sessions_are(self, status):
        sessions = self.sessions.all()
        return bool(sessions) and all(session.status == status for session in sessions)

    def _check_deadlines(self, starts):
        """Problems of deadlines after the first session begins."""
        if not starts:
            return
        first = min(starts)
        if self.free_cancellation_until and self.free_cancellation_until >= timezone.localdate(first):
            message = _("This must be a day before the first session.")
            yield Problem("free_cancellation_until", message)
        if self.registration_deadline and self.registration_deadline > first:
            yield Problem("registration_deadline", _("Registration ends after the first session begins."))


def check_session(session, practice_ids):
    """The problems of one session of an event."""
    if not session.starts_at:
        yield Problem("starts_at", _("Fill in when this session begins."), session)
    elif session.ends_at and session.ends_at <= session.starts_at:
        yield Problem("ends_at", _("This session ends before it begins."), session)
    if problem := session.programme_problem(practice_ids):
        yield Problem("programme", problem, session)
