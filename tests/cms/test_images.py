"""A picture says what it shows and who made it, and travels light."""

import io

from bs4 import BeautifulSoup
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import escape
from django.utils.translation import gettext as _
from PIL import Image as Picture

from cms.models import CustomImage
from tests.cms.cases import PublishingTestCase

SAY_WHAT_FOR = _("What does the picture show? Who can't see it hears this sentence.")
SAY_WHAT = _("Say in a few words what the picture shows, or tick “decorative”.")


def picture(kind="JPEG", size=(1000, 600)):
    """A real picture file."""
    file = io.BytesIO()
    Picture.effect_mandelbrot(size, (-2, -1.5, 1, 1.5), 50).convert("RGB").save(file, kind)
    return SimpleUploadedFile(f"foto.{kind.lower()}", file.getvalue(), content_type=f"image/{kind.lower()}")


class UploadTests(PublishingTestCase):
    def upload(self, **values):
        data = {"title": "Foto", "file": picture(), "collection": "1", "tags": "", **values}
        return self.client.post(reverse("wagtailimages:add"), data)

    def test_a_picture_without_a_description_is_refused(self):
        response = self.upload(description="", credit="An Peeters")

        self.assertEqual(response.context["form"].errors["description"], [SAY_WHAT])
        self.assertFalse(CustomImage.objects.exists())

    def test_a_picture_without_a_credit_is_refused(self):
        response = self.upload(description="Een tafel met mensen", credit="")

        self.assertIn("credit", response.context["form"].errors)

    def test_a_described_picture_is_kept(self):
        self.upload(description="Een tafel met mensen", credit="An Peeters")

        self.assertEqual(CustomImage.objects.get().default_alt_text, "Een tafel met mensen")

    def test_a_decorative_picture_needs_no_description(self):
        self.upload(description="", is_decorative="on", credit="An Peeters")

        self.assertEqual(CustomImage.objects.get().default_alt_text, "")

    def test_the_form_says_what_the_description_is_for(self):
        for name in ("wagtailimages:add", "wagtailimages_chooser:choose"):
            self.assertContains(
                self.client.get(reverse(name)), escape(SAY_WHAT_FOR), count=1, msg_prefix=name
            )

    def test_many_at_once_are_asked_the_same(self):
        response = self.client.post(
            reverse("wagtailimages:add_multiple"), {"files[]": picture(), "collection": "1"}
        )
        answer = response.json()
        upload = answer["uploaded_file_id"]
        url = reverse("wagtailimages:create_multiple_from_uploaded_image", args=[upload])
        prefix = f"uploaded-image-{upload}"
        values = {f"{prefix}-title": "Foto", f"{prefix}-collection": "1", f"{prefix}-credit": "An Peeters"}

        refused = self.client.post(url, values).json()
        kept = self.client.post(url, values | {f"{prefix}-description": "Een tafel"}).json()

        self.assertFalse(refused["success"])
        self.assertIn(SAY_WHAT, refused["form"])
        self.assertTrue(kept["success"])

    def test_avif_is_taken(self):
        self.upload(file=picture("AVIF"), description="Een tafel", credit="An Peeters")

        self.assertEqual(CustomImage.objects.get().width, 1000)


class PictureTests(PublishingTestCase):
    def setUp(self):
        super().setUp()
        cache.clear()  # it remembers renditions of other tests' pictures, with the same numbers

    def shown(self, kind="JPEG", **values):
        image = CustomImage.objects.create(
            title="Foto",
            file=picture(kind),
            **{"description": "Een tafel met mensen", "credit": "An Peeters", **values},
        )
        html = render_to_string("components/picture.html", {"image": image, "caption": "Vorige week"})
        return image, BeautifulSoup(html, "html.parser")

    def test_is_webp_with_width_and_height(self):
        for kind in ("JPEG", "PNG", "AVIF"):
            _image, html = self.shown(kind)

            [shown] = html.find_all("img")
            self.assertTrue(shown["src"].endswith(".webp"))
            self.assertEqual(int(shown["width"]) * 600, int(shown["height"]) * 1000)
            self.assertTrue(all(".webp" in source for source in shown["srcset"].split(", ")))

    def test_the_file_is_webp_indeed(self):
        image, _html = self.shown()

        with image.renditions.first().file.open() as file:
            self.assertEqual(Picture.open(file).format, "WEBP")

    def test_says_what_it_shows_and_who_made_it(self):
        _image, html = self.shown()

        self.assertEqual(html.img["alt"], "Een tafel met mensen")
        self.assertIn("An Peeters", html.figcaption.get_text())

    def test_a_decorative_picture_is_silent(self):
        _image, html = self.shown(description="", is_decorative=True)

        self.assertEqual(html.img["alt"], "")
