"""What happens to people who registered, on the screens of Wagtail that ask whether to go on."""

from django import template
from wagtail.models import Page

from registrations.officer import keeping

register = template.Library()
WORDS = {
    "delete": keeping.why_not_deleted,
    "unpublish": keeping.unpublishing_in_words,
    "move": keeping.moving_in_words,
}


@register.inclusion_tag("registrations/officer/note.html")
def registrations_note(act, pages):
    """`pages` is a page, or the items of a bulk action."""
    pages = [pages] if isinstance(pages, Page) else [item["item"] for item in pages]
    return {"note": WORDS[act](pages)}
