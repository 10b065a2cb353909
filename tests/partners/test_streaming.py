"""Long lists in one piece: sent while they are made."""

import gc
import tracemalloc
from unittest import mock

from django.db import connection
from django.http import QueryDict
from django.test.utils import CaptureQueriesContext
from wagtail.models import Page

from api.conditional import versions
from caching.models import list_state
from cms.routing import site_of
from partners import listings, responses
from partners.base_format import WholeFormat
from partners.formats import FORMATS, formats_for
from partners.listings import Listing
from tests.factories import PersonFactory

from .cases import KINDS, PartnerTestCase, uuid
from .readers import READERS

CHUNK = 5


class StreamTestCase(PartnerTestCase):
    """With parts of five items, so that a dozen is a long list."""

    def setUp(self):
        for module, name in ((responses, "MAX_UNSTREAMED"), (listings, "CHUNK_SIZE")):
            self.enterContext(mock.patch.object(module, name, CHUNK))

    def make_many(self, kind, count):
        return [self.make(kind) for _number in range(count)]

    def check(self, test, count):
        """Every kind of content, with so many pages, in every format that gives its list in one piece."""
        for kind in KINDS:
            pages = self.make_many(kind, count)
            for made in formats_for(kind):
                if isinstance(made, WholeFormat):
                    with self.subTest(kind=kind, name=made.name):
                        test(kind, made.name, pages)

    def listing(self, kind, name):
        request = self.client.get(self.home.url).wsgi_request
        state = list_state()
        format_form = FORMATS[name].form_class(QueryDict())
        listing = Listing(state, self.lists[kind], site_of(request), QueryDict(), format_form)
        self.assertEqual(listing.problems, [])
        return listing


class StreamTests(StreamTestCase):
    def test_a_long_list_is_the_same_as_a_short_one(self):
        def test(kind, name, pages):
            streamed = self.fetch(self.lists[kind], name)
            with mock.patch.object(responses, "MAX_UNSTREAMED", 1000):
                whole = self.fetch(self.lists[kind], name)
            self.assertTrue(streamed.streaming)
            self.assertFalse(whole.streaming)
            self.assertEqual(streamed.getvalue(), whole.content)
            self.assertEqual(streamed["Content-Type"], whole["Content-Type"])

        self.check(test, count=2 * CHUNK + 2)

    def test_a_second_answer_is_known_before_it_is_made_in_every_process(self):
        def test(kind, name, pages):
            etag = self.fetch(self.lists[kind], name)["ETag"]
            versions.kept.clear()
            with CaptureQueriesContext(connection) as asked:
                again = self.fetch(self.lists[kind], name, headers={"if-none-match": etag})
            self.assertEqual(again.status_code, 304)
            self.assertFalse([query for query in asked if "search_description" in query["sql"]])

        self.check(test, count=CHUNK + 1)

    def test_head_makes_nothing(self):
        def test(kind, name, pages):
            full = self.fetch(self.lists[kind], name)
            head = self.client.head(f"{self.lists[kind].url}{name}")
            self.assertEqual(head.getvalue(), b"")
            self.assertEqual(head["ETag"], full["ETag"])
            self.assertEqual(head["Content-Type"], full["Content-Type"])

        self.check(test, count=CHUNK + 1)

    def test_any_change_is_seen_at_once(self):
        def test(kind, name, pages):
            first = self.fetch(self.lists[kind], name)
            gone = pages.pop()
            gone.unpublish()
            second = self.fetch(self.lists[kind], name, headers={"if-none-match": first["ETag"]})
            self.assertEqual(second.status_code, 200)
            self.assertNotIn(uuid(gone), READERS[name](second.getvalue()))

        self.check(test, count=CHUNK + 4)

    def test_another_filter_is_another_answer(self):
        def test(kind, name, pages):
            etag = self.fetch(self.lists[kind], name)["ETag"]
            other = self.fetch(self.lists[kind], name, {"theme": "wonen"}, headers={"if-none-match": etag})
            self.assertEqual(other.status_code, 200)

        self.check(test, count=CHUNK + 1)

    def test_a_draft_changes_no_answer_and_a_word_of_the_lists_does(self):
        def test(kind, name, pages):
            etag = self.fetch(self.lists[kind], name)["ETag"]
            pages[0].title = "Een geheim plan"
            pages[0].save_revision()
            self.assertEqual(self.fetch(self.lists[kind], name)["ETag"], etag)
            PersonFactory()
            self.assertNotEqual(self.fetch(self.lists[kind], name)["ETag"], etag)

        self.check(test, count=CHUNK + 1)

    def test_what_is_hidden_while_it_is_sent_is_not_sent(self):
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
    def test_every_part_costs_the_same_queries(self):
        def test(kind, name, pages):
            parts, costs = FORMATS[name].serialize_parts(self.listing(kind, name)), []
            for _number in range(6):
                with CaptureQueriesContext(connection) as asked:
                    next(parts)
                costs.append(len(asked))
            self.assertEqual(len(set(costs[2:])), 1, costs)
            self.assertLess(costs[-1], 20)

        self.check(test, count=6 * CHUNK)

    def test_a_longer_list_takes_no_more_memory(self):
        few = {}

        def measure(kind, name, pages):
            few[kind, name] = self.peak(kind, name)

        def compare(kind, name, pages):
            self.assertLess(self.peak(kind, name), 2 * few[kind, name])

        self.check(measure, count=2 * CHUNK)
        self.check(compare, count=8 * CHUNK)

    def peak(self, kind, name):
        """The most memory that sending takes, beside what is kept in memory anyway."""
        for _part in FORMATS[name].serialize_parts(self.listing(kind, name)):
            pass
        parts = FORMATS[name].serialize_parts(self.listing(kind, name))
        gc.collect()
        tracemalloc.start()
        for _part in parts:
            gc.collect()  # what nobody holds on to is not what we measure
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return peak
