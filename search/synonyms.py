"""What editors say that a query means: synonyms, and the pages on top of its results."""

from django.apps import apps

from caching.functions import cached_until_change

from .models import BestBet, Synonym, key_of
from .words import words

# The kinds of an alternative.
THEME, TARGET_GROUP, WORDS = "theme", "target_group", "words"


@cached_until_change(Synonym, "cms.Theme", "cms.TargetGroup")
def synonyms() -> dict:
    """What each phrase means too, by its folded words, as a tuple of `(theme, key, name)`, `(target_group, key, name)`
    and `(words, text)`; the first item is THEME, TARGET_GROUP or WORDS.

    Of a two-way synonym the meaning stands for the words as well. Words that are the name of a theme or target group
    mean that theme or target group.
    """
    names = names_of_vocabularies()
    alternatives = {}
    for synonym in Synonym.objects.select_related("theme", "target_group"):
        for meaning in synonym.meanings:
            add(alternatives, synonym.words, alternative_of(synonym, meaning, names))
            if synonym.two_way:
                add(alternatives, meaning, names.get(key_of(synonym.words)) or (WORDS, synonym.words))
    return {phrase: tuple(meanings) for phrase, meanings in alternatives.items()}


def names_of_vocabularies() -> dict:
    """The alternative that each theme and target group is, by its normalised name."""
    # Themes last: where both have a name, the theme is the wider one.
    return {
        key_of(name): (kind, pk, name)
        for kind, label in ((TARGET_GROUP, "cms.TargetGroup"), (THEME, "cms.Theme"))
        for pk, name in apps.get_model(label).objects.values_list("pk", "name")
    }


def alternative_of(synonym, meaning, names):
    if synonym.theme_id:
        return (THEME, synonym.theme_id, synonym.theme.name)
    if synonym.target_group_id:
        return (TARGET_GROUP, synonym.target_group_id, synonym.target_group.name)
    return names.get(key_of(meaning)) or (WORDS, meaning)


def add(alternatives, phrase, alternative):
    """Adds an alternative of a phrase, once."""
    present = alternatives.setdefault(tuple(words(phrase)), [])
    if alternative not in present:
        present.append(alternative)


@cached_until_change(BestBet)
def all_best_bets() -> dict:
    """The keys of the pages on top, in order, by the normalised query."""
    pages = {}
    for key, page_id in BestBet.objects.order_by("key", "sort_order", "pk").values_list("key", "page_id"):
        pages.setdefault(key, []).append(page_id)
    return {key: tuple(ids) for key, ids in pages.items()}


def best_bets(query) -> tuple:
    """The keys of the pages on top of this query's results, in order. Show only those that are listed."""
    return all_best_bets().get(key_of(query), ())
