"""What people searched is kept as counts, and nothing of who they were."""

import datetime
from unittest.mock import patch

from django.db import models
from django.test import Client, RequestFactory, TestCase, override_settings
from django.utils import timezone

from caching.responses import VIEW
from cms.searches import count_hit, record_search, recorder
from operations.management.commands.tick import tick
from search.askers import BITS, bit_of, count_of
from search.models import SearchedQuery
from search.searched_queries import counted_words, totals
from tests.cases import SiteTestCase
from tests.factories import PersonFactory
from tests.search.factories import searched
from tests.search.search import ADDRESS

BROWSER = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
AN_HOUR = override_settings(VIEWS_WRITTEN_AFTER=3600)


def rows():
    return {total.words: (total.askers, total.askers_without_result) for total in totals()}


@AN_HOUR
class CountingTests(SiteTestCase):
    def setUp(self):
        recorder.write()
        self.addCleanup(recorder.write)

    def search(self, query, address="192.0.2.1", **headers):
        headers = {"HTTP_USER_AGENT": BROWSER, "REMOTE_ADDR": address} | headers
        return self.client.get(ADDRESS, {"q": query}, **headers)

    def stored(self):
        recorder.write()
        return {row.words: row.askers.bit_count() for row in SearchedQuery.objects.all()}

    def test_a_search_is_counted_by_its_normalised_words(self):
        self.search("  Crèche ")

        self.assertEqual(self.stored(), {"creche": 1})

    def test_who_finds_nothing_is_counted(self):
        self.search("qwertzuiop")
        recorder.write()

        row = SearchedQuery.objects.get()
        self.assertEqual((row.askers_without_result, row.day), (row.askers, timezone.localdate()))

    def test_one_person_counts_once_on_any_day_in_any_process(self):
        for day in (1, 2):
            with patch.object(timezone, "localdate", return_value=datetime.date(2026, 11, day)):
                for _time in range(3):
                    self.search("creche")
                    recorder.write()

        bits = set(SearchedQuery.objects.values_list("askers", flat=True))
        self.assertEqual((SearchedQuery.objects.count(), len(bits)), (2, 1))

    def test_neither_editors_nor_programs_are_counted(self):
        self.search("creche", HTTP_USER_AGENT="Googlebot/2.1")
        self.search("creche", HTTP_COOKIE="__Host-sessionid=x; sessionid=x")

        self.assertEqual(self.stored(), {})

    def test_the_search_of_the_api_is_not_counted(self):
        self.client.get("/api/v1/search", {"q": "creche"}, HTTP_USER_AGENT=BROWSER)

        self.assertEqual(self.stored(), {})

    def test_what_comes_from_the_response_cache_is_counted_too(self):
        request = RequestFactory(HTTP_USER_AGENT="Googlebot/2.1").get(ADDRESS)
        record_search(request, "Crèche", 0)
        environ = RequestFactory(HTTP_USER_AGENT=BROWSER, REMOTE_ADDR="192.0.2.7").get(ADDRESS).META

        count_hit(environ, request.META[VIEW])

        self.assertEqual(self.stored(), {"creche": 1})

    def test_a_search_writes_nothing_and_counting_it_makes_no_query(self):
        request = RequestFactory(HTTP_USER_AGENT=BROWSER).get(ADDRESS)
        record_search(request, "creche", 3)

        with self.assertNumQueries(1):  # whether people changed
            record_search(request, "wonen", 3)

    def test_no_more_new_queries_a_day_than_the_limit(self):
        with patch.object(SearchedQuery, "MOST_PER_DAY", 2):
            for query in ("aap", "noot", "mies"):
                self.search(query)
                recorder.write()
            self.search("aap", "192.0.2.99")

            self.assertEqual(set(self.stored()), {"aap", "noot"})

    def test_what_two_processes_count_comes_together(self):
        day = timezone.localdate()
        for bits in (0b1, 0b10, 0b10):
            SearchedQuery.add(
                {("aap", day, True): bits, ("aap", day, False): bits, ("noot", day, True): bits}
            )

        self.assertEqual(
            set(SearchedQuery.objects.values_list("words", "askers", "askers_without_result")),
            {("aap", 0b11, 0b11), ("noot", 0b11, 0)},
        )


class PrivacyTests(TestCase):
    def test_mail_addresses_numbers_and_long_texts_are_not_kept(self):
        for query in (
            "jan.peeters@example.org",
            "0478 49 23 81",
            "051 23 45 67",
            "85.07.30-033.28",
            "8970",
            "ik zoek een woning voor mij en mijn drie kinderen want we moeten er volgende maand uit",
            "?!",
            "",
        ):
            self.assertEqual(counted_words(query), "", query)

    def test_small_numbers_are_words(self):
        self.assertEqual(counted_words("Covid-19"), "covid 19")

    def test_the_names_of_people_are_not_kept_also_of_those_who_left(self):
        PersonFactory(first_name="Lien", last_name="Van Damme", active_until=datetime.date(2020, 1, 1))

        for query in ("Van Damme", "vandamme telefoon", "wie is LIËN", "Lien Van Damme Westhoek"):
            self.assertEqual(counted_words(query), "", query)
        self.assertEqual(counted_words("dammen"), "dammen")

    def test_a_name_that_became_known_later_is_not_shown(self):
        searched("van damme", 5)

        PersonFactory(first_name="Lien", last_name="Van Damme")

        self.assertEqual(rows(), {})

    def test_less_than_three_askers_are_not_shown(self):
        searched("twee", 2)
        searched("drie", 3, without_result=1)

        self.assertEqual(rows(), {"drie": (3, 1)})

    def test_one_person_on_three_days_is_one_asker(self):
        for days in range(3):
            searched("creche", 1, day=timezone.localdate() - datetime.timedelta(days=days))

        self.assertEqual(rows(), {})

    def test_three_people_on_three_days_are_three(self):
        for days, people in enumerate((1, 2, 3)):
            searched("creche", people, day=timezone.localdate() - datetime.timedelta(days=days))

        self.assertEqual(rows(), {"creche": (3, 0)})

    def test_the_counts_are_gone_after_90_days(self):
        today = timezone.localdate()
        for days in (90, 91):
            searched("creche", 3, day=today - datetime.timedelta(days=days))

        tick()

        self.assertEqual(SearchedQuery.objects.get().day, today - datetime.timedelta(days=90))

    def test_nothing_is_kept_but_words_day_and_counts(self):
        fields = {field.name for field in SearchedQuery._meta.get_fields()}

        self.assertEqual(fields, {"id", "words", "day", "askers", "askers_without_result"})
        self.assertFalse([f for f in SearchedQuery._meta.get_fields() if isinstance(f, models.DateTimeField)])

    def test_no_cookie_is_set(self):
        self.assertEqual(Client().get(ADDRESS, {"q": "creche"}, HTTP_USER_AGENT=BROWSER).cookies, {})


def test_a_few_askers_are_counted_exactly_and_many_about():
    assert [count_of((1 << bits) - 1) for bits in (0, 1, 2, 3)] == [0, 1, 2, 3]
    people, bits = 100, 0
    for number in range(people):
        bits |= bit_of("wonen", f"192.0.2.{number}")
    assert 70 <= count_of(bits) <= 140
    assert count_of((1 << BITS) - 1) == 246


def test_a_bit_is_shared_by_many_and_differs_by_query():
    addresses = [f"192.0.{net}.{host}" for net in range(4) for host in range(256)]
    of_wonen = [bit_of("wonen", address) for address in addresses]

    assert len(set(of_wonen)) == BITS
    assert [bit_of("zorg", address) for address in addresses] != of_wonen
