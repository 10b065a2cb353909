"""Caches never serve older or more data than an editor's last change allows."""

from wagtail.models import PageViewRestriction, Site

from home.models import HomePage
from tests.cases import SiteTestCase
from tests.factories import HomePageFactory, StandardPageFactory


class MemoryTests(SiteTestCase):
    @classmethod
    def setUpTestData(cls):
        super().setUpTestData()
        cls.above = StandardPageFactory(parent=cls.home, title="Over ons", slug="over-ons")
        cls.below = StandardPageFactory(parent=cls.above, title="Team", slug="team")

    def setUp(self):
        for page in (self.home, self.above, self.below):
            self.client.get(page.url)

    def status(self, address):
        return self.client.get(address).status_code

    def test_a_page_above_that_is_renamed_has_its_new_name_in_the_way(self):
        self.above.title = "Wie we zijn"
        self.above.save_revision().publish()

        self.assertContains(self.client.get(self.below.url), "Wie we zijn")

    def test_a_page_above_that_moves_takes_the_way_along(self):
        other = StandardPageFactory(parent=self.home, title="Elders", slug="elders")
        self.above.move(other, pos="last-child")

        self.assertEqual(self.status("/over-ons/team/"), 301)
        self.assertContains(self.client.get("/elders/over-ons/team/"), "Elders")

    def test_what_is_offline_is_so_at_once_with_all_below_it(self):
        self.above.unpublish()
        self.assertEqual(self.status(self.below.url), 404)

        self.above.refresh_from_db()
        self.above.save_revision().publish()
        self.assertEqual(self.status(self.below.url), 200)

    def test_the_home_page_is_what_was_last_published(self):
        home = HomePage.objects.get()
        home.headline = "Samen sterker"
        home.save_revision()
        self.assertNotContains(self.client.get("/"), "Samen sterker")

        home.save_revision().publish()
        self.assertContains(self.client.get("/"), "Samen sterker")

        home.unpublish()
        self.assertEqual([self.status("/"), self.status(self.below.url)], [404, 404])

    def test_what_is_private_is_so_at_once_with_all_below_it(self):
        restriction = PageViewRestriction.objects.create(page=self.above, restriction_type="login")
        self.assertEqual([self.status(self.above.url), self.status(self.below.url)], [302, 302])
        self.assertEqual(self.status(self.home.url), 200)

        restriction.delete()
        self.assertEqual(self.status(self.below.url), 200)

    def test_a_private_home_page_makes_the_site_private(self):
        PageViewRestriction.objects.create(page=self.home, restriction_type="login")

        self.assertEqual([self.status("/"), self.status(self.below.url)], [302, 302])

    def test_an_alias_of_what_is_private_is_private(self):
        self.above.create_alias(parent=self.home, update_slug="spiegel", recursive=True)
        self.assertEqual(self.status("/spiegel/team/"), 200)

        PageViewRestriction.objects.create(page=self.above, restriction_type="login")

        self.assertEqual([self.status("/spiegel/"), self.status("/spiegel/team/")], [302, 302])

    def test_what_memory_has_not_heard_of_is_asked_of_the_database(self):
        """No signal is sent here."""
        PageViewRestriction.objects.bulk_create(
            [PageViewRestriction(page=self.home, restriction_type="login")]
        )
        self.assertEqual([self.status("/"), self.status(self.below.url)], [302, 302])

        HomePage.objects.update(live=False)
        self.assertEqual([self.status("/"), self.status(self.below.url)], [404, 404])

    def test_a_new_site_answers_at_once_with_its_own_pages(self):
        there = {"host": "127.0.0.1"}
        self.assertContains(self.client.get("/over-ons/", headers=there), "Over ons")

        site = Site.objects.create(hostname="127.0.0.1", root_page=self.other_home())
        self.assertContains(self.client.get("/", headers=there), "Elders thuis")
        self.assertEqual(self.client.get("/over-ons/", headers=there).status_code, 404)

        site.delete()
        self.assertContains(self.client.get("/over-ons/", headers=there), "Over ons")

    def test_a_site_that_begins_elsewhere_does_so_at_once(self):
        site = Site.objects.get(is_default_site=True)
        site.root_page = self.other_home()
        site.save()

        self.assertContains(self.client.get("/"), "Elders thuis")
        self.assertEqual(self.status("/over-ons/team/"), 404)

    def other_home(self):
        # Wagtail's own memory of where sites begin does not hear of it when a test is undone.
        self.addCleanup(Site.clear_site_root_paths_cache)
        return HomePageFactory(
            parent=self.home.get_parent(), title="Elders", slug="elders", headline="Elders thuis"
        )
