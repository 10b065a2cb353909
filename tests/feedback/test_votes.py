"""Yes or no: one press, counted by page and month, and nothing about who."""

from django.db import models
from django.test import override_settings

from feedback import receiving
from feedback.models import UsedKey, UsefulVotes
from tests.feedback.cases import FeedbackCase
from tests.registrations.cases import aged_key, at


class CountingTests(FeedbackCase):
    def test_one_press_on_the_page_counts_and_thanks(self):
        response = self.vote("ja")

        self.assertRedirects(response, f"{self.address()}?dank=ja", status_code=303)
        self.assertContains(self.client.get(response.url), "Dank je, je antwoord telt mee.")
        self.assertEqual(self.votes(), {"yes": 1, "no": 0})

    def test_looking_never_counts(self):
        for address in (self.address(), f"{self.address()}?nuttig=ja", f"{self.address()}?dank=ja"):
            self.client.get(address)
            self.client.head(address)

        self.assertEqual(self.client.get(self.address(more="nuttig/")).status_code, 405)
        self.assertFalse(UsefulVotes.objects.exists())

    def test_each_month_has_its_row_and_a_year_is_shown(self):
        with at("2026-03-31 23:59"):
            self.vote("nee")
        with at("2026-04-01 00:01"):
            self.vote("ja")
            totals = UsefulVotes.objects.of_last_year().totals()
        with at("2027-03-01 12:00"):
            later = UsefulVotes.objects.of_last_year().totals()

        self.assertEqual([row.month.month for row in UsefulVotes.objects.order_by("month")], [3, 4])
        self.assertEqual(totals, {"yes": 1, "no": 1})
        self.assertEqual(later, {"yes": 1, "no": 0})

    def test_a_row_has_a_page_a_month_and_numbers_alone(self):
        columns = {field.name for field in UsefulVotes._meta.concrete_fields}

        self.assertEqual(columns, {"id", "page", "month", "yes", "no"})
        self.assertFalse(
            [field for field in UsefulVotes._meta.fields if isinstance(field, models.DateTimeField)]
        )

    def test_who_presses_often_is_thanked_and_not_counted(self):
        for _press in range(receiving.VOTES_ON_PAGE + 2):
            self.assertEqual(self.vote("nee").status_code, 303)

        self.assertEqual(self.votes(), {"yes": 0, "no": receiving.VOTES_ON_PAGE})

    def test_who_answers_on_very_many_pages_has_to_wait(self):
        for _press in range(receiving.VOTES):
            self.vote("ja")

        response = self.vote("ja", page=self.general)

        self.assertContains(response, "over een uur", status_code=429)
        self.assertEqual(self.votes(self.general), {"yes": 0, "no": 0})


class AnotherSiteTests(FeedbackCase):
    """A page of another site, or a program, can't count with one request."""

    def test_a_press_that_no_browser_vouches_for_is_asked_once_more(self):
        for headers in ({}, {"Sec-Fetch-Site": "cross-site"}, {"Sec-Fetch-Site": "none"}):
            with self.subTest(headers):
                response = self.vote("ja", headers=headers)

                self.assertContains(response, "Nog één klik")
                self.assertFalse(UsefulVotes.objects.exists())

    def test_the_second_press_counts_once(self):
        fields = {"g-key": aged_key(), "headers": {}}
        for _press in range(2):
            self.assertEqual(self.vote("nee", **fields).status_code, 303)

        self.assertEqual(self.votes(), {"yes": 0, "no": 1})
        self.assertEqual(UsedKey.objects.count(), 1)

    def test_a_key_that_is_old_or_invented_does_not_count(self):
        for key in (aged_key(100_000), "verzonnen", aged_key(secret_key="van een andere site")):
            with self.subTest(key):
                self.assertEqual(self.vote("ja", headers={}, **{"g-key": key}).status_code, 422)

        self.assertFalse(UsefulVotes.objects.exists())


class OddAnswerTests(FeedbackCase):
    def test_another_answer_than_yes_or_no_is_400(self):
        for answer in ("", "misschien", "JA", "ja\x00", "x" * 5000):
            with self.subTest(answer[:20]):
                self.assertEqual(self.vote(answer).status_code, 400)

    @override_settings(VIEWS_WRITTEN_AFTER=0)
    def test_a_page_that_is_gone_is_404(self):
        address = self.address(more="nuttig/")
        self.page.delete()

        self.assertEqual(self.client.post(address, {"nuttig": "ja"}).status_code, 404)
