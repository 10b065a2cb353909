"""How the agenda writes hours and lists."""

from django import template
from django.template.defaultfilters import date as format_date
from django.utils.text import get_text_list
from django.utils.translation import gettext

register = template.Library()


@register.filter(expects_localtime=True)
def oclock(moment):
    """An hour in running text: 12, 8.45."""
    return format_date(moment, "G.i" if moment.minute else "G") if moment else ""


@register.filter
def in_words(items, is_open=False):
    """Lines of a list as one phrase: “a, b en c”; an open list ends in “…”. Takes texts or blocks."""
    texts = [str(getattr(item, "value", item)) for item in items]
    return ", ".join([*texts, "…"]) if is_open and texts else get_text_list(texts, gettext("and"))
