"""Byte ranges of documents: recordings, private ones too, play from any point."""

from django.test import SimpleTestCase
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from cms.views.documents import RANGE, bounds
from tests.factories import DocumentFactory
from tests.media.test_documents import PrivateCase

SOUND = bytes(range(256)) * 400


class ByteRangeTests(PrivateCase):
    def setUp(self):
        super().setUp()
        self.sound = DocumentFactory(
            title="Podcast",
            collection=self.document.collection,
            file__filename="podcast.mp3",
            file__data=SOUND,
        )

    def ask(self, byte_range="", **headers):
        """The response and its content."""
        headers |= {"Range": byte_range} if byte_range else {}
        response = self.client.get(self.sound.url, headers={"Accept-Encoding": "gzip", **headers})
        return response, b"".join(response) if response.streaming else response.content

    def test_the_whole_says_that_parts_can_be_asked(self):
        response, content = self.ask()

        self.assertEqual((response.status_code, content), (200, SOUND))
        self.assertEqual(response["Accept-Ranges"], "bytes")
        self.assertEqual(response["Content-Length"], str(len(SOUND)))
        self.assertNotIn("Content-Encoding", response)
        self.assertNotEqual(response.get("ETag"), '""')

    def test_each_way_to_ask_a_part(self):
        size = len(SOUND)
        for byte_range, first, last in [
            ("bytes=0-", 0, size - 1),
            ("bytes=0-1", 0, 1),
            ("bytes=100-199", 100, 199),
            ("bytes=90000-", 90000, size - 1),
            ("bytes=90000-999999", 90000, size - 1),
            ("bytes=-10", size - 10, size - 1),
            ("bytes=-999999", 0, size - 1),
        ]:
            with self.subTest(byte_range):
                response, content = self.ask(byte_range)

                self.assertEqual(response.status_code, 206)
                self.assertEqual(content, SOUND[first : last + 1])
                self.assertEqual(response["Content-Range"], f"bytes {first}-{last}/{size}")
                self.assertEqual(response["Content-Length"], str(last - first + 1))
                self.assertEqual(response["Content-Type"], "audio/mpeg")
                self.assertNotIn("Content-Encoding", response)
                self.assertEqual(response["Cache-Control"], "public, max-age=300")

    def test_what_is_not_there_is_refused(self):
        for byte_range in (f"bytes={len(SOUND)}-", "bytes=999999-9999999", "bytes=-0"):
            response, content = self.ask(byte_range)

            self.assertEqual((response.status_code, content), (416, b""), byte_range)
            self.assertEqual(response["Content-Range"], f"bytes */{len(SOUND)}")

    def test_what_is_not_understood_gets_the_whole(self):
        for byte_range in (
            "bytes=5-2",
            "bytes=0-1,5-6",
            "bytes=",
            "bytes=-",
            "bytes=a-b",
            "regels=0-1",
            f"bytes={'9' * 50}-",
        ):
            response, content = self.ask(byte_range)

            self.assertEqual((response.status_code, content), (200, SOUND), byte_range)

    def test_what_has_changed_comes_whole(self):
        self.sound.get_file_hash()
        whole, _content = self.ask()

        for validator, status in [
            (whole["ETag"], 206),
            (whole["Last-Modified"], 206),
            ('"anders"', 200),
            (f"W/{whole['ETag']}", 200),
            ("Thu, 01 Jan 1970 00:00:00 GMT", 200),
        ]:
            response, _content = self.ask("bytes=0-1", **{"If-Range": validator})

            self.assertEqual(response.status_code, status, validator)

        same, _content = self.ask("bytes=0-1", **{"If-None-Match": whole["ETag"]})
        self.assertEqual(same.status_code, 304)

    def test_only_what_it_would_get_is_told_to_who_asks_for_the_head(self):
        response = self.client.head(self.sound.url, headers={"Range": "bytes=0-1"})

        self.assertEqual((response.status_code, response["Accept-Ranges"]), (200, "bytes"))

    def test_no_part_of_a_private_one_without_the_password(self):
        restriction = self.make_private()

        question, content = self.ask("bytes=0-99")
        self.client.post(
            reverse("wagtaildocs_authenticate_with_password", args=[restriction.pk]),
            {"password": "x", "return_url": self.sound.url},
        )
        response, part = self.ask("bytes=0-99")

        self.assertNotIn(SOUND[:20], content)
        self.assertNotIn("Content-Range", question)
        self.assertEqual((response.status_code, part), (206, SOUND[:100]))
        self.assertEqual(response["Cache-Control"], "private, no-store")


class BoundsTests(SimpleTestCase):
    @given(st.integers(0, 50), st.integers(0, 60), st.integers(0, 60) | st.none())
    def test_a_part_lies_within_the_file(self, size, first, last):
        match = RANGE.fullmatch(f"bytes={first}-{'' if last is None else last}")

        start, end = bounds(size, **match.groupdict())

        self.assertEqual(
            bytes(size)[first : size if last is None else last + 1], bytes(max(0, end - start + 1))
        )
