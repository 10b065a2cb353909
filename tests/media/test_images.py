"""Images have a text alternative and a credit, and small renditions."""

import io

from bs4 import BeautifulSoup
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

    def test_its_licence_is_chosen_with_it(self):
        self.upload(description="Een tafel", credit="An Peeters", licence="cc-by")

        self.assertEqual(CustomImage.objects.get().licence, "cc-by")

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
        data = response.json()
        upload = data["uploaded_file_id"]
        url = reverse("wagtailimages:create_multiple_from_uploaded_image", args=[upload])
        prefix = f"uploaded-image-{upload}"
        values = {f"{prefix}-title": "Foto", f"{prefix}-collection": "1", f"{prefix}-credit": "An Peeters"}

        refused = self.client.post(url, values).json()
        response = self.client.post(url, values | {f"{prefix}-description": "Een tafel"}).json()

        self.assertFalse(refused["success"])
        self.assertIn(SAY_WHAT, refused["form"])
        self.assertTrue(response["success"])

    def test_avif_is_taken(self):
        self.upload(file=picture("AVIF"), description="Een tafel", credit="An Peeters")

        self.assertEqual(CustomImage.objects.get().width, 1000)


class PictureTests(PublishingTestCase):
    def rendered(self, kind="JPEG", **values):
        image = CustomImage.objects.create(
            title="Foto",
            file=picture(kind),
            **{"description": "Een tafel met mensen", "credit": "An Peeters", **values},
        )
        html = render_to_string("components/picture.html", {"image": image, "caption": "Vorige week"})
        return image, BeautifulSoup(html, "html.parser")

    def test_is_webp_with_width_and_height(self):
        for kind in ("JPEG", "PNG", "AVIF"):
            _image, html = self.rendered(kind)

            [img] = html.find_all("img")
            self.assertTrue(img["src"].endswith(".webp"))
            self.assertAlmostEqual(int(img["width"]) * 0.6, int(img["height"]), delta=0.5)
            self.assertTrue(all(".webp" in source for source in img["srcset"].split(", ")))

    def test_the_file_is_webp_indeed(self):
        image, _html = self.rendered()

        with image.renditions.first().file.open() as file:
            self.assertEqual(Picture.open(file).format, "WEBP")

    def test_says_what_it_shows_and_who_made_it(self):
        _image, html = self.rendered()

        self.assertEqual(html.img["alt"], "Een tafel met mensen")
        self.assertIn("An Peeters", html.figcaption.get_text())

    def test_a_decorative_picture_is_silent(self):
        _image, html = self.rendered(description="", is_decorative=True)

        self.assertEqual(html.img["alt"], "")

    def test_a_licence_stands_with_the_credit(self):
        _image, html = self.rendered(licence="cc-by")

        self.assertEqual(html.figcaption.a.get_text(), "CC BY 4.0")
        self.assertEqual(html.figcaption.a["href"], "https://creativecommons.org/licenses/by/4.0/")

    def test_without_a_licence_there_is_no_link(self):
        _image, html = self.rendered()

        self.assertIsNone(html.figcaption.a)
