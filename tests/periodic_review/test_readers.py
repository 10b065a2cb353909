"""What readers and programs get to know of reviews."""

import datetime
import json

from bs4 import BeautifulSoup

from cms.models import PageReview
from events.models import EventPage
from home.models import StandardPage
from periodic_review.reviewing import confirm
from periodic_review.upkeep import keep_up
from practices.models import PracticeIndexPage, PracticePage
from tests.events.factories import EventPageFactory
from tests.factories import NewsPageFactory
from tests.periodic_review.cases import ReviewCase, day
from tests.permissions.cases import place_of
from tests.practices.factories import PracticePageFactory
from tests.registrations.cases import at


class NoticeTests(ReviewCase):
    def page_at(self, when):
        with at(when):
            keep_up()
            response = self.client.get(self.page.url)
            self.assertEqual(response.status_code, 200)
            return response.content.decode().replace("\xa0", " ")

    def test_a_page_that_is_overdue_for_a_year_tells_readers(self):
        self.assertNotIn("Misschien klopt niet alles meer", self.page_at("2027-11-20 12:00"))

        self.assertIn("Laatst gepubliceerd in november 2025", self.page_at("2027-11-21 12:00"))

    def test_with_the_month_of_the_last_review_until_somebody_looks_again(self):
        with at("2025-12-05 12:00"):
            confirm(self.page, self.them)

        self.assertIn("Laatst nagekeken in december 2025", self.page_at("2027-12-06 12:00"))
        with at("2027-12-07 12:00"):
            confirm(StandardPage.objects.get(pk=self.page.pk), self.them)
        self.assertNotIn("Misschien klopt niet alles meer", self.page_at("2027-12-07 12:01"))

    def test_readers_see_when_somebody_looked_and_when_the_next_time_is(self):
        self.assertNotIn("Nagekeken op", self.page_at("2025-12-04 12:00"))
        with at("2025-12-05 12:00"):
            confirm(self.page, self.them)

        self.assertIn("Nagekeken op 05-12-2025.", self.page_at("2025-12-05 12:01"))
        self.assertIn("Herzien tegen 05-12-2026.", self.page_at("2025-12-05 12:01"))

    def test_publishing_without_looking_does_not_take_the_note_away(self):
        self.page_at("2027-11-21 12:00")

        StandardPage.objects.get(pk=self.page.pk).save_revision().publish()

        self.assertIn("Misschien klopt niet alles meer", self.page_at("2027-11-22 12:00"))

    def test_what_is_over_is_never_outdated(self):
        with at("2025-01-10 12:00"):
            event = EventPageFactory(parent=place_of(self.westhoek, EventPage))
        PageReview.objects.filter(page=event.pk).update(
            review_by=day("2025-06-01"), until=day("2025-03-01"), is_outdated=True
        )
        EventPage.objects.filter(pk=event.pk).update(outdated_since=day("2026-06-02"))

        self.page_at("2026-11-30 12:00")

        event.refresh_from_db()
        self.assertIsNone(event.outdated_since)
        self.assertFalse(PageReview.objects.due().filter(page=event.pk).exists())

    def test_more_outdated_pages_cost_the_clock_no_more_queries(self):
        with at("2027-11-21 12:00"):
            few = self.count_queries_of(keep_up)
            for number in range(6):
                self.a_page(self.westhoek, f"Pagina {number}")

            self.assertLessEqual(self.count_queries_of(keep_up), few)


class ProgramTests(ReviewCase):
    @classmethod
    def setUpTestData(cls):
        super().setUpTestData()
        cls.practices = place_of(cls.westhoek, PracticePage)
        with at("2026-01-10 12:00"):
            cls.practice = PracticePageFactory(parent=cls.practices, title="Buurtsalon")
            confirm(cls.practice, cls.them)

    def test_the_api_carries_both_days(self):
        response = self.client.get(f"/api/v1/by-id/{self.practice.translation_key}")

        self.assertEqual(response.json()["reviewed_on"], "2026-01-10")
        self.assertEqual(response.json()["review_by"], "2028-01-10")

    def test_tables_and_feeds_carry_both_days(self):
        table = b"".join(self.client.get(f"{self.practices.url}export.csv")).decode("utf-8-sig")
        feed = self.client.get(f"{self.practices.url}feed.json").content.decode()

        for text in ("2026-01-10", "2028-01-10"):
            self.assertIn(text, table)
            self.assertIn(text, feed)

    def test_linked_data_says_when_a_page_was_reviewed_and_not_for_one_that_never_was(self):
        self.assertNotIn("lastReviewed", json.dumps(self.page.structured_data()))

        confirm(self.page, self.them, day("2026-02-03"))

        response = self.client.get(self.page.url)
        script = BeautifulSoup(response.content, "html.parser").find(
            "script", {"type": "application/ld+json"}
        )
        [page] = [thing for thing in json.loads(script.string)["@graph"] if thing["@type"] == "WebPage"]
        self.assertEqual(page["lastReviewed"], "2026-02-03")

    def test_what_is_outdated_stands_behind_its_equals(self):
        moment = datetime.datetime(2026, 3, 1, tzinfo=datetime.UTC)
        older = PracticePageFactory(parent=self.practices, title="Ouder", last_published_at=moment)
        self.assertEqual(self.titles(), ["Ouder", "Buurtsalon"])
        PageReview.objects.filter(page=older.pk).update(review_by=day("2025-01-01"))

        with at("2026-11-30 12:00"):
            keep_up()

        self.assertEqual(self.titles(), ["Buurtsalon", "Ouder"])

    def titles(self):
        index = PracticeIndexPage.objects.get(pk=self.practices.pk)
        return [page.title for page in self.client.get(index.url).context["entries"]]

    def test_a_review_is_no_news_for_who_follows_a_feed(self):
        before = self.client.get(f"{self.practices.url}feed.json").json()["items"][0].get("date_modified")

        confirm(PracticePage.objects.get(pk=self.practice.pk), self.them)
        PracticePage.objects.get(pk=self.practice.pk).save_revision().publish()

        after = self.client.get(f"{self.practices.url}feed.json").json()["items"][0].get("date_modified")
        self.assertEqual(after, before)

    def test_news_has_no_day_of_review(self):
        news = NewsPageFactory(parent=self.news)

        self.assertIsNone(news.review_by)
