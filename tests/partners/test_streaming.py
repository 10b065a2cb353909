"""Streamed responses: long lists in formats without pagination."""

import gc
import tracemalloc
from threading import BoundedSemaphore
from unittest import mock

from django.db import connection
from django.http import QueryDict
from django.test.utils import CaptureQueriesContext
from wagtail.models import Page

from cms.routing import site_of
from partners import downloads, listings, responses
from partners.base_format import WholeFormat
from partners.formats import FORMATS, formats_for
from partners.listings import Listing
from tests.factories import PersonFactory

from .cases import KINDS, PartnerTestCase, uuid
from .readers import READERS

CHUNK = 5


class StreamTestCase(PartnerTestCase):
    """Streams from six items on, in chunks of five; as many lists at once as a test leaves unread."""

    def setUp(self):
        self.enterContext(mock.patch.object(downloads, "_slots", BoundedSemaphore(1000)))
        for module, name in (
            (responses, "MAX_UNSTREAMED"),
            (listings, "CHUNK_SIZE"),
            (listings, "DATA_CHUNK_SIZE"),
        ):
            self.enterContext(mock.patch.object(module, name, CHUNK))

    def make_many(self, kind, count):
        return [self.make(kind) for _number in range(count)]

    def check(self, test, count):
        """Runs the test for each kind of content, with `count` pages, in each format without pagination."""
        for kind in KINDS:
            pages = self.make_many(kind, count)
            for output_format in formats_for(kind):
                if isinstance(output_format, WholeFormat):
                    with self.subTest(kind=kind, name=output_format.name):
                        test(kind, output_format.name, pages)

    def listing(self, kind, name):
        request = self.client.get(self.home.url).wsgi_request
        format_form = FORMATS[name].form_class(QueryDict())
        listing = Listing(self.lists[kind], site_of(request), QueryDict(), format_form)
        self.assertEqual(listing.problems, [])
        return listing


class StreamTests(StreamTestCase):
    def test_a_streamed_response_has_the_same_bytes_as_a_whole_one(self):
        def test(kind, name, pages):
            streamed = self.fetch(self.lists[kind], name)
            with mock.patch.object(responses, "MAX_UNSTREAMED", 1000):
                whole = self.fetch(self.lists[kind], name)
            self.assertTrue(streamed.streaming)
            self.assertFalse(whole.streaming)
            self.assertEqual(streamed.getvalue(), whole.content)
            self.assertEqual(streamed["Content-Type"], whole["Content-Type"])

        self.check(test, count=2 * CHUNK + 2)

    def test_a_304_does_not_serialize_the_list_in_any_process(self):
        def test(kind, name, pages):
            etag = self.fetch(self.lists[kind], name)["ETag"]
            with CaptureQueriesContext(connection) as captured:
                again = self.fetch(self.lists[kind], name, headers={"if-none-match": etag})
            self.assertEqual(again.status_code, 304)
            self.assertFalse([query for query in captured if "search_description" in query["sql"]])

        self.check(test, count=CHUNK + 1)

    def test_head_has_the_same_headers_and_no_body(self):
        def test(kind, name, pages):
            full = self.fetch(self.lists[kind], name)
            head = self.client.head(f"{self.lists[kind].url}{name}")
            self.assertEqual(head.getvalue(), b"")
            self.assertEqual(head["ETag"], full["ETag"])
            self.assertEqual(head["Content-Type"], full["Content-Type"])

        self.check(test, count=CHUNK + 1)

    def test_a_change_gives_a_new_response_at_once(self):
        def test(kind, name, pages):
            first = self.fetch(self.lists[kind], name)
            gone = pages.pop()
            gone.unpublish()
            second = self.fetch(self.lists[kind], name, headers={"if-none-match": first["ETag"]})
            self.assertEqual(second.status_code, 200)
            self.assertNotIn(uuid(gone), READERS[name](second.getvalue()))

        self.check(test, count=CHUNK + 4)

    def test_another_filter_has_another_etag(self):
        def test(kind, name, pages):
            etag = self.fetch(self.lists[kind], name)["ETag"]
            other = self.fetch(self.lists[kind], name, {"theme": "wonen"}, headers={"if-none-match": etag})
            self.assertEqual(other.status_code, 200)

        self.check(test, count=CHUNK + 1)

    def test_the_etag_changes_with_listed_content_and_not_with_a_draft(self):
        def test(kind, name, pages):
            etag = self.fetch(self.lists[kind], name)["ETag"]
            pages[0].title = "Een geheim plan"
            pages[0].save_revision()
            self.assertEqual(self.fetch(self.lists[kind], name)["ETag"], etag)
            PersonFactory()
            self.assertNotEqual(self.fetch(self.lists[kind], name)["ETag"], etag)

        self.check(test, count=CHUNK + 1)

    def test_a_page_unpublished_during_streaming_is_not_sent(self):
        def test(kind, name, pages):
            parts = FORMATS[name].serialize_parts(self.listing(kind, name))
            sent = next(parts) + next(parts)
            for page in pages:
                Page.objects.get(pk=page.pk).specific.unpublish()
            rest = b"".join(parts)
            self.assertNotEqual(sent, b"")
            self.assertFalse([page for page in pages if uuid(page).encode() in rest])
            for page in pages:
                page.save_revision().publish()

        self.check(test, count=2 * CHUNK + 1)


class CostTests(StreamTestCase):
    def test_every_chunk_costs_the_same_number_of_queries(self):
        def test(kind, name, pages):
            parts, costs = FORMATS[name].serialize_parts(self.listing(kind, name)), []
            for _number in range(6):
                with CaptureQueriesContext(connection) as captured:
                    next(parts)
                costs.append(len(captured))
            self.assertEqual(len(set(costs[2:])), 1, costs)
            self.assertLess(costs[-1], 20)

        self.check(test, count=6 * CHUNK)

    def test_tables_and_calendars_load_no_texts(self):
        def test(kind, name, pages):
            if name == "export.jsonld":
                return
            parts = FORMATS[name].serialize_parts(self.listing(kind, name))
            with CaptureQueriesContext(connection) as captured:
                list(parts)
            texts = {f'"{page._meta.db_table}"."{field}"' for page in pages for field in page.story}
            self.assertFalse([query for query in captured if any(text in query["sql"] for text in texts)])

        self.check(test, count=CHUNK)

    def test_memory_does_not_grow_with_the_list(self):
        few = {}

        def measure(kind, name, pages):
            few[kind, name] = self.peak(kind, name)

        def compare(kind, name, pages):
            self.assertLess(self.peak(kind, name), 2 * few[kind, name])

        self.check(measure, count=2 * CHUNK)
        self.check(compare, count=8 * CHUNK)

    def peak(self, kind, name):
        """The peak memory of serializing the list, in bytes, without what was in memory before."""
        for _part in FORMATS[name].serialize_parts(self.listing(kind, name)):
            pass
        parts = FORMATS[name].serialize_parts(self.listing(kind, name))
        gc.collect()
        gc.freeze()  # so that the collections below walk only what the list makes
        tracemalloc.start()
        for _part in parts:
            gc.collect()  # garbage does not count
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return peak
