"""The bell of the examples: a sound file that players can read, made without a codec."""

import hashlib
from io import BytesIO
from struct import unpack

from django.test import SimpleTestCase

from home.management.examples.sound import BITS, FRAME, RATE, checksum, m4a_file
from media.documents import matches_extension

CONTAINERS = {b"moov", b"trak", b"mdia", b"minf", b"stbl"}


def boxes(content):
    """The content of each box of MPEG-4, by kind."""
    places, place = {}, 0
    while place < len(content):
        size, kind = unpack(">I4s", content[place : place + 8])
        inner = content[place + 8 : place + size]
        places |= boxes(inner) if kind in CONTAINERS else {kind: inner}
        place += size
    return places


class BellTests(SimpleTestCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.content = m4a_file("Drie slagen", ["880 880", "660"])
        cls.parts = boxes(cls.content)
        size, count = unpack(">II", cls.parts[b"stsz"][4:12])
        start = unpack(">I", cls.parts[b"stco"][8:12])[0]
        cls.frames = [
            cls.content[start + place * size : start + (place + 1) * size] for place in range(count)
        ]

    def test_it_is_what_the_site_takes_for_an_m4a_file(self):
        self.assertTrue(matches_extension(BytesIO(self.content), "m4a"))

    def test_it_lasts_as_long_as_it_says(self):
        length = unpack(">I", self.parts[b"mdhd"][16:20])[0]

        self.assertEqual(length, len(self.frames) * FRAME)
        self.assertAlmostEqual(length / RATE, 3.2, delta=FRAME / RATE)

    def test_every_frame_has_its_checksums(self):
        for number, frame in enumerate(self.frames):
            with self.subTest(number=number):
                self.assertEqual(frame[:2], b"\xff\xf8")
                self.assertEqual(checksum(frame[:6], 8, 0x07), 0)
                self.assertEqual(checksum(frame, 16, 0x8005), 0)

    def test_its_fingerprint_is_that_of_the_sound(self):
        samples = b"".join(frame[7:-2] for frame in self.frames)
        swapped = bytes(samples[place ^ 1] for place in range(len(samples)))

        self.assertEqual(BITS, 16)
        self.assertTrue(self.parts[b"stsd"].endswith(hashlib.md5(swapped, usedforsecurity=False).digest()))

    def test_it_can_be_heard_and_dies_away(self):
        first, last = (max(unpack(f">{FRAME}h", frame[7:-2])) for frame in (self.frames[0], self.frames[-1]))

        self.assertGreater(first, 10_000)
        self.assertLess(last, 1_000)

    def test_the_same_tones_make_the_same_file(self):
        self.assertEqual(m4a_file("Drie slagen", ["880 880 660"]), self.content)

    def test_a_bell_that_does_not_strike_is_refused(self):
        for lines in ([], ["440"] * 25):
            with self.subTest(lines=lines), self.assertRaises(ValueError):
                m4a_file("Stil", lines)
