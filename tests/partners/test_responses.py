"""Responses of formats: CORS, ETag, Last-Modified, 304, and that every change shows at once."""

import datetime
from unittest import mock

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import PageViewRestriction, Site

from caching.cache_control import KEPT
from caching.models import ListingChange
from partners import items
from tests.factories import PersonFactory

from .cases import PartnerTestCase, every_format, uuid
from .readers import READERS


class ResponseHeaderTests(PartnerTestCase):
    def test_every_origin_may_read_a_format_and_no_cookie_is_set(self):
        for kind, name in every_format():
            with self.subTest(kind=kind, name=name):
                response = self.fetch(self.lists[kind], name)

                self.assertEqual(response["Access-Control-Allow-Origin"], "*")
                self.assertNotIn("Access-Control-Allow-Credentials", response)
                self.assertEqual(response["Vary"], "Accept-Encoding")
                self.assertFalse(response.cookies)
                self.assertEqual(response["Cache-Control"], KEPT)

    def test_html_pages_have_no_cors_headers(self):
        for page in (self.home, self.news, self.platform):
            self.assertNotIn("Access-Control-Allow-Origin", self.client.get(page.url))

    def test_a_preflight_request_is_answered(self):
        for _kind, name in every_format():
            response = self.client.options(f"{self.news.url}{name}")
            self.assertEqual(response.status_code, 204)
            self.assertIn("If-None-Match", response["Access-Control-Allow-Headers"])

    def test_post_is_not_allowed(self):
        response = self.client.post(f"{self.news.url}feed.atom")

        self.assertEqual(response.status_code, 405)

    def test_head_has_the_same_etag_and_no_body(self):
        for kind, name in every_format():
            with self.subTest(kind=kind, name=name):
                full = self.fetch(self.lists[kind], name)
                head = self.client.head(f"{self.lists[kind].url}{name}")
                self.assertEqual(head.content, b"")
                self.assertEqual(head["ETag"], full["ETag"])


class ConditionalRequestTests(PartnerTestCase):
    """Requests with the ETag of an earlier response."""

    def test_an_unchanged_response_gives_304(self):
        for kind, name in every_format():
            with self.subTest(kind=kind, name=name):
                self.make(kind)
                first = self.fetch(self.lists[kind], name)
                again = self.fetch(self.lists[kind], name, headers={"if-none-match": first["ETag"]})
                self.assertEqual(again.status_code, 304)
                self.assertEqual(again["ETag"], first["ETag"])
                self.assertEqual(again["Access-Control-Allow-Origin"], "*")
                self.assertFalse(again.content)

    def test_a_gzipped_response_gives_304_too(self):
        self.make("news")
        gzipped = {"accept-encoding": "gzip"}
        first = self.fetch(self.news, "feed.atom", headers=gzipped)
        self.assertEqual(first["Content-Encoding"], "gzip")

        again = self.fetch(self.news, "feed.atom", headers={**gzipped, "if-none-match": first["ETag"]})

        self.assertEqual(again.status_code, 304)

    def test_every_process_gives_the_same_bytes_and_etag(self):
        for kind, name in every_format():
            with self.subTest(kind=kind, name=name):
                self.make(kind)
                first = self.fetch(self.lists[kind], name)
                items.items_by_id.memory.clear()
                second = self.fetch(self.lists[kind], name)
                self.assertEqual(second.content, first.content)
                self.assertEqual(second["ETag"], first["ETag"])

    def test_a_change_that_the_list_does_not_show_still_gives_304(self):
        for kind, name in every_format():
            with self.subTest(kind=kind, name=name):
                self.make(kind)
                first = self.fetch(self.lists[kind], name)
                PersonFactory()
                again = self.fetch(self.lists[kind], name, headers={"if-none-match": first["ETag"]})
                self.assertEqual(again.status_code, 304)

    def test_each_query_string_has_its_own_version(self):
        page = self.make("news")
        etag = self.fetch(self.news, "feed.atom")["ETag"]

        narrowed = self.fetch(
            self.news, "feed.atom", {"theme": "wonen", "limit": 1}, headers={"if-none-match": etag}
        )

        self.assertEqual(READERS["feed.atom"](narrowed.content), [uuid(page)])

    def test_formats_share_cached_items(self):
        for _number in range(3):
            self.make("news")
        cold = self.queries("feed.atom")

        warm = self.queries("feed.rss")

        self.assertLess(warm, cold)

    def queries(self, name):
        with CaptureQueriesContext(connection) as captured:
            self.fetch(self.news, name)
        return len(captured)


class LastModifiedTests(PartnerTestCase):
    def let_changes_settle(self):
        """Dates all changes back: Last-Modified is sent only once its second is over."""
        ListingChange.objects.update(at=timezone.now() - datetime.timedelta(minutes=5))

    def test_if_modified_since_gives_304(self):
        self.make("news")
        self.let_changes_settle()
        first = self.fetch(self.news, "feed.atom")

        again = self.fetch(self.news, "feed.atom", headers={"if-modified-since": first["Last-Modified"]})

        self.assertEqual(again.status_code, 304)

    def test_a_change_within_the_same_second_is_not_missed(self):
        self.make("news")
        first = self.fetch(self.news, "feed.atom")
        date = first.get("Last-Modified") or "Thu, 01 Jan 1970 00:00:00 GMT"
        page = self.make("news")

        again = self.fetch(self.news, "feed.atom", headers={"if-modified-since": date})

        self.assertIn(uuid(page), READERS["feed.atom"](again.content))

    def test_last_modified_is_the_day_and_time_of_the_last_change(self):
        self.make("news")
        self.let_changes_settle()
        first = self.fetch(self.news, "feed.atom")["Last-Modified"]
        self.assertEqual(self.fetch(self.news, "feed.atom")["Last-Modified"], first)

        self.make("news")
        ListingChange.objects.update(at=timezone.now() - datetime.timedelta(seconds=30))

        self.assertNotEqual(self.fetch(self.news, "feed.atom")["Last-Modified"], first)


