"""Actions on many things at once."""

from django.core.exceptions import ObjectDoesNotExist
from django.db import transaction
from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin import messages
from wagtail.admin.views.pages.bulk_actions import PublishBulkAction
from wagtail.models import Page

from cms.middleware import not_published_message
from cms.models import NotReadyToPublish
from cms.permissions import choosable, pages_of


def known_only(action):
    """A bulk action that does not name what the user may not know: Wagtail lists it as “no access”, with its title."""

    class KnownOnly(action):
        def get_actionable_objects(self):
            try:
                objects, left_out = super().get_actionable_objects()
            except (ValueError, ObjectDoesNotExist):
                raise Http404 from None  # an id that is none: Wagtail answers 500
            refused = left_out["items_with_no_access"]
            known = (
                pages_of(self.request.user)
                if self.model is Page
                else choosable(self.model, self.request.user)
            )
            known = set(known.filter(pk__in=[item.pk for item in refused]).values_list("pk", flat=True))
            return objects, {
                **left_out,
                "items_with_no_access": [item for item in refused if item.pk in known],
            }

    KnownOnly.__name__ = f"Known{action.__name__}"
    return KnownOnly


class PublishReadyPages(PublishBulkAction):
    """Publishes the chosen pages that are ready, and names what the others lack. Wagtail's own answers 500."""

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
    """Whether the page is public now (or has a date to be); a refusal leaves it as it was.

    An alias is public when its page is.
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
