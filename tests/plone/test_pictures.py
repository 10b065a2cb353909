"""The picture of a page, with Plone's sizes, at addresses below the page."""

from django.utils import timezone
from wagtail.models import Page, PageViewRestriction

from tests.factories import ImageFactory, NewsPageFactory

from .cases import DialectCase, basic


class PictureTests(DialectCase):
    @classmethod
    def setUpTestData(cls):
        super().setUpTestData()
        cls.image = ImageFactory(description="Buren aan tafel.", file__width=1000, file__height=500)
        cls.shown = NewsPageFactory(parent=cls.news, slug="met-foto", listing_image=cls.image)

    def picture(self):
        return self.get_json("nieuws/met-foto")["image"]

    def ask(self, path, user=None, prefix=""):
        return self.client.get(f"{prefix}/{path}", **(basic(user) if user else {}))

    def test_it_has_what_volto_reads(self):
        picture = self.picture()

        self.assertEqual(picture["download"], "http://testserver/nieuws/met-foto/@@images/image")
        self.assertEqual((picture["content-type"], picture["width"]), ("image/webp", 1000))
        self.assertEqual(picture["scales"]["preview"]["width"], 400)
        self.assertEqual(
            picture["scales"]["large"]["download"], "http://testserver/nieuws/met-foto/@@images/image/large"
        )
        self.assertEqual(picture["alt"], "Buren aan tafel.")

    def test_each_address_leads_to_a_size_that_is_wide_enough(self):
        for prefix in ("", "/++api++"):
            for end, width in (
                ("image/preview", 400),
                ("image/teaser", 800),
                ("image/huge", 1000),
                ("image", 1000),
            ):
                with self.subTest(prefix=prefix, end=end):
                    response = self.ask(f"nieuws/met-foto/@@images/{end}", prefix=prefix)

                    [url] = [each["url"] for each in self.picture()["renditions"] if each["width"] == width]
                    self.assertEqual((response.status_code, response["Location"]), (302, url))

    def test_the_name_of_a_file_leads_to_it(self):
        name = self.picture()["filename"]

        response = self.ask(f"nieuws/met-foto/@@images/{name}")

        self.assertTrue(response["Location"].endswith(name))

    def test_what_is_no_picture_is_404(self):
        for path in (
            "nieuws/eerste/@@images/image",
            "nieuws/met-foto/@@images/image/reusachtig",
            "nieuws/met-foto/@@images/weg.webp",
            "nieuws/met-foto/@@images/image/large/x",
            "nieuws/bestaat-niet/@@images/image",
        ):
            with self.subTest(path):
                self.assert_error(self.ask(path), 404)

    def test_a_page_of_no_type_of_ours_is_404(self):
        self.home.add_child(instance=Page(title="Kaal", slug="kaal"))

        for path in ("kaal/@@images/image", "++api++/kaal"):
            with self.subTest(path):
                self.assert_error(self.ask(path), 404)

    def test_a_picture_of_what_is_hidden_is_hidden(self):
        draft = NewsPageFactory(
            parent=self.own_lists["news"], slug="ontwerp", live=False, listing_image=self.image
        )
        draft.save_revision(clean=False)
        path = "platformen/heuvelland/nieuws/ontwerp/@@images/image"

        self.assert_error(self.ask(path), 404)
        self.assertEqual(self.ask(path, user=self.member).status_code, 302)
        PageViewRestriction.objects.create(page=self.news, restriction_type=PageViewRestriction.LOGIN)
        self.assert_error(self.ask("nieuws/met-foto/@@images/image"), 401)

    def test_a_picture_that_was_withdrawn_is_gone(self):
        self.image.consent_until = timezone.localdate() - timezone.timedelta(days=1)
        self.image.save()

        self.assertIsNone(self.picture())
        self.assert_error(self.ask("nieuws/met-foto/@@images/image"), 404)
