"""Permissions on pages, people, shared terms and files, beyond Wagtail's permissions on the tree."""

from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from modelcluster.fields import ParentalKey
from modelcluster.models import get_all_child_relations
from wagtail.actions.create_page import CreatePageAction
from wagtail.actions.revert_to_page_revision import RevertToPageRevisionAction
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Page, PagePermissionTester
from wagtail.permission_policies import ModelPermissionPolicy
from wagtail.permission_policies.collections import CollectionOwnershipPermissionPolicy
from wagtail.permission_policies.pages import PagePermissionPolicy
from wagtail.permissions import policy_registry

from cms.querysets import is_listed
from cms.references import pages_showing

ANY_PAGE_PERMISSION = {"add", "change", "publish", "bulk_delete", "lock", "unlock"}
# A permission that only reviewers have, so it tells them from teams.
REVIEW = "bulk_delete"
CHANGES = {"change", "delete"}
MOST_SORTED_BY_HAND = 200
# The fields that decide a page's address and when it is live.
PLACE = {"slug", "go_live_at", "expire_at"}


class SectionPermissionTester(PagePermissionTester):
    """Wagtail's page permissions with two restrictions for teams.

    A team deletes only its own unpublished work. To delete more (and to move, which Wagtail treats alike) the
    `bulk_delete` permission is needed, which reviewers have. A section's own pages (platform, indexes) may only be
    moved, copied, published, unpublished, hidden, ordered or renamed with that permission on a page above them; so only
    a superuser can remove the home page.
    """

    def can_manage_place(self) -> bool:
        """True if this user may change the place, address or state of the page."""
        if self.user.is_superuser or not getattr(self.page, "is_section_page", False):
            return self.user.is_active
        return any(
            grant.permission.codename == f"{REVIEW}_page" and self._is_below(grant.page)
            for grant in self.permission_policy.get_cached_permissions_for_user(self.user)
        )

    def can_delete(self, ignore_bulk=False):
        return self.may_delete_or_move(ignore_bulk) or self.is_own_unpublished_tree()

    def can_move(self):
        return self.may_delete_or_move(ignore_bulk=True)

    def may_delete_or_move(self, ignore_bulk):
        allowed = self.user.is_superuser or REVIEW in getattr(self, "permissions", ())
        return allowed and self.can_manage_place() and super().can_delete(ignore_bulk)

    def is_own_unpublished_tree(self) -> bool:
        """True if this user, still an editor here, made the page and all below it, and none of it was ever public."""
        if getattr(self.page, "is_section_page", True) or not is_unpublished_work_of(self.user, self.page):
            return False
        if not self.can_edit() or (self.page.locked and not self.user_has_lock()):
            return False
        below = [] if self.page.is_leaf() else self.page.get_descendants().specific()
        return all(
            is_unpublished_work_of(self.user, page) and not getattr(page, "is_section_page", True)
            for page in below
        )

    def can_publish(self):
        """Teams may publish updates of a live section page, but not put the page online."""
        return super().can_publish() and (self.page.live or self.can_manage_place())

    def can_unpublish(self):
        return self.can_manage_place() and super().can_unpublish()

    def can_unschedule(self):
        return self.can_manage_place() and super().can_unschedule()

    def can_set_view_restrictions(self):
        return self.can_manage_place() and super().can_set_view_restrictions()

    def can_reorder_children(self):
        """Not for more pages than fit on one screen: the admin shows all of them to drag."""
        return (
            self.page.numchild <= MOST_SORTED_BY_HAND
            and self.can_manage_place()
            and super().can_reorder_children()
        )

    def can_copy(self):
        """A platform can't be copied: a new one needs its own section and team."""
        is_platform = getattr(self.page, "is_platform", False)
        return not is_platform and self.can_manage_place() and super().can_copy()

    def _is_below(self, page):
        return self.page.path != page.path and self.page.path.startswith(page.path)


def is_unpublished_work_of(user, page):
    return page.owner_id == user.pk and not page.live and page.first_published_at is None


class PagePolicy(PagePermissionPolicy):
    """Wagtail's permissions on pages, without a query that reads all pages on each screen of a superuser."""

    def instances_with_direct_explore_permission(self, user):
        """A superuser's is the root: the first page by path, where Wagtail looks for those at its depth."""
        return (
            [Page.get_first_root_node()]
            if user.is_superuser
            else super().instances_with_direct_explore_permission(user)
        )


