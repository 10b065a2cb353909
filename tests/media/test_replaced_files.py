"""A picture whose file is replaced keeps its addresses for a while: pages that others kept go on showing it."""

import datetime
from unittest import mock

from django.core.files.storage import storages
from django.core.management import CommandError, call_command
from django.urls import reverse
from django.utils import timezone

from cms.models import CustomImage, ReplacedRendition
from cms.models.media import PAGE_WIDTHS
from cms.models.replaced_files import KEPT_FOR
from tests.caching.test_responses import ResponseCacheCase
from tests.cases import SiteTestCase
from tests.factories import NewsPageFactory
from tests.media.pictures import drawn, picture_file
from tests.permissions.factories import a_user

SHOWN = PAGE_WIDTHS[0]
ABOUT = {"title": "Foto", "description": "Een tafel", "credit": "An Peeters", "collection": "1"}


def later(days):
    return mock.patch(
        "django.utils.timezone.now", return_value=timezone.now() + datetime.timedelta(days=days)
    )


class ReplacingMixin:
    def a_picture(self):
        with self.captureOnCommitCallbacks(execute=True):
            return CustomImage.objects.create(
                title="Foto", description="Een tafel", credit="An Peeters", file=picture_file("oud.jpg")
            )

    def replace(self, image, file=None):
        self.client.force_login(a_user(is_superuser=True))
        file = file or picture_file("nieuw.jpg", picture=drawn(size=(80, 50)))
        with self.captureOnCommitCallbacks(execute=True):
            response = self.client.post(
                reverse("wagtailimages:edit", args=[image.pk]), {**ABOUT, "file": file}
            )
        self.assertEqual(response.status_code, 302)
        self.client.logout()
        image.refresh_from_db()


class PictureTests(ReplacingMixin, SiteTestCase):
    def setUp(self):
        self.image = self.a_picture()
        self.page = NewsPageFactory(parent=self.news, listing_image=self.image)
        self.old = self.image.get_rendition(SHOWN).url

    def status(self, address):
        return self.client.get(address).status_code

    def test_pages_show_the_new_one_at_once(self):
        self.replace(self.image)

        new = self.image.get_rendition(SHOWN).url
        self.assertNotEqual(new, self.old)
        self.assertContains(self.client.get(self.page.url), new)

    def test_the_old_address_works_for_a_while_and_no_longer(self):
        self.replace(self.image)
        with later(days=KEPT_FOR.days - 1):
            call_command("tick")
            before = self.status(self.old)
        with later(days=KEPT_FOR.days + 1):
            call_command("tick")

        self.assertEqual((before, self.status(self.old)), (200, 404))
        self.assertFalse(ReplacedRendition.objects.exists())
        self.assertEqual(self.status(self.image.get_rendition(SHOWN).url), 200)

    def test_the_upload_itself_goes_at_once(self):
        name = self.image.file.name

        self.replace(self.image)

        self.assertFalse(self.image.file.storage.exists(name))

    def test_a_picture_that_is_deleted_takes_them_along(self):
        self.replace(self.image)

        with self.captureOnCommitCallbacks(execute=True):
            self.image.delete()

        self.assertEqual(self.status(self.old), 404)

    def test_a_picture_whose_consent_has_ended_takes_them_along(self):
        self.replace(self.image)
        self.image.consent_until = timezone.localdate() - datetime.timedelta(days=1)

        with self.captureOnCommitCallbacks(execute=True):
            self.image.save()

        self.assertEqual(self.status(self.old), 404)

    def test_a_change_without_a_file_keeps_everything(self):
        self.client.force_login(a_user(is_superuser=True))

        self.client.post(reverse("wagtailimages:edit", args=[self.image.pk]), {**ABOUT, "title": "Anders"})

        self.assertFalse(ReplacedRendition.objects.exists())
        self.assertEqual(self.status(self.old), 200)

    def test_while_the_storage_is_away_it_is_tried_again(self):
        self.replace(self.image)
        storage = type(storages["public"])
        with later(days=KEPT_FOR.days + 1):
            with mock.patch.object(storage, "delete", side_effect=OSError):
                self.assertRaises(CommandError, call_command, "tick")
            left = ReplacedRendition.objects.exists()
            call_command("tick")

        self.assertTrue(left)
        self.assertEqual(self.status(self.old), 404)


class KeptPageTests(ReplacingMixin, ResponseCacheCase):
    def test_a_page_that_somebody_kept_still_shows_a_picture_and_ours_shows_the_new_one(self):
        image = self.a_picture()
        page = NewsPageFactory(parent=self.news, listing_image=image)
        self.is_kept(page.url)
        old = image.get_rendition(SHOWN).url
        kept_by_a_browser = self.get(page.url).body.decode()

        self.replace(image)

        self.assertIn(old, kept_by_a_browser)
        self.assertEqual(self.client.get(old).status_code, 200)
        self.assertNotIn(old, self.get(page.url).body.decode())
