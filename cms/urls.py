"""Every address of the site. The only module of `cms` that looks up to the other rooms, with `cms.api`."""

from django.conf import settings
from django.urls import include, path, re_path
from django.views.decorators.cache import never_cache
from django.views.static import serve
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.admin.auth import require_admin_access
from wagtail.documents import urls as wagtaildocs_urls
from wagtail.utils.urlpatterns import decorate_urlpatterns

from cms import api, views, write_api
from cms.views import crawlers, drafts, permanent, search

# The screens of Wagtail that have no other way to be told what a team may not know. They come before Wagtail's.
guarded_urls = [
    path("choose-page/", views.ChoosePage.as_view()),
    path("choose-page/<int:parent_page_id>/", views.ChoosePage.as_view()),
    path("choose-page/search/", views.SearchPage.as_view()),
    path("choose-page/chosen-multiple/", views.ChosenPages.as_view()),
    path("tag-autocomplete/", views.known_keywords),
    path("tag-autocomplete/<slug:app>/<slug:model>/", views.known_keywords),
    path("failwhale/", views.no_such_page),
    path("reports/page-types-usage/", views.PageTypesUsage.as_view()),
    path("reports/page-types-usage/results/", views.PageTypesUsage.as_view(results_only=True)),
]

urlpatterns = [
    path(
        "admin/",
        include(decorate_urlpatterns(guarded_urls, lambda view: never_cache(require_admin_access(view)))),
    ),
    path("admin/", include(wagtailadmin_urls)),
    path("documents/", include(wagtaildocs_urls)),
    path("api/cms/", write_api.cms_urls),
    path("api/v1/", api.urls),
    path("sitemap.xml", crawlers.sitemap),
    path("sitemap-<slug:section>.xml", crawlers.sitemap_part, name="sitemap_part"),
    path("id/<uuid:key>", permanent.lead, name="permanent_address"),
    path("concept/<str:token>/", drafts.show_draft, name="draft"),
    path("robots.txt", crawlers.robots),
    path(".well-known/security.txt", crawlers.security),
    path("zoeken/", search.search, name="search"),
    path("zoeken/suggesties/", search.suggestions, name="search_suggestions"),
]

if settings.SERVE_MEDIA:
    urlpatterns.append(re_path(r"^media/(?P<path>.*)$", serve, {"document_root": settings.MEDIA_ROOT}))

urlpatterns += [path("", include("platforms.urls")), path("", include("partners.urls"))]

# Pages come last: Wagtail answers every address that is left, in JSON by way of the dialect.
urlpatterns.append(path("", include("plone.urls")))
urlpatterns.append(path("", include(wagtail_urls)))
