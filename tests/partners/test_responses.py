"""Answers that a reader may keep: what they say about themselves, and when they change."""

import datetime
from unittest import mock

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import PageViewRestriction, Site

from api import conditional
from caching.cache_control import KEPT
from caching.models import SHOWN_ONLY, ListingChange
from partners import items
from tests.factories import PersonFactory

from .cases import PartnerTestCase, every_format, uuid
from .readers import READERS


class FirstAnswerTests(PartnerTestCase):
    def test_is_open_to_every_origin_and_sets_no_cookie(self):
        for kind, name in every_format():
            with self.subTest(kind=kind, name=name):
                response = self.fetch(self.lists[kind], name)

                self.assertEqual(response["Access-Control-Allow-Origin"], "*")
                self.assertNotIn("Access-Control-Allow-Credentials", response)
                self.assertEqual(response["Cross-Origin-Resource-Policy"], "cross-origin")
                self.assertEqual(response["Vary"], "Accept-Encoding")
                self.assertFalse(response.cookies)
                self.assertEqual(response["Cache-Control"], KEPT)

    def test_nothing_else_is_open_to_other_origins(self):
        for page in (self.home, self.news, self.platform):
            self.assertNotIn("Access-Control-Allow-Origin", self.client.get(page.url))

    def test_a_browser_may_ask_first(self):
        for _kind, name in every_format():
            response = self.client.options(f"{self.news.url}{name}")
            self.assertEqual(response.status_code, 204)
            self.assertIn("If-None-Match", response["Access-Control-Allow-Headers"])

    def test_nothing_can_be_posted(self):
        response = self.client.post(f"{self.news.url}feed.atom")

        self.assertEqual(response.status_code, 405)

    def test_head_says_the_same_without_the_body(self):
        for kind, name in every_format():
            with self.subTest(kind=kind, name=name):
                full = self.fetch(self.lists[kind], name)
                head = self.client.head(f"{self.lists[kind].url}{name}")
                self.assertEqual(head.content, b"")
                self.assertEqual(head["ETag"], full["ETag"])


class SecondAnswerTests(PartnerTestCase):
    """Somebody who has the answer asks whether it is still the same."""

    def test_the_same_answer_is_not_sent_again(self):
        for kind, name in every_format():
            with self.subTest(kind=kind, name=name):
                self.make(kind)
                first = self.fetch(self.lists[kind], name)
                again = self.fetch(self.lists[kind], name, headers={"if-none-match": first["ETag"]})
                self.assertEqual(again.status_code, 304)
                self.assertEqual(again["ETag"], first["ETag"])
                self.assertEqual(again["Access-Control-Allow-Origin"], "*")
                self.assertFalse(again.content)

    def test_a_packed_answer_is_known_again(self):
        self.make("news")
        packed = {"accept-encoding": "gzip"}
        first = self.fetch(self.news, "feed.atom", headers=packed)
        self.assertEqual(first["Content-Encoding"], "gzip")

        again = self.fetch(self.news, "feed.atom", headers={**packed, "if-none-match": first["ETag"]})

        self.assertEqual(again.status_code, 304)

    def test_a_known_answer_costs_one_query_and_is_not_made(self):
        for kind, name in every_format():
            with self.subTest(kind=kind, name=name):
                self.make(kind)
                etag = self.fetch(self.lists[kind], name)["ETag"]
                with CaptureQueriesContext(connection) as asked:
                    self.fetch(self.lists[kind], name, headers={"if-none-match": etag})
                self.assertEqual(len(asked), 1)

    def test_another_process_gives_the_same_answer_and_the_same_etag(self):
        for kind, name in every_format():
            with self.subTest(kind=kind, name=name):
                self.make(kind)
                first = self.fetch(self.lists[kind], name)
                conditional.versions.kept.clear()
                second = self.fetch(self.lists[kind], name)
                self.assertEqual(second.content, first.content)
                self.assertEqual(second["ETag"], first["ETag"])

    def test_a_change_that_the_list_does_not_show_leaves_the_answer_as_it_is(self):
        for kind, name in every_format():
            with self.subTest(kind=kind, name=name):
                self.make(kind)
                first = self.fetch(self.lists[kind], name)
                PersonFactory()
                again = self.fetch(self.lists[kind], name, headers={"if-none-match": first["ETag"]})
                self.assertEqual(again.status_code, 304)

    def test_every_query_has_its_own_answer(self):
        page = self.make("news")
        etag = self.fetch(self.news, "feed.atom")["ETag"]

        narrowed = self.fetch(
            self.news, "feed.atom", {"theme": "wonen", "limit": 1}, headers={"if-none-match": etag}
        )

        self.assertEqual(READERS["feed.atom"](narrowed.content), [uuid(page)])

    def test_a_very_long_question_is_answered_and_not_remembered(self):
        asked = {"theme": ["wonen"] * 500}
        etag = self.fetch(self.news, "feed.atom", asked)["ETag"]
        known = len(conditional.versions.kept)

        again = self.fetch(self.news, "feed.atom", asked, headers={"if-none-match": etag})

        self.assertEqual(again.status_code, 304)
        self.assertEqual(len(conditional.versions.kept), known)

    def test_what_is_remembered_stays_bounded(self):
        with mock.patch.object(conditional.versions, "most", 3):
            for limit in range(1, 8):
                self.fetch(self.news, "feed.atom", {"limit": limit})

        self.assertLessEqual(len(conditional.versions.kept), 3)

    def test_what_another_format_told_a_moment_ago_is_not_made_again(self):
        for _number in range(3):
            self.make("news")
        cold = self.queries("feed.atom")

        warm = self.queries("feed.rss")

        self.assertLess(warm, cold)

    def queries(self, name):
        with CaptureQueriesContext(connection) as asked:
            self.fetch(self.news, name)
        return len(asked)


