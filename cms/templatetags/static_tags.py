"""Template tags for our scripts and stylesheets, with their hash (Subresource Integrity)."""

from django import template
from django.templatetags.static import static
from django.utils.html import format_html

from cms.integrity import integrity_of

register = template.Library()


@register.simple_tag
def script(name):
    """A script that runs once the page is there."""
    return format_html('<script src="{}" integrity="{}" defer></script>', static(name), integrity_of(name))


@register.simple_tag
def stylesheet(name):
    return format_html('<link rel="stylesheet" href="{}" integrity="{}">', static(name), integrity_of(name))
