"""All ways to upload have the same limits, and the public only gets renditions."""

import io
import json
from pathlib import Path

from bs4 import BeautifulSoup
from django.conf import settings
from django.core.cache import cache
from django.core.files.storage import default_storage, storages
from django.core.files.uploadedfile import SimpleUploadedFile
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import escape
from django.utils.translation import gettext as _
from PIL import Image
from wagtail.models import APIToken, UploadedFile
from wagtail.users.models import UserProfile

from cms.models import CustomImage
from cms.models.media import API_WIDTHS, LARGEST, PAGE_WIDTHS, PORTRAIT, SHARED_PICTURE, SIZES
from tests.cms.cases import PublishingTestCase
from tests.factories import ImageFactory, NewsPageFactory
from tests.media.pictures import drawn, grey16, picture_file, truncated, with_secrets
from tests.media.test_pictures import UNREADABLE

STILL = _("Of a moving picture the site shows the first image, standing still.")
ABOUT = {"title": "Foto", "description": "Een tafel", "credit": "An Peeters", "collection": "1"}


class PictureCase(PublishingTestCase):
    def upload_functions(self):
        """Maps each way to upload to a function of the file that returns the picture or the error messages."""
        return {
            "admin": self.add,
            "chooser": self.choose,
            "many at once": self.add_many,
            "write API": self.send,
            "in place of another": self.replace,
        }

    def add(self, file):
        response = self.client.post(reverse("wagtailimages:add"), {**ABOUT, "file": file})
        return self.newest() or response.context["form"].errors["file"]

    def choose(self, file):
        values = {f"image-chooser-upload-{name}": value for name, value in ABOUT.items()}
        response = self.client.post(
            reverse("wagtailimages_chooser:create"), values | {"image-chooser-upload-file": file}
        )
        self.assertEqual(response.status_code, 200)
        return self.newest() or [BeautifulSoup(response.json()["htmlFragment"], "html.parser").text]

    def add_many(self, file):
        response = self.client.post(
            reverse("wagtailimages:add_multiple"), {"files[]": file, "collection": "1"}
        ).json()
        if not response["success"]:
            return [response["error_message"]]
        key = response["uploaded_file_id"]
        values = {f"uploaded-image-{key}-{name}": value for name, value in ABOUT.items()}
        self.client.post(reverse("wagtailimages:create_multiple_from_uploaded_image", args=[key]), values)
        return self.newest()

    def send(self, file):
        _token, key = APIToken.create_token(user=self.chief, name="proef")
        response = self.client.post(
            "/api/cms/images/",
            {**ABOUT, "collection_id": "1", "file": file},
            headers={"authorization": f"Bearer {key}"},
        )
        return self.newest() or [json.dumps(response.json(), ensure_ascii=False)]

    def replace(self, file):
        image = ImageFactory()
        before = image.file.name
        response = self.client.post(reverse("wagtailimages:edit", args=[image.pk]), {**ABOUT, "file": file})
        image.refresh_from_db()
        return image if image.file.name != before else response.context["form"].errors["file"]

    def newest(self):
        return CustomImage.objects.order_by("pk").last()


class UploadTests(PictureCase):
    def test_a_broken_picture_is_refused_with_a_word_about_it(self):
        for name, upload in self.upload_functions().items():
            with self.subTest(name):
                messages = upload(truncated())

                self.assertIn(UNREADABLE, "".join(messages))

    def test_a_file_that_is_too_large_is_refused_however_small_the_picture(self):
        for name, upload in self.upload_functions().items():
            with self.subTest(name):
                file = picture_file("a.png", "PNG")
                padded = SimpleUploadedFile(
                    "a.png", file.read() + bytes(settings.WAGTAILIMAGES_MAX_UPLOAD_SIZE)
                )

                self.assertIn("te groot", "".join(upload(padded)))

    def test_a_picture_is_kept_without_secrets_and_upright(self):
        for name, upload in self.upload_functions().items():
            CustomImage.objects.all().delete()
            with self.subTest(name):
                image = upload(with_secrets(orientation=6))

                content = image.file.open().read()
                self.assertNotIn(b"GEHEIM", content)
                self.assertEqual((image.width, image.height), (40, 60))
                self.assertEqual(Image.open(io.BytesIO(content)).size, (40, 60))
                self.assertEqual(image.get_file_size(), len(content))

    def test_what_waits_for_its_form_is_no_more_than_that(self):
        self.client.post(
            reverse("wagtailimages:add_multiple"), {"files[]": with_secrets(), "collection": "1"}
        )

        waiting = UploadedFile.objects.get().file
        self.assertNotIn(b"GEHEIM", waiting.read())
        self.assertEqual(self.client.get(f"/media/{waiting.name}").status_code, 404)

    def test_a_picture_of_16_bits_is_shown(self):
        for name, upload in self.upload_functions().items():
            CustomImage.objects.all().delete()
            with self.subTest(name):
                image = upload(grey16())

                self.assertFalse(image.get_rendition(SHARED_PICTURE).is_missing)

    def test_a_jfif_is_a_jpeg(self):
        for name, upload in self.upload_functions().items():
            CustomImage.objects.all().delete()
            with self.subTest(name):
                image = upload(picture_file("foto.jfif"))

                self.assertEqual(Path(image.file.name).suffix, ".jpg")

    def test_every_form_says_that_a_moving_picture_stands_still(self):
        message = escape(STILL)
        for address in (
            reverse("wagtailimages:add"),
            reverse("wagtailimages:add_multiple"),
            reverse("wagtailimages_chooser:choose"),
        ):
            self.assertContains(self.client.get(address), message, msg_prefix=address)

    def test_what_a_program_stores_is_cleaned_too(self):
        image = CustomImage.objects.create(title="Foto", credit="An", file=with_secrets(orientation=6))

        self.assertNotIn(b"GEHEIM", image.file.open().read())
        self.assertEqual((image.width, image.height), (40, 60))
        image.refresh_from_db()
        self.assertEqual((image.width, image.height), (40, 60))


