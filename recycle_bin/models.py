"""What was deleted and can be put back: one entry for each deletion, with all rows that went along."""

from datetime import timedelta

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .querysets import DeletionQuerySet, UndoableActQuerySet

# Minutes in which an act can be undone from the message after it.
UNDO_MINUTES = 10


def end_of_keeping():
    return timezone.now() + timedelta(days=settings.RECYCLE_BIN_DAYS)


class Deletion(models.Model):
    """One act of deleting: a page with all pages below it, a file, or a vocabulary entry.

    Its old place is kept as keys, not as paths: those are given to other pages.
    """

    class Kind(models.TextChoices):
        PAGE = "page", _("page")
        IMAGE = "image", _("image")
        DOCUMENT = "document", _("document")
        TERM = "term", _("vocabulary entry")

    wagtail_reference_index_ignore = True

    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    # The label of the model, such as `news.newspage`.
    model = models.CharField(max_length=100)
    object_key = models.CharField(max_length=64)
    title = models.CharField(_("title"), max_length=255)
    # Where it was: the address of a page, the name of a collection.
    place = models.TextField(_("where it was"), blank=True)
    # Of a page, the keys of the pages above it, as ",1,3,12,", the nearest last. Of a person that of the section.
    above = models.CharField(max_length=200, blank=True)
    collection_key = models.PositiveBigIntegerField(null=True)
    # Who made a page, or uploaded a file.
    owner_key = models.PositiveBigIntegerField(null=True)
    was_live = models.BooleanField(default=False)
    number_of_pages = models.PositiveIntegerField(default=0)
    # How many rows of people were not kept, by the name of their kind.
    left_out = models.JSONField(default=dict)
    deleted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("deleted by"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    deleted_at = models.DateTimeField(_("deleted on"), default=timezone.now)
    until = models.DateTimeField(_("stays until"), default=end_of_keeping, db_index=True)

    objects = DeletionQuerySet.as_manager()

    class Meta:
        verbose_name = _("entry of the recycle bin")
        verbose_name_plural = _("entries of the recycle bin")
        default_permissions = ()
        indexes = [models.Index(fields=["kind", "deleted_at"], name="deletions_by_kind")]

    def __str__(self):
        return self.title

    @property
    def keys_above(self) -> list[int]:
        return [int(key) for key in self.above.split(",") if key]

    @property
    def can_be_undone(self) -> bool:
        return timezone.now() - self.deleted_at < timedelta(minutes=UNDO_MINUTES)


class KeptRow(models.Model):
    """A row that was deleted, as the values of its own columns; of a page one for each table that it has a row in."""

    wagtail_reference_index_ignore = True

    deletion = models.ForeignKey(Deletion, on_delete=models.CASCADE, related_name="rows")
    model = models.CharField(max_length=100)
    object_key = models.CharField(max_length=64)
    content = models.JSONField()
    # Of rows that are forgotten before the entry is, such as the words of readers.
    until = models.DateTimeField(null=True, db_index=True)

    class Meta:
        verbose_name = _("kept row")
        verbose_name_plural = _("kept rows")
        default_permissions = ()
        indexes = [models.Index(fields=["model", "object_key"], name="kept_rows_by_object")]

    def __str__(self):
        return f"{self.model} {self.object_key}"


class CutLink(models.Model):
    """A value of a row that stayed, which pointed at what was deleted and was emptied with it."""

    wagtail_reference_index_ignore = True

    deletion = models.ForeignKey(Deletion, on_delete=models.CASCADE, related_name="cut_links")
    model = models.CharField(max_length=100)
    object_key = models.CharField(max_length=64)
    field = models.CharField(max_length=100)
    value = models.CharField(max_length=64)

    class Meta:
        verbose_name = _("cut link")
        verbose_name_plural = _("cut links")
        default_permissions = ()
        indexes = [models.Index(fields=["model", "object_key"], name="cut_links_by_object")]

    def __str__(self):
        return f"{self.model} {self.object_key}.{self.field}"


class UndoableAct(models.Model):
    """Taking a page offline, or moving it: what it was before, for the minutes in which it can be undone."""

    class Kind(models.TextChoices):
        UNPUBLISH = "unpublish", _("taken offline")
        MOVE = "move", _("moved")

    wagtail_reference_index_ignore = True

    kind = models.CharField(max_length=10, choices=Kind)
    page = models.ForeignKey("wagtailcore.Page", on_delete=models.CASCADE, related_name="+")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField(default=timezone.now, db_index=True)
    before = models.JSONField(default=dict)
    after = models.JSONField(default=dict)

    objects = UndoableActQuerySet.as_manager()

    class Meta:
        verbose_name = _("act that can be undone")
        verbose_name_plural = _("acts that can be undone")
        default_permissions = ()

    def __str__(self):
        return f"{self.kind} {self.page_id}"

    @property
    def can_be_undone(self) -> bool:
        return timezone.now() - self.at < timedelta(minutes=UNDO_MINUTES)
