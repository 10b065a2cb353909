"""The handbook for editors: in the admin, with anchors that lead somewhere and words that stand on the screens."""

import re

from django.urls import reverse
from wagtail.models import get_page_models

from accounts.teams import REVIEW, SHARED
from cms.models import LegalReference, Organisation, Person
from editor import handbook
from news.models import NewsPage
from operations.management.commands import messages
from tests.cms.cases import PublishingTestCase

QUOTED = re.compile("“([^”]+)”")
PLACEHOLDER = re.compile(r"%\\\(\w+\\\)[sd]|\\\{\w+\\\}")
# What a screen takes from the database, and the word for quotes.
NAMES = {SHARED, "aanhalingstekens"}


def dutch_texts():
    """All that the screens say, from the first catalogue that says it."""
    texts = {**messages.dutch_of_packages("django.po"), **messages.dutch_of_packages("djangojs.po")}
    for path in (*messages.REWORDED, messages.SOURCE):
        texts |= {message.id: message.string for message in messages.read(path)}
    return {text for value in texts.values() for text in ([value] if isinstance(value, str) else value)}


class HandbookTests(PublishingTestCase):
    def test_it_is_a_page_of_the_admin_in_the_menu(self):
        start = self.client.get("/admin/")
        response = self.client.get(reverse("handbook"))

        self.assertContains(start, reverse("handbook"))
        self.assertContains(response, '<h2 id="een-nieuwsbericht-schrijven">')
        self.assertContains(response, f'href="{reverse("handbook_chapter", args=["wat-als"])}"')

    def test_each_chapter_is_a_page_with_a_way_back(self):
        for name, chapter in handbook.load_chapters().items():
            if name:
                response = self.client.get(reverse("handbook_chapter", args=[name]))
                self.assertContains(response, f"<h2>{chapter.title}</h2>")
                self.assertContains(response, f'<a href="{reverse("handbook")}">de handleiding</a>')

        self.assertEqual(self.client.get(reverse("handbook_chapter", args=["geheim"])).status_code, 404)

    def test_the_short_text_is_read_in_ten_minutes(self):
        # 238 words a minute: Brysbaert (2019), How many words do we read per minute?
        self.assertLess(len(handbook.SOURCE.read_text().split()), 10 * 238)

    def test_only_who_works_here_reads_it(self):
        self.client.logout()

        self.assertEqual(self.client.get(reverse("handbook")).status_code, 302)

    def test_wagtails_english_guides_are_gone(self):
        response = self.client.get("/admin/")

        self.assertNotContains(response, "guide.wagtail.org")
        self.assertNotContains(response, "whats-new-in-wagtail")

    def test_every_link_in_it_leads_to_a_heading(self):
        for source in handbook.SOURCES:
            links = re.findall(r"\]\(([^)#]+\.md)(?:#([^)]+))?\)", source.read_text())
            self.assertTrue(links)
            for path, anchor in links:
                with self.subTest(link=path, source=source.name):
                    chapter = handbook.load_chapters()[handbook.name_of(path)]
                    self.assertTrue((source.parent / path).exists())
                    self.assertTrue(not anchor or anchor in chapter.headings, anchor)

    def test_no_heading_stands_twice(self):
        headings = [anchor for chapter in handbook.load_chapters().values() for anchor in chapter.headings]

        self.assertEqual(len(headings), len(set(headings)))

    def test_every_field_and_type_that_names_a_section_names_one_that_exists(self):
        types = [model for model in get_page_models() if getattr(model, "handbook_section", "")]
        sections = [model.handbook_section for model in (*types, Person, Organisation, LegalReference)]

        self.assertGreater(len(types), 6)
        for anchor in (*sections, *handbook.ANCHORS_BY_FIELD.values()):
            self.assertIn(anchor, handbook.sections())

    def test_a_form_links_a_field_to_what_is_written_about_it(self):
        response = self.client.get(reverse("wagtailadmin_pages:add", args=["news", "newspage", self.news.pk]))

        for anchor in (NewsPage.handbook_section, "afbeeldingen", "voetnoten", "een-webadres-veranderen"):
            self.assertContains(response, f'href="{handbook.handbook_url(anchor)}"')

    def test_the_words_of_screens_in_it_stand_on_the_screens(self):
        names = {text.lower() for text in NAMES}
        patterns = [
            re.compile(PLACEHOLDER.sub(".+", re.escape(text)) + r"[.,:?]?", re.IGNORECASE)
            for text in dutch_texts()
        ]
        begins = [text.lower() for text in dutch_texts()]

        def is_on_a_screen(words):
            whole = any(pattern.fullmatch(words) for pattern in patterns)
            return (
                whole
                or words.lower() in names
                or any(text.startswith(words.lower() + ",") for text in begins)
            )

        quoted = set(QUOTED.findall(" ".join(source.read_text() for source in handbook.SOURCES)))

        self.assertGreater(len(quoted), 30)
        self.assertIn(REVIEW, " ".join(quoted))
        self.assertEqual({words for words in quoted if not is_on_a_screen(words)}, set())
