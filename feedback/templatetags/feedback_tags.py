"""The template tag for the question at the end of a page."""

from django import template
from django.urls import reverse

from feedback.pages import is_asked_about

register = template.Library()


@register.simple_tag(takes_context=True)
def feedback_address(context, page) -> str:
    """Where what readers say of this page goes; empty where they are not asked."""
    if not is_asked_about(context["request"], page):
        return ""
    return reverse("feedback", args=[page.translation_key])