class CreatePage(CreatePageAction):
    """Creating a page through the write API."""

    def user_has_permission(self):
        return super().user_has_permission() and may_create(type(self.instance), self.user)


class RevertPage(RevertToPageRevisionAction):
    """Reverting a page through the write API; keeps slug and dates that this user may not change."""

    def execute(self, skip_permission_checks=False):
        self.check(skip_permission_checks=skip_permission_checks)
        page = self.revision.as_object()
        if self.user and not page.permissions_for_user(self.user).can_manage_place():
            latest = self.instance.get_latest_revision_as_object()
            for name in PLACE:
                setattr(page, name, getattr(latest, name))
        return page.save_revision(
            previous_revision=self.revision, user=self.user, log_action=self.log_action, clean=self.clean
        )


class InstancePermissionPolicy(ModelPermissionPolicy):
    """Wagtail's model permissions, limited to the instances that a subclass allows."""

    def user_has_any_permission_for_instance(self, user, actions, instance):
        return self.instances_user_has_any_permission_for(user, actions).filter(pk=instance.pk).exists()

    def user_has_permission_for_instance(self, user, action, instance):
        return self.user_has_any_permission_for_instance(user, {action}, instance)


class PersonPermissionPolicy(InstancePermissionPolicy):
    """Lets a team change the people of its own section (`Person.section`).

    A person without section (a speaker, a guest) may be changed by everybody who may add people, until another section
    has a page about this person or shows this person live; then by reviewers only.
    """

    def user_has_permission(self, user, action):
        may_add = action == "change" and super().user_has_permission(user, "add")
        return may_add or super().user_has_permission(user, action)

    def instances_user_has_any_permission_for(self, user, actions):
        people = super().instances_user_has_any_permission_for(user, actions)
        if is_reviewer(user) or not set(actions) & CHANGES:
            return people
        pages = pages_to_change(user).values("pk")
        about = self.model._meta.get_field("coordinator_pages").related_model.objects.exclude(pk__in=pages)
        shared = keys_of(shown_elsewhere(self.model, user))
        free = Q(section=None) & ~Q(pk__in=[*shared, *about.values_list("person", flat=True)])
        return people.filter(pk__in=keys_of(self.model._default_manager.filter(Q(section__in=pages) | free)))


class SharedTermPermissionPolicy(InstancePermissionPolicy):
    """Lets only reviewers change a term that a live page of another section shows."""

    def instances_user_has_any_permission_for(self, user, actions):
        terms = super().instances_user_has_any_permission_for(user, actions)
        if is_reviewer(user) or self.user_has_any_permission(user, set(actions) - CHANGES):
            return terms
        return terms.exclude(pk__in=keys_of(shown_elsewhere(self.model, user)))


class FilePermissionPolicy(CollectionOwnershipPermissionPolicy):
    """Lets only reviewers replace or delete a file that a page of another section shows."""

    def instances_user_has_any_permission_for(self, user, actions):
        files = super().instances_user_has_any_permission_for(user, actions)
        others = set(actions) - CHANGES
        if is_reviewer(user) or others == set(actions):
            return files
        shared = set(keys_of(shown_elsewhere(self.model, user)))
        allowed = super().instances_user_has_any_permission_for(user, others).filter(pk__in=shared)
        return files.exclude(pk__in=shared.difference(keys_of(allowed)))

    def user_has_any_permission_for_instance(self, user, actions, instance):
        allowed = super().user_has_any_permission_for_instance(user, actions, instance)
        others = set(actions) - CHANGES
        if not allowed or is_reviewer(user) or others == set(actions):
            return allowed
        allowed = bool(others) and super().user_has_any_permission_for_instance(user, others, instance)
        return allowed or not shown_elsewhere(self.model, user).filter(pk=instance.pk).exists()


class ReadOnlyPermissionPolicy(ModelPermissionPolicy):
    """Makes a model read-only for everybody: places come from Statbel through `load_places`."""

    def user_has_permission(self, user, action):
        return action == "view" and super().user_has_permission(user, action)

    def user_has_any_permission(self, user, actions):
        return super().user_has_any_permission(user, set(actions) & {"view"})


def pages_to_change(user) -> QuerySet:
    return policy_registry.get_by_type(Page).instances_user_has_any_permission_for(user, {"change"})


def keys_of(records) -> list:
    """The keys as a list, because SQLite limits how deep queries may be nested."""
    return list(records.values_list("pk", flat=True))


