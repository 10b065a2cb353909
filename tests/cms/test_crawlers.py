"""sitemap.xml, robots.txt and security.txt."""

import datetime
import re
import urllib.robotparser
from unittest.mock import patch
from xml.etree import ElementTree

from django.utils import timezone
from wagtail.models import PageViewRestriction

from cms.models import Publisher
from cms.sitemaps import PageSitemap
from platforms.models import CoordinatorIndexPage
from tests.cases import SiteTestCase
from tests.factories import NewsIndexPageFactory, NewsPageFactory, PersonFactory, StandardPageFactory
from tests.platforms.cases import PlatformTestCase
from tests.platforms.factories import CoordinatorPageFactory

NAMES = {"map": "http://www.sitemaps.org/schemas/sitemap/0.9"}
YESTERDAY = timezone.localdate() - datetime.timedelta(days=1)


class SitemapCase:
    def addresses(self, path="/sitemap.xml"):
        response = self.client.get(path)
        self.assertEqual(response.status_code, 200)
        tree = ElementTree.fromstring(response.content)  # noqa: S314 - our own answer
        return {
            entry.find("map:loc", NAMES).text: entry.findtext("map:lastmod", None, NAMES) for entry in tree
        }


class SitemapTests(SitemapCase, SiteTestCase):
    def test_every_public_page_stands_in_it_with_its_date(self):
        item = NewsPageFactory(
            parent=self.news, last_published_at=datetime.datetime(2026, 3, 1, 12, tzinfo=datetime.UTC)
        )

        addresses = self.addresses()

        self.assertIn(self.home.full_url, addresses)
        self.assertEqual(addresses[item.full_url], "2026-03-01")
        self.assertTrue(any(address.endswith("/vind-je-platform/") for address in addresses))

    def test_what_not_everybody_may_see_does_not(self):
        draft = NewsPageFactory(parent=self.news, live=False)
        private = NewsPageFactory(parent=self.news)
        PageViewRestriction.objects.create(page=private, restriction_type="login")
        offline = StandardPageFactory(parent=self.home, live=False)
        below = StandardPageFactory(parent=offline)

        addresses = self.addresses()

        for page in (draft, private, offline, below):
            self.assertNotIn(page.full_url, addresses)

    def test_a_draft_of_a_public_page_changes_no_date(self):
        item = NewsPageFactory(
            parent=self.news, last_published_at=datetime.datetime(2026, 3, 1, 12, tzinfo=datetime.UTC)
        )
        item.title = "Nieuwe titel"
        item.save_revision()

        self.assertEqual(self.addresses()[item.full_url], "2026-03-01")

    def test_more_pages_than_fit_make_an_index_of_several(self):
        NewsPageFactory.create_batch(5, parent=self.news)
        whole = set(self.addresses())

        with patch.object(PageSitemap, "limit", 3):
            parts = self.addresses()
            addresses = {
                address for part in parts for address in self.addresses(re.sub("http://[^/]+", "", part))
            }

        self.assertEqual(len([part for part in parts if "sitemap-pages" in part]), 3)
        self.assertEqual(addresses, whole)

    def test_a_part_that_is_not_there_is_no_error(self):
        for path in ("/sitemap-pages.xml?p=99", "/sitemap-pages.xml?p=x", "/sitemap-geheim.xml"):
            self.assertEqual(self.client.get(path).status_code, 404)

    def test_more_pages_cost_no_more_queries(self):
        NewsPageFactory.create_batch(2, parent=self.news)
        few = self.count_queries("/sitemap.xml")
        NewsPageFactory.create_batch(20, parent=self.news)
        NewsPageFactory.create_batch(
            5, parent=NewsIndexPageFactory(parent=StandardPageFactory(parent=self.home), slug="ander")
        )

        self.assertEqual(self.count_queries("/sitemap.xml"), few)


class PeopleInSitemapTests(SitemapCase, PlatformTestCase):
    def test_who_has_left_stands_in_no_sitemap(self):
        here = CoordinatorPageFactory(parent=self.platform)
        gone = CoordinatorPageFactory(
            parent=self.platform, person=PersonFactory(last_name="Weg", active_until=YESTERDAY)
        )

        addresses = self.addresses()

        self.assertIn(here.full_url, addresses)
        self.assertNotIn(gone.full_url, addresses)
        self.assertIn(CoordinatorIndexPage.objects.get().full_url, addresses)


class RobotsTests(SiteTestCase):
    def test_names_the_sitemap(self):
        response = self.client.get("/robots.txt")

        self.assertContains(response, "Sitemap: http://localhost/sitemap.xml")
        self.assertEqual(response["Content-Type"], "text/plain; charset=utf-8")

    def test_keeps_crawlers_out_of_the_admin_and_of_endless_filters(self):
        rules = self.client.get("/robots.txt").content.decode().splitlines()
        parser = urllib.robotparser.RobotFileParser()
        parser.parse([rule for rule in rules if "*?" not in rule])
        kept_out = [
            re.compile(re.escape(rule.removeprefix("Disallow: ")).replace(r"\*", ".*"))
            for rule in rules
            if rule.startswith("Disallow")
        ]

        def may(address):
            return not any(pattern.match(address) for pattern in kept_out)

        self.assertFalse(parser.can_fetch("*", "/admin/pages/"))
        self.assertTrue(parser.can_fetch("*", "/praktijken/"))
        for address in ("/praktijken/", "/praktijken/?theme=wonen", "/nieuws/?page=2", "/api/v1/docs"):
            self.assertTrue(may(address), address)
        for address in ("/praktijken/?theme=a&status=b", "/praktijken/?q=wonen", "/nieuws/?sort=title"):
            self.assertFalse(may(address), address)


class SecurityTests(SiteTestCase):
    def test_there_is_nothing_to_say_without_an_address(self):
        self.assertEqual(self.client.get("/.well-known/security.txt").status_code, 404)

    def test_says_whom_to_tell_of_a_weakness_and_for_how_long_that_holds(self):
        publisher = Publisher.for_site(self.home.get_site())
        publisher.email = "veilig@voorbeeld.be"
        publisher.save()

        text = self.client.get("/.well-known/security.txt").content.decode()

        self.assertIn("Contact: mailto:veilig@voorbeeld.be\n", text)
        expires = datetime.datetime.fromisoformat(re.search(r"Expires: (\S+)", text)[1])
        left = expires - timezone.now()
        self.assertTrue(datetime.timedelta(days=30) < left < datetime.timedelta(days=365))
        self.assertIn("Canonical: http://localhost/.well-known/security.txt", text)
