"""Registers our views, panels and checks with Wagtail's admin."""

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.templatetags.static import static
from django.urls import path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.menu import MenuItem
from wagtail.admin.views.account import AvatarSettingsPanel
from wagtail.admin.views.pages.bulk_actions import DeleteBulkAction, MoveBulkAction, UnpublishBulkAction
from wagtail.admin.widgets.button import Button
from wagtail.documents.views import bulk_actions as document_actions
from wagtail.images.views import bulk_actions as image_actions
from wagtail.models import Page
from wagtail.snippets import bulk_actions as snippet_actions
from wagtail.snippets.models import register_snippet
from wagtail.users.views import bulk_actions as user_actions

from accounts import unsaved_text
from accounts.teams import send_welcome
from cms.counting import count_view, is_page_itself
from cms.permissions import CreatePage, RevertPage, choosable, is_reviewer, may_create, visible_to
from cms.publishing import PublishPage
from cms.views.drafts import ShareDraft
from cms.work_lists import work_lists
from editor import depth, uploads
from editor.both_texts import PUT_TOGETHER, SET_ASIDE
from editor.labels import translate_wagtail_labels
from editor.link_handlers import (
    EmbedAsLinkHandler,
    ImageAsTextHandler,
    PublicDocumentLinkHandler,
    PublicPageLinkHandler,
)
from editor.uploads import AvatarForm
from editor.views import (
    ChoosableDocumentsAPIViewSet,
    ChoosableImagesAPIViewSet,
    MailTrouble,
    MoveDocumentsAction,
    MyDrafts,
    PublishReadyPagesAction,
    Scheduled,
    SearchedMenuItem,
    SearchedReport,
    SearchWords,
    SectionPageViewSet,
    SentBack,
    StartButtons,
    ViewsReport,
    WorkListPanel,
    duplicates,
    limit_to_visible,
    several,
)
from editor.views.actions import promote_next_action
from editor.views.avatars import avatar_url, serve_avatar
from editor.views.edit_conflicts import BothTexts
from editor.views.first_steps import FirstSteps
from editor.views.handbook import Handbook
from editor.views.history import OldVersion
from editor.views.starting_texts import StartingTextViewSet
from editor.views.vocabularies import Vocabularies
from editor.work_lists import EndingConsents, SentBackPages
from rich_text import TEXT_FEATURES
from rich_text.pasting import paste_scripts

translate_wagtail_labels()

# Reports that show other teams' work.
REVIEWERS_ONLY_REPORTS = {"page-types-usage"}

# The order of hooks that run after Wagtail's own, which have order 0.
LAST = 1000


@hooks.register("construct_page_chooser_queryset")
def limit_page_chooser_to_visible(pages, request):
    return pages.filter(visible_to(request.user))


@hooks.register("before_copy_page")
def check_copy_destination(request, page):
    """Rejects a destination that the user may not choose: Wagtail's own message shows its title."""
    destination = request.POST.get("new_parent_page", "")
    if destination.isdecimal() and not choosable(Page, request.user).filter(pk=destination).exists():
        raise PermissionDenied


@hooks.register("before_create_page")
def check_may_create(request, parent, page_class):
    if not may_create(page_class, request.user):
        raise PermissionDenied


for refusal in (depth.before_create_page, depth.before_move_page, depth.before_bulk_action):
    hooks.register(refusal.__name__, refusal)


@hooks.register("construct_admin_api", order=LAST)
def limit_file_api_to_choosable(router):
    router.register_endpoint("images", ChoosableImagesAPIViewSet)
    router.register_endpoint("documents", ChoosableDocumentsAPIViewSet)


@hooks.register("insert_global_admin_js")
def date_input_script():
    return format_html('<script src="{}"></script>', static("admin/dates.js"))


@hooks.register("insert_global_admin_css")
def date_input_stylesheet():
    return format_html('<link rel="stylesheet" href="{}">', static("admin/dates.css"))


