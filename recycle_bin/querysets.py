"""Who sees which entry of the bin: who holds rights on the place where it was."""

from datetime import timedelta

from django.db import models
from django.db.models import Q
from django.utils import timezone
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Page
from wagtail.permissions import policy_registry

from cms.permissions import is_reviewer


class DeletionQuerySet(models.QuerySet):
    def for_user(self, user):
        """The entries that this user may see, with their titles.

        Of a page: rights on a page that was above it, so a team loses what was in a section that is gone itself, and
        reviewers keep it. Of a file: who may change files of its collection. Of a vocabulary entry: who deleted it, the
        team of a person's section, reviewers.
        """
        if not user.is_active:
            return self.none()
        if user.is_superuser:
            return self
        above = is_below_any(section_keys_of(user))
        condition = Q(above, kind="page") | files_of(user)
        own = Q(deleted_by=user) | above
        return self.filter(condition | Q(kind="term") & (Q() if is_reviewer(user) else own))

    def over(self):
        """The entries whose time has passed."""
        return self.filter(until__lte=timezone.now())


class UndoableActQuerySet(models.QuerySet):
    def over(self):
        """The acts that can't be undone any more; they stay an hour to say so."""
        return self.filter(at__lte=timezone.now() - timedelta(hours=1))


def section_keys_of(user) -> list[int]:
    """The keys of the pages on which this user is granted something."""
    policy = policy_registry.get_by_type(Page)
    return [page.pk for page in policy.instances_with_direct_explore_permission(user)]


def is_below_any(keys) -> Q:
    condition = Q(pk__in=[])
    for key in keys:
        condition |= Q(above__contains=f",{key},")
    return condition


def files_of(user) -> Q:
    """Files of collections in which this user may change files, and own ones where this user may add them."""
    condition = Q(pk__in=[])
    for kind, model in (("image", get_image_model()), ("document", get_document_model())):
        policy = policy_registry.get_by_type(model)
        keys = {
            action: [
                collection.pk for collection in policy.collections_user_has_any_permission_for(user, [action])
            ]
            for action in ("change", "add")
        }
        own = Q(collection_key__in=keys["add"], owner_key=user.pk)
        condition |= Q(Q(collection_key__in=keys["change"]) | own, kind=kind)
    return condition
