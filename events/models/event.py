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
from events.querysets import EventManager
from events.registration_blocks import ChargesBlock, PriceTiersBlock
from fields.amounts import AmountField
from fields.dates import DateField

from . import occurrences, structured_data
from .charges import charge_problems, percent_after
from .gathering import Gathering, organisation_panel
from .session import EventSession
from .terms import charges_of, part_of_session, prices_of, smallest


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
    page_rows = {**Gathering.page_rows, "sessions": []}
    private_fields = (*Gathering.private_fields, "invoice_note")

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
    invoice_note = models.TextField(
        _("note on the invoice"),
        blank=True,
        default="",
        db_default="",
        help_text=_(
            "For example why no VAT is charged. It stands in the confirmation and in the list of invoices."
        ),
    )
    free_cancellation_until = DateField(
        _("cancel free of charge until"), null=True, blank=True, help_text=_("That day itself counts.")
    )
    cancellation_after = models.CharField(
        _("to pay after that day"), max_length=7, choices=CancellationAfter, blank=True
    )
    cancellation_charges = StreamField(
        ChargesBlock(),
        verbose_name=_("in steps"),
        blank=True,
        default=list,
        db_default=[],
        help_text=_(
            "What cancelling costs after the last free day, up to and including which day. After the last step “to pay"
            " after that day” holds; with “part of the price” the last step goes on."
        ),
    )
    cancellation_text = RichTextField(_("about cancelling"), blank=True, features=TEXT_FEATURES)
    substitution_allowed = models.BooleanField(_("a colleague may come instead"), default=False)
    substitution_text = models.TextField(_("about the colleague"), blank=True)
    sessions_are_chosen = models.BooleanField(
        _("people choose their sessions"),
        default=False,
        db_default=False,
        help_text=_(
            "Each session then has its own places. Without this tick people register for all of them."
        ),
    )

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
    registration_panels = [
        *Gathering.registration_panels[:2],
        "sessions_are_chosen",
        *Gathering.registration_panels[2:],
    ]
    price_panels = [
        MultiFieldPanel(
            [
                FieldRowPanel(["price", "payment_method"]),
                "price_text",
                "payment_text",
                "price_includes",
                "invoice_note",
            ],
            heading=_("Price"),
        ),
        FieldPanel("price_tiers", classname="collapsed"),
        MultiFieldPanel(
            [
                FieldRowPanel(["free_cancellation_until", "cancellation_after"]),
                "cancellation_charges",
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
            ObjectList([*Gathering.place_panels, *registration_panels], heading=_("Place and registration")),
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
        if self.free_cancellation_until or self.cancellation_charges:
            required.append("cancellation_after")
        return required

    def missing_message(self, name):
        return _("Add at least one date.") if name == "sessions" else super().missing_message(name)

    def check_to_publish(self, rows):
        yield from super().check_to_publish(rows)
        if self.price is not None and self.price < 0:
            yield Problem("price", _("A price is 0 or more."))
        starts = [session.starts_at for session in rows("sessions") if session.starts_at]
        yield from self._check_deadlines(starts)
        yield from charge_problems(self, timezone.localdate(min(starts)) if starts else None)
        practice_ids = [row.practice_id for row in rows("practices")]
        for session in rows("sessions"):
            yield from session.problems(practice_ids)

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
    def sessions_with_seats(self):
        """Pairs of a session and what is said of its places, if people choose it."""
        return [(session, self.seats_note_of(str(session.pk))) for session in self.shown_sessions]

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
    def sessions_going_on(self):
        """The sessions with a date that are not cancelled, by their start."""
        sessions = self.shown_sessions
        return [each for each in sessions if each.starts_at and each.status != EventSession.Status.CANCELLED]

    @property
    def begins_at(self):
        return next((session.starts_at for session in self.sessions_going_on), None)

    @property
    def form_closes_at(self):
        """When the last session begins that one can choose; else when the first does."""
        if not self.sessions_are_chosen or not self.sessions_going_on:
            return self.begins_at
        return self.sessions_going_on[-1].starts_at

    @property
    def parts_to_choose(self):
        return "several" if self.sessions_are_chosen else "none"

    @property
    def field_of_parts(self):
        return "sessions" if self.sessions_are_chosen else "sessions_are_chosen"

    def parts(self):
        sessions = self.shown_sessions if self.sessions_are_chosen else []
        return tuple(part_of_session(session) for session in sessions if session.starts_at)

    def part_limits(self, rows):
        sessions = rows("sessions") if self.sessions_are_chosen else []
        return {str(session.pk): session.capacity for session in sessions if session.pk}

    def stored_labels(self):
        return {str(session.pk): str(session) for session in EventSession.objects.filter(page=self.pk)}

    def seat_limit(self, rows=None):
        """Who comes to all sessions needs a place in the smallest one too."""
        if self.sessions_are_chosen:
            return self.capacity
        sessions = rows("sessions") if rows else self.shown_sessions
        going_on = [each for each in sessions if each.status != EventSession.Status.CANCELLED]
        return smallest(self.capacity, *(session.capacity for session in going_on))

    def registration_terms(self):
        terms = super().registration_terms()
        if terms is None:
            return None
        prices = prices_of(self.price, self.price_tiers)
        is_paid = any(price.amount > 0 for price in prices)
        return terms._replace(
            prices=prices,
            is_invoiced=is_paid and self.payment_method == self.PaymentMethod.INVOICE,
            invoice_note=self.invoice_note,
            charges=charges_of(self.free_cancellation_until, self.cancellation_charges),
            percent_after=percent_after(self),
            substitution_allowed=self.substitution_allowed,
        )

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
    def linked_pages(self):
        return [*super().linked_pages, *self.practices_shown]

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
        sessions = self.shown_sessions
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
