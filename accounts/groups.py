"""Wagtail's forms of groups, whose changes are in the audit log."""

from django.db import transaction
from wagtail.models import GroupCollectionPermission, GroupPagePermission
from wagtail.users.views.groups import CreateView, EditView, GroupViewSet

from audit.signals.permissions import record_grants


def grants_of(group) -> list:
    """The permissions of the group on pages and collections; none of one that is not saved yet."""
    grants = [
        model.objects.filter(group_id=group.pk) for model in (GroupPagePermission, GroupCollectionPermission)
    ]
    return [grant for rows in grants for grant in rows.select_related("group", "permission")]


class RecordedMixin:
    """Records what Wagtail adds in bulk, which sends no signal. All of the form is saved and recorded, or nothing."""

    @transaction.atomic
    def process_form(self):
        before = grants_of(self.object)
        response = super().process_form()
        record_grants([grant for grant in grants_of(self.object) if grant not in before], "added")
        return response


class GroupCreateView(RecordedMixin, CreateView):
    pass


class GroupEditView(RecordedMixin, EditView):
    pass


class RecordedGroupViewSet(GroupViewSet):
    add_view_class = GroupCreateView
    edit_view_class = GroupEditView
