"""Registering for an event or trajectory: its fields, its terms, and how it stands with them now."""

import datetime

from django.db import models
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.fields import RichTextField, StreamField

from caching.validity import changes_at
from cms.blocks import TEXT_FEATURES
from cms.models import BasePage
from cms.publishing import Problem
from cms.registering import (
    FORM_SUFFIX,
    RegistrationStatus,
    RegistrationTerms,
    seats_left,
)
from events.registration_blocks import OwnQuestionsBlock, RecipientsBlock
from fields.contact import WebsiteField
from fields.dates import DateTimeField
from rich_text.output import html_to_show

from .days import is_midnight
from .registration_words import note_on_seats, seats_in_words
from .seat_rules import seat_problems
from .terms import end_of, question_of, without_held

ONE_MINUTE = datetime.timedelta(minutes=1)
# The fields that ask for something of everybody who registers, by their name in the terms.
ASKED = {
    "phone": "asks_phone",
    "organisation": "asks_organisation",
    "function": "asks_function",
    "municipality": "asks_municipality",
    "diet": "asks_diet",
    "access": "asks_access_needs",
}
TAKES_PEOPLE = {RegistrationStatus.OPEN, RegistrationStatus.WAITING_LIST}


def asking(label, help_text=""):
    """A field that says whether the form asks something."""
    return models.BooleanField(label, default=False, db_default=False, help_text=help_text)


