"""Uploaded pictures are rewritten: fully decoded, upright, limited, without metadata; or rejected."""

import io
import threading
import time

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import SimpleTestCase, override_settings
from django.utils.translation import gettext as _
from PIL import Image

from media import pictures
from media.pictures import CleanPicture, PictureError, clean_picture, one_at_a_time
from tests.media.pictures import (
    GPS,
    SRGB,
    camera_data,
    drawn,
    grey16,
    moving_gif,
    named,
    picture_file,
    truncated,
    with_secrets,
)

UNREADABLE = _(
    "This file can't be read as a picture, or only in part. Open it on your own computer, save it again as JPG or"
    " PNG, and upload that."
)
TOO_LARGE = _(
    "This picture has too many pixels to read. Make it smaller first: 5,000 pixels wide is more than enough."
)


def cleaned(file):
    """The stored picture."""
    clean = clean_picture(file, file.name)
    assert isinstance(clean, CleanPicture)
    picture = Image.open(io.BytesIO(clean.read()))
    picture.load()
    return clean.name, picture


class KindTests(SimpleTestCase):
    def test_each_kind_is_kept_as_one_that_browsers_and_pillow_know(self):
        for file, name, mode in [
            (picture_file(), "foto.jpg", "RGB"),
            (picture_file("foto.jfif"), "foto.jpg", "RGB"),
            (picture_file("dubbel.jpg", "MPO"), "dubbel.jpg", "RGB"),
            (picture_file("pers.jpg", picture=drawn("CMYK")), "pers.jpg", "RGB"),
            (picture_file("grijs.jpg", picture=drawn("L")), "grijs.jpg", "L"),
            (picture_file("a.webp", "WEBP"), "a.jpg", "RGB"),
            (picture_file("a.avif", "AVIF"), "a.jpg", "RGB"),
            (picture_file("a.heic", "HEIF"), "a.jpg", "RGB"),
            (picture_file("a.webp", "WEBP", Image.new("RGBA", (9, 9), (9, 9, 9, 99))), "a.png", "RGBA"),
            (
                picture_file("dicht.webp", "WEBP", Image.new("RGBA", (9, 9), (9, 9, 9, 255))),
                "dicht.jpg",
                "RGB",
            ),
            (picture_file("lijn.png", "PNG", drawn("1")), "lijn.png", "L"),
            (picture_file("kleurtjes.png", "PNG", drawn("P")), "kleurtjes.png", "RGB"),
            (picture_file("gat.png", "PNG", Image.new("P", (9, 9)), transparency=0), "gat.png", "RGBA"),
            (picture_file("dicht.png", "PNG", drawn("LA")), "dicht.png", "RGB"),
            (grey16(), "scan.png", "L"),
            (moving_gif(), "beweegt.png", "RGB"),
        ]:
            with self.subTest(file=file.name, mode=mode):
                kept_name, picture = cleaned(file)

                self.assertEqual((kept_name, picture.mode), (name, mode))

    def test_16_bits_of_grey_keep_their_shades(self):
        _name, picture = cleaned(grey16())

        self.assertEqual(picture.getextrema(), (128, 128))

    def test_what_is_called_otherwise_is_kept_as_what_it_is(self):
        name, picture = cleaned(named("foto.png", picture_file()))

        self.assertEqual((name, picture.format), ("foto.jpg", "JPEG"))

    def test_what_is_no_picture_whole_is_refused(self):
        svg = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
        bmp = picture_file("a.bmp", "BMP").read()
        for content in (b"", b"x", b"\x89PNG\r\n\x1a\n", svg, bmp, truncated().read()):
            with self.subTest(content[:20]), self.assertRaises(PictureError) as refusal:
                clean_picture(io.BytesIO(content), "foto.png")

            self.assertEqual(str(refusal.exception), UNREADABLE)


