"""Template tags of the admin."""

from django import template
from django.conf import settings
from django.template.loader import render_to_string

from accounts import read_only
from editor import handbook

register = template.Library()


@register.simple_tag
def admin_site_name():
    """The name of the admin, for window titles."""
    return settings.WAGTAIL_SITE_NAME


@register.simple_tag
def read_only_notice():
    """The sentence above every page while nothing can be saved, and before; empty otherwise."""
    return read_only.notice()


@register.simple_tag
def handbook_link(panel):
    """A link in a panel's heading to the section of the handbook about it."""
    anchor = handbook.handbook_anchor_for(panel) if panel.heading else ""
    heading = handbook.load_handbook().headings.get(anchor)
    if not heading:
        return ""
    context = {"address": handbook.handbook_url(anchor), "heading": heading}
    return render_to_string("cms/handbook_link.html", context)
