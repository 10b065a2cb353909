"""The panel “What readers did”: the own sections, and nothing of others."""

from bs4 import BeautifulSoup
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.models import GroupPagePermission

from analytics.models import ReaderFigures
from news.models import NewsPage
from practices.models import PracticePage
from tests.analytics.cases import ReadersCase
from tests.factories import PersonFactory
from tests.permissions.factories import a_user


class StartScreenTests(ReadersCase):
    def panel(self, user):
        self.client.force_login(user)
        soup = BeautifulSoup(self.client.get(reverse("wagtailadmin_home")).content, "html.parser")
        return soup.select_one(".readers")

    def text(self, user):
        return " ".join(self.panel(user).get_text(" ").split())

    def test_the_last_thirty_days_stand_beside_the_thirty_before(self):
        page = self.own[NewsPage]
        for ago, count in ((0, 1000), (1, 3), (30, 4), (31, 50), (60, 60), (61, 7000)):
            self.viewed(page, count, ago)
        self.viewed(page, 8, 2, embed="stad.example")
        self.viewed(page, 2, 40, embed="stad.example")
        self.downloaded(self.our_document, 6)
        self.sum_up()

        text = self.text(self.us)

        self.assertIn("Bekeken 7 (110 ervoor)", text)
        self.assertIn("Bekeken op andere sites 8 (2 ervoor)", text)
        self.assertIn("Downloads 6 (0 ervoor)", text)
        self.assertIn("Eigen NewsPage 7 110", text)
        self.assertIn("stad.example 8 2", text)
        self.assertIn("Onze nota 6 0", text)

    def test_the_most_opened_comes_first_and_five_are_shown(self):
        for number, page in enumerate(self.own.values(), 1):
            self.viewed(page, number)
        self.sum_up()

        titles = [link.get_text() for link in self.panel(self.us).select(".readers__lists a")]

        self.assertEqual(titles, [page.title for page in list(self.own.values())[:1:-1]][:5])

    def test_the_chart_says_in_words_what_it_shows_and_has_its_numbers_in_a_table(self):
        self.viewed(self.own[NewsPage], 9)
        self.sum_up()

        panel = self.panel(self.us)

        svg = panel.select_one("svg[role=img]")
        named = " ".join(panel.find(id=key).get_text() for key in svg["aria-labelledby"].split())
        self.assertIn("2 februari tot 3 maart", " ".join(named.split()))
        self.assertIn("9 keer bekeken", named)
        self.assertEqual(len(panel.select("details tbody tr")), 30)
        self.assertEqual(len(svg.select_one(".readers__now")["points"].split()), 30)

    def test_another_team_sees_nothing_of_it(self):
        self.viewed(self.own[NewsPage], 4321)
        self.viewed(self.own[NewsPage], 55, embed="stad.example")
        self.downloaded(self.our_document, 77)
        self.sum_up()

        text = self.text(self.them)

        for words in ("4321", "4.321", "stad.example", "Eigen", "Onze nota", "77"):
            self.assertNotIn(words, text)
        self.assertIn("Niemand opende", text)
        for user in (self.reviewer, self.superuser):
            self.assertIn("Eigen NewsPage", self.text(user))
            self.assertIn("Onze nota", self.text(user))

    def test_who_is_in_two_teams_sees_both_together(self):
        both = a_user(*self.us.groups.all(), *self.them.groups.all())
        self.viewed(self.own[NewsPage], 2)
        self.viewed(self.public[NewsPage], 3)
        for page, count in ((self.own[NewsPage], 1), (self.public[NewsPage], 4)):
            self.viewed(page, count, embed="stad.example")
        self.sum_up()

        text = self.text(both)

        self.assertIn("Bekeken 5 (0 ervoor)", text)
        self.assertIn("stad.example 5 0", text)

    def test_a_page_of_a_section_within_the_own_section_counts_once(self):
        team = self.us.groups.get()
        below = self.own[NewsPage].get_parent()
        permission = GroupPagePermission.objects.filter(group=team).first().permission
        GroupPagePermission.objects.create(group=team, page=below, permission=permission)
        self.viewed(self.own[NewsPage], 5)
        self.sum_up()

        self.assertIn("Bekeken 5 (0 ervoor)", self.text(self.us))

    def test_what_is_gone_or_moved_away_since_is_left_out(self):
        self.viewed(self.own[NewsPage], 5)
        self.viewed(self.own[PracticePage], 4)
        self.downloaded(self.our_document, 6)
        self.sum_up()
        self.own[NewsPage].move(self.public[NewsPage].get_parent(), pos="last-child")
        self.our_document.collection = self.document.collection
        self.our_document.save()

        lists = self.panel(self.us).select_one(".readers__lists").get_text()

        self.assertNotIn("Eigen NewsPage", lists)
        self.assertNotIn("Onze nota", lists)
        self.assertIn("Eigen PracticePage", lists)

    def test_searches_that_found_nothing_are_shown_from_three_people_on(self):
        self.searched("babysit", 4)
        self.searched("babysit", 3, ago=40)
        self.searched("iemands eigen vraag", 2)
        self.searched("klusdienst", 3)
        self.searched("klusdienst", 2, ago=45)
        self.sum_up()

        text = self.text(self.us)

        self.assertIn("babysit 4 3", text)
        self.assertIn("klusdienst 3 minder dan 3", text)
        self.assertNotIn("iemands", text)

    def test_a_search_for_somebody_who_got_a_page_since_is_not_shown(self):
        self.searched("peeters", 5)
        self.sum_up()
        PersonFactory(last_name="Peeters")

        self.assertNotIn("peeters", self.text(self.us))

    def test_before_anything_was_added_up_it_says_so(self):
        self.assertIn("Kom straks terug", self.text(self.us))

    def test_who_has_no_section_has_no_panel(self):
        user = a_user(is_superuser=False)
        self.client.force_login(user)

        self.assertNotContains(self.client.get(reverse("wagtailadmin_home"), follow=True), "readers__")

    def test_more_of_it_costs_no_more_queries(self):
        def queries(user):
            self.panel(user)
            with CaptureQueriesContext(connection) as queries:
                self.client.get(reverse("wagtailadmin_home"))
            return len(queries)

        self.viewed(self.own[NewsPage], 1)
        self.downloaded(self.our_document, 1)
        self.searched("babysit", 3)
        self.sum_up()
        few = [queries(user) for user in (self.us, self.reviewer)]
        for ago in range(2, 50):
            for page in (*self.own.values(), *self.public.values()):
                self.viewed(page, ago, ago)
                self.viewed(page, ago, ago, embed=f"stad{ago}.example")
            self.downloaded(self.a_document(self.ours, f"Stuk {ago}"), ago)
            self.searched(f"vraag {'abcdefgh'[ago % 8]}", 4, ago)
        ReaderFigures.objects.all().delete()
        self.sum_up()

        self.assertEqual([queries(user) for user in (self.us, self.reviewer)], few)


class SummingTests(ReadersCase):
    def test_it_is_added_up_once_a_day(self):
        self.sum_up()
        self.viewed(self.own[NewsPage], 5)

        with self.assertNumQueries(9):
            self.sum_up()

        self.assertFalse(ReaderFigures.objects.filter(top__days__has_key="views").exists())

    def test_a_new_section_is_added_up_at_the_next_tick(self):
        self.viewed(self.own[NewsPage], 5)
        self.sum_up()
        ReaderFigures.objects.get(place=f"pages:{self.ours.path}").delete()

        self.sum_up()

        figures = ReaderFigures.objects.get(place=f"pages:{self.ours.path}")
        self.assertEqual(figures.top["most"]["views"], [[self.own[NewsPage].pk, 5, 0]])

    def test_figures_of_a_place_that_is_nobodys_any_more_go(self):
        ReaderFigures.objects.create(place="pages:00010001000199", day="2031-03-04")

        self.sum_up()

        self.assertFalse(ReaderFigures.objects.filter(place="pages:00010001000199").exists())