class SizeTests(PictureCase):
    def test_all_sizes_are_made_when_a_picture_comes_in(self):
        with self.captureOnCommitCallbacks(execute=True):
            image = self.add(picture_file(picture=drawn(size=(900, 600))))

        self.assertEqual(set(image.renditions.values_list("filter_spec", flat=True)), set(SIZES))

    def test_they_are_the_same_of_a_large_picture_that_is_read_once(self):
        for measures in ((2_420, 960), (3_200, 100)):
            image = ImageFactory(file__width=measures[0], file__height=measures[1])
            image.make_sizes()
            sizes = {size.filter_spec: (size.width, size.height) for size in image.renditions.all()}
            image.renditions.all().delete()
            cache.clear()
            for name in (LARGEST, SHARED_PICTURE):
                with self.subTest(measures=measures, size=name):
                    alone = image.get_rendition(name)

                    self.assertEqual(sizes[name][0], alone.width)
                    self.assertAlmostEqual(sizes[name][1], alone.height, delta=1)

    def test_another_focal_point_makes_those_that_it_cuts(self):
        with self.captureOnCommitCallbacks(execute=True):
            image = self.add(picture_file(picture=drawn(size=(900, 600))))

        with self.captureOnCommitCallbacks(execute=True):
            point = dict(zip(("x", "y", "width", "height"), (700, 100, 50, 50), strict=True))
            self.client.post(
                reverse("wagtailimages:edit", args=[image.pk]),
                ABOUT | {f"focal_point_{name}": value for name, value in point.items()},
            )

        self.assertEqual(image.renditions.filter(filter_spec=PORTRAIT).count(), 2)

    def test_a_visitor_finds_them_made(self):
        with self.captureOnCommitCallbacks(execute=True):
            image = self.add(picture_file(picture=drawn(size=(900, 600))))
        page = NewsPageFactory(parent=self.news, listing_image=image)
        before = set(image.renditions.values_list("pk", flat=True))
        default_storage.delete(image.file.name)

        self.assertContains(self.client.get(page.url), f"/media/images/{Path(image.file.name).stem}")
        self.assertEqual(set(image.renditions.values_list("pk", flat=True)), before)

    def test_the_edit_form_makes_no_size_of_the_whole(self):
        image = self.add(picture_file(picture=drawn(size=(1700, 10))))

        response = self.client.get(reverse("wagtailimages:edit", args=[image.pk]))

        self.assertContains(response, "1700x10")
        self.assertFalse(image.renditions.filter(filter_spec="original").exists())


