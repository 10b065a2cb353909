"""Screens of the admin that show a team less than Wagtail does, and the flat list of one kind of page."""

from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ObjectDoesNotExist, PermissionDenied
from django.db import transaction
from django.db.models import CharField, Q
from django.db.models.functions import Cast
from django.http import Http404, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin import messages
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.admin.ui.tables.pages import BulkActionsColumn, PageStatusColumn, PageTitleColumn
from wagtail.admin.views.chooser import BrowseView, ChosenMultipleView
from wagtail.admin.views.generic import UsageView
from wagtail.admin.views.pages.bulk_actions import PublishBulkAction
from wagtail.admin.views.pages.choose_parent import ChooseParentView, GenericChooseParentView
from wagtail.admin.views.pages.listing import IndexView
from wagtail.admin.views.pages.move import MoveConfirmView
from wagtail.admin.views.pages.usage import UsageView as PageUsageView
from wagtail.admin.views.reports.page_types_usage import PageTypesUsageReportView
from wagtail.admin.viewsets.pages import PageListingViewSet, PageViewSet
from wagtail.documents.api.admin.views import DocumentsAdminAPIViewSet
from wagtail.images.api.admin.views import ImagesAdminAPIViewSet
from wagtail.models import Page
from wagtail.snippets.views import snippets

from cms.filters import SectionPageFilterSet
from cms.forms import ChooseSectionForm
from cms.middleware import not_published_message
from cms.models import NotReadyToPublish
from cms.models.base import Keyword, load_sections
from cms.permissions import choosable, is_reviewer, visible_pages

MOST_KEYWORDS = 10


class ChoosePage(BrowseView):
    """Wagtail shows the title of whichever page one starts from; this starts from the nearest page one may know."""

    def get_object_list(self):
        above = self.parent_page.get_ancestors(inclusive=True).filter(visible_pages(self.request.user))
        self.parent_page = above.order_by("-depth").first().specific
        return super().get_object_list()


class ChosenPages(ChosenMultipleView):
    """Wagtail tells the titles of any pages by number; this tells those that may be chosen, or nothing."""

    def get(self, request):
        asked = set(request.GET.getlist("id"))
        known = choosable(Page, request.user).filter(depth__gt=1, pk__in=[pk for pk in asked if pk.isdecimal()])
        if not asked or known.count() != len(asked):
            raise Http404
        return super().get(request)


def no_such_page(request):
    """For Wagtail's screen that fails on purpose."""
    raise Http404


def known_keywords(request, app="", model=""):
    """Keywords to go on with: those of pages one may know. Wagtail proposes those of all drafts."""
    term = request.GET.get("term", "")
    known = choosable(Page, request.user)
    keywords = Keyword.objects.filter(name__istartswith=term, tagged_pages__content_object__in=known.values("pk"))
    names = keywords.order_by("name").values_list("name", flat=True).distinct()
    return JsonResponse(list(names[:MOST_KEYWORDS]) if term else [], safe=False)


class PageTypesUsage(PageTypesUsageReportView):
    """The report names the last edited page of each type and counts them all: for reviewers only."""

    def dispatch(self, request, *args, **kwargs):
        if not is_reviewer(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)


class MoveConfirm(MoveConfirmView):
    """Wagtail asks for permission after it has shown both titles; this asks first."""

    def dispatch(self, request, page_to_move_id, destination_id, *args, **kwargs):
        page = get_object_or_404(Page, pk=page_to_move_id)
        if not page.permissions_for_user(request.user).can_move():
            raise PermissionDenied
        return super().dispatch(request, page_to_move_id, destination_id, *args, **kwargs)


class KnownUsesOnly:
    """Stands left of a usage view: neither names nor counts the uses on pages that the user may not know of."""

    def get_queryset(self):
        known = choosable(Page, self.request.user).annotate(key=Cast("pk", CharField())).values("key")
        on_pages = Q(base_content_type=ContentType.objects.get_for_model(Page))
        return super().get_queryset().qs.exclude(on_pages & ~Q(object_id__in=known)).group_by_source_object()


class KnownPageUsage(KnownUsesOnly, PageUsageView):
    pass


class KnownUsage(KnownUsesOnly, UsageView):
    pass


