"""Slugs made of titles."""

from itertools import count

from anyascii import anyascii
from django.utils.text import slugify

LONGEST_SLUG = 200  # a number may still follow


def slug_for(title) -> str:
    """The title in Latin letters, as a slug; empty if it has no letter or digit."""
    return slugify(anyascii(title))[:LONGEST_SLUG].strip("-")


def free_slug(base, parent, page=None) -> str:
    """The slug, with a number behind it if another page below this parent has it."""
    others = parent.get_children().filter(slug__startswith=base).exclude(pk=page and page.pk)
    taken = set(others.values_list("slug", flat=True))
    return next(slug for slug in numbered(base) if slug not in taken)


def numbered(base):
    yield base
    yield from (f"{base}-{number}" for number in count(2))