class RegistrablePage(BasePage):
    """How to register for a page. What people fill in stands in the room `registrations`, which reads the terms."""

    class RegistrationMode(models.TextChoices):
        FORM = "form", _("with a form")
        LINK = "link", _("on another website")
        MAIL = "mail", _("by e-mail")
        NONE = "none", _("no registration")

    # The streams that decide how many seats are left, which lists load too.
    seat_streams = ()
    # The field to change where a part that people chose is missing.
    field_of_parts = ""
    # For who registers or for colleagues: no public page shows them, so search finds nothing in them.
    private_fields = ("confirmation_text", "registration_questions", "registration_recipients")

    registration_mode = models.CharField(
        _("how to register"),
        max_length=4,
        choices=RegistrationMode,
        blank=True,
        help_text=_("“With a form” opens a form on this site, below the page, as soon as you publish."),
    )
    registration_url = WebsiteField(
        _("address to register at"), blank=True, help_text=_("Only for a form on another website.")
    )
    registration_opens_at = DateTimeField(
        _("registration opens"),
        null=True,
        blank=True,
        help_text=_("Leave empty to open the form as soon as you publish."),
    )
    registration_deadline = DateTimeField(
        _("register until"),
        null=True,
        blank=True,
        help_text=_("With 00:00 the whole day counts, unless you tick the box beside it."),
    )
    registration_deadline_is_exclusive = models.BooleanField(
        _("before this hour"),
        default=False,
        help_text=_("Tick this for “vóór 12 uur”: at 12.00 it is closed. Otherwise it reads “tot en met”."),
    )
    registration_text = RichTextField(_("about registering"), blank=True, features=TEXT_FEATURES)
    capacity = models.PositiveIntegerField(
        _("places"), null=True, blank=True, help_text=_("Leave empty if there is no limit.")
    )
    held_seats = models.PositiveIntegerField(
        _("places kept free"),
        null=True,
        blank=True,
        help_text=_("For speakers and colleagues, for example. Nobody can register for these."),
    )
    has_waitlist = models.BooleanField(
        _("there is a waiting list"),
        default=False,
        help_text=_("When all places are taken, people can put themselves on the waiting list."),
    )
    waitlist_moves_by_itself = models.BooleanField(
        _("a place that frees goes to who is first in line"),
        default=True,
        db_default=True,
        help_text=_("By itself, with a mail. Without this tick you choose who gets the place."),
    )
    registered_confirmed = models.PositiveIntegerField(
        _("number of people who keep their place"),
        null=True,
        blank=True,
        help_text=_(
            "Only if you make fewer places than there are people registered: fill in how many people are registered."
            " Nobody loses the place."
        ),
    )
    asks_phone = asking(_("phone"))
    asks_organisation = asking(_("organisation"))
    asks_function = asking(_("function"))
    asks_municipality = asking(_("municipality"))
    asks_diet = asking(
        _("what people don't eat"),
        _("Only tick this if there is food. The answers are erased soon after the day."),
    )
    asks_access_needs = asking(
        _("what people need to take part"),
        _(
            "An interpreter or a place for a wheelchair, for example. The answers are erased soon after the day."
        ),
    )
    registration_questions = StreamField(
        OwnQuestionsBlock(), verbose_name=_("own questions"), blank=True, default=list, db_default=[]
    )
    confirmation_text = RichTextField(
        _("text in the confirmation"),
        blank=True,
        default="",
        db_default="",
        features=TEXT_FEATURES,
        help_text=_(
            "Everybody who registers reads this, on the screen and in the mail. It stands nowhere on the site."
        ),
    )
    registration_recipients = StreamField(
        RecipientsBlock(),
        verbose_name=_("who gets a mail about new registrations"),
        blank=True,
        default=list,
        db_default=[],
    )
    registration_mails_daily = models.BooleanField(
        _("one mail a day"),
        default=False,
        db_default=False,
        help_text=_("Without this tick they get a mail at once for each registration."),
    )
    attendance_note = models.TextField(_("note on attendance"), blank=True)
    sharing_note = models.TextField(_("note on sharing the invitation"), blank=True)
    contact = models.ForeignKey(
        "platforms.CoordinatorPage",
        verbose_name=_("contact"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )

    class Meta:
        abstract = True

    registration_panels = [
        MultiFieldPanel(
            [
                FieldRowPanel(["registration_mode", "registration_url"]),
                FieldRowPanel(["registration_deadline", "registration_deadline_is_exclusive"]),
                "registration_opens_at",
                "registration_text",
            ],
            heading=_("Registration"),
        ),
        MultiFieldPanel(
            [
                FieldRowPanel(["capacity", "held_seats"]),
                FieldRowPanel(["has_waitlist", "waitlist_moves_by_itself"]),
                "registered_confirmed",
                "attendance_note",
                "sharing_note",
            ],
            heading=_("Places and notes"),
            classname="collapsed",
        ),
        MultiFieldPanel(
            [
                FieldRowPanel(["asks_phone", "asks_organisation"]),
                FieldRowPanel(["asks_function", "asks_municipality"]),
                FieldRowPanel(["asks_diet", "asks_access_needs"]),
                "registration_questions",
            ],
            heading=_("What the form asks beside name and e-mail"),
            classname="collapsed",
        ),
        MultiFieldPanel(
            ["confirmation_text", "registration_recipients", "registration_mails_daily"],
            heading=_("Mails about registering"),
            classname="collapsed",
        ),
        FieldPanel("contact"),
    ]

    def required_to_publish(self):
        required = super().required_to_publish()
        if self.registration_mode == self.RegistrationMode.LINK:
            required.append("registration_url")
        return required

    def check_to_publish(self, rows):
        yield from super().check_to_publish(rows)
        opens, closes = self.registration_opens_at, self.registration_closes_at
        if opens and closes and closes <= opens:
            yield Problem("registration_deadline", _("Registration ends before it opens."))
        if self.has_form and self.registration_url:
            message = _("The form is on this site: empty this, or choose “on another website”.")
            yield Problem("registration_url", message)
        yield from seat_problems(self, rows)

    @property
    def has_form(self):
        """Whether people register with the form of this site."""
        return self.registration_mode == self.RegistrationMode.FORM

    @property
    def takes_registrations(self):
        """Whether a way to register is filled in."""
        return self.registration_mode not in ("", self.RegistrationMode.NONE)

    @property
    def registration_closes_at(self):
        """The first moment after the deadline, or None.

        An exclusive deadline (“vóór 12 uur”) excludes its minute, any other (“tot en met”) includes it; 00:00 includes
        the whole day.
        """
        deadline = self.registration_deadline
        if not deadline or self.registration_deadline_is_exclusive:
            return deadline
        return end_of(timezone.localdate(deadline)) if is_midnight(deadline) else deadline + ONE_MINUTE

    @property
    def deadline_is_whole_day(self):
        return is_midnight(self.registration_deadline) and not self.registration_deadline_is_exclusive

    @property
    def begins_at(self):
        """When the first session that goes on begins, or the period, if that is known."""
        raise NotImplementedError

    @property
    def form_closes_at(self):
        """When a form without a deadline closes."""
        return self.begins_at

    @property
    def is_full(self):
        """Whether an editor closed all of it as full."""
        return False

    @property
    def parts_to_choose(self):
        """`none`, `one` or `several`, as in the terms."""
        return "none"

    def parts(self):
        """The tracks or sessions that people choose (`cms.registering.Part`)."""
        return ()

    def part_limits(self, rows):
        """The places of each part that people can choose, by its key. `rows` as in `check_to_publish`."""
        return {}

    def stored_labels(self):
        """The labels of the parts as they are stored, by key: also of those that this version lacks."""
        return {}

    def seat_limit(self, rows=None):
        """The places that there are, with those held; None without a limit."""
        return self.capacity

    def seats_for_public(self, rows=None):
        """The places without those held, which the officer gives; None without a limit."""
        return without_held(self.seat_limit(rows), self.held_seats)

    def seat_terms(self) -> RegistrationTerms:
        """The terms that decide whether one can register: cheap, so that lists read them too."""
        closes = self.registration_closes_at
        return RegistrationTerms(
            opens_at=self.registration_opens_at,
            closes_at=closes or (self.form_closes_at if self.has_form else None),
            begins_at=self.begins_at,
            last_day_ends_at=end_of(self.last_day),
            is_cancelled=self.is_cancelled,
            seats=0 if self.is_full else self.seats_for_public(),
            held_seats=self.held_seats or 0,
            has_waiting_list=self.has_waitlist,
            moves_up_by_itself=self.waitlist_moves_by_itself,
            parts=self.parts(),
            parts_to_choose=self.parts_to_choose,
        )

    def registration_terms(self):
        """The terms of the form; None without a form."""
        if not self.has_form:
            return None
        recipients = tuple(child.value for child in self.registration_recipients)
        return self.seat_terms()._replace(
            asks=frozenset(name for name, field in ASKED.items() if getattr(self, field)),
            questions=tuple(map(question_of, self.registration_questions)),
            confirmation_text=html_to_show(self.confirmation_text),
            tell=recipients,
            tells_daily=self.registration_mails_daily,
            reply_to=self.public_contact_address or next(iter(recipients), ""),
            place=", ".join(part for part in (self.venue_name, self.venue_address) if part),
            place_status=str(self.get_venue_status_display()),
        )

    @property
    def public_contact_address(self):
        """The e-mail address of the contact, as far as the site shows it."""
        person = self.contact_shown.person if self.contact_shown else None
        return person.public_email if person else ""

    @cached_property
    def counts_by_part(self):
        """How many people are registered, by part (`cms.models.SeatCount`); lists load them all at once."""
        return {count.part: count for count in self.seat_counts.all()} if self.pk else {}

    @property
    def seats_left(self):
        """The seats that somebody new can have; None without a limit, or if this site does not count them."""
        return seats_left(self.seat_terms(), self.counts_by_part) if self.has_form else None

    def seats_left_in(self, part_key):
        """The seats left in one part, which may have no limit of its own; None if nobody counts them."""
        terms = self.seat_terms()
        part = terms.part(part_key) if self.has_form else None
        if part is None or part.is_cancelled:
            return None
        return seats_left(terms._replace(parts=(part,)), self.counts_by_part)

    def seats_note_of(self, part_key):
        """What the page says of the places in a part; empty where nobody counts them, or it is no longer possible."""
        if self.registration_status() not in TAKES_PEOPLE:
            return ""
        left = self.seats_left_in(part_key)
        return seats_in_words(left) or note_on_seats(left, has_waiting_list=self.has_waitlist)

    def registration_status(self, now=None):
        """The `RegistrationStatus`, or None without a way to register."""
        if not self.takes_registrations:
            return None
        now, terms = now or timezone.now(), self.seat_terms()
        for moment in (terms.opens_at, terms.closes_at, terms.last_day_ends_at):
            changes_at(moment, now)
        left = seats_left(terms, self.counts_by_part) if self.has_form else (0 if self.is_full else None)
        return terms.status(now, left)

    def registration_is_closed(self, now=None):
        """Whether the deadline has passed."""
        closes, now = self.registration_closes_at, now or timezone.now()
        changes_at(closes, now)
        return bool(closes and now >= closes)

    def registration_is_open(self, now=None):
        """Whether people can register now, be it for the waiting list."""
        return self.registration_status(now) in TAKES_PEOPLE

    @property
    def registration_path(self):
        """Where to register, as a link on this page: the form, or another website; empty for a mail."""
        return f"{self.url or ''}{FORM_SUFFIX}" if self.has_form else self.registration_url

    @property
    def registration_address(self):
        """The whole address of the same, for programs and calendars."""
        return f"{self.full_url or ''}{FORM_SUFFIX}" if self.has_form else self.registration_url
