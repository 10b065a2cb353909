"""Structured data stay inside their script element and describe the page."""

import json

from django.core.cache import cache
from django.test import SimpleTestCase
from hypothesis import given
from hypothesis import strategies as st

from cms.models import Licence
from cms.structured_data import as_script, breadcrumb_list, contact_point, filled
from tests.cases import SiteTestCase
from tests.cms.heads import data_of
from tests.factories import ImageFactory, NewsPageFactory, PersonFactory, StandardPageFactory, ThemeFactory

TEXTS = st.text(st.characters(exclude_categories=["Cs"]))


class EscapeTests(SimpleTestCase):
    @given(TEXTS | st.sampled_from(["</script>", "<!--", "<script", "]]>", "\u2028", "&lt;"]))
    def test_no_text_breaks_out_of_the_script_element(self, text):
        script = as_script({"name": text, text: ["x"]})

        self.assertFalse(set(script) & set("<>&\u2028\u2029"))
        self.assertEqual(json.loads(script), {"name": text, text: ["x"]})


class WordTests(SimpleTestCase):
    def test_what_is_not_known_is_not_said(self):
        self.assertEqual(
            filled(type="Thing", name="", url=None, about=[], price=0, free=False),
            {"@type": "Thing", "price": 0, "free": False},
        )

    def test_the_home_page_alone_is_no_way(self):
        self.assertIsNone(breadcrumb_list([("Streekwijzer", "http://localhost/")]))

    def test_a_person_is_reached_as_far_as_the_flags_say(self):
        person = PersonFactory.build(
            email="an@voorbeeld.be",
            show_email=False,
            phone="+3215793981",
            mobile="+32478492381",
            show_mobile=False,
        )

        point = contact_point(person, "coördinator")

        self.assertEqual(point["telephone"], ["+3215793981"])
        self.assertNotIn("email", point)

    def test_who_shows_nothing_has_no_contact_point(self):
        person = PersonFactory.build(email="an@voorbeeld.be", show_email=False)

        self.assertIsNone(contact_point(person, "coördinator"))


class PageDataTests(SiteTestCase):
    def test_every_page_shows_the_way_to_it(self):
        item = NewsPageFactory(parent=self.news, title="Bericht")

        steps = data_of(self.client.get(item.url), "BreadcrumbList")["itemListElement"]

        self.assertEqual([step["name"] for step in steps], ["Streekwijzer", "Nieuws", "Bericht"])
        self.assertEqual([step["position"] for step in steps], [1, 2, 3])
        self.assertEqual(steps[2]["item"], item.full_url)

    def test_a_title_that_ends_the_script_is_only_a_title(self):
        item = NewsPageFactory(parent=self.news, title="</script><script>alert(1)</script>")

        response = self.client.get(item.url)

        self.assertNotContains(response, "<script>alert")
        self.assertEqual(data_of(response, "NewsArticle")["name"], item.title)

    def test_a_plain_page_says_what_it_is_about(self):
        page = StandardPageFactory(parent=self.home, themes=[ThemeFactory(name="Wonen")])

        data = data_of(self.client.get(page.url), "WebPage")

        self.assertEqual(data["about"], [{"@type": "Thing", "name": "Wonen"}])
        self.assertEqual(data["identifier"], f"urn:uuid:{page.translation_key}")
        self.assertEqual(data["inLanguage"], "nl-BE")

    def test_the_home_page_says_how_to_search_the_site(self):
        data = data_of(self.client.get(self.home.url), "WebSite")

        self.assertEqual(data["potentialAction"]["@type"], "SearchAction")


class PictureTests(SiteTestCase):
    def image_of(self, page):
        return data_of(self.client.get(page.url), "NewsArticle")["image"]

    def test_a_picture_with_a_licence_says_it_and_who_made_it(self):
        image = ImageFactory(licence=Licence.CC_BY, credit="Lien De Vos")

        data = self.image_of(NewsPageFactory(parent=self.news, listing_image=image))

        self.assertEqual(data["@type"], "ImageObject")
        self.assertEqual(data["creditText"], "Lien De Vos")
        self.assertEqual(data["license"], "https://creativecommons.org/licenses/by/4.0/")

    def test_without_a_licence_or_a_file_it_is_an_address_alone(self):
        gone = ImageFactory(licence=Licence.CC_BY)
        gone.renditions.all().delete()
        gone.file.storage.delete(gone.file.name)
        cache.clear()

        for image in (ImageFactory(licence=""), gone):
            page = NewsPageFactory(parent=self.news, listing_image=image)

            self.assertIsInstance(self.image_of(page), str)
