"""The template tag for the metadata of a page."""

from django import template

from cms.page_metadata import Head

register = template.Library()


@register.simple_tag(takes_context=True)
def page_head(context, page, **values):
    return Head(context["request"], page, **values)
