"""Whole lists have a share of each process."""

from threading import BoundedSemaphore
from unittest.mock import patch

from django.http import HttpResponse, StreamingHttpResponse
from django.test import RequestFactory, SimpleTestCase

from cms.bounds import MOST_DOWNLOADS
from partners import downloads


class DownloadTests(SimpleTestCase):
    def setUp(self):
        self.enterContext(patch.object(downloads, "_slots", BoundedSemaphore(MOST_DOWNLOADS)))

    def download(self, **headers):
        request = RequestFactory().get("/praktijken/export.csv", headers=headers)
        return downloads.bounded(request, StreamingHttpResponse(iter([b"een", b"twee"])))

    def test_some_are_sent_at_once_and_the_next_one_is_told_to_come_back(self):
        sent = [self.download() for _ in range(MOST_DOWNLOADS)]

        refused = self.download()

        self.assertEqual([response.status_code for response in sent], [200] * MOST_DOWNLOADS)
        self.assertEqual(b"".join(sent[0]), b"eentwee")
        self.assertEqual((refused.status_code, refused.headers["Retry-After"]), (503, "10"))
        self.assertEqual(refused.headers["Content-Type"], "application/problem+json")

    def test_a_person_reads_it_on_a_page(self):
        sent = [self.download() for _ in range(MOST_DOWNLOADS)]

        refused = self.download(accept="text/html")

        self.assertEqual({response.status_code for response in sent}, {200})
        self.assertContains(refused, "Probeer het over tien seconden opnieuw", status_code=503)
        self.assertEqual(refused.headers["Cache-Control"], "no-store")

    def test_who_is_done_or_leaves_halfway_makes_room(self):
        for _ in range(3 * MOST_DOWNLOADS):
            response = self.download()
            next(iter(response))
            for close in response._resource_closers:  # the rest of its close() wants a database
                close()

        self.assertEqual(self.download().status_code, 200)

    def test_what_is_not_streamed_counts_for_nothing(self):
        answers = [
            downloads.bounded(RequestFactory().get("/"), HttpResponse("klein"))
            for _ in range(MOST_DOWNLOADS + 1)
        ]

        self.assertEqual({answer.status_code for answer in answers}, {200})
