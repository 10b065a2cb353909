"""What teams see of the admin: choosers, bulk actions and lists without other teams' unpublished work."""

from django.core.exceptions import PermissionDenied
from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.menu import MenuItem
from wagtail.admin.panels import ObjectList
from wagtail.admin.views.pages.bulk_actions import DeleteBulkAction, MoveBulkAction, UnpublishBulkAction
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.admin.widgets.button import Button
from wagtail.documents.views import bulk_actions as document_actions
from wagtail.images.views import bulk_actions as image_actions
from wagtail.models import Page
from wagtail.rich_text.pages import PageLinkHandler
from wagtail.snippets import bulk_actions as snippet_actions
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.chooser import SnippetChooserViewSet
from wagtail.snippets.views.snippets import SnippetViewSet, SnippetViewSetGroup
from wagtail.users.views import bulk_actions as user_actions

from cms.counting import is_page_itself, is_view, recorder
from cms.forms import VocabularyForm
from cms.models import LegalReference, Municipality, Organisation, Person, Region, TargetGroup, Theme
from cms.models.publishing import PublishPage
from cms.permissions import CreatePage, choosable, is_reviewer, may_create, visible_pages
from cms.querysets import answering
from cms.tasks import send_welcome
from cms.views import (
    ChoosableDocuments,
    ChoosableImages,
    DeleteWord,
    EditWord,
    InspectWord,
    KnownUsage,
    MyDrafts,
    PublishReadyPages,
    SafePageViewSet,
    StartButtons,
    ViewsReport,
    WaitingForMe,
    WaitingForReview,
    WordHistory,
    WordList,
    WordUsage,
    known_only,
)
from cms.views.drafts import ShareDraft

# The name, the function and where somebody works: never a phone number, which may be hidden.
PERSON_COLUMNS = ["name", "function", "organisation"]

# Hooks run in order, and the last word counts: Wagtail's own have order 0.
LAST = 1000


@hooks.register("construct_page_chooser_queryset")
def offer_known_pages(pages, request):
    return pages.filter(visible_pages(request.user))


@hooks.register("before_copy_page")
def copy_to_known_pages(request, page):
    """Wagtail's refusal names the page that was asked for."""
    destination = request.POST.get("new_parent_page", "")
    if destination.isdecimal() and not choosable(Page, request.user).filter(pk=destination).exists():
        raise PermissionDenied


@hooks.register("before_create_page")
def leave_sections_alone(request, parent, page_class):
    if not may_create(page_class, request.user):
        raise PermissionDenied


@hooks.register("construct_admin_api", order=LAST)
def answer_with_choosable_files(router):
    router.register_endpoint("images", ChoosableImages)
    router.register_endpoint("documents", ChoosableDocuments)


@hooks.register("register_admin_viewset")
def register_pages():
    return SafePageViewSet()


@hooks.register("construct_homepage_panels", order=LAST)
def say_what_there_is_to_do(request, panels):
    waiting = WaitingForMe() if is_reviewer(request.user) else WaitingForReview()
    panels[:] = [StartButtons(), MyDrafts(), waiting]


@hooks.register("construct_homepage_summary_items", order=LAST)
def leave_out_the_numbers(request, items):
    items.clear()


class LinksThatLead(PageLinkHandler):
    """A link in running text to a page that is no more, or of somebody who has left, stays as words alone."""

    @classmethod
    def get_many(cls, attrs_list):
        pages = super().get_many(attrs_list)
        found = answering(Page.objects.filter(pk__in=[page.pk for page in pages if page]))
        keys = set(found.values_list("pk", flat=True))
        return [page if page and page.pk in keys else None for page in pages]


@hooks.register("register_rich_text_features", order=LAST)
def register_links_that_lead(features):
    features.register_link_type(LinksThatLead)


@hooks.register("on_serve_page", order=LAST)
def count_views(serve):
    """Last, so that a page is counted only when it was served: no form that asks for a password."""

    def serve_and_count(page, request, args, kwargs):
        response = serve(page, request, args, kwargs)
        if is_page_itself(request) and is_view(request, response):
            recorder.record(page.pk)
        return response

    return serve_and_count


@hooks.register("register_admin_urls")
def register_views_report():
    return [
        path("reports/views/", ViewsReport.as_view(), name="views_report"),
        path("reports/views/results/", ViewsReport.as_view(results_only=True), name="views_report_results"),
    ]


@hooks.register("register_admin_urls")
def register_share_draft():
    return [path("pages/<int:page_id>/share/", ShareDraft.as_view(), name="share_draft")]


@hooks.register("register_page_header_buttons")
def share_draft_button(page, user, view_name, next_url=None):
    if page.latest_revision_id and page.permissions_for_user(user).can_edit():
        address = reverse("share_draft", args=[page.pk])
        yield Button(_("Share the draft"), address, icon_name="link", priority=25)


