"""Who may do what. Permissions follow the tree; what does not follow from the tree alone stands here."""

from django.core.exceptions import PermissionDenied
from django.db.models import Min, Q
from modelcluster.fields import ParentalKey
from modelcluster.models import get_all_child_relations
from wagtail.actions.create_page import CreatePageAction
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Page, PagePermissionTester
from wagtail.permission_policies import ModelPermissionPolicy
from wagtail.permissions import policy_registry

from cms.querysets import listed

ANY_PAGE_PERMISSION = {"add", "change", "publish", "bulk_delete", "lock", "unlock"}
# Only reviewers hold it, so it tells them from teams.
REVIEW = "bulk_delete"


class SectionPermissionTester(PagePermissionTester):
    """Wagtail's rules, less two: a team deletes nothing, and leaves its section's own pages where they are.

    Deleting (and moving, which Wagtail treats alike) asks for the `bulk_delete` permission, which reviewers have.
    A section's own pages (platform, indexes) may be moved, copied, put online or offline, hidden, ordered or
    renamed only by who has that permission above them: so nobody but a superuser takes the home page away.
    """

    def can_manage_place(self):
        """May this user change the place, address or state of the page?"""
        if self.user.is_superuser or not getattr(self.page, "is_section_page", False):
            return self.user.is_active
        return any(
            grant.permission.codename == f"{REVIEW}_page" and self._is_below(grant.page)
            for grant in self.permission_policy.get_cached_permissions_for_user(self.user)
        )

    def can_delete(self, ignore_bulk=False):
        allowed = self.user.is_superuser or REVIEW in getattr(self, "permissions", ())
        return allowed and self.can_manage_place() and super().can_delete(ignore_bulk)

    def can_publish(self):
        """An update of a public section page is the team's; putting the page (back) online is not."""
        return super().can_publish() and (self.page.live or self.can_manage_place())

    def can_unpublish(self):
        return self.can_manage_place() and super().can_unpublish()

    def can_unschedule(self):
        return self.can_manage_place() and super().can_unschedule()

    def can_set_view_restrictions(self):
        return self.can_manage_place() and super().can_set_view_restrictions()

    def can_reorder_children(self):
        return self.can_manage_place() and super().can_reorder_children()

    def can_copy(self):
        """Nobody copies a platform: a new one starts with a section and a team of its own."""
        is_platform = getattr(self.page, "is_platform", False)
        return not is_platform and self.can_manage_place() and super().can_copy()

    def _is_below(self, page):
        return self.page.path != page.path and self.page.path.startswith(page.path)


class CreatePage(CreatePageAction):
    """How the write API makes pages."""

    def user_has_permission(self):
        return super().user_has_permission() and may_create(type(self.instance), self.user)


class PersonPermissionPolicy(ModelPermissionPolicy):
    """Contact details are the platform's: who may edit the first page of a coordinator may change the person.

    The first, because who makes a second page for somebody else's coordinator must not see a hidden number by it.
    Somebody without such a page (a speaker, a guest) may be changed by all who may add people.
    """

    def user_has_permission(self, user, action):
        may_add = action == "change" and super().user_has_permission(user, "add")
        return may_add or super().user_has_permission(user, action)

    def instances_user_has_any_permission_for(self, user, actions):
        people = super().instances_user_has_any_permission_for(user, actions)
        if user.is_superuser or not set(actions) & {"change", "delete"}:
            return people
        pages = policy_registry.get_by_type(Page).instances_user_has_any_permission_for(user, {"change"})
        known = people.annotate(first_page=Min("coordinator_pages"))
        known = known.filter(Q(first_page=None) | Q(first_page__in=pages.values("pk")))
        # By key, because a search takes no computed column.
        return people.filter(pk__in=known.values("pk"))

    def user_has_any_permission_for_instance(self, user, actions, instance):
        return self.instances_user_has_any_permission_for(user, actions).filter(pk=instance.pk).exists()

    def user_has_permission_for_instance(self, user, action, instance):
        return self.user_has_any_permission_for_instance(user, {action}, instance)


class ReadOnlyPermissionPolicy(ModelPermissionPolicy):
    """What Statbel keeps, nobody edits here, superusers included: `load_places` brings the changes."""

    def user_has_permission(self, user, action):
        return action == "view" and super().user_has_permission(user, action)

    def user_has_any_permission(self, user, actions):
        return super().user_has_any_permission(user, set(actions) & {"view"})


def is_reviewer(user):
    """True for who sees and reviews more than a section: reviewers and superusers."""
    return policy_registry.get_by_type(Page).user_has_permission(user, REVIEW)


def may_create(page_class, user):
    """A section's own pages come with its platform; a team makes none, nor puts back what a reviewer deleted."""
    return not getattr(page_class, "is_section_page", False) or is_reviewer(user)


def pages_of(user):
    """The pages on which this user may do something: the whole of a team's section, and nothing above it."""
    return policy_registry.get_by_type(Page).instances_user_has_any_permission_for(user, ANY_PAGE_PERMISSION)


def choosable(model, user):
    """What this user may know of and point at: of pages, all public ones and all of the own section."""
    if issubclass(model, Page):
        return model.objects.filter(visible_pages(user))
    policy = policy_registry.get_by_type(model)
    if model in (get_image_model(), get_document_model()):
        return policy.instances_user_has_any_permission_for(user, {"choose", "change"})
    known = policy.user_has_any_permission(user, {"add", "change", "delete", "view"})
    return model._default_manager.all() if known else model._default_manager.none()


def visible_pages(user):
    """The condition under which a user may know that a page exists, and what it is called."""
    return Q(pk__in=listed(Page.objects.all()).values("pk")) | Q(pk__in=pages_of(user).values("pk"))


def targets_of(instance):
    """All that the instance points at, as `(model, key)`: keys, blocks, rich text, and its child rows'."""
    for field in instance._meta.concrete_fields:
        if not isinstance(field, ParentalKey):
            yield from targets_in_value(field, field.value_from_object(instance))
    for relation in get_all_child_relations(type(instance)):
        for row in getattr(instance, relation.get_accessor_name()).all():
            yield from targets_of(row)


def targets_in(form):
    """All that a form as sent points at, valid or not: a refused form is shown again, with what it points at."""
    for field in form.instance._meta.concrete_fields:
        if field.name in form.fields:
            yield from targets_in_value(field, form[field.name].value())
    for formset in getattr(form, "formsets", {}).values():
        for row in formset.forms:
            yield from targets_in(row)


def targets_in_value(field, value):
    if hasattr(field, "extract_references"):
        yield from ((guarded(model), str(key)) for model, key, *_path in field.extract_references(value))
    elif field.is_relation and value:
        yield guarded(field.related_model), str(value)


def guarded(model):
    """The kind of thing whose titles are kept from other teams; None for what everybody may see."""
    if issubclass(model, Page):
        return Page
    return model if model in (get_image_model(), get_document_model()) else None


def refuse_unknown(targets, user):
    """Raise PermissionDenied where a target is none of those that this user may choose."""
    for model in {model for model, _key in targets if model}:
        keys = {key for found, key in targets if found is model and key.isdecimal()}
        if choosable(model, user).filter(pk__in=keys).count() != len(keys):
            raise PermissionDenied
