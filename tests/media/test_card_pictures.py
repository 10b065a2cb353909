"""Lists show the pictures of their pages: cut to 3:2 around the focal point, and made before anybody visits."""

import io
import re

import pytest
from bs4 import BeautifulSoup
from django.core.cache import cache
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from PIL import Image

from cms.models import CustomImage, CustomRendition
from cms.models.card_pictures import card_pictures
from cms.models.media import CARD_SIZES, STAND_IN
from home.models import FeaturedPractice
from tests.cases import SiteTestCase
from tests.events.factories import EventIndexPageFactory, EventPageFactory
from tests.factories import ImageFactory, NewsPageFactory
from tests.platforms.factories import PlatformIndexPageFactory, PlatformPageFactory
from tests.practices.factories import PracticeIndexPageFactory, PracticePageFactory

SHAPES = {
    "portrait": (300, 700),
    "tiny": (60, 40),
    "panorama": (2000, 90),
    "narrow": (20, 900),
    "large": (2400, 1600),
}


def uploaded(size=(900, 600), **values):
    image = ImageFactory(file__width=size[0], file__height=size[1], **values)
    image.make_sizes()
    return image


def pictures_in(html):
    return BeautifulSoup(html, "html.parser").select(".card-picture img")


class CardPictureTests(SiteTestCase):
    @classmethod
    def setUpTestData(cls):
        super().setUpTestData()
        cls.practices = PracticeIndexPageFactory(parent=cls.home)
        cls.events = EventIndexPageFactory(parent=cls.home)
        cls.platforms = PlatformIndexPageFactory(parent=cls.home)

    def pictures_at(self, page):
        return pictures_in(self.client.get(page.url).content)

    def test_every_list_shows_them(self):
        image = uploaded()
        for index, factory in (
            (self.news, NewsPageFactory),
            (self.practices, PracticePageFactory),
            (self.events, EventPageFactory),
            (self.platforms, PlatformPageFactory),
        ):
            with self.subTest(index.title):
                factory(parent=index, listing_image=image)

                (shown,) = self.pictures_at(index)

                self.assertIn("fill-384x256", shown["src"])
                self.assertEqual((shown["width"], shown["height"]), ("768", "512"))

    def test_the_home_page_shows_those_of_news_events_platforms_and_what_stands_in_front(self):
        image = uploaded()
        for index, factory in (
            (self.news, NewsPageFactory),
            (self.events, EventPageFactory),
            (self.platforms, PlatformPageFactory),
        ):
            factory(parent=index, listing_image=image)
        practice = PracticePageFactory(parent=self.practices, listing_image=image)
        self.home.featured = [FeaturedPractice(practice=practice)]
        self.home.save()

        self.assertEqual(len(self.pictures_at(self.home)), 4)

    def test_a_saved_practice_has_its_picture(self):
        practice = PracticePageFactory(parent=self.practices, listing_image=uploaded())

        response = self.client.get(f"{self.practices.url}bewaard/?practice={practice.pk}")

        self.assertEqual(len(pictures_in(response.content)), 1)

    def test_the_link_of_a_picture_is_not_told_twice(self):
        NewsPageFactory(parent=self.news, listing_image=uploaded())

        (shown,) = self.pictures_at(self.news)

        self.assertEqual(shown["alt"], "")
        self.assertEqual((shown.parent["aria-hidden"], shown.parent["tabindex"]), ("true", "-1"))

    def test_all_but_the_first_wait_for_a_scroll(self):
        image = uploaded()
        NewsPageFactory.create_batch(3, parent=self.news, listing_image=image)

        loading = [shown.get("loading") for shown in self.pictures_at(self.news)]

        self.assertEqual(loading, [None, "lazy", "lazy"])

    def test_no_picture_is_shown_larger_than_it_is(self):
        for name, (width, height) in SHAPES.items():
            with self.subTest(name):
                image = uploaded((width, height))

                shown = card_pictures([image.pk])[image.pk]

                self.assertLessEqual(shown.width, width)
                self.assertLessEqual(shown.height, height + 1)
                self.assertAlmostEqual(shown.width / shown.height, 1.5, delta=0.1)

    def test_no_width_stands_twice_in_a_srcset(self):
        for name, size in SHAPES.items():
            with self.subTest(name):
                image = uploaded(size)

                widths = re.findall(r" (\d+)w", card_pictures([image.pk])[image.pk].srcset)

                self.assertEqual(len(widths), len(set(widths)))

    def test_the_cut_keeps_the_focal_point(self):
        image = focused()

        shown = card_pictures([image.pk])[image.pk]

        with storages["public"].open(shown.address.removeprefix("/media/")) as file:
            picture = Image.open(file).convert("RGB")
        # Of a cut around the middle this pixel would be blue.
        red, _green, blue = picture.getpixel((picture.width // 2, picture.height * 3 // 10))
        self.assertGreater(red, 200)
        self.assertLess(blue, 60)

    def test_a_visit_makes_no_rendition(self):
        image = ImageFactory(file__width=900, file__height=600)
        page = NewsPageFactory(parent=self.news, listing_image=image)

        response = self.client.get(self.news.url)

        self.assertContains(response, page.title)
        self.assertEqual(pictures_in(response.content), [])
        self.assertFalse(CustomRendition.objects.filter(filter_spec__in=CARD_SIZES).exists())

    def test_until_its_sizes_are_made_the_browser_cuts_the_whole(self):
        image = ImageFactory(file__width=700, file__height=900)
        image.get_rendition(STAND_IN)
        NewsPageFactory(parent=self.news, listing_image=image)

        (shown,) = self.pictures_at(self.news)

        self.assertIn(STAND_IN, shown["src"])
        self.assertEqual((shown["width"], shown["height"]), ("700", "467"))

    def test_a_moved_focal_point_shows_in_lists_that_were_kept(self):
        image = uploaded()
        NewsPageFactory(parent=self.news, listing_image=image)
        (before,) = self.pictures_at(self.news)

        with self.captureOnCommitCallbacks(execute=True):
            image.focal_point_x, image.focal_point_y = 800, 100
            image.focal_point_width = image.focal_point_height = 50
            image.save()
        (after,) = self.pictures_at(self.news)

        self.assertNotEqual(after["src"], before["src"])
        self.assertIn("fill-384x256", after["src"])

    def test_more_pictures_ask_no_more_queries(self):
        for index, factory in (
            (self.news, NewsPageFactory),
            (self.practices, PracticePageFactory),
            (self.events, EventPageFactory),
            (self.platforms, PlatformPageFactory),
        ):
            with self.subTest(index.title):
                factory.create_batch(2, parent=index, listing_image=uploaded())
                few = self.count_queries(index.url)
                for _number in range(6):
                    factory(parent=index, listing_image=uploaded())
                cache.clear()

                self.assertEqual(self.count_queries(index.url), few)


def focused():
    """A blue picture with a red corner, on which its focal point is."""
    picture = Image.new("RGB", (1200, 1200), (0, 0, 255))
    picture.paste((255, 0, 0), (0, 0, 1200, 400))
    content = io.BytesIO()
    picture.save(content, "PNG")
    image = CustomImage(
        title="Rood",
        credit="An",
        description="Rood boven blauw",
        file=ContentFile(content.getvalue(), "rood.png"),
        **{
            f"focal_point_{name}": value
            for name, value in {"x": 600, "y": 150, "width": 100, "height": 100}.items()
        },
    )
    image.save()
    image.make_sizes()
    return image


@pytest.mark.django_db
def test_an_unreadable_picture_is_left_out():
    image = ImageFactory()
    storages["default"].delete(image.file.name)

    assert not image.make_sizes()
    assert card_pictures([image.pk]) == {}
