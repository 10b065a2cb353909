"""What readers say of a page: how many find it useful, and what is not right."""

from datetime import timedelta

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cms.models import Kept, all_kept

from .querysets import FeedbackQuerySet, UsefulVotesQuerySet

LONGEST_TEXT = 1000
# What looks like spam is kept for who has to look whether it is.
SPAM_KEPT = timedelta(days=30)


class Feedback(models.Model):
    """What somebody wrote about a page, for the team of its section. Never mailed: a mail only counts them."""

    wagtail_reference_index_ignore = True

    class State(models.TextChoices):
        NEW = "new", _("new")
        HANDLED = "handled", _("handled")
        SPAM = "spam", _("looks like spam")

    page = models.ForeignKey(
        "wagtailcore.Page", verbose_name=_("page"), on_delete=models.CASCADE, related_name="feedback"
    )
    text = models.TextField(_("what somebody wrote"), max_length=LONGEST_TEXT)
    email = models.EmailField(_("e-mail for an answer"), blank=True)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.NEW)
    created_at = models.DateTimeField(_("written on"), default=timezone.now, db_index=True)
    announced_at = models.DateTimeField(_("counted in a mail"), null=True)

    objects = FeedbackQuerySet.as_manager()

    retention = {
        **all_kept(Kept.FEEDBACK, "page", "text", "state", "created_at", "announced_at"),
        "email": Kept.ANSWER,
    }

    class Meta:
        verbose_name = _("remark")
        verbose_name_plural = _("remarks")
        default_permissions = ()
        indexes = [models.Index(fields=["page", "state"], name="feedback_of_page")]

    def __str__(self):
        return f"{self.page_id} {self.created_at:%Y-%m-%d %H:%M}"

    @property
    def forgotten_at(self):
        """When it is past its term: the recycle bin keeps it no longer, with a page that is deleted."""
        days = SPAM_KEPT if self.state == self.State.SPAM else timedelta(days=settings.FEEDBACK_DAYS)
        return self.created_at + days

    def set_state(self, state) -> None:
        """The address goes once it is handled, or is no question of a person."""
        self.state = state
        if state != self.State.NEW:
            self.email = ""
        self.save(update_fields=["state", "email"])


class UsefulVotes(models.Model):
    """How many found a page useful or not in a month. Nothing about who: no address, no device."""

    wagtail_reference_index_ignore = True

    page = models.ForeignKey(
        "wagtailcore.Page", verbose_name=_("page"), on_delete=models.CASCADE, related_name="useful_votes"
    )
    month = models.DateField(_("month"))
    yes = models.PositiveIntegerField(_("useful"), default=0)
    no = models.PositiveIntegerField(_("not useful"), default=0)

    objects = UsefulVotesQuerySet.as_manager()

    retention = all_kept(Kept.NAMELESS, "page", "month", "yes", "no")

    class Meta:
        verbose_name = _("useful votes")
        verbose_name_plural = _("useful votes")
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["page", "month"], name="unique_votes_of_month")]

    def __str__(self):
        return f"{self.page_id} {self.month:%Y-%m}: {self.yes}/{self.no}"


class UsedKey(models.Model):
    """The one-time key of a form that was sent, for as long as the form itself is accepted."""

    KEPT = timedelta(days=1)

    key = models.CharField(_("the key of the form"), max_length=64, unique=True)
    at = models.DateTimeField(_("the moment"), default=timezone.now, db_index=True)

    retention = all_kept(Kept.DAY, "key", "at")

    class Meta:
        verbose_name = _("used key")
        verbose_name_plural = _("used keys")
        default_permissions = ()

    def __str__(self):
        return f"{self.at:%Y-%m-%d %H:%M}"

    @classmethod
    def use(cls, key) -> bool:
        """Notes that the form with this key was sent; False if it was before."""
        return cls.objects.get_or_create(key=key)[1]


class Digest(models.Model):
    """The last day on which the team of a section was mailed; without a section it is the reviewers'."""

    wagtail_reference_index_ignore = True

    section = models.OneToOneField("wagtailcore.Page", null=True, on_delete=models.CASCADE, related_name="+")
    on = models.DateField()

    retention = all_kept(Kept.NAMELESS, "section", "on")

    class Meta:
        verbose_name = _("mail about feedback")
        verbose_name_plural = _("mails about feedback")
        default_permissions = ()

    def __str__(self):
        return f"{self.section_id}: {self.on}"
