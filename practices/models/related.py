"""Which practices are worth reading after this one: the index of the filters knows what is shared."""

from cms.filters.results import listed_pages
from cms.search.words import stems
from practices.filters import PracticeFilterForm

# Of the pages that share most, so many are read before their words decide.
CANDIDATES = 12


def related_to(practice, count):
    """The other practices of the site that share most themes and target groups; then most words; then the newest.

    Never the practice itself, and never none while there are others. Each says what it shares: `shared`, names.
    """
    index = PracticeFilterForm.index_of(practice.site_path)
    masks = {word.name: index.mask("theme", [word.slug]) for word in practice.themes}
    masks |= {word.name: index.mask("target_group", [word.slug]) for word in practice.target_group_words}
    found = index.nearest(masks.values(), without=practice.pk, count=CANDIDATES)
    pages = {page.pk: page for page in listed_pages(PracticeFilterForm, "for_cards", keys=found)}
    candidates = [pages[pk] for pk in found if pk in pages]
    for page in candidates:
        place = index.position[page.pk]
        page.shared = [name for name, mask in masks.items() if mask >> place & 1]
    words = words_of(practice)
    # Sorting keeps the newest first among equals.
    return sorted(candidates, key=lambda page: (-len(page.shared), -len(words & words_of(page))))[:count]


def words_of(practice):
    """What title, summary and owner say, whatever the ending of the words."""
    return set(stems(f"{practice.title} {practice.search_description} {practice.owner_text}"))
