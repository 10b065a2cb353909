from typing import NamedTuple

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldRowPanel, MultiFieldPanel
from wagtail.fields import StreamField
from wagtail.models import Orderable, Page

from cms.api_fields import EditedFields
from cms.publishing import Problem
from events.blocks import ProgrammeBlock, ProgrammeError, SlotValue
from fields.contact import WebsiteField
from fields.dates import DateTimeField

from .days import card_day


class TimetableRow(NamedTuple):
    """A slot as the page shows it, with its length in minutes and its listed practices."""

    slot: SlotValue
    minutes: int | None
    practices: list[Page]
    presents_all: bool


class EventSession(Orderable):
    """A session of an event, with its own date, and optionally a place and a programme. Seed 004 has one.

    The programme is nested, as child rows of one page can't refer to each other.
    """

    class Status(models.TextChoices):
        PLANNED = "planned", _("planned")
        CONFIRMED = "confirmed", _("confirmed")
        MOVED = "moved", _("moved")
        CANCELLED = "cancelled", _("cancelled")
        FULL = "full", _("full")

    page = ParentalKey("events.EventPage", on_delete=models.CASCADE, related_name="sessions")
    starts_at = DateTimeField(_("begins"), null=True, blank=True)
    ends_at = DateTimeField(_("ends"), null=True, blank=True)
    end_is_informal = models.BooleanField(_("the end is not fixed"), default=False)
    status = models.CharField(_("state"), max_length=9, choices=Status, default=Status.PLANNED, blank=True)
    previous_starts_at = DateTimeField(
        _("was planned for"), null=True, blank=True, help_text=_("Only when the session moved.")
    )
    label = models.CharField(
        _("short name"), max_length=80, blank=True, help_text=_("For example: 12 nov '19, or Day 1.")
    )
    heading = models.CharField(_("heading"), max_length=160, blank=True)
    venue_name = models.CharField(
        _("place"),
        max_length=160,
        blank=True,
        help_text=_("Only when it differs from the place of the event."),
    )
    online_url = WebsiteField(_("web address to join"), blank=True)
    capacity = models.PositiveIntegerField(_("places"), null=True, blank=True)
    programme = StreamField(ProgrammeBlock(), verbose_name=_("programme"), blank=True)

    panels = [
        FieldRowPanel(["starts_at", "ends_at"]),
        FieldRowPanel(["status", "end_is_informal"]),
        "previous_starts_at",
        "programme",
        MultiFieldPanel(
            [
                FieldRowPanel(["label", "heading"]),
                FieldRowPanel(["venue_name", "capacity"]),
                "online_url",
            ],
            heading=_("Name and place"),
        ),
    ]
    api_fields = EditedFields()
    filled_by = "starts_at"

    class Meta(Orderable.Meta):
        verbose_name = _("session")
        verbose_name_plural = _("sessions")

    def __str__(self):
        return self.label or self.heading or str(self.date or "")

    @property
    def date(self):
        return timezone.localdate(self.starts_at) if self.starts_at else None

    @property
    def card_day(self):
        """The date as lists show it, in two texts: large and small."""
        return card_day(self.date, self.date)

    @property
    def is_off(self):
        """Whether it does not take place at the time that was announced."""
        return self.status in (self.Status.CANCELLED, self.Status.MOVED)

    @property
    def is_moved(self):
        return self.status == self.Status.MOVED

    @property
    def end_is_known(self):
        return bool(self.ends_at) and not self.end_is_informal

    def problems(self, practice_ids):
        """Yields why it can't be published. `practice_ids` are those of the event."""
        if not self.starts_at:
            yield Problem("starts_at", _("Fill in when this session begins."), self)
        elif self.ends_at and self.ends_at <= self.starts_at:
            yield Problem("ends_at", _("This session ends before it begins."), self)
        if problem := self.programme_problem(practice_ids):
            yield Problem("programme", problem, self)

    def programme_problem(self, practice_ids):
        """The error of slots that contradict the session or the event, or None.

        `practice_ids` are those of the event. `ProgrammeBlock` validates the programme itself.
        """
        slots = [child.value for child in self.programme]
        problems = [self._outside(slot) or unlisted(slot, practice_ids) for slot in slots]
        messages = {index: problem for index, problem in enumerate(problems) if problem}
        return ProgrammeError(messages) if messages else None

    def timetable(self, practices_by_key):
        """A TimetableRow for each slot; takes the listed practices of the event by key."""
        slots = [child.value for child in self.programme]
        next_starts = [slot.get("start") for slot in slots[1:]] + [self._closing_time()]
        for slot, next_start in zip(slots, next_starts, strict=False):
            practices = [practices_by_key[key] for key in slot.practice_ids if key in practices_by_key]
            presents_all = len(practices) > 1 and len(practices) == len(practices_by_key)
            yield TimetableRow(slot, slot.minutes_until(next_start), practices, presents_all)

    def _closing_time(self):
        return timezone.localtime(self.ends_at).time() if self.end_is_known else None

    def _outside(self, slot):
        """The field and message of a slot outside its session; not for an informal end or several days."""
        has_several_days = self.ends_at and timezone.localdate(self.ends_at) != self.date
        if not self.starts_at or not slot.get("start") or has_several_days:
            return None
        if slot["start"] < timezone.localtime(self.starts_at).time():
            return "start", _("This begins before the session does.")
        closing = self._closing_time()
        if closing and (slot.get("end") or slot["start"]) > closing:
            return ("end" if slot.get("end") else "start"), _("This goes on after the end of the session.")
        return None


def unlisted(slot, practice_ids):
    """The field and message of a slot with a practice that the event does not list: the event counts them."""
    if set(slot.practice_ids) <= set(practice_ids):
        return None
    return "practices", _("Add this practice to the practices of the event too.")
