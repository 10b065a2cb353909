"""Template tags for the metadata of a page, and for what is sent of it."""

from django import template

from cms.page_metadata import Head
from cms.sharing import share_of

register = template.Library()


@register.simple_tag(takes_context=True)
def page_head(context, page, **values):
    return Head(context["request"], page, **values)


@register.simple_tag
def page_share(head):
    return share_of(head)