@hooks.register("insert_global_admin_js")
def bulk_actions_script():
    return format_html('<script src="{}" defer></script>', static("admin/bulk.js"))


@hooks.register("construct_reports_menu")
def hide_reviewers_only_reports(request, items):
    if not is_reviewer(request.user):
        items[:] = [item for item in items if item.name not in REVIEWERS_ONLY_REPORTS]


@hooks.register("register_admin_viewset")
def register_page_viewset():
    return SectionPageViewSet()


@hooks.register("construct_page_action_menu", order=LAST)
def show_next_action_button(items, request, context):
    promote_next_action(items)


@hooks.register("construct_homepage_panels", order=LAST)
def set_homepage_panels(request, panels):
    panels[:] = [SentBack(), FirstSteps(), StartButtons(), MyDrafts(), Scheduled()]
    panels.extend(WorkListPanel(work_list) for work_list in work_lists() if not work_list.has_own_panel)
    if request.user.is_superuser:
        panels.append(MailTrouble())


hooks.register("register_work_list", SentBackPages)
hooks.register("register_work_list", EndingConsents)


@hooks.register("construct_homepage_summary_items", order=LAST)
def hide_summary_counts(request, items):
    items.clear()


hooks.register("insert_global_admin_js", unsaved_text.script)
hooks.register("insert_global_admin_js", uploads.script)
hooks.register("insert_global_admin_css", unsaved_text.stylesheet)
for hook_name in ("after_create_page", "after_edit_page", "after_create_snippet", "after_edit_snippet"):
    hooks.register(hook_name, unsaved_text.note_saved_copy)


@hooks.register("register_rich_text_features", order=LAST)
def register_text_features(features):
    """Sets the default features of rich text fields and blocks, and our link and embed handlers."""
    features.default_features[:] = TEXT_FEATURES
    features.register_link_type(PublicPageLinkHandler)
    features.register_link_type(PublicDocumentLinkHandler)
    features.register_embed_type(EmbedAsLinkHandler)
    features.register_embed_type(ImageAsTextHandler)


hooks.register("insert_editor_js", paste_scripts)
hooks.register("insert_editor_js", several.script)
hooks.register("insert_global_admin_css", several.stylesheet)
hooks.register("insert_global_admin_js", duplicates.script)


@hooks.register("on_serve_page", order=LAST)
def count_views(serve):
    """Counts a page after it was served: the hook runs last, so a password form is not counted."""

    def serve_and_count(page, request, args, kwargs):
        response = serve(page, request, args, kwargs)
        if is_page_itself(request):
            count_view(request, response, page.pk)
        return response

    return serve_and_count


@hooks.register("register_admin_urls")
def register_views_report_urls():
    return [
        path("reports/views/", ViewsReport.as_view(), name="views_report"),
        path("reports/views/results/", ViewsReport.as_view(results_only=True), name="views_report_results"),
    ]


@hooks.register("register_admin_urls")
def register_handbook_url():
    return [
        path("handleiding/", Handbook.as_view(), name="handbook"),
        path("handleiding/<slug:chapter>/", Handbook.as_view(), name="handbook_chapter"),
    ]


@hooks.register("register_help_menu_item")
def register_handbook_menu_item():
    return MenuItem(_("Handbook"), reverse("handbook"), name="handbook", icon_name="help", order=10)


@hooks.register("construct_help_menu", order=LAST)
def hide_wagtail_guides(request, items):
    """They are in English and describe features that we turned off."""
    items[:] = [item for item in items if not item.name.startswith(("whats-new-in-wagtail", "editor-guide"))]


@hooks.register("register_admin_urls")
def register_share_draft_url():
    return [path("pages/<int:page_id>/share/", ShareDraft.as_view(), name="share_draft")]


@hooks.register("register_admin_urls")
def register_both_texts_url():
    views = {"both-texts": BothTexts, "old-version": OldVersion}
    return [
        path(f"pages/<int:page_id>/{name}/<int:revision_id>/", view.as_view(), name=name.replace("-", "_"))
        for name, view in views.items()
    ]


