"""The head of a page."""

from django import template

from cms.heads import Head

register = template.Library()


@register.simple_tag(takes_context=True)
def page_head(context, page, **known):
    return Head(context["request"], page, **known)
