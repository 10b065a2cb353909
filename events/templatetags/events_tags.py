"""Filters that format hours and lists in the agenda."""

from django import template
from django.utils.text import get_text_list
from django.utils.translation import gettext, ngettext

from fields.formatting import oclock

register = template.Library()


register.filter("oclock", oclock, expects_localtime=True)


@register.filter
def in_words(items, is_open=False):
    """Joins texts or blocks to one phrase: “a, b en c”; an open list ends in “…”."""
    texts = [str(getattr(item, "value", item)) for item in items]
    return ", ".join([*texts, "…"]) if is_open and texts else get_text_list(texts, gettext("and"))


@register.filter
def duration(minutes) -> str:
    """A length in minutes as people say it: 45 min., 7 hours, 1 hour 20 min."""
    hours, rest = divmod(minutes, 60)
    parts = [ngettext("%(hours)s hour", "%(hours)s hours", hours) % {"hours": hours}] if hours else []
    if rest or not hours:
        parts.append(gettext("%(minutes)s min.") % {"minutes": rest})
    return " ".join(parts)
