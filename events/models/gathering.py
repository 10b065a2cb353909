"""What events and trajectories share: who invites, where, for whom, how to register, and what comes of it."""

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

from cms.blocks import TEXT_FEATURES, LinesBlock
from cms.models import BasePage, Dates, Party, Problem, WebsiteField, is_empty, postal_code_problem, with_keys
from events.blocks import DeliverablesBlock, NoticesBlock

from .days import card_day, is_midnight

SMALLEST_STEP = datetime.timedelta(minutes=1)


def organisation_panel(relation, heading, label, **options):
    """Organisations, chosen several at a time."""
    return MultipleChooserPanel(
        relation, chooser_field_name="organisation", heading=heading, label=label, **options
    )


class State(NamedTuple):
    """How it stands with a gathering: the words, and the class of the sign beside them."""

    sign: str
    label: str


class Gathering(BasePage):
    """An occasion that people are invited to: what an event (seed 004) and a trajectory (seed 001) share.

    `first_day` and `last_day` are derived from the sessions or the period at each save, so that lists sort and cut
    in the database. Times are those of Europe/Brussels.
    """

    happens = True

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
    registration_opens_at = models.DateTimeField(_("registration opens"), null=True, blank=True)
    registration_deadline = models.DateTimeField(
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
        """The first and the last day, each None if unknown."""
        raise NotImplementedError

    @property
    def registration_closes_at(self):
        """The first moment at which it is too late to register, or None.

        “Vóór 12 uur” excludes noon. “Tot en met” includes the minute that is named, and the whole day when only the
        day is (00:00).
        """
        deadline = self.registration_deadline
        if not deadline or self.registration_deadline_is_exclusive:
            return deadline
        if is_midnight(deadline):
            day_after = timezone.localdate(deadline) + datetime.timedelta(days=1)
            return timezone.make_aware(datetime.datetime.combine(day_after, datetime.time.min))
        return deadline + SMALLEST_STEP

    @property
    def deadline_is_whole_day(self):
        return is_midnight(self.registration_deadline) and not self.registration_deadline_is_exclusive

    @property
    def takes_registrations(self):
        """Did somebody say how to register?"""
        return self.registration_mode not in ("", self.RegistrationMode.NONE)

    def registration_is_closed(self, now=None):
        """Is it too late to register?"""
        closes = self.registration_closes_at
        return bool(closes and (now or timezone.now()) >= closes)

    def registration_is_open(self, now=None):
        """Can somebody register at this moment? Not if nobody said how, nor after the gathering."""
        now = now or timezone.now()
        if self.is_cancelled or not self.takes_registrations:
            return False
        too_early = self.registration_opens_at and now < self.registration_opens_at
        return not (too_early or self.registration_is_closed(now) or self.is_over(now))

    def is_over(self, now=None):
        """Is the last day past? What has a start but no end goes on."""
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
        """What a visitor must know first, or None when there is nothing to say."""
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
        """The word that lists show for what must not be missed, or nothing."""
        return _("Cancelled") if self.is_cancelled else ""

    @property
    def agenda_heading(self):
        """The heading under which lists show this."""
        if self.is_over():
            return str(self.last_day.year)
        return _("Coming up") if self.first_day or self.last_day else _("No date yet")

    @property
    def card_day(self):
        """The date as lists show it, in two parts: large and small."""
        return card_day(self.first_day, self.last_day)

    def entry_dates(self):
        dates = super().entry_dates()
        return Dates(dates.published, dates.updated, self.first_day, self.last_day)

    def entry_day(self):
        return " ".join(part for part in self.card_day if part)

    def entry_notice(self):
        return str(self.change_label)

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
        """The organisers in few words, for lists."""
        return first_and_more(self.organiser_names)

    @property
    def partners_line(self):
        """The partners in few words, for lists."""
        return first_and_more(self.partner_names)

    @property
    def has_info(self):
        """Is there anything to say in running text about registering, the place or the partners?"""
        notes = [self.registration_text, self.attendance_note, self.partners_text]
        place = [self.venue_text, self.venue_route, self.venue_accessibility]
        return not all(map(is_empty, notes + place))

    @property
    def kicker(self):
        """The line above the title."""
        return ", ".join(part for part in (capfirst(self.get_kind_display()), self.organisers_line) if part)

    @property
    def venue_address(self):
        """Street, postal code and town on one line, as far as they are known."""
        town = f"{self.venue_postal_code} {self.venue_municipality or self.venue_city}".strip()
        return ", ".join(part for part in (self.venue_street, town) if part)

    @cached_property
    def contact_shown(self):
        """The contact, as long as everybody may see that page; who has left has none."""
        coordinators = self._meta.get_field("contact").related_model.objects
        shown = coordinators.listed().filter(pk=self.contact_id)
        return shown.select_related("person__municipality").first() if self.contact_id else None


def first_and_more(names):
    """The first name, and how many more there are."""
    more = len(names) - 1
    if more < 1:
        return "".join(names)
    words = ngettext("%(name)s and %(count)d other", "%(name)s and %(count)d others", more)
    return words % {"name": names[0], "count": more}
