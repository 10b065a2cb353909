"""What a new site starts with, and its first page."""

from io import StringIO
from pathlib import Path

from django.conf import settings
from django.contrib.auth.models import Group
from django.core.management import call_command
from django.template.loader import render_to_string
from django.test import TestCase, override_settings
from wagtail.models import Page, Site, Task, Workflow

from cms.models import Municipality, Navigation, PostalCode, Region, SearchRefresh
from home.models import HomePage
from news.models import NewsPage
from platforms.models import PlatformPage
from tests.cases import SiteTestCase
from tests.factories import NewsPageFactory, StandardPageFactory, UserFactory, home_page


def run(command, **options):
    call_command(command, stdout=StringIO(), **options)


class NewSiteTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        run("make_site")

    def test_the_home_page_answers(self):
        response = self.client.get("/")

        self.assertContains(response, "Welzijn, streek per streek")

    def test_the_menu_leads_to_the_five_lists(self):
        menu = Navigation.for_site(Site.objects.get()).visible_links()[0]

        addresses = ["/nieuws/", "/praktijken/", "/agenda/", "/platformen/", "/coordinatoren/"]
        self.assertEqual([address.removeprefix("http://localhost") for _label, address in menu], addresses)

    def test_the_folder_of_files_is_there_to_pack_before_the_first_upload(self):
        self.assertTrue(Path(settings.MEDIA_ROOT).is_dir())

    def test_making_it_again_changes_nothing(self):
        home = HomePage.objects.get()
        home.headline = "Onze eigen kop"
        home.save()
        before = Page.objects.count()

        run("make_site")

        self.assertEqual(Page.objects.count(), before)
        self.assertEqual(HomePage.objects.get().headline, "Onze eigen kop")

    def test_wagtails_own_groups_and_workflow_do_not_stand_beside_ours(self):
        self.assertEqual([group.name for group in Group.objects.all()], ["Eindredactie"])
        self.assertEqual(
            [workflow.name for workflow in Workflow.objects.all()], ["Nazicht door de eindredactie"]
        )
        self.assertEqual(Task.objects.count(), 1)

    def test_a_plain_page_that_was_taken_away_stays_away(self):
        Page.objects.get(slug="over-ons").unpublish()

        run("make_site")

        self.assertFalse(Page.objects.get(slug="over-ons").live)


class UsedGroupTests(TestCase):
    def test_a_group_that_somebody_is_in_stays_with_its_workflow(self):
        UserFactory().groups.add(Group.objects.get(name="Moderators"))

        run("make_site")

        self.assertTrue(Group.objects.filter(name="Moderators").exists())
        self.assertFalse(Group.objects.filter(name="Editors").exists())
        self.assertEqual(Workflow.objects.count(), 2)


class PlacesTests(TestCase):
    """Statbel: 285 municipalities since 1 January 2025."""

    @classmethod
    def setUpTestData(cls):
        run("load_places")

    def test_there_are_285_municipalities_in_15_regions(self):
        current = Municipality.objects.filter(valid_until=None)

        self.assertEqual(current.count(), 285)
        self.assertEqual(Region.objects.filter(municipalities__in=current).distinct().count(), 15)
        self.assertFalse(current.filter(region=None).exists())
        self.assertFalse(current.filter(postal_codes=None).exists())

    def test_a_merged_municipality_leads_to_its_successor(self):
        for name, successor in [("Nevele", "Deinze"), ("Gooik", "Pajottegem"), ("Ham", "Tessenderlo-Ham")]:
            with self.subTest(name=name):
                merged = Municipality.objects.get(name=name)

                self.assertIsNotNone(merged.valid_until)
                self.assertEqual(merged.succeeded_by.name, successor)

    def test_a_name_that_survived_its_merger_is_there_twice(self):
        old, new = Municipality.objects.filter(name="Lokeren").order_by("nis_code")

        self.assertEqual((old.nis_code, new.nis_code), ("46014", "46029"))
        self.assertEqual(old.succeeded_by, new)
        self.assertEqual(str(old), "Lokeren (tot en met 2024)")

    def test_loading_again_changes_nothing(self):
        before = (Municipality.objects.count(), PostalCode.objects.count(), Region.objects.count())

        run("load_places")

        self.assertEqual(
            (Municipality.objects.count(), PostalCode.objects.count(), Region.objects.count()), before
        )

    def test_a_new_name_of_a_municipality_has_pages_indexed_again(self):
        home = home_page()
        SearchRefresh.objects.all().delete()
        run("load_places")
        self.assertFalse(SearchRefresh.objects.exists())
        Municipality.objects.filter(name="Poperinge").delete()

        run("load_places")

        self.assertIn(home.pk, SearchRefresh.objects.values_list("page", flat=True))


class DemoTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        run("load_demo", seeds_only=True)

    def test_loading_again_overwrites_nothing(self):
        item = NewsPage.objects.get()
        item.title = "Een titel van de redactie"
        item.save()
        before = Page.objects.count()

        run("load_demo", seeds_only=True)

        self.assertEqual(NewsPage.objects.get().title, "Een titel van de redactie")
        self.assertEqual(Page.objects.count(), before)

    def test_every_seed_page_can_be_read(self):
        self.assertGreater(Page.objects.count(), 20)
        for page in Page.objects.filter(depth__gt=1).specific():
            with self.subTest(page=page.title):
                self.assertEqual(self.client.get(page.url).status_code, 200)

    def test_the_four_platforms_have_a_section_each(self):
        self.assertEqual(PlatformPage.objects.count(), 4)
        for platform in PlatformPage.objects.all():
            slugs = set(platform.get_children().values_list("slug", flat=True))

            self.assertLessEqual({"nieuws", "praktijken", "agenda"}, slugs)


class HomePageTests(SiteTestCase):
    def test_more_news_costs_no_more_queries(self):
        NewsPageFactory.create_batch(10, parent=self.news)
        few = self.count_queries(self.home.url)
        NewsPageFactory.create_batch(40, parent=self.news)

        self.assertEqual(self.count_queries(self.home.url), few)

    def test_sets_no_cookie(self):
        response = self.client.get(self.home.url)

        self.assertEqual(list(response.cookies), [])


class StandardPageTests(SiteTestCase):
    def test_shows_its_text(self):
        page = StandardPageFactory(
            parent=self.home, body=[("callout", {"title": "Let op", "text": "<p>Lees dit.</p>"})]
        )

        response = self.client.get(page.url)

        self.assertContains(response, "Let op")
        self.assertContains(response, "Lees dit.")


@override_settings(DEBUG=False)
class ErrorPageTests(TestCase):
    def test_an_unknown_address_answers_in_dutch(self):
        response = self.client.get("/bestaat-niet/")

        self.assertContains(response, "Deze pagina staat niet op de kaart", status_code=404)
        for way_on in ('href="/vind-je-platform/"', 'action="/zoeken/"', "site-nav", "site-foot", "noindex"):
            self.assertContains(response, way_on, status_code=404)

    def test_the_error_pages_need_no_database(self):
        for name in ("400.html", "403.html", "500.html", "503.html"):
            with self.subTest(name=name), self.assertNumQueries(0):
                self.assertIn("</html>", render_to_string(name))
