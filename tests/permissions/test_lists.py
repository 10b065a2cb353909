"""The side menu, the flat lists and the start screen."""

from django.db import connection
from django.test import TestCase
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.teams import make_reviewers
from news.models import NewsIndexPage, NewsPage
from tests.factories import NewsIndexPageFactory, ThemeFactory, home_page
from tests.permissions.cases import PAGE_TYPES, SECRET_WORD, TwoTeamsCase
from tests.permissions.factories import a_member_of, a_platform, a_user

LISTS = ["news", "practices", "events", "trajectories", "platforms", "action_programmes", "coordinators"]


class ListTests(TwoTeamsCase):
    def names_of(self, user, name, **query):
        self.client.force_login(user)
        response = self.client.get(reverse(f"{name}:index"), query)
        return {page.title for page in response.context["object_list"]}

    def test_a_team_sees_its_own_section_only(self):
        for name in LISTS:
            with self.subTest(name):
                names = self.names_of(self.us, name)

                self.assertTrue(names)
                self.assertFalse([title for title in names if SECRET_WORD in title or "Openbaar" in title])

    def test_reviewers_see_all(self):
        names = self.names_of(self.reviewer, "news")

        self.assertLessEqual({"Eigen NewsPage", "Openbaar NewsPage"}, names)

    def test_the_filters_narrow(self):
        both = self.names_of(self.reviewer, "news")
        ours = self.names_of(self.reviewer, "news", platform=self.ours.pk)

        self.assertEqual(ours, {"Eigen NewsPage"})
        self.assertLess(self.names_of(self.reviewer, "news", state="scheduled"), both)
        self.assertEqual(len(self.names_of(self.reviewer, "news", state="scheduled")), 1)
        self.assertEqual(len(self.names_of(self.reviewer, "news", state="review")), 1)
        self.assertEqual(self.names_of(self.reviewer, "news", theme=ThemeFactory().pk), set())

    def test_adding_goes_straight_to_the_only_section(self):
        self.client.force_login(self.us)
        index = NewsIndexPage.objects.child_of(self.ours).get()

        response = self.client.get(reverse("news:choose_parent"))

        self.assertRedirects(
            response,
            reverse("wagtailadmin_pages:add", args=["news", "newspage", index.pk]),
            fetch_redirect_response=False,
        )

    def test_who_works_everywhere_chooses_a_section_by_name(self):
        self.client.force_login(self.reviewer)
        index = NewsIndexPage.objects.child_of(self.theirs).get()

        form = self.client.get(reverse("news:choose_parent"))
        response = self.client.post(reverse("news:choose_parent"), {"parent_page": index.pk})

        self.assertContains(form, "Westhoek")
        self.assertEqual(
            response["Location"], reverse("wagtailadmin_pages:add", args=["news", "newspage", index.pk])
        )

    def test_the_menu_leads_to_every_list(self):
        self.client.force_login(self.us)

        response = self.client.get("/admin/")

        for name in LISTS:
            self.assertContains(response, reverse(f"{name}:index"))

    def test_the_start_screen_shows_what_is_mine(self):
        self.client.force_login(self.us)

        response = self.client.get("/admin/")

        self.assertContains(response, reverse("news:choose_parent"))
        self.assertContains(response, "Eigen")
        self.assertEqual(len(PAGE_TYPES), 7)

    def test_the_start_screen_shows_reviewers_what_waits(self):
        self.client.force_login(self.reviewer)

        response = self.client.get("/admin/")

        self.assertContains(response, SECRET_WORD)


class GrowthTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.home = home_page()
        NewsIndexPageFactory(parent=cls.home)
        cls.platform = a_platform(cls.home, "Westhoek")
        cls.member = a_member_of(cls.platform)
        make_reviewers(cls.home)
        cls.superuser = a_user(is_superuser=True)

    def add_drafts(self, count):
        index = NewsIndexPage.objects.child_of(self.platform).get()
        for number in range(count):
            title = f"Ontwerp {index.numchild}-{number}"
            page = index.add_child(instance=NewsPage(title=title, live=False, owner=self.member))
            page.save_revision(user=self.member, clean=False)
            page.get_workflow().start(page, self.member)

    def queries_of(self, user, address):
        self.client.force_login(user)
        self.client.get(address)
        with CaptureQueriesContext(connection) as queries:
            self.client.get(address)
        return len(queries)

    def test_sixty_pages_cost_as_much_as_ten(self):
        addresses = [
            (user, address)
            for user in (self.member, self.superuser)
            for address in ("/admin/", reverse("news:index"))
        ]
        self.add_drafts(10)
        few = [self.queries_of(user, address) for user, address in addresses]
        self.add_drafts(50)

        self.assertEqual([self.queries_of(user, address) for user, address in addresses], few)
