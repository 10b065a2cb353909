"""Whenever somebody loads the examples: what is upcoming is, what is news is new, and no page is refused."""

from datetime import datetime, timedelta
from unittest import mock

from django.test import TestCase
from django.utils import timezone

from events.models import EventPage
from home.management.examples.loading import example_pages
from news.models import NewsPage

from .cases import run


def leap_year_after(year):
    return next(later for later in range(year + 1, year + 5) if later % 4 == 0)


class ClockTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        run("load_demo", seeds_only=True)

    def assert_all_is_of_its_day(self, *day):
        """Loads on that day at noon; a page that is refused stops the loading."""
        moment = timezone.make_aware(datetime(*day, 12))
        with mock.patch("django.utils.timezone.now", return_value=moment):
            run("load_examples")
            today = timezone.localdate()
            html = self.client.get("/").content.decode()

        upcoming = EventPage.objects.filter(is_example=True, first_day__gt=today)
        news = NewsPage.objects.filter(is_example=True, publication_date__lte=today)
        self.assertEqual(today, moment.date())
        self.assertTrue(upcoming.exists())
        self.assertIn(upcoming.order_by("first_day").first().title, html)
        self.assertTrue(news.filter(publication_date__gt=today - timedelta(days=7)).exists())
        self.assertFalse(NewsPage.objects.filter(is_example=True, publication_date__gt=today).exists())
        self.assertFalse(example_pages().filter(live=False).exists())

    def test_on_29_february(self):
        self.assert_all_is_of_its_day(leap_year_after(timezone.localdate().year), 2, 29)

    def test_on_the_last_day_of_a_year(self):
        self.assert_all_is_of_its_day(timezone.localdate().year + 1, 12, 31)
