"""What a list of practices shows first: what is worth reading."""

import datetime

from django.db import connection
from django.test.utils import CaptureQueriesContext

from practices.models import PracticePage
from tests.practices.cases import PracticeTestCase
from tests.practices.factories import PracticePageFactory, StubFactory

DAY = datetime.datetime.now(datetime.UTC).replace(hour=12) - datetime.timedelta(days=60)
COMPLETE = {"cost_band": "under-5000", "status": "running", "evidence_level": 1}


class RecommendedOrderTests(PracticeTestCase):
    def practice(self, title, days=0, factory=PracticePageFactory, **values):
        """A practice that was published so many days after a fixed day."""
        practice = factory(parent=self.index, title=title, **values)
        moment = DAY + datetime.timedelta(days=days)
        PracticePage.objects.filter(pk=practice.pk).update(
            first_published_at=moment, last_published_at=moment
        )
        return practice

    def titles(self, query=""):
        response = self.client.get(f"{self.index.url}{query}")
        return [page.title for page in response.context["entries"]]

    def test_complete_ones_come_before_those_with_gaps_and_stubs_last(self):
        self.practice("Stomp", days=3, factory=StubFactory)
        gaps = self.practice("Met gaten", days=2)
        # As one that was published before these were required.
        PracticePage.objects.filter(pk=gaps.pk).update(status="", evidence_level=None)
        self.practice("Volledig", days=1, **COMPLETE)

        self.assertEqual(self.titles(), ["Volledig", "Met gaten", "Stomp"])

    def test_a_stub_stays_last_however_much_is_known_of_it(self):
        summary = {"search_description": "Wie, wat en waar."}
        self.practice("Stomp", days=3, factory=StubFactory, **COMPLETE, **summary)
        self.practice("Volledig", days=1, **COMPLETE)

        self.assertEqual(self.titles(), ["Volledig", "Stomp"])

    def test_one_gap_does_not_put_a_fresh_one_behind_a_stale_one(self):
        self.practice("Oud", days=1, **COMPLETE)
        self.practice("Vers zonder kosten", days=2, **{**COMPLETE, "cost_band": "unknown"})

        self.assertEqual(self.titles(), ["Vers zonder kosten", "Oud"])

    def test_a_review_makes_an_old_one_fresh(self):
        self.practice("Nieuw", days=5, **COMPLETE)
        self.practice("Nagekeken", days=1, reviewed_on=DAY.date() + datetime.timedelta(days=9), **COMPLETE)
        self.practice("Oud", days=2, **COMPLETE)

        self.assertEqual(self.titles(), ["Nagekeken", "Nieuw", "Oud"])

    def test_publishing_again_makes_an_old_one_fresh(self):
        first, _second = (
            self.practice(title, days=number, **COMPLETE) for number, title in enumerate(["A", "B"])
        )
        self.assertEqual(self.titles(), ["B", "A"])

        first.refresh_from_db()
        first.save_revision().publish()

        self.assertEqual(self.titles(), ["A", "B"])

    def test_the_newest_first_can_still_be_chosen_and_is_what_feeds_give(self):
        self.practice("Volledig", days=1, **COMPLETE)
        self.practice("Stomp", days=3, factory=StubFactory)

        feed = self.client.get(f"{self.index.url}feed.json").json()
        in_order_of_list = self.client.get(f"{self.index.url}feed.json?sort=recommended").json()

        self.assertEqual(self.titles("?sort=newest"), ["Stomp", "Volledig"])
        self.assertEqual([item["title"] for item in feed["items"]], ["Stomp", "Volledig"])
        self.assertEqual([item["title"] for item in in_order_of_list["items"]], ["Volledig", "Stomp"])

    def test_embeds_and_the_api_have_the_order_of_the_list(self):
        self.practice("Volledig", days=1, **COMPLETE)
        self.practice("Stomp", days=3, factory=StubFactory)

        items = self.client.get("/api/v1/practices").json()["items"]
        embed = self.client.get(f"{self.index.url}embed/").content.decode()

        self.assertEqual([item["title"] for item in items], ["Volledig", "Stomp"])
        self.assertLess(embed.index("Volledig"), embed.index("Stomp"))

    def test_the_home_page_has_the_same_first(self):
        self.practice("Volledig", days=1, **COMPLETE)
        self.practice("Stomp", days=3, factory=StubFactory)

        response = self.client.get(self.home.url)

        titles = [page.title for page in response.context["practices"]["entries"]]
        self.assertEqual(titles, ["Volledig", "Stomp"])
        self.assertContains(response, '<li class="stub">')

    def test_the_order_is_read_without_the_texts_of_the_practices(self):
        self.practice("Volledig", **COMPLETE)

        with CaptureQueriesContext(connection) as queries:
            self.titles()

        of_index = next(query["sql"] for query in queries if '"alias_of_id"' in query["sql"])
        self.assertNotIn('"approach"', of_index)


class StubInEmbedTests(PracticeTestCase):
    def test_a_stub_is_a_title_with_a_word(self):
        stub = StubFactory(parent=self.index)

        response = self.client.get(f"{self.index.url}embed/?layout=list")

        word = '<span class="missing">Nog in te vullen</span>'
        self.assertContains(response, f"{stub.title}</a>")
        self.assertContains(response, word)
        self.assertContains(response, '<li class="no-region stub"')
