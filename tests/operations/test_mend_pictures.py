"""What was stored before uploads were written anew is mended, or listed where only a person can mend it."""

import io
from importlib import import_module
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.test import override_settings
from PIL import Image

from cms.models import CustomImage
from cms.models.media import SIZES
from tests.cases import SiteTestCase
from tests.factories import ImageFactory, NewsPageFactory
from tests.media.pictures import drawn, grey16, picture_file, truncated, with_secrets

clean_pictures = import_module("cms.migrations.0013_clean_pictures")
move_public_files = import_module("cms.migrations.0012_move_public_files")


def as_it_was_stored(file, name="oud.jpg"):
    """A picture of before: its file as it was sent."""
    image = ImageFactory(file__filename=name, file__width=9, file__height=9)
    content = file.read()
    Path(image.file.path).write_bytes(content)
    try:
        width, height = Image.open(io.BytesIO(content)).size
    except OSError:
        width, height = 10, 10
    CustomImage.objects.filter(pk=image.pk).update(width=width, height=height, file_size=None, file_hash="")
    return CustomImage.objects.get(pk=image.pk)


def mended():
    output = io.StringIO()
    call_command("mend_pictures", stdout=output)
    return output.getvalue()


class MendTests(SiteTestCase):
    def test_secrets_go_from_the_picture_and_its_sizes(self):
        image = as_it_was_stored(with_secrets(orientation=6))
        size = Path(image.get_rendition("width-400").file.path)
        size.write_bytes(b"GEHEIM")

        mended()

        image = CustomImage.objects.get(pk=image.pk)
        self.assertNotIn(b"GEHEIM", image.file.open().read())
        self.assertEqual((image.width, image.height), (40, 60))
        self.assertFalse(size.exists() and size.read_bytes() == b"GEHEIM")
        self.assertEqual(image.file_size, image.file.size)
        self.assertEqual(image.renditions.count(), len(SIZES))

    @override_settings(PICTURE_PIXELS=600)
    def test_a_large_one_is_made_smaller_with_its_focal_point(self):
        image = as_it_was_stored(picture_file())
        CustomImage.objects.filter(pk=image.pk).update(
            focal_point_x=30, focal_point_y=20, focal_point_width=10, focal_point_height=8
        )

        mended()

        image = CustomImage.objects.get(pk=image.pk)
        self.assertEqual((image.width, image.height), (30, 20))
        point = image.get_focal_point()
        self.assertEqual((*point.centroid, point.width, point.height), (15, 10, 5, 4))

    def test_what_webp_can_not_hold_is_converted(self):
        image = as_it_was_stored(grey16(), "scan.png")
        page = NewsPageFactory(parent=self.news, listing_image=image)

        mended()

        self.assertContains(self.client.get(page.url), ".width-400.webp")

    def test_one_that_is_clean_stays_as_it_is(self):
        image = ImageFactory()
        before = image.file.name

        mended()

        self.assertEqual(CustomImage.objects.get(pk=image.pk).file.name, before)

    def test_what_can_not_be_read_is_listed_and_kept(self):
        broken, gone = as_it_was_stored(truncated(), "half.jpg"), as_it_was_stored(picture_file(), "weg.jpg")
        Path(gone.file.path).unlink()

        output = mended()

        for image in (broken, gone):
            self.assertIn(f"Picture {image.pk} ({image.title}, {image.file.name}): ", output)
        self.assertTrue(Path(broken.file.path).exists())

    @override_settings(WAGTAILIMAGES_MAX_IMAGE_PIXELS=2_000, PICTURE_PIXELS=1_000)
    def test_one_of_before_there_were_bounds_is_decoded_for_nobody_unless_an_operator_says_so(self):
        image = as_it_was_stored(picture_file("oud.png", "PNG"), "oud.png")

        self.assertTrue(image.get_rendition("width-400").is_missing)
        self.assertIn(f"Picture {image.pk} ", mended())

        call_command("mend_pictures", megapixels=1)
        self.assertFalse(CustomImage.objects.get(pk=image.pk).get_rendition("width-400").is_missing)

    def test_the_migration_does_the_same(self):
        image, broken = as_it_was_stored(with_secrets()), as_it_was_stored(truncated())

        clean_pictures.clean(apps, None)

        self.assertNotIn(b"GEHEIM", CustomImage.objects.get(pk=image.pk).file.open().read())
        self.assertTrue(Path(broken.file.path).exists())

    def test_what_is_public_moves_to_a_folder_of_its_own_and_back(self):
        rendition = as_it_was_stored(picture_file(picture=drawn())).get_rendition("width-400")
        old, new = Path(settings.MEDIA_ROOT, rendition.file.name), Path(rendition.file.path)

        move_public_files.put_back(apps, None)
        self.assertTrue(old.exists())
        move_public_files.make_public(apps, None)

        self.assertTrue(new.exists())
        self.assertFalse(old.exists())