@hooks.register("register_reports_menu_item")
def register_views_report_menu_item():
    return MenuItem(_("Views"), reverse("views_report"), name="views", icon_name="view", order=100)


@hooks.register("after_create_user")
def welcome(request, user):
    """A colleague chooses a password by mail: nobody has to invent one, or know it."""
    if not user.password and send_welcome(user):
        messages.success(request, _("%s gets a mail to choose a password.") % user)


def tagged_by_reviewers(action):
    """Tags of files are proposed to everybody, so they are the reviewers' to give."""

    class ByReviewers(action):
        def check_perm(self, item):
            return is_reviewer(self.request.user) and super().check_perm(item)

    return ByReviewers


for action in (
    DeleteBulkAction,
    MoveBulkAction,
    PublishReadyPages,
    UnpublishBulkAction,
    document_actions.AddToCollectionBulkAction,
    document_actions.DeleteBulkAction,
    tagged_by_reviewers(document_actions.AddTagsBulkAction),
    image_actions.AddToCollectionBulkAction,
    image_actions.DeleteBulkAction,
    tagged_by_reviewers(image_actions.AddTagsBulkAction),
    snippet_actions.DeleteBulkAction,
    *(getattr(user_actions, name) for name in user_actions.__all__),
):
    hooks.register("register_bulk_action", known_only(action), order=LAST)


class PersonChooser(SnippetChooserViewSet):
    form_fields = ["first_name", "last_name", "function", "organisation"]


class OrganisationChooser(SnippetChooserViewSet):
    form_fields = ["name", "full_name", "website"]


class LegalReferenceChooser(SnippetChooserViewSet):
    form_fields = ["citation", "kind", "date", "url"]


class VocabularyViewSet(SnippetViewSet):
    """A list of words or people. Not copied: a copy would show what the original's form hides."""

    copy_view_enabled = False
    index_view_class = WordList
    edit_view_class = EditWord
    delete_view_class = DeleteWord
    history_view_class = WordHistory
    usage_view_class = WordUsage

    def get_edit_handler(self):
        return ObjectList(self.model.panels, base_form_class=VocabularyForm).bind_to_model(self.model)


class ThemeViewSet(VocabularyViewSet):
    model = Theme
    icon = "tag"
    list_display = ["name", "parent"]
    list_filter = ["parent"]


class TargetGroupViewSet(VocabularyViewSet):
    model = TargetGroup
    icon = "group"


class OrganisationViewSet(VocabularyViewSet):
    model = Organisation
    icon = "globe"
    list_display = ["name", "kind", "municipality"]
    chooser_viewset_class = OrganisationChooser


class PersonViewSet(VocabularyViewSet):
    model = Person
    icon = "user"
    list_display = PERSON_COLUMNS
    list_filter = ["organisation"]
    chooser_viewset_class = PersonChooser


class LegalReferenceViewSet(VocabularyViewSet):
    model = LegalReference
    icon = "openquote"
    list_display = ["citation", "kind", "date"]
    list_filter = ["kind"]
    chooser_viewset_class = LegalReferenceChooser


class MunicipalityViewSet(VocabularyViewSet):
    """To look up; `load_places` brings the changes."""

    model = Municipality
    icon = "site"
    list_display = ["name", "province", "region", "valid_until"]
    list_filter = ["region", "province"]
    inspect_view_enabled = True
    inspect_view_class = InspectWord
    inspect_view_fields_exclude = ["id"]

    def get_edit_handler(self):
        return ObjectList(["name"]).bind_to_model(self.model)


class RegionViewSet(ModelViewSet):
    """To look up. No chooser: a list of fifteen fits in a form."""

    model = Region
    icon = "site"
    list_display = ["name", "code"]
    form_fields = ["name"]
    inspect_view_enabled = True
    inspect_view_fields_exclude = ["id", "column", "row"]
    copy_view_enabled = False
    usage_view_class = KnownUsage


class Vocabularies(SnippetViewSetGroup):
    """What content refers to by name, so that it is written once."""

    menu_label = _("Vocabularies")
    menu_icon = "list-ul"
    menu_order = 160
    items = (
        ThemeViewSet,
        TargetGroupViewSet,
        OrganisationViewSet,
        PersonViewSet,
        LegalReferenceViewSet,
        MunicipalityViewSet,
        RegionViewSet("region"),
    )


register_snippet(Vocabularies)


@hooks.register("register_actions", order=LAST)
def register_page_actions(registry):
    """The write API asks the registry how pages are made and published."""
    registry.register(Page, CreatePage)
    registry.register(Page, PublishPage)
