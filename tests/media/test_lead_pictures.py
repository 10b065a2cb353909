"""The picture above a text: whole, never larger than it is, and for the press to download."""

import io
import re

from bs4 import BeautifulSoup
from django.core.files.base import ContentFile
from PIL import Image
from wagtail.models import Collection, CollectionViewRestriction, PageViewRestriction

from cms.models import CustomImage, Publisher
from news.models import NewsIndexPage
from tests.cases import SiteTestCase
from tests.events.factories import EventIndexPageFactory, EventPageFactory
from tests.factories import ImageFactory, NewsPageFactory
from tests.media.pictures import with_secrets
from tests.platforms.factories import PlatformPageFactory

SHAPES = {"portrait": (600, 1500), "tiny": (60, 40), "panorama": (3000, 90), "huge": (4000, 3000)}
CC_BY = "https://creativecommons.org/licenses/by/4.0/"


class LeadPictureTests(SiteTestCase):
    def html_of(self, page):
        return BeautifulSoup(self.client.get(page.url).content, "html.parser")

    def lead_of(self, size, parent=None, factory=NewsPageFactory):
        image = ImageFactory(file__width=size[0], file__height=size[1])
        return self.html_of(factory(parent=parent or self.news, listing_image=image)).find("main").img

    def test_it_is_neither_distorted_nor_larger_than_it_is(self):
        for name, (width, height) in SHAPES.items():
            with self.subTest(name):
                shown = self.lead_of((width, height))

                shown_width, shown_height = int(shown["width"]), int(shown["height"])
                self.assertLessEqual(shown_width, width)
                self.assertAlmostEqual(shown_width * height / width, shown_height, delta=1)

    def test_a_portrait_leaves_room_for_the_text_below(self):
        shown = self.lead_of(SHAPES["portrait"])

        self.assertEqual(shown["height"], "560")

    def test_a_large_one_fills_its_column(self):
        agenda = EventIndexPageFactory(parent=self.home)

        widths = {
            self.lead_of((1600, 900))["width"],
            self.lead_of((1600, 900), agenda, EventPageFactory)["width"],
        }

        self.assertEqual(widths, {"656", "832"})

    def test_no_width_stands_twice_and_sizes_tell_the_width_shown(self):
        for name, size in SHAPES.items():
            with self.subTest(name):
                shown = self.lead_of(size)

                widths = re.findall(r" (\d+)w", shown.get("srcset", ""))
                self.assertEqual(len(widths), len(set(widths)))
                if widths:
                    self.assertEqual(shown["sizes"], f"min({shown['width']}px, 100vw)")

    def test_the_browser_loads_it_at_once(self):
        self.assertNotIn("loading", self.lead_of((900, 600)).attrs)


class DownloadTests(SiteTestCase):
    def setUp(self):
        self.image = CustomImage.objects.create(
            title="Foto", description="Een tafel", credit="An Peeters", file=with_secrets()
        )
        self.page = NewsPageFactory(parent=self.news, slug="nieuw", listing_image=self.image)

    def download(self, kind="jpg", page=None):
        return self.client.get(f"{(page or self.page).url}foto.{kind}")

    def reuse(self):
        html = BeautifulSoup(self.client.get(self.page.url).content, "html.parser")
        return html.select_one("details.reuse")

    def test_it_is_the_whole_picture_without_metadata(self):
        response = self.download()

        content = response.getvalue()
        self.assertNotIn(b"GEHEIM", content)
        self.assertFalse(Image.open(io.BytesIO(content)).getexif())
        self.assertEqual(Image.open(io.BytesIO(content)).size, (self.image.width, self.image.height))

    def test_it_is_a_file_to_save_for_a_few_minutes(self):
        response = self.download()

        self.assertEqual(response["Content-Type"], "image/jpeg")
        self.assertEqual(response["Content-Disposition"], 'attachment; filename="nieuw.jpg"')
        self.assertEqual(int(response["Content-Length"]), len(response.getvalue()))
        self.assertEqual(response["Cache-Control"], "public, max-age=300")

    def test_a_file_that_was_never_cleaned_stays_inside(self):
        self.image.file.storage.delete(self.image.file.name)
        self.image.file.storage.save(self.image.file.name, ContentFile(with_secrets().read()))

        self.assertEqual(self.download().status_code, 404)

    def test_one_of_a_private_collection_stays_inside(self):
        closed = Collection.get_first_root_node().add_child(name="Besloten")
        CollectionViewRestriction.objects.create(collection=closed, restriction_type="login")
        below = closed.add_child(name="Eronder")
        self.image.collection = below
        self.image.save()

        self.assertEqual(self.download().status_code, 404)
        self.assertIsNone(self.reuse())
        self.assertIsNone(self.in_api()["download_url"])

    def test_one_of_a_page_that_is_not_for_all_stays_inside(self):
        restriction = PageViewRestriction.objects.create(page=self.page, restriction_type="login")
        self.assertEqual(self.download().status_code, 404)
        restriction.delete()

        self.page.unpublish()
        self.assertEqual(self.download().status_code, 404)

    def test_who_may_read_a_closed_page_is_offered_no_file(self):
        PageViewRestriction.objects.create(page=self.page, restriction_type="password", password="geheim")
        session = self.client.session
        session["passed_page_view_restrictions"] = [self.page.get_view_restrictions().get().pk]
        session.save()

        response = self.client.get(self.page.url)

        self.assertContains(response, "<figure>")
        self.assertNotContains(response, "foto.jpg")

    def test_there_is_no_other_kind_or_size(self):
        for address in ("foto.png", "foto.webp", "foto.jpg/", "foto-400.jpg"):
            self.assertEqual(self.client.get(f"{self.page.url}{address}").status_code, 404, address)

    def test_a_page_without_picture_has_none(self):
        page = NewsPageFactory(parent=self.news)

        self.assertEqual(self.download(page=page).status_code, 404)
        self.assertNotContains(self.client.get(page.url), "foto.jpg")

    def test_below_the_picture_stand_file_maker_and_licence(self):
        self.image.licence = "cc-by"
        self.image.save()

        reuse = self.reuse()

        self.assertTrue(reuse.find("a", download=True)["href"].endswith(f"{self.page.url}foto.jpg"))
        self.assertIn("An Peeters", reuse.get_text())
        self.assertEqual(reuse.find("a", rel="license")["href"], CC_BY)

    def test_without_a_licence_it_says_that_one_has_to_ask(self):
        self.assertIn("vraag het voor je de foto gebruikt", self.reuse().get_text())

    def test_the_publisher_answers_for_a_page_of_no_platform(self):
        site = self.home.get_site()
        Publisher.objects.update_or_create(site=site, defaults={"name": "Uitgever", "email": "pers@x.be"})

        link = self.reuse().find("a", href="mailto:pers@x.be")

        self.assertEqual(link.get_text(), "Uitgever")

    def test_the_platform_answers_for_its_own_pages(self):
        platform = PlatformPageFactory(parent=self.home, title="Westhoek")
        news = platform.get_children().type(NewsIndexPage).get()
        self.page = NewsPageFactory(parent=news, listing_image=self.image)

        self.assertEqual(self.reuse().find("a", string="Westhoek")["href"], platform.url)

    def in_api(self):
        return self.client.get(f"/api/v1/news/{self.page.translation_key}").json()["image"]

    def test_programs_find_the_file_too(self):
        picture = self.in_api()

        self.assertEqual(picture["download_url"], f"{self.page.full_url}foto.jpg")
        self.assertEqual((picture["credit"], picture["licence"]), ("An Peeters", None))