class FreshnessTests(PartnerTestCase):
    """Every change shows in the next response of every format, also to a client that sends the old ETag."""

    def fetch_after(self, change, kind, name, list_=None):
        """The response after the change to a request with the ETag from before it."""
        index = list_ or self.lists[kind]
        etag = self.fetch(index, name)["ETag"]
        change()
        response = self.fetch(index, name, headers={"if-none-match": etag})
        self.assertEqual(response.status_code, 200)
        return response

    def check(self, change, is_expected, **values):
        """Makes and changes a page, and checks in each format whether it is there."""
        for kind, name in every_format():
            with self.subTest(kind=kind, name=name):
                page = self.make(kind, **values)
                response = self.fetch_after(lambda page=page: change(page), kind, name)
                self.assertEqual(uuid(page) in READERS[name](response.content), is_expected)

    def test_an_unpublished_page_disappears(self):
        self.check(lambda page: page.unpublish(), is_expected=False)

    def test_a_deleted_page_disappears(self):
        self.check(lambda page: page.delete(), is_expected=False)

    def test_a_restricted_page_disappears(self):
        self.check(
            lambda page: PageViewRestriction.objects.create(page=page, restriction_type="login"),
            is_expected=False,
        )

    def test_a_person_who_has_left_is_not_named_from_the_next_day(self):
        today, tomorrow = timezone.localdate(), timezone.now() + datetime.timedelta(days=1)
        for name in ("feed.atom", "feed.rss", "feed.json"):
            with self.subTest(name):
                person = PersonFactory(first_name="Zoë", last_name="Vandersteen", active_until=today)
                quote = {"type": "quote", "value": {"text": "Samen lukt het.", "person": person.pk}}
                page = self.make("news", body=[quote])
                self.assertIn("Vandersteen", self.fetch(self.news, name).content.decode())

                with mock.patch("django.utils.timezone.now", return_value=tomorrow):
                    later = self.fetch(self.news, name)

                self.assertIn(uuid(page), READERS[name](later.content))
                self.assertNotIn("Vandersteen", later.content.decode())

    def test_a_published_page_appears(self):
        def publish(page):
            page.save_revision().publish()

        self.check(publish, is_expected=True, live=False)

    def test_a_moved_page_appears_in_its_new_section(self):
        for kind, name in every_format():
            with self.subTest(kind=kind, name=name):
                page = self.make(kind)
                own = self.own_lists[kind]
                response = self.fetch_after(
                    lambda page=page, own=own: page.move(own, pos="last-child"), kind, name, list_=own
                )
                self.assertIn(uuid(page), READERS[name](response.content))

    def test_a_new_title_appears(self):
        for kind, name in every_format():
            with self.subTest(kind=kind, name=name):
                page = self.make(kind)
                page.title = f"Nieuwe titel {kind} {name}"
                response = self.fetch_after(lambda page=page: page.save_revision().publish(), kind, name)
                self.assertContains(response, page.title)

    def test_a_new_name_of_a_theme_appears(self):
        for kind, name in every_format():
            with self.subTest(kind=kind, name=name):
                self.make(kind)
                self.theme.name = f"Thema {kind} {name}"
                response = self.fetch_after(self.theme.save, kind, name)
                self.assertContains(response, self.theme.name)

    def test_a_new_name_of_an_organisation_appears(self):
        for kind in ("practices", "events"):
            page = self.make(kind)
            rows = page.owners if kind == "practices" else page.organisers
            organisation = rows.first().organisation
            organisation.name = f"Nieuwe naam {kind}"

            response = self.fetch_after(organisation.save, kind, "feed.atom")

            self.assertContains(response, organisation.name)

    def test_a_new_host_of_the_site_appears(self):
        self.make("news")
        site = Site.objects.get()
        site.hostname = "www.nieuw.be"

        response = self.fetch_after(site.save, "news", "feed.atom")

        self.assertContains(response, "http://www.nieuw.be/nieuws/")


class GrowthTests(PartnerTestCase):
    def test_more_pages_cost_no_more_queries(self):
        few = self.query_counts(5)
        many = self.query_counts(30)
        for kind_and_name, number in many.items():
            with self.subTest(kind_and_name):
                self.assertEqual(number, few[kind_and_name])

    def query_counts(self, count):
        """The number of queries of each format of each list with `count` pages."""
        for kind, index in self.lists.items():
            for _number in range(count - len(index.filtered(None).results)):
                self.make(kind)
        return {(kind, name): self.query_count(kind, name, count) for kind, name in every_format()}

    def query_count(self, kind, name, count):
        query = {"limit": count}
        self.fetch(self.lists[kind], name, query)
        items.items_by_id.memory.clear()
        with CaptureQueriesContext(connection) as captured:
            self.fetch(self.lists[kind], name, query)
        return len(captured)