class BrokenTests(PictureCase):
    """Stored files may be broken too, by a full disk or a partial restore."""

    def setUp(self):
        super().setUp()
        self.image = ImageFactory(file__width=900, file__height=700)
        path = Path(self.image.file.path)
        path.write_bytes(path.read_bytes()[:60])
        self.page = NewsPageFactory(parent=self.news, listing_image=self.image)

    def test_its_page_is_shown_without_it(self):
        response = self.client.get(self.page.url)

        self.assertEqual(response.status_code, 200)
        self.assertNotContains(response, "not-found")
        self.assertContains(response, "share/streekwijzer.")

    def test_so_is_everything_else_that_shows_the_page(self):
        for address in (
            self.news.url,
            f"{self.news.url}feed.atom",
            f"{self.news.url}feed.rss",
            f"{self.news.url}feed.json",
            f"/api/v1/news/{self.page.translation_key}",
            "/api/v1/news",
            f"/oembed?url={self.page.full_url}",
            f"/++api++{self.page.url}",
        ):
            response = self.client.get(address)

            self.assertEqual(response.status_code, 200, address)
            self.assertNotIn("not-found", response.content.decode(), address)

    def test_so_are_the_screens_of_the_admin(self):
        for address in (
            reverse("wagtailimages:index"),
            reverse("wagtailimages:edit", args=[self.image.pk]),
            reverse("wagtailimages:delete", args=[self.image.pk]),
            reverse("wagtailimages_chooser:choose"),
            reverse("wagtailimages_chooser:chosen", args=[self.image.pk]),
            reverse("wagtailadmin_pages:edit", args=[self.page.pk]),
        ):
            self.assertEqual(self.client.get(address).status_code, 200, address)

    def test_so_is_somebody_without_a_face(self):
        html = render_to_string("components/picture.html", {"image": self.image, "caption": "Vorige week"})

        self.assertNotIn("<img", html)


class PublicTests(PictureCase):
    def test_nobody_gets_what_was_uploaded(self):
        image = self.add(picture_file())

        for address in (f"/media/{image.file.name}", "/media/pictures.lock"):
            self.assertEqual(self.client.get(address).status_code, 404, address)

    def test_everybody_gets_what_is_made_of_it(self):
        address = self.add(picture_file()).get_rendition("width-400").url

        self.client.logout()
        response = self.client.get(address)

        self.assertEqual((response.status_code, response["content-type"]), (200, "image/webp"))
        self.assertEqual(response["X-Content-Type-Options"], "nosniff")

    def test_the_address_of_a_picture_is_one_that_answers(self):
        image = self.add(picture_file())

        self.assertEqual(self.client.get(image.file.url).status_code, 200)

    def test_the_public_folder_holds_sizes_of_pictures_alone(self):
        image = self.add(picture_file("zoek-mij.jpg"))
        image.get_rendition("width-400")

        self.assertFalse(storages["public"].exists(image.file.name))
        self.assertTrue(storages["public"].exists(image.get_rendition("width-400").file.name))

    def test_wagtails_previews_of_any_size_are_not_there(self):
        image = self.add(picture_file())

        for address in (f"{image.pk}/generate_url/", f"{image.pk}/preview/original/"):
            self.assertEqual(self.client.get(f"/admin/images/{address}").status_code, 404)


class AvatarTests(PublishingTestCase):
    def upload(self, file):
        address = reverse("wagtailadmin_account")
        tabs = self.client.get(address).context["panels_by_tab"].values()
        forms = [panel.get_form() for panels in tabs for panel in panels]
        filled = {bound.html_name: bound.value() or "" for form in forms for bound in form}
        return self.client.post(address, filled | {"avatar-avatar": file})

    def stored_file(self):
        return UserProfile.objects.get(user=self.chief).avatar

    def test_the_picture_of_a_colleague_is_kept_as_pictures_are(self):
        self.upload(with_secrets())

        self.assertNotIn(b"GEHEIM", self.stored_file().read())

    def test_one_that_is_broken_or_too_large_is_refused(self):
        for file in (truncated(), picture_file("a.png", "PNG", drawn("L", (8_000, 8_000)))):
            response = self.upload(file)

            self.assertEqual(response.status_code, 200)
            self.assertFalse(self.stored_file())

    def test_colleagues_see_it_and_nobody_else(self):
        self.upload(picture_file())
        address = reverse("avatar", args=[self.chief.pk])

        self.assertContains(self.client.get("/admin/"), address)
        self.assertEqual(self.client.get(address)["Content-Type"], "image/jpeg")
        self.assertEqual(self.client.get(f"/media/{self.stored_file().name}").status_code, 404)
        self.client.logout()
        self.assertEqual(self.client.get(address).status_code, 302)

    def test_who_has_none_has_no_address(self):
        self.assertEqual(self.client.get(reverse("avatar", args=[self.chief.pk])).status_code, 404)


class TemplateTests(PublishingTestCase):
    def test_every_size_that_the_site_shows_is_made_beforehand(self):
        self.assertLessEqual({*PAGE_WIDTHS, *API_WIDTHS, SHARED_PICTURE, PORTRAIT}, set(SIZES))
        for path in (settings.BASE_DIR / "templates").rglob("*.html"):
            if path.is_relative_to(settings.BASE_DIR / "templates/wagtailimages"):
                continue  # the admin's own window, for who is signed in
            text = path.read_text()
            for tag in ("{% image ", "{% srcset_image ", "{% picture_image "):
                self.assertNotIn(tag, text, path)
