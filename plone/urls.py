"""Routes of the dialect: below `/++api++`, and at the addresses of pages when the client prefers JSON."""

from django.urls import re_path
from wagtail.urls import serve_pattern

from . import views

urlpatterns = [
    # Some clients leave out the slash after the prefix.
    re_path(r"^\+\+api\+\+/?(?P<path>.*)$", views.dialect, name="plone"),
    # Whoever shows a page asks for pictures as any browser does.
    re_path(r"^(?P<path>(?:[^@]*/)?@@images/.*)$", views.dialect, name="plone_picture"),
    re_path(r"^(?P<path>(?:[^@]*/)?(?:@[a-z]|resolveuid/).*)$", views.page_endpoint, name="plone_endpoint"),
    # Below `_util/` Wagtail has its forms for signing in to private pages.
    re_path(serve_pattern.replace("^", "^(?!_util/)", 1), views.page_or_json, name="plone_page"),
]
