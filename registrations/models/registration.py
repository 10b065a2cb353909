"""People who registered, and the places that they have or wait for."""

import hashlib
import unicodedata

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cms.models.kept import Kept, all_kept
from fields.amounts import AmountField
from fields.contact import PhoneField


class State(models.TextChoices):
    """What became of a registration."""

    CONFIRMED = "confirmed", _("confirmed")
    WAITING = "waiting", _("on the waiting list")
    CANCELLED = "cancelled", _("cancelled (free of charge)")
    CANCELLED_CHARGED = "charged", _("cancelled (charged)")
    REPLACED = "replaced", _("replaced by a colleague")
    PRESENT = "present", _("present")
    ABSENT = "absent", _("absent")


# The states of somebody who has a seat or waits for one.
ACTIVE = (State.CONFIRMED, State.WAITING, State.PRESENT, State.ABSENT)


def identity_of(email, first_name, last_name) -> str:
    """A hash of one person: colleagues may share an address, and people vary in capitals and spaces."""
    words = " ".join(f"{email} {first_name} {last_name}".split())
    return hashlib.sha256(unicodedata.normalize("NFKC", words).casefold().encode()).hexdigest()


def has_seat() -> Exists:
    """Who takes a seat: who has a confirmed place. The one definition, for every count."""
    return Exists(Place.objects.filter(registration=OuterRef("pk"), state=Place.State.CONFIRMED))


def protect_people(collector, field, registrations, using):
    """An `on_delete` for an event: refused while there is a person in a registration, else the rows go along.

    So no way to delete a page, or a tree with one, loses anybody: neither of ours, nor of Wagtail's or Django's.
    """
    people = registrations.filter(anonymised_at=None)[:1]
    if people:
        raise models.ProtectedError("There are people registered for this page.", set(people))
    models.CASCADE(collector, field, registrations, using)


class RegistrationQuerySet(models.QuerySet):
    def active(self):
        return self.filter(state__in=ACTIVE)

    def with_seat(self):
        return self.filter(has_seat())

    def waiting(self):
        """In the order in which they are in line."""
        return self.filter(state=State.WAITING).order_by("number")


