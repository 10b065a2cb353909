"""Bulk actions in the admin, limited to what the user may see."""

from django.core.exceptions import ObjectDoesNotExist
from django.db import transaction
from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin import messages
from wagtail.admin.views.pages.bulk_actions import PublishBulkAction
from wagtail.documents.views.bulk_actions import AddToCollectionBulkAction
from wagtail.models import Page

from caching.models import ListingChange
from cms.models import CustomDocument
from cms.permissions import choosable, pages_of
from cms.publishing import NotReadyToPublish, not_published_message


def limit_to_visible(action):
    """A bulk action that leaves out objects the user may not see: Wagtail shows their titles as “no access”."""

    class VisibleOnly(action):
        def get_actionable_objects(self):
            try:
                objects, excluded = super().get_actionable_objects()
            except (ValueError, ObjectDoesNotExist):
                raise Http404 from None  # for an invalid id Wagtail answers 500
            forbidden = excluded["items_with_no_access"]
            visible = (
                pages_of(self.request.user)
                if self.model is Page
                else choosable(self.model, self.request.user)
            )
            keys = visible.filter(pk__in=[item.pk for item in forbidden]).values_list("pk", flat=True)
            visible_keys = set(keys)
            return objects, {
                **excluded,
                "items_with_no_access": [item for item in forbidden if item.pk in visible_keys],
            }

    VisibleOnly.__name__ = f"VisibleOnly{action.__name__}"
    return VisibleOnly


class MoveDocumentsAction(AddToCollectionBulkAction):
    """Moves documents to another collection, which may make them private or public: Wagtail sends no signal."""

    @classmethod
    def execute_action(cls, *args, **kwargs):
        counts = super().execute_action(*args, **kwargs)
        ListingChange.record(CustomDocument)
        return counts


class PublishReadyPagesAction(PublishBulkAction):
    """Publishes the chosen pages that are ready, and reports what the others lack, where Wagtail answers 500."""

    def get_execution_context(self):
        self.refusals = []
        return {**super().get_execution_context(), "refusals": self.refusals}

    @classmethod
    def execute_action(cls, objects, include_descendants=False, user=None, refusals=None, **kwargs):
        below = [page for top in objects for page in drafts_below(top, user)] if include_descendants else []
        chosen = {page.pk for page in objects}
        return (
            sum(publish_if_ready(page, user, refusals) for page in objects),
            sum(publish_if_ready(page, user, refusals) for page in below if page.pk not in chosen),
        )

    def form_valid(self, form):
        response = super().form_valid(form)
        for refusal in self.refusals:
            text = " ".join([not_published_message(refusal.page), *refusal.summary])
            edit = messages.button(reverse("wagtailadmin_pages:edit", args=[refusal.page.pk]), _("Edit"))
            messages.error(self.request, text, buttons=[edit])
        return response

    def get_success_message(self, num_parent_objects, num_child_objects):
        if num_parent_objects or num_child_objects:
            return super().get_success_message(num_parent_objects, num_child_objects)
        return None


def drafts_below(page, user):
    drafts = page.get_descendants().not_live().specific()
    return [draft for draft in drafts if user is None or draft.permissions_for_user(user).can_publish()]


def publish_if_ready(page, user, refusals):
    """Publishes or schedules the page and gives True; if it is not ready, adds the error to `refusals`.

    An alias follows its original, so it is skipped.
    """
    if page.alias_of_id:
        return False
    try:
        with transaction.atomic():
            revision = page.get_latest_revision() or page.specific.save_revision(user=user, clean=False)
            revision.publish(user=user)
    except NotReadyToPublish as refusal:
        refusals.append(refusal)
        return False
    return True
