"""Records what becomes public, what stops being so, and what is scheduled to."""

from django.db.models.signals import post_save
from wagtail.log_actions import registry as log_registry
from wagtail.models import ModelLogEntry, Page, PageLogEntry
from wagtail.signals import page_published, page_unpublished, published, unpublished

from ..context import current
from ..models import Action, Door
from ..recording import record

# Scheduling sends no signal: Wagtail only logs it.
SCHEDULING = {
    "wagtail.publish.schedule": Action.SCHEDULED,
    "wagtail.schedule.cancel": Action.UNSCHEDULED,
}


def is_published(sender, instance, revision=None, **kwargs):
    """A page that is scheduled gets this signal too, before it is live."""
    if instance.live:
        record(Action.PUBLISHED, instance, user=who(revision))


def is_unpublished(sender, instance, **kwargs):
    record(Action.UNPUBLISHED, instance)


def other_is_published(sender, instance, **kwargs):
    """Pages send this signal besides their own."""
    if not isinstance(instance, Page):
        is_published(sender, instance, **kwargs)


def other_is_unpublished(sender, instance, **kwargs):
    if not isinstance(instance, Page):
        is_unpublished(sender, instance, **kwargs)


def is_scheduled(sender, instance, created, **kwargs):
    if created and instance.action in SCHEDULING:
        record(SCHEDULING[instance.action], instance.content_type.model_class()(pk=instance.object_id))


def who(revision):
    """Who published; of what `tick` publishes who scheduled it."""
    is_due = current().door == Door.TICK
    return scheduler_of(revision) if is_due and revision else None


def scheduler_of(revision):
    """The user who set the date, else the author of the revision."""
    logs = log_registry.get_logs_for_instance(revision.content_object)
    entry = logs.filter(revision=revision, action="wagtail.publish.schedule").order_by("timestamp").last()
    return (entry and entry.user) or revision.user


def connect():
    page_published.connect(is_published, dispatch_uid="audit")
    page_unpublished.connect(is_unpublished, dispatch_uid="audit")
    published.connect(other_is_published, dispatch_uid="audit")
    unpublished.connect(other_is_unpublished, dispatch_uid="audit")
    for model in (PageLogEntry, ModelLogEntry):
        post_save.connect(is_scheduled, sender=model, dispatch_uid="audit")
