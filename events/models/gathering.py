"""The abstract page that events and trajectories share: place, audience, registration, documents."""

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
from cms.models import BasePage, Dates, Party, with_keys
from cms.publishing import Problem, is_empty
from cms.registering import RegistrationStatus
from events.blocks import DeliverablesBlock, NoticesBlock
from fields.contact import postal_code_problem
from listing import places
from listing.related import related_to

from .days import card_day
from .registration import TAKES_PEOPLE, RegistrablePage
from .registration_words import button_label, from_when, how_it_stands, seats_in_words, until_when


class Registering(NamedTuple):
    """What the page shows of registering: where to do it, if one can, the places left, and how it stands."""

    path: str
    label: str
    seats: str
    sentences: list[str]


def organisation_panel(relation, heading, label, **options):
    """A panel to choose several organisations at once."""
    return MultipleChooserPanel(
        relation, chooser_field_name="organisation", heading=heading, label=label, **options
    )


class State(NamedTuple):
    """The state of a gathering: its label, and the CSS class of the sign beside it."""

    sign: str
    label: str


class Gathering(RegistrablePage):
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
        return [*super().required_to_publish(), "kind", "organisers"]

    def check_to_publish(self, rows):
        yield from super().check_to_publish(rows)
        if problem := postal_code_problem(self.venue_postal_code, self.venue_municipality):
            yield Problem("venue_postal_code", problem)

    @property
    def review_until(self):
        """What is over needs no review."""
        return self.last_day

    def days(self):
        """The first and last day, each None if unknown."""
        raise NotImplementedError

    def is_over(self, now=None):
        """Whether the last day has passed; False without a last day."""
        return bool(self.last_day and self.last_day < timezone.localdate(now))

    @property
    def is_cancelled(self):
        return False

    @property
    def over_label(self):
        return _("This event is over")

    @property
    def state(self):
        """The state to show beside the title, or None."""
        status = self.registration_status()
        if self.is_cancelled:
            return State("stopped", _("Cancelled"))
        if self.is_over():
            return State("done", self.over_label)
        if label := self.full_label:
            return State("done", label)
        if self.registration_is_closed() or status == RegistrationStatus.CLOSED:
            return State("done", _("Registration is closed"))
        return State("running", _("You can register")) if status == RegistrationStatus.OPEN else None

    @property
    def full_label(self):
        """What lists say of a gathering without places left; empty for others."""
        if self.is_cancelled or self.is_over():
            return ""
        status = self.registration_status()
        if status == RegistrationStatus.WAITING_LIST:
            return _("Full, with a waiting list")
        return _("Full") if status == RegistrationStatus.FULL or self.is_full else ""

    @property
    def registering(self):
        """How it stands with registering now, for the page."""
        status = self.registration_status()
        return Registering(
            path=self.registration_path if status in TAKES_PEOPLE else "",
            label=button_label(self.has_form and status == RegistrationStatus.WAITING_LIST),
            seats=seats_in_words(self.seats_left) if status == RegistrationStatus.OPEN else "",
            sentences=how_it_stands(self, status) if self.has_form else [],
        )

    @property
    def deadline_in_words(self):
        return until_when(self)

    @property
    def opening_in_words(self):
        return from_when(self)

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

    def entry_place(self):
        """The municipality of the venue, as it is called today."""
        flanders, town = places(), self.venue_municipality_id
        return flanders.names[flanders.current[town]] if town else self.venue_city or super().entry_place()

    def entry_notice(self):
        return str(self.change_label or self.full_label) or super().entry_notice()

    @cached_property
    def related(self):
        return related_to(self)

    def entry_people(self):
        return [Party(name, _("organiser"), is_author=True) for name in self.organiser_names]

    @property
    def organising(self):
        """The organisers, as organisations."""
        return [row.organisation for row in with_keys(self.organisers, "organisation") if row.organisation]

    @property
    def leading_organisations(self):
        return self.organising

    @property
    def partnering(self):
        """The partners, as organisations."""
        return [row.organisation for row in with_keys(self.partners, "organisation") if row.organisation]

    @cached_property
    def organiser_names(self):
        return [organisation.name for organisation in self.organising]

    @cached_property
    def partner_names(self):
        return [organisation.name for organisation in self.partnering]

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
