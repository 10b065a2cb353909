"""The addresses elsewhere to which pages link, where they stand, and what they last answered."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cms.outgoing_addresses import LONGEST

from .querysets import AddressQuerySet, PlaceQuerySet
from .wording import in_words

LONGEST_SENTENCE = 300


class Address(models.Model):
    """An address, without its fragment, and what is known of it: the same for every page that links to it.

    `failing_since`: the day from which it failed each time it gave an answer; empty if it worked last.
    `verified_until`: the last day of what a person said after looking: it works. `verified_answer` is what we had got.
    """

    wagtail_reference_index_ignore = True

    class State(models.TextChoices):
        NEW = "new", _("not looked at yet")
        WORKS = "works", _("works")
        MOVED = "moved", _("moved for good")
        BROKEN = "broken", _("broken")
        CANNOT_TELL = "cannot_tell", _("cannot tell")
        UNSAFE = "unsafe", _("not safe")

    url = models.CharField(_("web address"), max_length=LONGEST, unique=True)
    host = models.CharField(max_length=255, db_index=True)
    state = models.CharField(_("state"), max_length=12, choices=State, default=State.NEW, db_index=True)
    answer = models.CharField(_("answer"), max_length=20, blank=True)
    moved_to = models.CharField(_("new address"), max_length=LONGEST, blank=True)
    works_on = models.DateField(_("last day that it worked"), null=True)
    failing_since = models.DateField(_("fails since"), null=True)
    checked_at = models.DateTimeField(_("looked at"), null=True, db_index=True)
    next_check = models.DateTimeField(_("to be looked at"), default=timezone.now, db_index=True)
    verified_until = models.DateField(_("verified by a person, until"), null=True)
    verified_answer = models.CharField(max_length=20, blank=True)

    objects = AddressQuerySet.as_manager()

    class Meta:
        verbose_name = _("address elsewhere")
        verbose_name_plural = _("addresses elsewhere")
        default_permissions = ()

    def __str__(self):
        return self.url

    @property
    def is_verified(self) -> bool:
        """Whether a person said that it works, and that still counts."""
        return self.verified_until is not None and self.verified_until >= timezone.localdate()


class Place(models.Model):
    """An address on a live page, with the first sentence that it stands in."""

    wagtail_reference_index_ignore = True

    address = models.ForeignKey(Address, on_delete=models.CASCADE, related_name="places")
    page = models.ForeignKey("wagtailcore.Page", on_delete=models.CASCADE, related_name="outside_links")
    sentence = models.CharField(_("sentence"), max_length=LONGEST_SENTENCE)

    objects = PlaceQuerySet.as_manager()

    class Meta:
        verbose_name = _("link to elsewhere")
        verbose_name_plural = _("links to elsewhere")
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["page", "address"], name="unique_place_of_address")]

    def __str__(self):
        return f"{self.page_id}: {self.address_id}"

    @property
    def answer_in_words(self) -> str:
        return str(in_words(self.address.answer))


class Gathering(models.Model):
    """When the addresses of a page were gathered; a row is removed when the page changes."""

    wagtail_reference_index_ignore = True

    page = models.OneToOneField("wagtailcore.Page", on_delete=models.CASCADE, related_name="link_gathering")
    at = models.DateTimeField(default=timezone.now, db_index=True)

    class Meta:
        verbose_name = _("gathering of addresses")
        verbose_name_plural = _("gatherings of addresses")
        default_permissions = ()

    def __str__(self):
        return f"{self.page_id}: {self.at:%Y-%m-%d}"


class Pause(models.Model):
    """A host that asked us to wait, or did not answer: until then none of its addresses is asked for."""

    host = models.CharField(max_length=255, unique=True)
    until = models.DateTimeField(db_index=True)

    class Meta:
        verbose_name = _("pause of a host")
        verbose_name_plural = _("pauses of hosts")
        default_permissions = ()

    def __str__(self):
        return self.host
