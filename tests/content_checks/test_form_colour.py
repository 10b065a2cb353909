"""There is no check of colours in a text, because no reader ever sees one: no way in or out lets a colour through."""

import re

from django.test import SimpleTestCase
from django.utils.html import strip_tags
from wagtail.api.rich_text import APIRichText
from wagtail.rich_text import RichText

from rich_text import TEXT_FEATURES
from rich_text.editor import SafeConverter
from tests.cases import SiteTestCase
from tests.factories import NewsPageFactory

from .measuring import texts_in

COLOURED = [text["html"] for text in texts_in("colour") if text["faults"]]
SIGN = re.compile(r"(?i)colou?r|background|bgcolor|style=|class=|<font|<mark|<span|<style")


def has_colour(html):
    return bool(SIGN.search(html))


class ColourTests(SimpleTestCase):
    def test_the_editor_neither_opens_nor_stores_one(self):
        converter = SafeConverter(TEXT_FEATURES)
        for html in COLOURED:
            with self.subTest(html=html):
                opened = converter.from_database_format(html)

                self.assertFalse(has_colour(converter.to_database_format(opened)))

    def test_an_editor_that_sends_a_colour_sends_it_in_vain(self):
        ranges = '[{"offset": 0, "length": 3, "style": "COLOR_RED"}]'
        content = (
            '{"entityMap": {}, "blocks": [{"key": "a", "type": "unstyled", "depth": 0, "text": "Let op.",'
            f' "inlineStyleRanges": {ranges}, "entityRanges": [], "data": {{"color": "red"}}}}]}}'
        )

        stored = SafeConverter(TEXT_FEATURES).to_database_format(content)

        self.assertIn("Let op.", stored)
        self.assertFalse(has_colour(stored.lower()))

    def test_programs_store_none(self):
        for html in COLOURED:
            with self.subTest(html=html):
                self.assertFalse(has_colour(APIRichText.sanitize_db_html(html, features=TEXT_FEATURES)[0]))


class StoredColourTests(SiteTestCase):
    def test_what_a_script_stored_is_shown_without(self):
        for html in COLOURED:
            with self.subTest(html=html):
                page = NewsPageFactory(parent=self.news, body=[("paragraph", RichText(html))])

                shown = self.client.get(page.url).content.decode().partition(' block-paragraph">')[2]
                body = self.client.get(f"/api/v1/news/{page.translation_key}").json()["body"]

                self.assertIn(strip_tags(html).strip()[:4], shown.partition("</div>")[0])
                self.assertFalse(has_colour(shown.partition("</div>")[0]))
                self.assertFalse(has_colour(str(body["blocks"])))
