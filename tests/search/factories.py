import factory
from django.utils import timezone

from search.askers import bit_of
from search.models import BestBet, SearchedQuery, Synonym
from tests.factories import NewsPageFactory, ThemeFactory


class SynonymFactory(factory.django.DjangoModelFactory):
    words = factory.Sequence(lambda number: f"woord {number}")
    theme = factory.SubFactory(ThemeFactory)

    class Meta:
        model = Synonym


class BestBetFactory(factory.django.DjangoModelFactory):
    words = "bejaarden"
    page = factory.SubFactory(NewsPageFactory)

    class Meta:
        model = BestBet


def bits_of(words, people):
    """The bits of people whose bits differ, as `search.askers` makes them."""
    bits = []
    for number in range(10_000):
        bit = bit_of(words, f"192.0.2.{number}")
        if bit not in bits:
            bits.append(bit)
        if len(bits) >= people:
            break
    return sum(bits[:people])


def searched(words, people, without_result=0, day=None):
    """A query that so many people asked on a day, today unless told."""
    return SearchedQuery.objects.create(
        words=words,
        day=day or timezone.localdate(),
        askers=bits_of(words, people),
        askers_without_result=bits_of(words, without_result),
    )
