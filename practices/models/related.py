"""Which practices are worth reading after this one: the index of the filters knows what is shared."""

from cms.filters.results import listed_pages
from cms.models.changes import list_state
from cms.rest.memory import Memory
from cms.search.words import stems
from practices.filters import PracticeFilterForm

# Of the pages that share most, so many are read before their words decide.
CANDIDATES = 12
# The keys that were found last, each with the state of the lists and all that decided on the side of the practice.
remembered = Memory(2000)


def related_to(practice, count):
    """The other practices of the site that share most themes and target groups; then most words; then the newest.

    Never the practice itself, and never none while there are others. Each says what it shares: `shared`, names.
    """
    index = PracticeFilterForm.index_of(practice.site_path)
    masks = {word.name: index.mask("theme", [word.slug]) for word in practice.themes}
    masks |= {word.name: index.mask("target_group", [word.slug]) for word in practice.target_group_words}
    decides = (list_state(), practice.pk, count, text_of(practice), *masks)
    found = remembered.get(decides)
    if found is None:
        candidates = loaded(
            index.nearest(masks.values(), without=practice.pk, count=CANDIDATES), index, masks
        )
        found = nearest(practice, candidates)[:count]
        remembered.keep(decides, [page.pk for page in found])
        return found
    return loaded(found, index, masks)


def loaded(keys, index, masks):
    """The pages with these keys that everybody may see, in that order, each with what it shares."""
    pages = {page.pk: page for page in listed_pages(PracticeFilterForm, "for_cards", keys=list(keys))}
    found = [pages[pk] for pk in keys if pk in pages]
    for page in found:
        place = index.position[page.pk]
        page.shared = [name for name, mask in masks.items() if mask >> place & 1]
    return found


def nearest(practice, candidates):
    """Sorting keeps the newest first among equals."""
    words = words_of(practice)
    return sorted(candidates, key=lambda page: (-len(page.shared), -len(words & words_of(page))))


def text_of(practice):
    return f"{practice.title} {practice.search_description} {practice.owner_text}"


def words_of(practice):
    """What title, summary and owner say, whatever the ending of the words."""
    return set(stems(text_of(practice)))
