"""Who decides on a page, who substitutes whom, what a submitter wrote, and who was reminded."""

from datetime import timedelta

from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import models, transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import log
from wagtail.models import GroupApprovalTask, TaskState

from editor.submitting import LONGEST_NOTE

# The entry in a page's history that says for whom a substitute decided.
DECIDED_FOR = "moderation.decided_for"


class ReviewTask(GroupApprovalTask):
    """A step of a workflow: one member of its groups decides, or who substitutes a member."""

    class Meta:
        verbose_name = _("review by a group")
        verbose_name_plural = _("reviews by a group")

    @classmethod
    def get_description(cls):
        return _("One member of these groups decides, or the substitute of a member.")

    def _user_in_groups(self, user):
        """Wagtail's own checks (who may edit, decide, see what waits) all end here."""
        return super()._user_in_groups(user) or bool(self.replaced_by(user))

    def replaced_by(self, user) -> list:
        """The members whom this user substitutes today in this step; none for a member."""
        if super()._user_in_groups(user):
            return []
        groups = set(self.groups.values_list("pk", flat=True))
        return [
            each.reviewer
            for each in Substitution.of_substitute(user)
            if groups & {group.pk for group in each.reviewer.groups.all()}
        ]

    def deciders(self) -> dict:
        """Who is asked to decide today, each with the members in whose place that is (none for a member)."""
        members = get_user_model().objects.filter(groups__in=self.groups.all(), is_active=True).distinct()
        away = {each.reviewer_id: each.substitute for each in Substitution.objects.today()}
        deciders = {member: [] for member in members if member.pk not in away}
        for member in members:
            if member.pk in away and away[member.pk] not in members:
                deciders.setdefault(away[member.pk], []).append(member)
        return deciders or {member: [] for member in members}

    @transaction.atomic
    def on_action(self, task_state, user, action_name, **kwargs):
        """Writes into the page's history for whom a substitute decides: first, because the mails say it too.

        Of what the dialog asked only the comment is Wagtail's; the rest is that of the rooms that asked it.
        """
        if replaced := self.replaced_by(user):
            log(
                instance=task_state.workflow_state.content_object,
                action=DECIDED_FOR,
                user=user,
                data={"task_state": task_state.pk, "replaced": [member.pk for member in replaced]},
                revision=task_state.revision,
            )
        comment = {name: value for name, value in kwargs.items() if name == "comment"}
        return super().on_action(task_state, user, action_name, **comment)


class SubstitutionQuerySet(models.QuerySet):
    def today(self) -> QuerySet:
        """Those that hold today, between people whose accounts are active."""
        people = Q(reviewer__is_active=True, substitute__is_active=True)
        return self.filter(people, until__gte=timezone.localdate()).select_related("reviewer", "substitute")


class Substitution(models.Model):
    """Somebody who reviews is away, until and including this day; a colleague decides and gets the mails."""

    wagtail_reference_index_ignore = True

    reviewer = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        verbose_name=_("who is away"),
        on_delete=models.CASCADE,
        related_name="substitution",
    )
    substitute = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("who decides in your place"),
        on_delete=models.CASCADE,
        related_name="substitutions",
    )
    until = models.DateField(_("until and including"))

    objects = SubstitutionQuerySet.as_manager()

    class Meta:
        verbose_name = _("substitute")
        verbose_name_plural = _("substitutes")
        default_permissions = ()

    def __str__(self):
        return f"{self.reviewer_id} → {self.substitute_id}"

    @classmethod
    def of_substitute(cls, user) -> list:
        """The substitutions by this user today, looked up once for each user object, as Wagtail does for groups."""
        if not hasattr(user, "_substitutions_today"):
            rows = cls.objects.today().filter(substitute=user.pk).prefetch_related("reviewer__groups")
            user._substitutions_today = list(rows)
        return user._substitutions_today


class SubmissionNote(models.Model):
    """What somebody wrote to the reviewers when submitting the page."""

    wagtail_reference_index_ignore = True

    task_state = models.OneToOneField(TaskState, on_delete=models.CASCADE, related_name="submission_note")
    text = models.TextField(_("what you want to say to who reviews it"), max_length=LONGEST_NOTE)

    class Meta:
        verbose_name = _("note to the reviewers")
        verbose_name_plural = _("notes to the reviewers")
        default_permissions = ()

    def __str__(self):
        return f"{self.task_state_id}"


class Reminder(models.Model):
    """When somebody was last reminded of what waits."""

    # Also how long a page waits before the first mail.
    EVERY = timedelta(days=3)

    wagtail_reference_index_ignore = True

    user = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    sent_at = models.DateTimeField()

    class Meta:
        verbose_name = _("reminder")
        verbose_name_plural = _("reminders")
        default_permissions = ()

    def __str__(self):
        return f"{self.user_id} {self.sent_at:%Y-%m-%d}"
