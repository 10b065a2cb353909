"""Names in a sentence which fields changed."""

from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

MOST_NAMED = 4


def in_a_sentence(label) -> str:
    """The label without its capital, unless it starts with an abbreviation."""
    label = str(label)
    return label if label[1:2].isupper() else label[:1].lower() + label[1:]


def words_of_changes(labels) -> str:
    """“titel en samenvatting gewijzigd”; names the first few of many. Empty without labels."""
    if not labels:
        return ""
    named = labels if len(labels) <= MOST_NAMED + 1 else labels[:MOST_NAMED]
    others = len(labels) - len(named)
    if others:
        named = [*named, ngettext("%d other field", "%d other fields", others) % others]
    return _("%(fields)s changed") % {"fields": get_text_list(named, _("and"))}