class Registration(models.Model):
    """Somebody who registered for a page. Seeds 001 and 004.

    What may reveal health or religion stands in `Needs`, what is for an invoice in `InvoiceData`: those are kept for
    other terms. `number` is the order in which seats were asked for, under the lock. `version` rises with each change
    that a calendar has to hear of.
    """

    class Source(models.TextChoices):
        FORM = "form", _("by the form")
        COLLEAGUE = "colleague", _("by a colleague, in the form")
        SUBSTITUTE = "substitute", _("took a colleague's place")
        OFFICER = "officer", _("by the organiser")

    # Wagtail's index of references is for content: it would list people as uses of the page.
    wagtail_reference_index_ignore = True

    page = models.ForeignKey(
        "wagtailcore.Page", verbose_name=_("event"), on_delete=protect_people, related_name="registrations"
    )
    number = models.PositiveIntegerField(_("number"))
    state = models.CharField(_("state"), max_length=9, choices=State)
    source = models.CharField(_("how"), max_length=10, choices=Source, default=Source.FORM)

    # One of the seats that are held for speakers and guests: it takes none of the public's.
    has_held_seat = models.BooleanField(_("has a held seat"), default=False)

    first_name = models.CharField(_("first name"), max_length=80, blank=True)
    last_name = models.CharField(_("last name"), max_length=80, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    phone = PhoneField(_("phone"))
    organisation = models.CharField(_("organisation"), max_length=160, blank=True)
    function = models.CharField(_("function"), max_length=160, blank=True)
    municipality = models.ForeignKey(
        "cms.Municipality",
        verbose_name=_("municipality"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    # Questions of the event's own, as `[{"key", "question", "answer"}]`.
    answers = models.JSONField(_("answers"), default=list, blank=True)
    # A hash of e-mail and name (`identity_of`); empty once the person is erased.
    identity = models.CharField(max_length=64, blank=True, editable=False)

    price_label = models.CharField(_("price"), max_length=120, blank=True)
    price = AmountField(_("price in euro"), max_digits=8, decimal_places=2, null=True, blank=True)
    # What cancelling cost, in euro; None as long as nobody cancelled.
    charge = AmountField(_("to pay after cancelling"), max_digits=8, decimal_places=2, null=True, blank=True)

    privacy_version = models.CharField(_("privacy text that was shown"), max_length=20, blank=True)
    privacy_at = models.DateTimeField(_("privacy text read on"), null=True, blank=True)
    list_version = models.CharField(_("text about the participants' list"), max_length=20, blank=True)
    list_at = models.DateTimeField(_("agreed to the participants' list on"), null=True, blank=True)

    registered_at = models.DateTimeField(_("registered on"), default=timezone.now)
    cancelled_at = models.DateTimeField(_("cancelled on"), null=True, blank=True)
    # Until when a place that came by itself from the waiting list can be declined free of charge.
    declinable_until = models.DateTimeField(_("can decline until"), null=True, blank=True)
    replaced_by = models.ForeignKey(
        "self", verbose_name=_("replaced by"), null=True, on_delete=models.SET_NULL, related_name="replaces"
    )
    anonymised_at = models.DateTimeField(_("anonymised on"), null=True, blank=True)
    version = models.PositiveIntegerField(default=0)

    objects = RegistrationQuerySet.as_manager()

    retention = {
        **all_kept(
            Kept.NAMELESS, "page", "number", "state", "source", "version", "anonymised_at", "has_held_seat"
        ),
        **all_kept(Kept.NAMELESS, "price", "charge", "registered_at", "cancelled_at", "replaced_by"),
        **all_kept(Kept.PERSON, "first_name", "last_name", "email", "phone", "identity"),
        **all_kept(Kept.PERSON, "organisation", "function", "municipality", "answers", "price_label"),
        **all_kept(
            Kept.PERSON, "privacy_version", "privacy_at", "list_version", "list_at", "declinable_until"
        ),
    }

    class Meta:
        verbose_name = _("registration")
        verbose_name_plural = _("registrations")
        ordering = ["number"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["page", "number"], name="one_registration_for_each_number"),
            models.UniqueConstraint(
                fields=["page", "identity"],
                condition=Q(state__in=ACTIVE) & ~Q(identity=""),
                name="one_active_registration_for_each_person",
            ),
        ]
        indexes = [models.Index(fields=["page", "state"], name="registrations_by_state")]

    def __str__(self):
        return self.name or f"#{self.number}"

    def save(self, *args, **kwargs):
        if not self.anonymised_at:
            self.identity = identity_of(self.email, self.first_name, self.last_name)
        super().save(*args, **kwargs)

    @property
    def name(self) -> str:
        return f"{self.first_name} {self.last_name}".strip()

    @property
    def is_active(self) -> bool:
        return self.state in ACTIVE

    @property
    def is_waiting(self) -> bool:
        return self.state == State.WAITING

    @property
    def has_attended(self) -> bool:
        return self.state in (State.PRESENT, State.ABSENT)


class Place(models.Model):
    """A place at the whole page or in one part of it, that somebody has or waits for.

    `number` is the order in the line of its part: that of the registration, or a later one for a part that was added
    afterwards. `label` is the name of the part at the time.
    """

    class State(models.TextChoices):
        CONFIRMED = "confirmed", _("confirmed")
        WAITING = "waiting", _("on the waiting list")
        CANCELLED = "cancelled", _("cancelled")

    wagtail_reference_index_ignore = True

    registration = models.ForeignKey(Registration, on_delete=models.CASCADE, related_name="places")
    part = models.CharField(_("part"), max_length=40, blank=True)
    label = models.CharField(_("track or session"), max_length=200, blank=True)
    state = models.CharField(_("state"), max_length=9, choices=State)
    number = models.PositiveIntegerField(_("number"))

    retention = all_kept(Kept.NAMELESS, "registration", "part", "label", "state", "number")

    class Meta:
        verbose_name = _("place")
        verbose_name_plural = _("places")
        ordering = ["number", "pk"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["registration", "part"],
                condition=~Q(state="cancelled"),
                name="one_place_for_each_part",
            ),
        ]

    def __str__(self):
        return self.label or self.part
