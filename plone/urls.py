"""The dialect: below `/++api++`, and at the addresses of pages for who prefers JSON."""

from django.urls import re_path
from wagtail.urls import serve_pattern

from . import views

urlpatterns = [
    # Not every client writes the slash after it.
    re_path(r"^\+\+api\+\+/?(?P<path>.*)$", views.dialect, name="plone"),
    re_path(r"^(?P<path>(?:[^@]*/)?(?:@[a-z]|resolveuid/).*)$", views.of_page, name="plone_endpoint"),
    # Wagtail's own forms, to sign in to a private page, stay Wagtail's.
    re_path(serve_pattern.replace("^", "^(?!_util/)", 1), views.page, name="plone_page"),
]