@hooks.register("register_log_actions")
def register_conflict_actions(actions):
    actions.register_action(SET_ASIDE, _("Set aside"), _("Text set aside, beside a newer version"))
    actions.register_action(PUT_TOGETHER, _("Put together"), _("Draft made of two texts"))


# Wagtail has no setting for this form.
AvatarSettingsPanel.form_class = AvatarForm


@hooks.register("get_avatar_url")
def get_avatar_url(user, size):
    return avatar_url(user)


@hooks.register("register_admin_urls")
def register_avatar_url():
    return [path("avatars/<int:user_id>/", serve_avatar, name="avatar")]


@hooks.register("register_page_header_buttons")
def share_draft_button(page, user, view_name, next_url=None):
    if page.latest_revision_id and page.permissions_for_user(user).can_edit():
        url = reverse("share_draft", args=[page.pk])
        yield Button(_("Share the draft"), url, icon_name="link", priority=25)


@hooks.register("register_reports_menu_item")
def register_views_report_menu_item():
    return MenuItem(_("Views"), reverse("views_report"), name="views", icon_name="view", order=100)


@hooks.register("register_account_menu_item")
def register_second_factor_menu_item(request):
    return {
        "url": reverse("mfa_index"),
        "label": _("Two-step verification"),
        "help_text": _("A second step beside your password, so that nobody who learns it can get in."),
    }


@hooks.register("register_account_menu_item")
def register_single_sign_on_menu_item(request):
    if not settings.OIDC_ISSUER:
        return None
    return {
        "url": reverse("openid_connect_login") + "?process=connect",
        "label": _("Connect with %s") % settings.OIDC_NAME,
        "help_text": _("From then on you can sign in there instead of with your password."),
    }


@hooks.register("after_create_user")
def send_welcome_mail(request, user):
    """Mails a new user without a password a link to choose one."""
    if not user.password and send_welcome(user):
        messages.success(request, _("%s gets a mail to choose a password.") % user)


def limit_to_reviewers(action):
    """For actions that add tags: tags are suggested to all teams."""

    class ReviewersOnly(action):
        def check_perm(self, item):
            return is_reviewer(self.request.user) and super().check_perm(item)

    return ReviewersOnly


for action in (
    DeleteBulkAction,
    MoveBulkAction,
    PublishReadyPagesAction,
    UnpublishBulkAction,
    MoveDocumentsAction,
    document_actions.DeleteBulkAction,
    limit_to_reviewers(document_actions.AddTagsBulkAction),
    image_actions.AddToCollectionBulkAction,
    image_actions.DeleteBulkAction,
    limit_to_reviewers(image_actions.AddTagsBulkAction),
    snippet_actions.DeleteBulkAction,
    *(getattr(user_actions, name) for name in user_actions.__all__),
):
    hooks.register("register_bulk_action", limit_to_visible(action), order=LAST)


register_snippet(Vocabularies)
register_snippet(SearchWords)
register_snippet(StartingTextViewSet)


@hooks.register("register_admin_urls")
def register_searched_report_urls():
    return [
        path("reports/searched/", SearchedReport.as_view(), name="searched_report"),
        path(
            "reports/searched/results/",
            SearchedReport.as_view(results_only=True),
            name="searched_report_results",
        ),
    ]


@hooks.register(SearchWords.submenu_hook)
def register_searched_report_menu_item():
    label, url = SearchedReport.page_title, reverse("searched_report")
    return SearchedMenuItem(label, url, name="searched", icon_name="view", order=100)


@hooks.register("register_actions", order=LAST)
def register_page_actions(registry):
    """The write API looks up how pages are created, published and reverted."""
    registry.register(Page, CreatePage)
    registry.register(Page, RevertPage)
    registry.register(Page, PublishPage)
