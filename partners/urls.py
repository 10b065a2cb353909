"""The addresses of the formats: that of a list, and after it the name of a format. Embeds are of any page."""

import re

from django.urls import path, re_path

from . import builder, embed_views, oembed, scripts, views
from .formats import FORMATS

NAMES = "|".join(re.escape(name) for name in FORMATS)
# The slugs that lead to a page, from the home page down.
PATH = r"(?P<path>(?:[\w-]+/)*)"

urlpatterns = [
    re_path(rf"^{PATH}(?P<name>{NAMES})$", views.serve, name="partners_format"),
    re_path(rf"^{PATH}embed/$", embed_views.embed, name="partners_embed"),
    re_path(
        rf"^{PATH}insluiten/$",
        views.following_moves(builder.builder, "insluiten/"),
        name="partners_builder",
    ),
    path("oembed", oembed.oembed, name="partners_oembed"),
    path("embed.js", scripts.script, name="partners_script"),
    re_path(r"^embed\.(?P<version>\d+)\.js$", scripts.script, name="partners_script_version"),
]
