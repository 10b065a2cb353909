"""Filters that format hours and lists in the agenda."""

from django import template
from django.utils.text import get_text_list
from django.utils.translation import gettext

from fields.formatting import oclock

register = template.Library()


register.filter("oclock", oclock, expects_localtime=True)


@register.filter
def in_words(items, is_open=False):
    """Joins texts or blocks to one phrase: “a, b en c”; an open list ends in “…”."""
    texts = [str(getattr(item, "value", item)) for item in items]
    return ", ".join([*texts, "…"]) if is_open and texts else get_text_list(texts, gettext("and"))