class SecretTests(SimpleTestCase):
    def test_nothing_tells_where_and_by_whom_it_was_made(self):
        for name, kind in (("a.jpg", "JPEG"), ("a.png", "PNG"), ("a.webp", "WEBP"), ("a.avif", "AVIF")):
            file = with_secrets(name=name, kind=kind)
            self.assertIn(GPS, file.read())
            with self.subTest(kind):
                clean = clean_picture(file, name)

                content = clean.read()
                for secret in (b"GEHEIM", b"Peeters", b"Exif", GPS):
                    self.assertNotIn(secret, content)
                self.assertEqual(dict(Image.open(io.BytesIO(content)).getexif()), {})

    def test_it_stands_upright(self):
        for orientation, corner in ((1, (30, 2)), (3, (30, 37)), (6, (37, 30)), (8, (2, 30))):
            with self.subTest(orientation):
                _name, picture = cleaned(with_secrets(orientation))

                self.assertEqual(picture.size, (40, 60) if orientation > 4 else (60, 40))
                self.assertLess(picture.convert("L").getpixel(corner), 60)

    def test_broken_camera_data_are_no_reason_to_refuse(self):
        exif = camera_data().tobytes()

        _name, picture = cleaned(picture_file(exif=exif[:30] + b"\xff" * 40))

        self.assertEqual(picture.size, (60, 40))

    def test_its_colours_stay_what_they_were(self):
        _name, picture = cleaned(picture_file(icc_profile=SRGB))

        self.assertEqual(picture.info["icc_profile"], SRGB)

    def test_a_profile_of_other_colours_goes(self):
        _name, picture = cleaned(picture_file(picture=drawn("L"), icc_profile=SRGB))

        self.assertNotIn("icc_profile", picture.info)


@override_settings(PICTURE_PIXELS=600, WAGTAILIMAGES_MAX_IMAGE_PIXELS=2_400)
class BoundTests(SimpleTestCase):
    def test_a_large_one_is_made_smaller(self):
        for name, kind in (("a.jpg", "JPEG"), ("a.png", "PNG"), ("a.gif", "GIF")):
            _name, picture = cleaned(picture_file(name, kind))

            self.assertEqual(picture.size, (30, 20))

    def test_one_within_bounds_keeps_its_size(self):
        _name, picture = cleaned(picture_file(picture=drawn(size=(30, 20))))

        self.assertEqual(picture.size, (30, 20))

    def test_one_that_takes_too_much_memory_is_refused(self):
        for kind, size, options in [
            ("PNG", (60, 41), {}),
            ("WEBP", (60, 25), {}),
            ("JPEG", (60, 41), {"progressive": True}),
            ("JPEG", (90, 81), {}),
        ]:
            file = picture_file("a", kind, drawn(size=size), **options)
            with self.subTest(kind), self.assertRaises(PictureError) as refusal:
                clean_picture(file, "a")

            self.assertEqual(str(refusal.exception), TOO_LARGE)

    def test_of_a_plain_jpeg_more_can_be_decoded(self):
        _name, picture = cleaned(picture_file(picture=drawn(size=(90, 80))))

        self.assertLessEqual(picture.width * picture.height, 600)

    def test_what_pillow_calls_a_bomb_is_refused(self):
        header = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + b"\x7f\xff\xff\xff" * 2 + b"\x08\x02\0\0\0"
        bomb = header + b"\0" * 40

        with self.assertRaises(PictureError):
            clean_picture(io.BytesIO(bomb), "bom.png")


class SideTests(SimpleTestCase):
    def test_no_side_is_longer_than_webp_can_hold(self):
        _name, picture = cleaned(picture_file("lint.png", "PNG", drawn("L", (20_000, 2))))

        self.assertEqual(picture.size, (16_383, 1))

    def test_the_bounds_are_fifty_megapixels_to_read_and_twenty_five_to_keep(self):
        self.assertEqual(pictures.size_to_keep(5_000, 5_000), (5_000, 5_000))
        width, height = pictures.size_to_keep(10_000, 5_000)
        self.assertLessEqual(width * height, 25_000_000)
        self.assertGreater(width * height, 24_900_000)


class TurnTests(SimpleTestCase):
    def test_one_picture_at_a_time_is_decoded(self):
        working, most = [], []

        def work():
            with one_at_a_time():
                working.append(1)
                most.append(len(working))
                time.sleep(0.02)
                working.pop()

        threads = [threading.Thread(target=work) for _number in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

        self.assertEqual(most, [1, 1, 1, 1])

    def test_who_waited_too_long_is_asked_to_try_again(self):
        wait, pictures.WAIT_SECONDS = pictures.WAIT_SECONDS, 0
        self.addCleanup(setattr, pictures, "WAIT_SECONDS", wait)

        with one_at_a_time(), self.assertRaises(PictureError) as refusal:
            clean_picture(picture_file(), "foto.jpg")

        self.assertEqual(
            str(refusal.exception), _("Other pictures are being worked on right now. Try again in a minute.")
        )


class NameTests(SimpleTestCase):
    def test_the_name_stays_but_for_its_ending(self):
        clean = clean_picture(picture_file("a", "WEBP"), "Zomer 2026.v2.webp")

        self.assertEqual((clean.name, clean.content_type), ("Zomer 2026.v2.jpg", "image/jpeg"))
        self.assertIsInstance(clean, SimpleUploadedFile)
