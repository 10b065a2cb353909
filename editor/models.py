"""The forms of pages that people have open: what each started from, and what it saved last."""

import secrets
from datetime import timedelta

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

# As long as the browser keeps text that was not saved (static/kept-text.js).
KEPT = timedelta(days=14)


def new_key():
    return secrets.token_urlsafe(16)


class OpenForm(models.Model):
    """A form in somebody's browser. It carries `key`, so its own saves are never taken for those of somebody else.

    A revision that autosave overwrote has the same id and another `created_at`: hence the two fields for the base.
    """

    wagtail_reference_index_ignore = True

    key = models.CharField(_("key of the form"), max_length=32, unique=True, default=new_key)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("user"), on_delete=models.CASCADE, related_name="+"
    )
    page = models.ForeignKey(
        "wagtailcore.Page", verbose_name=_("page"), on_delete=models.CASCADE, related_name="open_forms"
    )
    base = models.ForeignKey(
        "wagtailcore.Revision",
        verbose_name=_("version it started from"),
        on_delete=models.SET_NULL,
        related_name="+",
        null=True,
    )
    base_created_at = models.DateTimeField(_("when that version was saved"), null=True)
    saved = models.ForeignKey(
        "wagtailcore.Revision",
        verbose_name=_("version it saved last"),
        on_delete=models.SET_NULL,
        related_name="+",
        null=True,
    )
    turn = models.BigIntegerField(_("number of its last request"), default=0)
    opened_at = models.DateTimeField(_("opened on"), default=timezone.now, db_index=True)

    class Meta:
        verbose_name = _("open form")
        verbose_name_plural = _("open forms")
        default_permissions = ()

    def __str__(self):
        return f"{self.page_id} {self.opened_at:%Y-%m-%d %H:%M}"

    @classmethod
    def open(cls, page, user, revision):
        """Records that the user opened the page with this latest revision, or None; gives the form."""
        created_at = revision and revision.created_at
        return cls.objects.create(page=page, user=user, base=revision, base_created_at=created_at)

    @classmethod
    def of(cls, data, user, page=None):
        """The form that sent this data, or None: each is its user's own, and of one page."""
        key = data.get("form_key", "")
        forms = cls.objects.filter(key=key, user=user).select_related("base")
        return forms.filter(page=page).first() if page else forms.first()

    @classmethod
    def forget(cls) -> None:
        cls.objects.filter(opened_at__lt=timezone.now() - KEPT).delete()

    @classmethod
    def somebody_started_from(cls, revision) -> bool:
        """True if its content is what another form started from: then it has to stay as it is."""
        return cls.objects.filter(base=revision, base_created_at=revision.created_at).exists()

    def has_seen(self, revision, turn=None) -> bool:
        """Is this latest revision what the form started from or saved itself, and the request not an old one?"""
        if self.saved_id:
            return self.saved_id == revision.pk and (turn is None or turn > self.turn)
        return self.base_id == revision.pk and self.base_created_at == revision.created_at

    def original(self):
        """The revision that it started from, or None if that has another content by now."""
        revision = self.saved or self.base
        if revision is None or self.saved_id:
            return revision
        return revision if revision.created_at == self.base_created_at else None

    def note_saved(self, revision, turn=None) -> None:
        self.saved, self.turn = revision, max(self.turn, turn or 0)
        self.save(update_fields=["saved", "turn"])


def turn_of(data):
    """The number of the request among those of its form, or None: the script counts them."""
    number = data.get("form_turn", "")
    return int(number) if number.isdecimal() and len(number) <= 15 else None