class DateTests(PartnerTestCase):
    def settled(self):
        """The date is told once its second is over."""
        ListingChange.objects.update(at=timezone.now() - datetime.timedelta(minutes=5))

    def test_who_asks_by_date_is_told_that_nothing_changed(self):
        self.make("news")
        self.settled()
        first = self.fetch(self.news, "feed.atom")

        again = self.fetch(self.news, "feed.atom", headers={"if-modified-since": first["Last-Modified"]})

        self.assertEqual(again.status_code, 304)

    def test_a_change_within_the_same_second_is_not_missed(self):
        self.make("news")
        first = self.fetch(self.news, "feed.atom")
        asked = first.get("Last-Modified") or "Thu, 01 Jan 1970 00:00:00 GMT"
        page = self.make("news")

        again = self.fetch(self.news, "feed.atom", headers={"if-modified-since": asked})

        self.assertIn(uuid(page), READERS["feed.atom"](again.content))

    def test_the_date_moves_with_the_answer_and_not_before(self):
        self.make("news")
        self.settled()
        first = self.fetch(self.news, "feed.atom")["Last-Modified"]
        ListingChange.record(SHOWN_ONLY)
        ListingChange.objects.filter(page_id=SHOWN_ONLY).update(
            at=timezone.now() - datetime.timedelta(minutes=1)
        )

        self.assertEqual(self.fetch(self.news, "feed.atom")["Last-Modified"], first)

        self.make("news")
        ListingChange.objects.update(at=timezone.now() - datetime.timedelta(seconds=30))
        self.assertNotEqual(self.fetch(self.news, "feed.atom")["Last-Modified"], first)


