"""What the start screen says of what goes online and offline by itself."""

from datetime import datetime, timedelta

from bs4 import BeautifulSoup
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from news.models import NewsPage
from tests.factories import NewsPageFactory
from tests.permissions.cases import TwoTeamsCase, place_of

SOON = timezone.make_aware(datetime(2031, 3, 4, 9, 30))


class ScheduledTests(TwoTeamsCase):
    def a_page(self, title, **fields):
        return NewsPageFactory(parent=place_of(self.theirs, NewsPage), title=title, **fields)

    def going_online(self, title, at=SOON):
        page = self.a_page(title, live=False)
        page.go_live_at = at
        page.save_revision(user=self.them, approved_go_live_at=at)
        return page

    def start(self, user):
        self.client.force_login(user)
        return self.client.get(reverse("wagtailadmin_home"))

    def planned(self, user):
        """The text of the panel, on one line."""
        [panel] = BeautifulSoup(self.start(user).content, "html.parser").select("dl.start-days")
        return " ".join(panel.get_text().split())

    def test_what_goes_online_and_offline_stands_under_its_day(self):
        self.going_online("Komt erop")
        self.a_page("Gaat eraf", expire_at=SOON + timedelta(hours=1))
        self.a_page("Later eraf", expire_at=SOON + timedelta(days=1))

        text = self.planned(self.them)

        wanted = [
            "dinsdag 4 maart",
            "9.30 online:",
            "Komt erop",
            "10.30 offline:",
            "Gaat eraf",
            "woensdag 5 maart",
        ]
        places = [text.find(words) for words in [*wanted, "Later eraf"]]
        self.assertNotIn(-1, places)
        self.assertEqual(places, sorted(places))

    def test_a_page_that_comes_and_goes_stands_there_twice(self):
        page = self.a_page("Komt en gaat", expire_at=SOON + timedelta(days=9))
        page.save_revision(approved_go_live_at=SOON)

        self.assertContains(self.start(self.them), "Komt en gaat</a>", 2)

    def test_another_team_sees_nothing_of_it(self):
        self.going_online("Geheim plan")
        self.a_page("Gaat eraf", expire_at=SOON)

        response = self.start(self.us)

        self.assertNotContains(response, "Geheim plan")
        self.assertNotContains(response, "Gaat eraf")
        self.assertContains(self.start(self.reviewer), "Geheim plan")

    def test_what_is_past_is_not_planned(self):
        self.going_online("Was gisteren", timezone.now() - timedelta(days=1))

        self.assertNotIn("Was gisteren", self.planned(self.them))

    def test_more_of_it_costs_no_more_queries_and_the_list_ends(self):
        for number in range(2):
            self.going_online(f"Bericht {number}")
        few = self.queries()
        for number in range(18):
            self.going_online(f"Ander bericht {number}", SOON + timedelta(days=1))

        self.assertEqual(self.queries(), few)
        self.assertContains(self.start(self.them), "online:", 12)

    def queries(self):
        self.start(self.them)
        with CaptureQueriesContext(connection) as queries:
            self.client.get(reverse("wagtailadmin_home"))
        return len(queries)
