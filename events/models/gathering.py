"""The abstract page that events and trajectories share: place, audience, registration, documents."""

import datetime
from typing import NamedTuple

from django.db import models
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from wagtail.admin.panels import FieldRowPanel, MultiFieldPanel, MultipleChooserPanel
from wagtail.fields import RichTextField, StreamField
from wagtail.search import index

from caching.validity import changes_at
from cms.blocks import TEXT_FEATURES, LinesBlock
from cms.models import BasePage, Dates, Party, with_keys
from cms.publishing import Problem, is_empty
from events.blocks import DeliverablesBlock, NoticesBlock
from fields.contact import WebsiteField, postal_code_problem
from fields.dates import DateTimeField

from .days import card_day, is_midnight

ONE_MINUTE = datetime.timedelta(minutes=1)


def organisation_panel(relation, heading, label, **options):
    """A panel to choose several organisations at once."""
    return MultipleChooserPanel(
        relation, chooser_field_name="organisation", heading=heading, label=label, **options
    )


class State(NamedTuple):
    """The state of a gathering: its label, and the CSS class of the sign beside it."""

    sign: str
    label: str


class Gathering(BasePage):
    """What an event (seed 004) and a trajectory (seed 001) share. Times are those of Europe/Brussels.

    `first_day` and `last_day` are derived from the sessions or the period at each save, so that the database can
    sort and filter lists.
    """

    happens = True
    handbook_section = "een-activiteit-in-de-agenda-zetten"

    class VenueStatus(models.TextChoices):
        PROVISIONAL = "provisional", _("provisional")
        CONFIRMED = "confirmed", _("confirmed")
        CHANGED = "changed", _("changed")
        UNDECIDED = "undecided", _("to be decided")

    class RegistrationMode(models.TextChoices):
        FORM = "form", _("with a form")
        LINK = "link", _("on another website")
        MAIL = "mail", _("by e-mail")
        NONE = "none", _("no registration")

    first_day = models.DateField(_("first day"), null=True, editable=False, db_index=True)
    last_day = models.DateField(_("last day"), null=True, editable=False, db_index=True)
    notices = StreamField(NoticesBlock(), verbose_name=_("notices"), blank=True)
    partners_text = RichTextField(_("about the partners"), blank=True, features=TEXT_FEATURES)

    venue_name = models.CharField(_("place"), max_length=160, blank=True)
    venue_street = models.CharField(_("street and number"), max_length=120, blank=True)
    venue_postal_code = models.CharField(_("postal code"), max_length=10, blank=True)
    venue_municipality = models.ForeignKey(
        "cms.Municipality",
        verbose_name=_("municipality"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    venue_city = models.CharField(
        _("city elsewhere"), max_length=80, blank=True, help_text=_("Only for places outside Flanders.")
    )
    venue_status = models.CharField(
        _("how sure is the place?"), max_length=11, choices=VenueStatus, blank=True
    )
    venue_changes_announced = models.CharField(
        _("how changes are announced"), max_length=160, blank=True, help_text=_("For example: per mail.")
    )
    venue_accessibility = RichTextField(_("accessibility"), blank=True, features=TEXT_FEATURES)
    venue_route = RichTextField(_("how to get there"), blank=True, features=TEXT_FEATURES)
    venue_text = RichTextField(_("more about the place"), blank=True, features=TEXT_FEATURES)

    audience_text = RichTextField(_("for whom"), blank=True, features=TEXT_FEATURES)
    audience_groups = StreamField(LinesBlock(), verbose_name=_("groups"), blank=True)
    audience_groups_is_open = models.BooleanField(
        _("there are more groups"), default=False, help_text=_("The site then ends the list with “…”.")
    )
    organisation_types = StreamField(LinesBlock(), verbose_name=_("kinds of organisations"), blank=True)
    organisation_types_is_open = models.BooleanField(
        _("there are more kinds"), default=False, help_text=_("The site then ends the list with “…”.")
    )

    registration_mode = models.CharField(
        _("how to register"), max_length=4, choices=RegistrationMode, blank=True
    )
    registration_url = WebsiteField(_("address to register at"), blank=True)
    registration_opens_at = DateTimeField(_("registration opens"), null=True, blank=True)
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
    capacity = models.PositiveIntegerField(_("places"), null=True, blank=True)
    has_waitlist = models.BooleanField(_("there is a waiting list"), default=False)
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

    deliverables = StreamField(DeliverablesBlock(), verbose_name=_("documents"), blank=True)
    report = RichTextField(_("report"), blank=True, features=TEXT_FEATURES)

    class Meta:
        abstract = True

    place_panels = [
        MultiFieldPanel(
            [
                FieldRowPanel(["venue_name", "venue_status"]),
                "venue_street",
                FieldRowPanel(["venue_postal_code", "venue_municipality", "venue_city"]),
                "venue_changes_announced",
            ],
            heading=_("Place"),
        ),
        MultiFieldPanel(
            ["venue_text", "venue_route", "venue_accessibility"],
            heading=_("More about the place"),
            classname="collapsed",
        ),
    ]
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
            [FieldRowPanel(["capacity", "has_waitlist"]), "attendance_note", "sharing_note"],
            heading=_("Places and notes"),
            classname="collapsed",
        ),
        "contact",
    ]
    audience_panel = MultiFieldPanel(
        [
            "audience_text",
            "audience_groups",
            "audience_groups_is_open",
            "organisation_types",
            "organisation_types_is_open",
        ],
        heading=_("For whom"),
        classname="collapsed",
    )
    search_fields = [
        *BasePage.search_fields,
        index.FilterField("first_day"),
        index.FilterField("last_day"),
    ]

    def save(self, *args, **kwargs):
        self.first_day, self.last_day = self.days()
        return super().save(*args, **kwargs)

    def required_to_publish(self):
        required = [*super().required_to_publish(), "kind", "organisers"]
        return [*required, "registration_url"] if self.registration_mode == "link" else required

    def check_to_publish(self, rows):
        yield from super().check_to_publish(rows)
        if problem := postal_code_problem(self.venue_postal_code, self.venue_municipality):
            yield Problem("venue_postal_code", problem)
        opens, closes = self.registration_opens_at, self.registration_closes_at
        if opens and closes and closes <= opens:
            yield Problem("registration_deadline", _("Registration ends before it opens."))

    def days(self):
        """The first and last day, each None if unknown."""
        raise NotImplementedError

    @property
    def registration_closes_at(self):
        """The first moment at which registration is closed, or None.

        An exclusive deadline (“vóór 12 uur”) excludes its minute, any other (“tot en met”) includes it; 00:00 includes
        the whole day.
        """
        deadline = self.registration_deadline
        if not deadline or self.registration_deadline_is_exclusive:
            return deadline
        if is_midnight(deadline):
            day_after = timezone.localdate(deadline) + datetime.timedelta(days=1)
            return timezone.make_aware(datetime.datetime.combine(day_after, datetime.time.min))
        return deadline + ONE_MINUTE

    @property
    def deadline_is_whole_day(self):
        return is_midnight(self.registration_deadline) and not self.registration_deadline_is_exclusive

    @property
    def takes_registrations(self):
        """Whether a way to register is filled in."""
        return self.registration_mode not in ("", self.RegistrationMode.NONE)

    def registration_is_closed(self, now=None):
        """Whether the deadline has passed."""
        closes = self.registration_closes_at
        changes_at(closes, now or timezone.now())
        return bool(closes and (now or timezone.now()) >= closes)

    def registration_is_open(self, now=None):
        """Whether people can register now: there is a way to register, and it is not over or cancelled."""
        now = now or timezone.now()
        if self.is_cancelled or not self.takes_registrations:
            return False
        changes_at(self.registration_opens_at, now)
        is_too_early = self.registration_opens_at and now < self.registration_opens_at
        return not (is_too_early or self.registration_is_closed(now) or self.is_over(now))

    def is_over(self, now=None):
        """Whether the last day has passed; False without a last day."""
        return bool(self.last_day and self.last_day < timezone.localdate(now))

    @property
    def is_cancelled(self):
        return False

    @property
    def is_full(self):
        return False

    @property
    def over_label(self):
        return _("This event is over")

    @property
    def state(self):
        """The state to show beside the title, or None."""
        if self.is_cancelled:
            return State("stopped", _("Cancelled"))
        if self.is_over():
            return State("done", self.over_label)
        if self.is_full:
            return State("done", _("Full"))
        if self.registration_is_closed():
            return State("done", _("Registration is closed"))
        return State("running", _("You can register")) if self.registration_is_open() else None

    @property
    def change_label(self):
        """The change that lists show, such as “Cancelled”; empty if there is none."""
        return _("Cancelled") if self.is_cancelled else ""

    @property
    def agenda_heading(self):
        """The heading above it in lists."""
        if self.is_over():
            return str(self.last_day.year)
        return _("Coming up") if self.first_day or self.last_day else _("No date yet")

    @property
    def card_day(self):
        """The date as lists show it, in two texts: large and small."""
        return card_day(self.first_day, self.last_day)

    def entry_dates(self):
        dates = super().entry_dates()
        return Dates(dates.published, dates.updated, self.first_day, self.last_day)

    def entry_day(self):
        return " ".join(part for part in self.card_day if part)

    def entry_notice(self):
        return str(self.change_label) or super().entry_notice()

    def entry_people(self):
        return [Party(name, _("organiser"), is_author=True) for name in self.organiser_names]

    @cached_property
    def organiser_names(self):
        return [
            row.organisation.name for row in with_keys(self.organisers, "organisation") if row.organisation
        ]

    @cached_property
    def partner_names(self):
        return [row.organisation.name for row in with_keys(self.partners, "organisation") if row.organisation]

    @property
    def organisers_line(self):
        """The first organiser and the number of others, for lists."""
        return first_and_more(self.organiser_names)

    @property
    def partners_line(self):
        """The first partner and the number of others, for lists."""
        return first_and_more(self.partner_names)

    @property
    def has_info(self):
        """Whether there is text about registration, place or partners."""
        notes = [self.registration_text, self.attendance_note, self.partners_text]
        place = [self.venue_text, self.venue_route, self.venue_accessibility]
        return not all(map(is_empty, notes + place))

    @property
    def kicker(self):
        """The line above the title."""
        return ", ".join(part for part in (capfirst(self.get_kind_display()), self.organisers_line) if part)

    @property
    def venue_address(self):
        """Street, postal code and town on one line, as far as they are filled in."""
        town = f"{self.venue_postal_code} {self.venue_municipality or self.venue_city}".strip()
        return ", ".join(part for part in (self.venue_street, town) if part)

    @cached_property
    def contact_shown(self):
        """The page of the contact, None if that is not listed."""
        if not self.contact_id:
            return None
        coordinators = self._meta.get_field("contact").related_model.objects
        pages = coordinators.listed().filter(pk=self.contact_id)
        return pages.select_related("person__municipality").first()


def first_and_more(names):
    """The first name and the number of others."""
    others = len(names) - 1
    if others < 1:
        return "".join(names)
    text = ngettext("%(name)s and %(count)d other", "%(name)s and %(count)d others", others)
    return text % {"name": names[0], "count": others}
