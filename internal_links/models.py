"""Links of public pages that lead nowhere inside the site, and when each page was looked at last."""

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

LONGEST_WORDS = 200
LONGEST_TARGET = 500


class CheckedPage(models.Model):
    """When the links of a page were looked at last; empty once something that it points at has changed."""

    # Wagtail's index of references is for content.
    wagtail_reference_index_ignore = True

    page = models.OneToOneField(
        Page, primary_key=True, on_delete=models.CASCADE, related_name="links_checked"
    )
    checked_at = models.DateTimeField(null=True, db_index=True)

    class Meta:
        verbose_name = _("page of which the links were checked")
        verbose_name_plural = _("pages of which the links were checked")
        default_permissions = ()

    def __str__(self):
        return f"{self.page_id} {self.checked_at}"

    @staticmethod
    def due():
        """The public pages that are new, changed, or point at something that changed."""
        changed = Q(last_published_at__gt=F("links_checked__checked_at"))
        never = Q(links_checked=None) | Q(links_checked__checked_at=None)
        return Page.objects.live().filter(depth__gt=1).filter(never | changed).order_by("pk")


class BrokenLink(models.Model):
    """A link of a public page that readers can't follow, or only by a redirect.

    `target` is a key, or the path of an address. `words` are those of the link; empty where somebody chose the target
    in a field.
    """

    class Kind(models.TextChoices):
        PAGE = "page", _("page")
        DOCUMENT = "document", _("document")
        PICTURE = "picture", _("picture")
        ADDRESS = "address", _("web address")

    class Reason(models.TextChoices):
        GONE = "gone", _("gone")
        OFFLINE = "offline", _("offline")
        PRIVATE = "private", _("private")
        MOVED = "moved", _("moved to another web address")

    wagtail_reference_index_ignore = True

    page = models.ForeignKey(
        Page, verbose_name=_("page"), on_delete=models.CASCADE, related_name="broken_links"
    )
    kind = models.CharField(_("what it leads to"), max_length=8, choices=Kind)
    target = models.CharField(_("target"), max_length=LONGEST_TARGET)
    words = models.CharField(_("words of the link"), max_length=LONGEST_WORDS, blank=True)
    reason = models.CharField(_("what is wrong"), max_length=7, choices=Reason)
    found_on = models.DateField(_("since"), default=timezone.localdate)

    class Meta:
        verbose_name = _("broken link inside the site")
        verbose_name_plural = _("broken links inside the site")
        # Access follows from the page.
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["page", "kind", "target"], name="broken_link_once_per_page")
        ]
        indexes = [models.Index(fields=["kind", "target"], name="broken_links_by_target")]

    def __str__(self):
        return f"{self.page_id}: {self.kind} {self.target}"

    @property
    def sentence(self) -> str:
        """What is wrong, in words that say no more of the target than the page itself."""
        is_address = self.kind == self.Kind.ADDRESS
        target = self.target if is_address else self.get_kind_display()
        values = {"words": self.words, "target": target, "reason": self.get_reason_display()}
        if self.words:
            return gettext("“%(words)s” leads to: %(target)s, %(reason)s") % values
        return gettext("Chosen or filled in: %(target)s, %(reason)s") % values
