"""All URLs of the site. With `cms.api` the only module of `cms` that imports the rooms above it."""

from django.conf import settings
from django.db import transaction
from django.urls import include, path, re_path
from django.views.decorators.cache import never_cache
from wagtail import urls as wagtail_urls
from wagtail import views as wagtail_views
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.admin.auth import require_admin_access
from wagtail.admin.views.collection_privacy import set_privacy
from wagtail.documents import urls as wagtaildocs_urls
from wagtail.documents.views import serve as documents
from wagtail.documents.views.documents import DeleteView as DeleteDocument
from wagtail.utils.urlpatterns import decorate_urlpatterns

from accounts import unsaved_text
from accounts.account import Account
from accounts.limits import limit_password_guesses
from accounts.resets import PasswordResetRequestView
from accounts.sign_in import redirect_to_sign_in
from cms import api, failures
from cms.views import crawlers, drafts, lead_pictures, permanent, public_files
from cms.views.documents import serve_document
from editor import views, write_api
from editor.views.duplicates import list_duplicates
from editor.views.picture_uploads import AddPicture, AddPictures, CreateFromUploadedPicture
from editor.views.redirect_import import process_redirect_import
from editor.views.several import municipality_list
from editor.views.withdrawn_pictures import serve_withdrawn_picture
from listing import views as listing_views

# Views that replace Wagtail's, to hide from teams what they may not know, to handle bad input, or to do all or nothing:
# what can't be recorded in the audit log is not done. They come before Wagtail's.
guarded_urls = [
    path("collections/<int:collection_id>/privacy/", transaction.atomic(set_privacy)),
    path("choose-external-link/", views.SafeExternalLinkView.as_view()),
    path("choose-page/", views.PageBrowseView.as_view()),
    path("choose-page/<int:parent_page_id>/", views.PageBrowseView.as_view()),
    path("choose-page/search/", views.PageSearchView.as_view()),
    path("choose-page/chosen-multiple/", views.ChosenPagesView.as_view()),
    path("tag-autocomplete/", views.visible_keywords),
    path("tag-autocomplete/<slug:app>/<slug:model>/", views.visible_keywords),
    path("choose-municipalities/", municipality_list, name="municipality_list"),
    path("likely-doubles/", list_duplicates, name="likely_doubles"),
    path("account/", Account.as_view()),
    path("embeds/chooser/", views.raise_not_found),
    path("embeds/chooser/upload/", views.raise_not_found),
    path("failwhale/", views.raise_not_found),
    path("images/<int:image_id>/generate_url/", views.raise_not_found),
    path("images/<int:image_id>/generate_url/output/", views.raise_not_found),
    path(
        "documents/delete/<int:document_id>/",
        DeleteDocument.as_view(template_name="wagtaildocs/documents/confirm_delete.html"),
    ),
    path("images/add/", AddPicture.as_view()),
    path("images/multiple/add/", AddPictures.as_view()),
    path(
        "images/multiple/create_from_uploaded_image/<int:uploaded_file_id>/",
        CreateFromUploadedPicture.as_view(),
    ),
    path("images/<int:image_id>/withdrawn/", serve_withdrawn_picture, name="withdrawn_picture"),
    path("images/<int:image_id>/preview/<str:filter_spec>/", views.raise_not_found),
    path("redirects/import/process/", process_redirect_import),
    path("workflows/task_chooser/", include("editor.views.task_choosers")),
    path("reports/page-types-usage/", views.PageTypesUsageView.as_view()),
    path("reports/page-types-usage/results/", views.PageTypesUsageView.as_view(results_only=True)),
]

handler404 = failures.not_found
handler500 = failures.server_error

urlpatterns = [
    path("admin/password_reset/", PasswordResetRequestView.as_view()),
    path("admin/", include("accounts.urls")),
    path("_util/login/", redirect_to_sign_in),
    path("admin/signed-in/", unsaved_text.signed_in_user, name="signed_in"),
    path(
        "admin/",
        include(decorate_urlpatterns(guarded_urls, lambda view: never_cache(require_admin_access(view)))),
    ),
    path("admin/", include(wagtailadmin_urls)),
    # Passwords of pages and documents: guesses are limited.
    path(
        "_util/authenticate_with_password/<int:restriction_id>/<int:page_id>/",
        limit_password_guesses(wagtail_views.authenticate_with_password),
    ),
    path(
        "documents/authenticate_with_password/<int:restriction_id>/",
        limit_password_guesses(documents.authenticate_with_password),
    ),
    re_path(r"^documents/(\d+)/(.*)$", serve_document, name="document"),
    path("documents/", include(wagtaildocs_urls)),
    path("api/cms/", write_api.cms_urls),
    path("api/v1/", api.urls),
    path("sitemap.xml", crawlers.sitemap),
    path("sitemap-<slug:section>.xml", crawlers.sitemap_part, name="sitemap_part"),
    path("id/<uuid:key>", permanent.redirect_to_page, name="permanent_address"),
    path("concept/<str:token>/", drafts.show_draft, name="draft"),
    path("robots.txt", crawlers.robots),
    path(".well-known/security.txt", crawlers.security),
    path("organisaties/<int:pk>-<slug:slug>/", listing_views.show_organisation, name="organisation"),
    path("themas/", listing_views.all_themes, name="themes"),
    path("themas/<slug:slug>/", listing_views.show_theme, name="theme"),
    path("zoeken/", listing_views.search, name="search"),
    re_path(
        r"^(?P<path>(?:[\w-]+/)*)foto\.(?P<kind>jpg|png)$",
        lead_pictures.serve_lead_picture,
        name="lead_picture",
    ),
    path("zoeken/suggesties/", listing_views.suggestions, name="search_suggestions"),
]

if settings.SERVE_MEDIA:
    urlpatterns.append(re_path(r"^media/(?P<path>.*)$", public_files.serve_public_file))

urlpatterns += [
    path("", include(f"{room}.urls"))
    for room in ("platforms", "practices", "partners", "registrations", "feedback")
]

# Pages come last, because Wagtail handles every URL that is left; before it the dialect, which answers in JSON.
urlpatterns.append(path("", include("plone.urls")))
urlpatterns.append(path("", include(wagtail_urls)))
