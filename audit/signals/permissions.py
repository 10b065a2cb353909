"""Records changes of accounts with their second factors, groups, permissions, view restrictions and API tokens."""

from allauth.mfa.models import Authenticator
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.contrib.contenttypes.models import ContentType
from django.db.models.signals import m2m_changed, post_delete, post_save, pre_delete, pre_save
from wagtail.models import (
    APIToken,
    Collection,
    CollectionViewRestriction,
    GroupApprovalTask,
    GroupCollectionPermission,
    GroupPagePermission,
    GroupSitePermission,
    Page,
    PageViewRestriction,
)

from ..models import Action
from ..recording import record

User = get_user_model()
RESTRICTIONS = (PageViewRestriction, CollectionViewRestriction)
# Of a group, each with the field that says where.
GRANTS = {GroupPagePermission: "page", GroupCollectionPermission: "collection", GroupSitePermission: "site"}
# The relations that decide who may do or see something.
RELATIONS = (
    User.groups,
    User.user_permissions,
    Group.permissions,
    GroupApprovalTask.groups,
    *(restriction.groups for restriction in RESTRICTIONS),
)
WATCHED = {
    User: ("email", "is_active", "is_staff", "is_superuser"),
    Group: ("name",),
    APIToken: ("revoked_at",),
}
ADDED = {User: Action.ACCOUNT_ADDED, Group: Action.GROUP_ADDED, APIToken: Action.TOKEN_ADDED}
CHANGED = {User: Action.ACCOUNT_CHANGED, Group: Action.GROUP_CHANGED, APIToken: Action.TOKEN_REVOKED}
REMOVED = {User: Action.ACCOUNT_REMOVED, Group: Action.GROUP_REMOVED}
M2M = {"post_add": "added", "post_remove": "removed", "pre_clear": "removed"}


def note_values(sender, instance, update_fields=None, **kwargs):
    """Keeps the stored values on the instance, for `saved`; none for a new one, or if none of them is written."""
    is_written = update_fields is None or set(WATCHED[sender]) & set(update_fields)
    stored = (
        sender._base_manager.filter(pk=instance.pk) if instance.pk and is_written else sender.objects.none()
    )
    instance.values_before = stored.values(*WATCHED[sender]).first()


def saved(sender, instance, created, raw=False, **kwargs):
    if created:
        record(ADDED[sender], instance, **particulars(instance))
        return
    before = instance.values_before or {}
    changed = [name for name, value in before.items() if value != getattr(instance, name)]
    # `_password` is None unless a new one was set: Django hashes the old one again, too.
    if getattr(instance, "_password", None) is not None:
        changed.append("password")
    if changed:
        record(CHANGED[sender], instance, changed=changed, **particulars(instance))


def particulars(instance) -> dict:
    """What else is worth knowing: whose token it is, whether an account is an administrator's."""
    if isinstance(instance, APIToken):
        return {"account": instance.user_id}
    return {"is_superuser": instance.is_superuser} if isinstance(instance, User) else {}


def removed(sender, instance, **kwargs):
    """Before the row goes: those of its groups or members go without a signal."""
    if isinstance(instance, User):
        detail = {"groups": sorted(instance.groups.values_list("name", flat=True))}
    else:
        detail = {"members": sorted(instance.user_set.values_list("pk", flat=True))}
    record(REMOVED[sender], instance, **detail)


def related(sender, instance, action, reverse, model, pk_set, **kwargs):
    """One row for each account, group or restriction whose rights change, whichever side was written to."""
    if action not in M2M:
        return
    if pk_set is None:
        relation = next(relation for relation in RELATIONS if relation.through is sender)
        others = getattr(instance, (relation.rel.related_name if reverse else relation.field.name) or "")
        others = others.all()
    else:
        others = model.objects.filter(pk__in=pk_set)
    how = M2M[action]
    if reverse:
        for other in others:
            record(Action.PERMISSIONS_CHANGED, other, **{how: [codename_of(instance)]})
    elif names := sorted(map(codename_of, others)):
        record(Action.PERMISSIONS_CHANGED, instance, **{how: names})


def codename_of(thing) -> str:
    """A permission as `news.add_newspage`, a group by its name."""
    if hasattr(thing, "codename"):
        return f"{ContentType.objects.get_for_id(thing.content_type_id).app_label}.{thing.codename}"
    return getattr(thing, "name", None) or str(thing.pk)


def granted(sender, instance, created=True, **kwargs):
    if created:
        record_grants([instance], "added")


def withdrawn(sender, instance, **kwargs):
    """Not when the group is gone with them, which has a row of its own: a platform takes its team along."""
    if Group.objects.filter(pk=instance.group_id).exists():
        record_grants([instance], "removed")


def record_grants(grants, how) -> None:
    """A row for each permission of a group on a page, collection or site."""
    for grant in grants:
        place = GRANTS[type(grant)]
        detail = {how: [codename_of(grant.permission)], place: getattr(grant, f"{place}_id")}
        record(Action.PERMISSIONS_CHANGED, grant.group, **detail)


def restricted(sender, instance, **kwargs):
    record(Action.RESTRICTED, place_of(instance), restriction=instance.restriction_type)


def lifted(sender, instance, **kwargs):
    record(Action.RESTRICTION_LIFTED, place_of(instance), restriction=instance.restriction_type)


def place_of(restriction):
    """By its number alone: it may be gone already."""
    if isinstance(restriction, PageViewRestriction):
        return Page(pk=restriction.page_id)
    return Collection(pk=restriction.collection_id)


def factor_added(sender, instance, created, **kwargs):
    if created:
        record(Action.FACTOR_ADDED, instance.user, factor=instance.type)


def factor_removed(sender, instance, **kwargs):
    record(Action.FACTOR_REMOVED, instance.user, factor=instance.type)


def connect():
    post_save.connect(factor_added, sender=Authenticator, dispatch_uid="audit")
    pre_delete.connect(factor_removed, sender=Authenticator, dispatch_uid="audit")
    for model in WATCHED:
        pre_save.connect(note_values, sender=model, dispatch_uid="audit")
        post_save.connect(saved, sender=model, dispatch_uid="audit")
    for model in REMOVED:
        pre_delete.connect(removed, sender=model, dispatch_uid="audit")
    for relation in RELATIONS:
        m2m_changed.connect(related, sender=relation.through, dispatch_uid="audit")
    for model in GRANTS:
        post_save.connect(granted, sender=model, dispatch_uid="audit")
        post_delete.connect(withdrawn, sender=model, dispatch_uid="audit")
    for model in RESTRICTIONS:
        post_save.connect(restricted, sender=model, dispatch_uid="audit")
        post_delete.connect(lifted, sender=model, dispatch_uid="audit")