def shown_elsewhere(model, user) -> QuerySet:
    """The instances of this model that live pages show which this user may not change."""
    others = Page.objects.live().exclude(pk__in=pages_to_change(user).values("pk"))
    return pages_showing(others, model)


def may_end(user, person) -> bool:
    """True if this user may set `active_until`, after which the person's data are erased.

    Reviewers may, and the team of the person's section unless another section has a page about this person.
    """
    pages = pages_to_change(user)
    if is_reviewer(user) or not pages.filter(pk=person.section_id).exists():
        return is_reviewer(user)
    return not person.coordinator_pages.exclude(pk__in=pages.values("pk")).exists()


def is_reviewer(user) -> bool:
    """True for reviewers and superusers."""
    return policy_registry.get_by_type(Page).user_has_permission(user, REVIEW)


def reviewers() -> QuerySet:
    """The active users who are reviewer or superuser."""
    return policy_registry.get_by_type(Page).users_with_any_permission({REVIEW}).filter(is_active=True)


def may_create(page_class, user) -> bool:
    """False for a section's own pages, unless the user is a reviewer: they are made with the platform."""
    return not getattr(page_class, "is_section_page", False) or is_reviewer(user)


def pages_of(user) -> QuerySet:
    """The pages on which this user has any permission: for a team its whole section."""
    return policy_registry.get_by_type(Page).instances_user_has_any_permission_for(user, ANY_PAGE_PERMISSION)


def choosable(model, user) -> QuerySet:
    """The instances that this user may choose: of pages all listed ones and those of the own section."""
    if issubclass(model, Page):
        return model.objects.filter(visible_to(user))
    policy = policy_registry.get_by_type(model)
    if model in (get_image_model(), get_document_model()):
        return policy.instances_user_has_any_permission_for(user, {"choose", "change"})
    return model._default_manager.all() if may_choose(model, user) else model._default_manager.none()


def may_choose(model, user) -> bool:
    """True if this user has any permission on this kind of snippet."""
    return policy_registry.get_by_type(model).user_has_any_permission(
        user, {"add", "change", "delete", "view"}
    )


def visible_to(user) -> Q:
    """The condition (Q) for the pages whose existence and title a user may know: listed ones and those of `pages_of`.

    A superuser's is empty, so combine it with `&` only.
    """
    if user.is_superuser and user.is_active:
        return Q()
    condition = is_listed()
    for path in section_paths_of(user):
        condition |= Q(path__startswith=path)
    return condition


def section_paths_of(user) -> set:
    """The tree paths below which (inclusive) this user has any permission on pages."""
    policy = policy_registry.get_by_type(Page)
    pages = policy.instances_with_direct_explore_permission(user) if user.is_active else ()
    return {page.path for page in pages}


def targets_of(instance):
    """Yields the targets of the instance as `(model, key)`: foreign keys, blocks, rich text, and child rows."""
    for field in instance._meta.concrete_fields:
        if not isinstance(field, ParentalKey):
            yield from targets_in_value(field, field.value_from_object(instance))
    for relation in get_all_child_relations(type(instance)):
        for row in getattr(instance, relation.get_accessor_name()).all():
            yield from targets_of(row)


def targets_in(form):
    """Yields the targets in a submitted form, valid or not: an invalid form shows their titles too."""
    for field in form.instance._meta.concrete_fields:
        if field.name in form.fields:
            yield from targets_in_value(field, form[field.name].value())
    for formset in getattr(form, "formsets", {}).values():
        for row in formset.forms:
            yield from targets_in(row)


def targets_in_value(field, value):
    """Yields the targets in the value of one field as `(model, key)`; the model is None if it is not protected."""
    if hasattr(field, "extract_references"):
        yield from (
            (protected_model(model), str(key)) for model, key, *_path in field.extract_references(value)
        )
    elif field.is_relation and value:
        yield protected_model(field.related_model), str(value)


def protected_model(model):
    """The model whose titles are hidden from other teams (page, image, document); None for other models."""
    if issubclass(model, Page):
        return Page
    return model if model in (get_image_model(), get_document_model()) else None


def check_choosable(targets, user) -> None:
    """Raises PermissionDenied if this user may not choose one of the targets."""
    for model in {model for model, _key in targets if model}:
        keys = {key for target, key in targets if target is model and key.isdecimal()}
        if choosable(model, user).filter(pk__in=keys).count() != len(keys):
            raise PermissionDenied
