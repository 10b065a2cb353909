"""Which practices are worth reading after this one."""

from cms.search import stems
from practices.filters import PracticeFilterForm

# Of the pages that share most, so many are read before their words decide.
CANDIDATES = 20


def related_to(practice, count):
    """The other practices of the site that share most themes and target groups; then most words; then the newest.

    Never the practice itself, and never none while there are others. Each says what it shares: `shared`, names.
    """
    index = PracticeFilterForm.index_of(practice.site_path)
    chosen = {"theme": practice.themes, "target_group": practice.target_group_words}
    found = index.nearest(
        [index.mask(key, [word.slug]) for key, words in chosen.items() for word in words],
        without=practice.pk,
        count=CANDIDATES,
    )
    pages = {page.pk: page for page in type(practice).objects.filter(pk__in=found).listed().for_cards()}
    candidates = [pages[pk] for pk in found if pk in pages]
    for page in candidates:
        page.shared = shared_names(chosen, page)
    words = words_of(practice)
    # Sorting keeps the newest first among equals.
    return sorted(candidates, key=lambda page: (-len(page.shared), -len(words & words_of(page))))[:count]


def shared_names(chosen, page):
    theirs = {"theme": page.themes, "target_group": page.target_group_words}
    return [word.name for key, words in chosen.items() for word in words if word in theirs[key]]


def words_of(practice):
    """What title, summary and owner say, whatever the ending of the words."""
    return set(stems(f"{practice.title} {practice.search_description} {practice.owner_text}"))
