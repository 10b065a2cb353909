"""The audit log's rows, and what they may say."""

from datetime import timedelta

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class UnchangeableError(TypeError):
    """A row of the audit log is neither changed nor removed."""


class Kind(models.TextChoices):
    SIGN_IN = "sign_in", _("Sign-in")
    FAILURE = "failure", _("Failed sign-in")
    PERMISSION = "permission", _("Account or permission")
    PUBLISHING = "publishing", _("Publishing")
    DELETING = "deleting", _("Deleting and putting back")
    EXPORT = "export", _("Export")
    ERASURE = "erasure", _("Erasure")
    READING = "reading", _("Reading of this log")
    REVIEW = "review", _("Periodic review")


class Door(models.TextChoices):
    """The way in that somebody used."""

    ADMIN = "admin", _("admin")
    SITE = "site", _("site")
    API = "api", _("write API")
    DIALECT = "dialect", _("Plone REST API")
    SSO = "sso", _("single sign-on")
    TICK = "tick", _("scheduled work")
    COMMAND = "command", _("command on the server")


class Action(models.TextChoices):
    SIGNED_IN = "signed_in", _("signed in")
    SIGNED_OUT = "signed_out", _("signed out")
    SIGN_IN_FAILED = "sign_in_failed", _("wrong name, password or code")
    LOCKED_OUT = "locked_out", _("locked out after too many attempts")
    ACCOUNT_ADDED = "account_added", _("account added")
    ACCOUNT_CHANGED = "account_changed", _("account changed")
    ACCOUNT_REMOVED = "account_removed", _("account removed")
    GROUP_ADDED = "group_added", _("group added")
    GROUP_CHANGED = "group_changed", _("group renamed")
    GROUP_REMOVED = "group_removed", _("group removed")
    PERMISSIONS_CHANGED = "permissions_changed", _("permissions changed")
    RESTRICTED = "restricted", _("access restricted")
    RESTRICTION_LIFTED = "restriction_lifted", _("restriction of access lifted")
    TOKEN_ADDED = "token_added", _("API token made")
    TOKEN_REVOKED = "token_revoked", _("API token revoked")
    RESTORED = "restored", _("all put back from a backup")
    FACTOR_ADDED = "factor_added", _("second factor added")
    FACTOR_REMOVED = "factor_removed", _("second factor removed")
    PUBLISHED = "published", _("published")
    UNPUBLISHED = "unpublished", _("taken offline")
    SCHEDULED = "scheduled", _("publication scheduled")
    UNSCHEDULED = "unscheduled", _("scheduled publication cancelled")
    DELETED = "deleted", _("moved to the recycle bin")
    PUT_BACK = "put_back", _("put back from the recycle bin")
    PURGED = "purged", _("deleted for good")
    UNDONE = "undone", _("undone")
    EXPORTED = "exported", _("list exported")
    BACKED_UP = "backed_up", _("backup begun")
    MOVED = "moved", _("copy to another database begun")
    ERASED = "erased", _("person erased")
    READ = "read", _("audit log opened")
    HANDED_OVER = "handed_over", _("pages handed over")
    TERMS_CHANGED = "terms_changed", _("review terms changed")
    CHECKS_CHANGED = "checks_changed", _("checks of texts turned on or off")

    @property
    def kind(self) -> Kind:
        return next(kind for kind, actions in ACTIONS.items() if self in actions)


ACTIONS = {
    Kind.SIGN_IN: {Action.SIGNED_IN, Action.SIGNED_OUT},
    Kind.FAILURE: {Action.SIGN_IN_FAILED, Action.LOCKED_OUT},
    Kind.PUBLISHING: {Action.PUBLISHED, Action.UNPUBLISHED, Action.SCHEDULED, Action.UNSCHEDULED},
    Kind.DELETING: {Action.DELETED, Action.PUT_BACK, Action.PURGED, Action.UNDONE},
    Kind.EXPORT: {Action.EXPORTED, Action.BACKED_UP, Action.MOVED},
    Kind.ERASURE: {Action.ERASED},
    Kind.READING: {Action.READ},
    Kind.REVIEW: {Action.HANDED_OVER, Action.TERMS_CHANGED, Action.CHECKS_CHANGED},
}
ACTIONS[Kind.PERMISSION] = set(Action).difference(*ACTIONS.values())


class AuditQuerySet(models.QuerySet):
    def update(self, **values):
        raise UnchangeableError("Rows of the audit log are not changed.")

    def delete(self):
        raise UnchangeableError("Rows of the audit log are removed by `forget`, after their term.")

    def forget(self) -> int:
        """Removes the rows that are older than `AUDIT_LOG_DAYS`; gives their number. Only `tick` calls it."""
        term = timedelta(days=settings.AUDIT_LOG_DAYS)
        expired = self.model.objects.filter(at__lt=timezone.now() - term)
        return models.QuerySet.delete(expired)[0]


class AuditEntry(models.Model):
    """One act: when, who, from where, through which door, what, and of what.

    Who and what are numbers that refer to nothing in the database, so that removing an account or page leaves its rows.
    Beside them stands the e-mail address or name at the time, of accounts and groups only; of content nothing but type
    and number. Kind, action and door are words of the classes above, without `choices`, which would make each new one a
    migration. `detail` holds names of fields, groups, permissions and lists, never what somebody typed.
    """

    at = models.DateTimeField(default=timezone.now, db_index=True)
    kind = models.CharField(max_length=20)
    action = models.CharField(max_length=30)
    user_key = models.PositiveBigIntegerField(null=True, db_index=True)
    user_email = models.CharField(max_length=254, blank=True)
    address = models.GenericIPAddressField(null=True)
    door = models.CharField(max_length=20)
    token_key = models.PositiveBigIntegerField(null=True)
    object_type = models.CharField(max_length=100, blank=True)
    object_key = models.CharField(max_length=255, blank=True)
    object_name = models.CharField(max_length=254, blank=True)
    detail = models.JSONField(default=dict)
    request_id = models.CharField(max_length=64, blank=True)

    objects = AuditQuerySet.as_manager()

    class Meta:
        verbose_name = _("act")
        verbose_name_plural = _("acts")
        default_permissions = ()
        base_manager_name = "objects"
        ordering = ["-at", "-pk"]

    def __str__(self):
        return f"{self.action} {self.at:%Y-%m-%dT%H:%M:%S}"

    def save(self, **kwargs):
        if self.pk is not None:
            raise UnchangeableError("Rows of the audit log are not changed.")
        super().save(**{**kwargs, "force_insert": True})

    def delete(self, **kwargs):
        raise UnchangeableError("Rows of the audit log are removed by `forget`, after their term.")
