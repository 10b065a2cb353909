"""The URLs of formats, embeds and the builder: each is the URL of a page followed by a fixed name."""

import re

from django.urls import path, re_path

from . import builder, embed_views, embeds, oembed, scripts, views
from .formats import FORMATS

NAMES = "|".join(re.escape(name) for name in FORMATS)
# The slugs from below the home page to the page.
PATH = r"(?P<path>(?:[\w-]+/)*)"

urlpatterns = [
    re_path(rf"^{PATH}(?P<name>{NAMES})$", views.serve_format, name="partners_format"),
    re_path(rf"^{PATH}{embeds.URL_SUFFIX}$", embed_views.serve_embed, name="partners_embed"),
    re_path(
        rf"^{PATH}{builder.URL_SUFFIX}$",
        views.redirecting_moved_lists(builder.serve_builder, builder.URL_SUFFIX),
        name="partners_builder",
    ),
    path("oembed", oembed.serve_oembed, name="partners_oembed"),
    path("embed.js", scripts.serve_script, name="partners_script"),
    re_path(r"^embed\.(?P<version>\d+)\.js$", scripts.serve_script, name="partners_script_version"),
]
