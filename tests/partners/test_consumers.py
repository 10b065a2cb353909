"""Feeds as other people's parsers read them."""

import datetime
import json
import shutil
import subprocess
import threading
from html import unescape
from wsgiref.simple_server import WSGIRequestHandler, make_server

import feedparser
import pytest
from django.core.handlers.wsgi import WSGIHandler
from django.core.signals import request_finished, request_started
from django.db import close_old_connections, connections
from django.utils import timezone

from caching.models import ListingChange
from cms.models import Licence
from partners.ids import page_tag_uri
from tests.browser.checkers import MODULES
from tests.factories import OrganisationFactory
from tests.practices.factories import PracticePageFactory

from .cases import PartnerTestCase

FEEDS = ["feed.atom", "feed.rss", "feed.json"]
VALUES = {
    "title": "Wonen & leven <b>samen</b>",
    "search_description": "Wie “nergens” woont, 日本.",
    "licence": Licence.CC_BY,
}


class ConsumerTestCase(PartnerTestCase):
    def setUp(self):
        self.practices = self.lists["practices"]
        self.page = self.make("practices", owner=OrganisationFactory(name="W13"), **VALUES)
        self.id = page_tag_uri(self.page.permanent_id)


class FeedparserTests(ConsumerTestCase):
    def parsed(self, name, query=None):
        feed = feedparser.parse(self.fetch(self.practices, name, query).content)
        self.assertFalse(feed.bozo, feed.get("bozo_exception"))
        return feed

    def test_an_item_has_title_summary_author_tags_and_licence(self):
        for name in ("feed.atom", "feed.rss"):
            with self.subTest(name):
                (entry,) = self.parsed(name, {"theme": "wonen"}).entries

                self.assertEqual(entry.id, self.id)
                self.assertEqual(entry.link, self.page.full_url)
                self.assertIn("Wonen &", entry.title)
                self.assertIn("“nergens” woont, 日本", entry.summary)
                self.assertEqual(entry.author, "W13")
                self.assertIn(
                    "Wonen", [tag["label"] if name == "feed.atom" else tag["term"] for tag in entry.tags]
                )
                self.assertIn("creativecommons.org/licenses/by/4.0", str(entry))
                self.assertIn("Een zin die iets zegt.", entry.content[0].value)

    def test_the_guid_of_rss_is_no_permalink(self):
        (entry,) = self.parsed("feed.rss").entries

        self.assertFalse(entry.guidislink)

    def test_the_feed_has_title_language_links_and_rights(self):
        for name in ("feed.atom", "feed.rss"):
            with self.subTest(name):
                feed = self.parsed(name, {"theme": "wonen"}).feed

                self.assertEqual(feed.title, "Goede praktijken: Wonen")
                self.assertEqual(feed.language.lower(), "nl-be")
                self.assertEqual(feed.link, f"{self.practices.full_url}?theme=wonen")
                own = [link.href for link in feed.links if link.rel == "self"]
                self.assertEqual(own, [f"{self.practices.full_url}{name}?theme=wonen"])
                self.assertIn("modellicentie", feed.rights)

    def test_rss_has_the_licence_in_one_element_only(self):
        """Feed validators report `copyright` beside `dc:rights` as a duplicate."""
        feed = self.client.get(f"{self.practices.url}feed.rss").content.decode()
        channel, *items = feed.split("<item>")

        self.assertEqual((channel.count("<copyright>"), channel.count("<dc:rights>")), (1, 0))
        self.assertTrue(items)
        self.assertTrue(all(item.count("<dc:rights>") == 1 for item in items))

    def test_the_scheme_of_a_category_is_a_tag_uri(self):
        (entry,) = self.parsed("feed.atom").entries

        schemes = {tag.term: tag.scheme for tag in entry.tags}
        self.assertTrue(schemes["wonen"].startswith("tag:"))
        self.assertTrue(schemes["wonen"].endswith(":theme"))

    def test_the_pages_of_a_long_feed_are_linked(self):
        PracticePageFactory.create_batch(4, parent=self.practices)
        address, ids = "?limit=2", []
        while address:
            parsed = feedparser.parse(self.client.get(f"{self.practices.url}feed.atom{address}").content)
            ids += [entry.id for entry in parsed.entries]
            links = {link.rel: link.href for link in parsed.feed.links}
            self.assertTrue(links["first"].endswith("feed.atom?limit=2"))
            self.assertTrue(links["last"].endswith("feed.atom?limit=2&page=3"))
            address = links["next"].partition("feed.atom")[2] if "next" in links else ""
        self.assertEqual(len(ids), 5)
        self.assertEqual(len(set(ids)), 5)
        self.assertIn("previous", links)

    def test_characters_that_xml_does_not_allow_are_left_out(self):
        self.page.title = "Een\x0b titel\x01 met\ufffe vuil"
        self.page.save()

        (entry,) = self.parsed("feed.atom").entries

        self.assertEqual(entry.title, "Een titel met vuil")

    def test_plain_text_with_html_characters_survives(self):
        self.make("practices", title="Wonen < 2 kamers & meer", search_description="Voor <iedereen> & meer")

        for name in ("feed.atom", "feed.rss"):
            entry = next(entry for entry in self.parsed(name).entries if "kamers" in entry.title)
            self.assertEqual(unescape(entry.summary), "Voor <iedereen> & meer", name)
            self.assertEqual(unescape(entry.title), "Wonen < 2 kamers & meer", name)

    def test_links_in_the_content_are_absolute(self):
        link = f'<p><a linktype="page" id="{self.news.pk}">nieuws</a> <a href="#noot-1">1</a></p>'
        self.page.problem = link
        self.page.save()

        for name in FEEDS:
            with self.subTest(name):
                content = self.fetch(self.practices, name).content.decode()
                self.assertIn(f"{self.news.full_url}", content)
                self.assertIn(f"{self.page.full_url}#noot-1", content)


