"""Which queries are counted, and what the counts add up to."""

import datetime
from typing import NamedTuple

from django.apps import apps
from django.utils import timezone

from caching.functions import cached_until_change

from .askers import count_of
from .models import LONGEST_QUERY, SearchedQuery, key_of
from .words import words

# Fewer askers are not shown: a query of one or two people may tell who they are.
FEWEST_ASKERS = 3
# A year, a postal code or a part of a phone number: what has more may be somebody's number.
MOST_DIGITS = 3
# A name of a person has no more words than these.
LONGEST_NAME = 5


class Total(NamedTuple):
    """A query with about how many people asked it in the last 90 days, and how many of them found nothing."""

    words: str
    askers: int
    askers_without_result: int

    @property
    def pk(self) -> str:
        """What a table of the admin calls its rows."""
        return self.words


def counted_words(query) -> str:
    """The normalised query, or an empty text if it may not be kept.

    Not kept are mail addresses, numbers, names of people in the vocabulary, and long texts.
    """
    query_key = key_of(query)
    if "@" in query or len(query_key) > LONGEST_QUERY or sum(map(str.isdigit, query_key)) > MOST_DIGITS:
        return ""
    return "" if has_name(words(query)) else query_key


def has_name(query_words) -> bool:
    """True if some of these words, one after the other, are the first or last name of a known person."""
    names = names_of_people()
    return any(
        "".join(query_words[start:end]) in names
        for start in range(len(query_words))
        for end in range(start + 1, start + 1 + LONGEST_NAME)
    )


@cached_until_change("cms.Person")
def names_of_people() -> frozenset:
    """The first and last names of all people, folded and without spaces: Van Damme is vandamme."""
    names = apps.get_model("cms.Person").objects.values_list("first_name", "last_name")
    return frozenset("".join(words(name)) for pair in names for name in pair) - {""}


def totals(first=None, until=None) -> list[Total]:
    """What at least FEWEST_ASKERS people searched in the last 90 days, the most frequent first.

    With two days those of this period, without its last day. Looks at the names again: a person may have been added
    since.
    """
    bits = {}
    days = {"day__gte": first or first_day(), **({"day__lt": until} if until else {})}
    rows = SearchedQuery.objects.filter(**days).values_list("words", "askers", "askers_without_result")
    for key, askers, without_result in rows.iterator():
        known = bits.get(key, (0, 0))
        bits[key] = (known[0] | askers, known[1] | without_result)
    counts = [Total(key, count_of(askers), count_of(without)) for key, (askers, without) in bits.items()]
    shown = [total for total in counts if total.askers >= FEWEST_ASKERS and not has_name(total.words.split())]
    return sorted(shown, key=lambda total: (-total.askers, -total.askers_without_result, total.words))


def first_day() -> datetime.date:
    return timezone.localdate() - datetime.timedelta(days=SearchedQuery.DAYS_KEPT)
