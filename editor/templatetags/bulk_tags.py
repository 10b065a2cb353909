"""Which bulk actions the user may do with each row of a list."""

from django import template
from wagtail.admin.views.bulk_action.registry import bulk_action_registry
from wagtail.models import Page
from wagtail.permissions import policy_registry

from cms.permissions import is_reviewer

register = template.Library()
# The permission that an action needs; all others need "change".
REQUIRED_PERMISSIONS = {"delete": "delete"}


@register.simple_tag(takes_context=True)
def bulk_rights(context, instance):
    """The names of the bulk actions that this user may do with this row, separated by spaces."""
    request = context.get("request") or context.request  # the template of image tiles passes no request
    if isinstance(instance, Page):
        return " ".join(allowed_page_actions(instance.permissions_for_user(request.user)))
    keys_by_action = allowed_keys_by_action(type(instance), request)
    return " ".join(action for action, keys in keys_by_action.items() if instance.pk in keys)


def allowed_page_actions(tester):
    """The action itself checks locks: checking them here would take a query for each page.

    The tree's root is a plain `Page`, whose tester has no `can_manage_place`.
    """
    page = tester.page
    may_manage_place = getattr(tester, "can_manage_place", tester.can_publish)
    permissions = {
        "delete": tester.can_delete(),
        "move": tester.can_move(),
        "publish": tester.can_publish(),
        "unpublish": page.live and tester.can_publish() and may_manage_place(),
    }
    return [action for action, is_allowed in permissions.items() if is_allowed]


def allowed_keys_by_action(model, request):
    """The keys of the instances that each action may be done with; cached on the request for all rows."""
    keys_by_model = request.__dict__.setdefault("_bulk_rights", {})
    if model not in keys_by_model:
        actions = bulk_action_registry.get_bulk_actions_for_model(
            model._meta.app_label, model._meta.model_name
        )
        keys_by_model[model] = {
            action.action_type: allowed_keys(action, model, request.user) for action in actions
        }
    return keys_by_model[model]


def allowed_keys(action, model, user):
    if action.action_type == "add_tags" and not is_reviewer(user):
        return set()
    permission = REQUIRED_PERMISSIONS.get(action.action_type, "change")
    allowed = policy_registry.get_by_type(model).instances_user_has_permission_for(user, permission)
    return set(allowed.values_list("pk", flat=True))