class SilentRequestHandler(WSGIRequestHandler):
    def log_message(self, *args):
        pass


class HttpTests(ConsumerTestCase):
    """Over HTTP, from a server thread that shares the database connection of the test."""

    def setUp(self):
        super().setUp()
        ListingChange.objects.update(at=timezone.now() - datetime.timedelta(minutes=5))
        for alias in connections:
            connections[alias].inc_thread_sharing()
            self.addCleanup(connections[alias].dec_thread_sharing)
        shared = {alias: connections[alias] for alias in connections}

        def application(environ, start_response):
            for alias, connection in shared.items():
                connections[alias] = connection
            return WSGIHandler()(environ, start_response)

        for signal in (request_started, request_finished):
            signal.disconnect(close_old_connections)
            self.addCleanup(signal.connect, close_old_connections)
        server = make_server("127.0.0.1", 0, application, handler_class=SilentRequestHandler)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        self.addCleanup(server.server_close)
        self.addCleanup(server.shutdown)
        self.address = f"http://127.0.0.1:{server.server_port}{self.practices.url}"

    def test_feedparser_gets_304_by_etag_and_by_date(self):
        for name in ("feed.atom", "feed.rss"):
            with self.subTest(name):
                first = feedparser.parse(self.address + name)
                self.assertEqual((first.status, len(first.entries)), (200, 1))

                by_etag = feedparser.parse(self.address + name, etag=first.etag)
                by_date = feedparser.parse(self.address + name, modified=first.modified)

                self.assertEqual((by_etag.status, by_date.status), (304, 304))

    def test_feedparser_gets_a_new_item_at_once(self):
        first = feedparser.parse(f"{self.address}feed.atom")
        new = self.make("practices")

        again = feedparser.parse(f"{self.address}feed.atom", etag=first.etag, modified=first.modified)

        self.assertEqual(again.status, 200)
        self.assertIn(page_tag_uri(new.permanent_id), [entry.id for entry in again.entries])


class JsonFeedTests(ConsumerTestCase):
    def test_has_the_members_of_json_feed_1_1_and_the_extension(self):
        event = self.make("events")
        feed = self.fetch(self.lists["events"], "feed.json").json()
        (item,) = feed["items"]

        self.assertEqual(feed["version"], "https://jsonfeed.org/version/1.1")
        self.assertEqual(feed["language"], "nl-BE")
        self.assertEqual(feed["feed_url"], f"{self.lists['events'].full_url}feed.json")
        self.assertEqual(feed["home_page_url"], self.lists["events"].full_url)
        self.assertNotIn("next_url", feed)
        self.assertTrue(feed["_streekwijzer"]["about"].startswith("http"))
        extension = item["_streekwijzer"]
        self.assertEqual(extension["id"], event.permanent_id)
        self.assertEqual(extension["type"], "event")
        self.assertEqual(extension["begins"], event.first_day.isoformat())
        self.assertIn({"key": "theme", "value": "wonen", "label": "Wonen"}, extension["categories"])

    def test_the_content_type_is_that_of_json_feed(self):
        response = self.fetch(self.practices, "feed.json")

        self.assertEqual(response["Content-Type"], "application/feed+json; charset=utf-8")
        self.assertIn("日本", response.content.decode())

    def test_has_the_url_of_the_next_page(self):
        self.make("practices")

        feed = self.fetch(self.practices, "feed.json", {"limit": 1}).json()

        self.assertEqual(feed["next_url"], f"{self.practices.full_url}feed.json?limit=1&page=2")


@pytest.mark.node
class NpmReaderTests(ConsumerTestCase):
    """The npm packages feedsmith and @extractus/feed-extractor."""

    def test_both_parse_all_three_feeds_with_the_same_ids(self):
        feeds = {name: self.fetch(self.practices, name).content.decode() for name in FEEDS}
        script = MODULES.parent / "read_feeds.mjs"
        done = subprocess.run(
            [shutil.which("node"), str(script)],
            input=json.dumps(feeds),
            capture_output=True,
            text=True,
            check=True,
        )
        results = json.loads(done.stdout)

        for name in FEEDS:
            for reader in ("feedsmith", "extractor"):
                with self.subTest(name=name, reader=reader):
                    self.assertEqual(results[name][reader]["title"], "Goede praktijken")
                    self.assertEqual(results[name][reader]["ids"], [self.id])
        self.assertEqual(results["feed.atom"]["feedsmith"]["raw"]["entries"][0]["authors"], [{"name": "W13"}])