class MayChange:
    """Stands left of a view of one snippet: Wagtail asks whether people may be changed, not whether this one may."""

    def get_object(self, *args, **kwargs):
        found = super().get_object(*args, **kwargs)
        if not self.user_has_permission_for_instance("change", found):
            raise PermissionDenied
        return found


class EditWord(MayChange, snippets.EditView):
    pass


class DeleteWord(MayChange, snippets.DeleteView):
    pass


class WordHistory(MayChange, snippets.HistoryView):
    pass


class WordUsage(MayChange, KnownUsesOnly, snippets.UsageView):
    pass


class WordList(snippets.IndexView):
    """Links only what the user may change."""

    @cached_property
    def changeable(self):
        may_change = self.permission_policy.instances_user_has_permission_for(self.request.user, "change")
        return set(may_change.values_list("pk", flat=True))

    def get_edit_url(self, instance):
        return super().get_edit_url(instance) if instance.pk in self.changeable else None


class ChooseSection:
    """Stands left of a view that asks where a new page goes: offers the places by the name of their platform."""

    def get_form(self):
        places = self.get_valid_parent_pages(self.request.user)
        return ChooseSectionForm(places, self.request.POST or None)


class ChooseSectionView(ChooseSection, ChooseParentView):
    pass


class GenericChooseSectionView(ChooseSection, GenericChooseParentView):
    pass


class SafePageViewSet(PageViewSet):
    """The screens of every page type, with those replaced that show a team too much."""

    model = Page
    move_confirm_view_class = MoveConfirm
    usage_view_class = KnownPageUsage
    choose_parent_view_class = GenericChooseSectionView


class SectionColumn(Column):
    """The platform to which a page belongs, empty for what is the whole site's."""

    def get_value(self, instance):
        return instance.section.title if instance.section else ""


class SectionListView(IndexView):
    """A flat list of one kind of page; the platforms of a whole screen come in one query."""

    def paginate_queryset(self, queryset, page_size):
        paginator, page, pages, is_paginated = super().paginate_queryset(queryset, page_size)
        page.object_list = load_sections(pages)
        return paginator, page, page.object_list, is_paginated

    @cached_property
    def add_url(self):
        """No button for who has no place to add one."""
        places = ChooseSectionView(model=self.model).get_valid_parent_pages(self.request.user)
        return super().add_url if places.exists() else None


class SectionListViewSet(PageListingViewSet):
    """A flat list of one kind of page in the side menu. A team sees its own section's, reviewers all."""

    index_view_class = SectionListView
    choose_parent_view_class = ChooseSectionView
    filterset_class = SectionPageFilterSet
    add_to_admin_menu = True
    columns = [
        BulkActionsColumn("bulk_actions"),
        PageTitleColumn("title", label=_("Title"), sort_key="title", classname="title"),
        SectionColumn("section", label=_("Platform")),
        PageStatusColumn("status", label=_("Status"), sort_key="live", width="12%"),
        DateColumn(
            "latest_revision_created_at",
            label=_("Last edited"),
            sort_key="latest_revision_created_at",
            width="12%",
        ),
    ]


class ChoosableImages(ImagesAdminAPIViewSet):
    def get_queryset(self):
        return super().get_queryset().filter(pk__in=choosable(self.model, self.request.user).values("pk"))


class ChoosableDocuments(DocumentsAdminAPIViewSet):
    def get_queryset(self):
        return super().get_queryset().filter(pk__in=choosable(self.model, self.request.user).values("pk"))


def known_only(action):
    """A bulk action that does not name what the user may not know: Wagtail lists it as “no access”, with its title."""

    class KnownOnly(action):
        def get_actionable_objects(self):
            try:
                objects, left_out = super().get_actionable_objects()
            except (ValueError, ObjectDoesNotExist):
                raise Http404 from None  # an id that is none: Wagtail answers 500
            refused = left_out["items_with_no_access"]
            known = set(
                choosable(self.model, self.request.user)
                .filter(pk__in=[item.pk for item in refused])
                .values_list("pk", flat=True)
            )
            return objects, {**left_out, "items_with_no_access": [item for item in refused if item.pk in known]}

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
