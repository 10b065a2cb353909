"""Other pages that a practice leads to: related practices, and the events that present it."""

from typing import NamedTuple

from django.apps import apps
from wagtail.models import Page

from caching.compiled import Prepared
from listing.results import listed_pages
from practices.filters import PracticeFilterForm
from search.terms import terms_of

# How many pages with most in common are compared by their words.
CANDIDATES = 12


def related_to(practice, count) -> list:
    """The practices with most themes and target groups in common, then most words, then the newest.

    Each shares a theme if the practice has themes, else a target group: there may be none. Sets `shared` on each: the
    names of what it has in common.
    """
    index = PracticeFilterForm.index_of(practice.site_path)
    masks = {theme.name: index.mask("theme", [theme.slug]) for theme in practice.themes}
    within = index.mask("theme", [theme.slug for theme in practice.themes]) if masks else None
    masks |= {group.name: index.mask("target_group", [group.slug]) for group in practice.target_group_words}
    keys = index.nearest(masks.values(), within=within, without=practice.pk, count=CANDIDATES)
    return sort_by_likeness(practice, load_related(keys, index, masks))[:count]


def load_related(keys, index, masks):
    """The listed pages with these keys, in that order, with `shared` set."""
    pages_by_key = {page.pk: page for page in listed_pages(PracticeFilterForm, "for_cards", keys=list(keys))}
    pages = [pages_by_key[key] for key in keys if key in pages_by_key]
    for page in pages:
        position = index.positions[page.pk]
        page.shared = [name for name, mask in masks.items() if mask >> position & 1]
    return pages


def sort_by_likeness(practice, candidates):
    """Stable: equals stay newest first."""
    words = words_of(practice)
    return sorted(candidates, key=lambda page: (-len(page.shared), -len(words & words_of(page))))


def text_of(practice):
    return f"{practice.title} {practice.search_description} {practice.owner_text}"


def words_of(practice):
    """The stems of the words in title, summary and owners."""
    return set(terms_of(text_of(practice)))


class Presentation(NamedTuple):
    """An event that presents the practice, with the session and slot of its programme, if any."""

    event: Page
    session: object = None
    slot: object = None


@Prepared
def events_presenting(*, key):
    return apps.get_model("events", "EventPage").objects.presenting(key)


def presentations_of(practice) -> list[Presentation]:
    """The listed events that present the practice, one item for each slot that does."""
    presentations = []
    for event in events_presenting(key=practice.pk) if practice.pk else ():
        slots = [Presentation(event, session, slot) for session, slot in event.slots_presenting(practice)]
        presentations += slots or [Presentation(event)]
    return presentations
