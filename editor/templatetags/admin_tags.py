"""Template tags of the admin."""

from django import template
from django.conf import settings
from django.template.loader import render_to_string
from wagtail.models import get_default_page_content_type

from accounts import read_only
from editor import handbook
from editor.together import sentences

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
    if anchor not in handbook.sections():
        return ""
    _chapter, heading = handbook.sections()[anchor]
    context = {"address": handbook.handbook_url(anchor), "heading": heading}
    return render_to_string("cms/handbook_link.html", context)


@register.inclusion_tag("editor/together_sentences.html")
def together_sentences(current_session, sessions):
    """The sentences on who else has the form open, hidden: of pages only."""
    is_page = current_session.content_type_id == get_default_page_content_type().pk
    lines = sentences(sessions, current_session.object_id, current_session.user) if is_page else []
    return {"lines": list(zip(lines, sessions, strict=False))}
