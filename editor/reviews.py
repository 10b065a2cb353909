"""Reviews that sent a page back, with the reviewer's comment."""

from django.contrib.contenttypes.models import ContentType
from django.db.models import F, QuerySet
from django.utils.translation import gettext as _
from wagtail.models import Page, TaskState, WorkflowState


def rejections() -> QuerySet:
    """Rejected task states of pages that their team has not submitted again."""
    return TaskState.objects.filter(
        status=TaskState.STATUS_REJECTED,
        workflow_state__status=WorkflowState.STATUS_NEEDS_CHANGES,
        workflow_state__current_task_state=F("pk"),
    ).select_related("finished_by", "workflow_state")


def rejection_of(page):
    """The rejected task state of this page, or None."""
    return rejections().filter(workflow_state__in=page.workflow_states).first()


def load_rejections(pages):
    """Sets `rejection` on each page, its rejected task state or None, in one query; gives the pages."""
    keys = [str(page.pk) for page in pages]
    reviews = rejections().filter(
        workflow_state__base_content_type=ContentType.objects.get_for_model(Page),
        workflow_state__object_id__in=keys,
    )
    reviews_by_key = {review.workflow_state.object_id: review for review in reviews}
    for key, page in zip(keys, pages, strict=True):
        page.rejection = reviews_by_key.get(key)
    return pages


def reviewer_of(review):
    """Who sent the page back; the decision stands when that account is gone."""
    return review.finished_by or _("Somebody who has no account any more")