class FreshnessTests(PartnerTestCase):
    """Whatever changes, the next reader gets it: by every format, also who has the answer of before."""

    def changed(self, change, kind, name, list_=None):
        """The answer after the change, for who brings the ETag of before."""
        index = list_ or self.lists[kind]
        etag = self.fetch(index, name)["ETag"]
        change()
        response = self.fetch(index, name, headers={"if-none-match": etag})
        self.assertEqual(response.status_code, 200)
        return response

    def check(self, change, shown, **values):
        """In each format: make a page, change it, and see whether it is there."""
        for kind, name in every_format():
            with self.subTest(kind=kind, name=name):
                page = self.make(kind, **values)
                response = self.changed(lambda page=page: change(page), kind, name)
                self.assertEqual(uuid(page) in READERS[name](response.content), shown)

    def test_unpublished(self):
        self.check(lambda page: page.unpublish(), shown=False)

    def test_deleted(self):
        self.check(lambda page: page.delete(), shown=False)

    def test_made_private(self):
        self.check(
            lambda page: PageViewRestriction.objects.create(page=page, restriction_type="login"), shown=False
        )

    def test_who_leaves_is_named_no_more_from_the_day_after(self):
        today, tomorrow = timezone.localdate(), timezone.now() + datetime.timedelta(days=1)
        for name in ("feed.atom", "feed.rss", "feed.json"):
            with self.subTest(name):
                person = PersonFactory(first_name="Zoë", last_name="Vandersteen", active_until=today)
                said = {"type": "quote", "value": {"text": "Samen lukt het.", "person": person.pk}}
                page = self.make("news", body=[said])
                self.assertIn("Vandersteen", self.fetch(self.news, name).content.decode())

                with mock.patch("django.utils.timezone.now", return_value=tomorrow):
                    later = self.fetch(self.news, name)

                self.assertIn(uuid(page), READERS[name](later.content))
                self.assertNotIn("Vandersteen", later.content.decode())

    def test_published(self):
        def publish(page):
            page.save_revision().publish()

        self.check(publish, shown=True, live=False)

    def test_moved_to_another_section(self):
        for kind, name in every_format():
            with self.subTest(kind=kind, name=name):
                page = self.make(kind)
                own = self.own_lists[kind]
                response = self.changed(
                    lambda page=page, own=own: page.move(own, pos="last-child"), kind, name, list_=own
                )
                self.assertIn(uuid(page), READERS[name](response.content))

    def test_edited_and_renamed(self):
        for kind, name in every_format():
            with self.subTest(kind=kind, name=name):
                page = self.make(kind)
                page.title = f"Nieuwe titel {kind} {name}"
                response = self.changed(lambda page=page: page.save_revision().publish(), kind, name)
                self.assertContains(response, page.title)

    def test_a_theme_with_another_name(self):
        for kind, name in every_format():
            with self.subTest(kind=kind, name=name):
                self.make(kind)
                self.theme.name = f"Thema {kind} {name}"
                response = self.changed(self.theme.save, kind, name)
                self.assertContains(response, self.theme.name)

    def test_an_organisation_with_another_name(self):
        for kind in ("practices", "events"):
            page = self.make(kind)
            rows = page.owners if kind == "practices" else page.organisers
            organisation = rows.first().organisation
            organisation.name = f"Nieuwe naam {kind}"

            response = self.changed(organisation.save, kind, "feed.atom")

            self.assertContains(response, organisation.name)

    def test_the_site_at_another_address(self):
        self.make("news")
        site = Site.objects.get()
        site.hostname = "www.nieuw.be"

        response = self.changed(site.save, "news", "feed.atom")

        self.assertContains(response, "http://www.nieuw.be/nieuws/")


class GrowthTests(PartnerTestCase):
    def test_more_pages_cost_no_more_queries(self):
        few = self.asked_with(5)
        many = self.asked_with(30)
        for kind_and_name, asked in many.items():
            with self.subTest(kind_and_name):
                self.assertEqual(asked, few[kind_and_name])

    def asked_with(self, count):
        """How many queries each list asks in each format once it has so many pages."""
        for kind, index in self.lists.items():
            for _number in range(count - len(index.filtered(None).results)):
                self.make(kind)
        return {(kind, name): self.asked_for(kind, name, count) for kind, name in every_format()}

    def asked_for(self, kind, name, count):
        query = {"limit": count}
        self.fetch(self.lists[kind], name, query)
        items.item_cache.kept.clear()
        with CaptureQueriesContext(connection) as asked:
            self.fetch(self.lists[kind], name, query)
        return len(asked)
