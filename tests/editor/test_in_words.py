"""Two versions of any page can be laid beside each other in words, whatever stands in them."""

from io import StringIO

from django.core.management import call_command
from django.test import TestCase
from django.urls import reverse
from wagtail.models import Page

from cms.models import BasePage
from editor.both_texts import MINE, content_names, differences, marked, set_aside
from editor.in_words import in_words, text_of
from news.models import NewsPage
from tests.cases import SiteTestCase
from tests.factories import NewsPageFactory, ThemeFactory, UserFactory


class DemoTests(TestCase):
    """The demo site holds every type of page, and nearly every field and block."""

    @classmethod
    def setUpTestData(cls):
        call_command("load_demo", seeds_only=True, stdout=StringIO())
        cls.user = UserFactory(is_superuser=True, is_staff=True)

    def pages(self):
        return [page for page in Page.objects.filter(depth__gt=1).specific() if isinstance(page, BasePage)]

    def test_every_field_of_every_page_can_be_said_in_words(self):
        empty = set()
        for page in self.pages():
            for name in content_names(page.get_edit_handler().get_form_class()):
                words = in_words(page, name)
                self.assertNotRegex(words, r"<(p|div|li|b|a)\b|Value object|Object \(\d|QuerySet", name)
                value = getattr(page, name)
                filled = value.exists() if hasattr(value, "exists") else bool(value)
                if filled and not words:
                    empty.add((type(page).__name__, name))

        self.assertEqual(empty, set())

    def test_every_page_beside_one_in_which_all_is_empty_is_a_screen(self):
        self.client.force_login(self.user)
        seen = set()
        for page in self.pages():
            if type(page) in seen:
                continue
            seen.add(type(page))
            emptied = page.with_content_json(
                {key: value for key, value in page.serializable_data().items() if key not in page_names(page)}
                | {"title": "Leeg", "slug": page.slug}
            )
            latest = page.save_revision(user=self.user, clean=False)
            mine = set_aside(emptied, self.user, None, latest)

            with self.subTest(type(page).__name__):
                address = reverse("both_texts", args=[page.pk, mine.pk])
                response = self.client.get(address)
                self.assertContains(response, "Leeg")
                choices = {f"choice-{part.name}": MINE for part, _choice in response.context["parts"]}
                saved = self.client.post(address, choices | {"seen": response.context["seen"]})
                self.assertEqual(saved.status_code, 302)
                again = self.client.get(address)
                self.assertEqual([part.name for part, _choice in again.context["parts"]], [])


def page_names(page):
    return content_names(page.get_edit_handler().get_form_class()).values()


class WordsTests(SiteTestCase):
    @classmethod
    def setUpTestData(cls):
        super().setUpTestData()
        cls.user = UserFactory(is_superuser=True, is_staff=True)
        cls.wonen, cls.zorg = ThemeFactory(name="Wonen"), ThemeFactory(name="Zorg")
        cls.page = NewsPageFactory(parent=cls.news, title="Begin", themes=[cls.wonen, cls.zorg])
        cls.form = NewsPage.get_edit_handler().get_form_class()

    def version(self, **content):
        page = NewsPage.objects.get(pk=self.page.pk)
        revision = page.save_revision(user=self.user, clean=False)
        revision.content |= content
        revision.save()
        revision.refresh_from_db()
        return revision

    def parts(self, base, mine, theirs):
        return {part.name: part for part in differences(self.form, base, mine, theirs)}

    def test_another_order_of_rows_is_a_difference(self):
        base = self.version()
        rows = [{**row, "sort_order": 9 - place} for place, row in enumerate(base.content["page_themes"])]

        part = self.parts(base, self.version(page_themes=rows), base)["page_themes"]

        self.assertEqual(part.choice, MINE)
        self.assertRegex(str(part.mine), r"(?s)Zorg.*Wonen")
        self.assertRegex(str(part.theirs), r"(?s)Wonen.*Zorg")

    def test_the_keys_of_rows_are_no_difference(self):
        base = self.version()
        rows = [{**row, "pk": None} for row in base.content["page_themes"]]

        self.assertEqual(self.parts(base, self.version(page_themes=rows), base), {})

    def test_a_word_that_was_deleted_meanwhile_is_no_error(self):
        base = self.version()
        rows = [{**row, "theme": 9999} for row in base.content["page_themes"]]

        self.assertIn("page_themes", self.parts(base, self.version(page_themes=rows), base))

    def test_without_the_version_both_started_from_all_is_chosen_by_hand(self):
        parts = self.parts(None, self.version(title="Een"), self.version(author="Els"))

        self.assertEqual({name: part.choice for name, part in parts.items()}, {"title": "", "author": ""})

    def test_what_is_typed_is_shown_and_not_run(self):
        mine, theirs = marked("<script>alert(1)</script>", "<b>vet</b>")

        self.assertNotIn("<script>", mine)
        self.assertNotIn("<b>", theirs)

    def test_a_very_long_text_is_shown_whole(self):
        mine, theirs = marked("woord " * 20_000, "ander " * 20_000)

        self.assertEqual((mine.count("woord"), theirs.count("ander")), (20_000, 20_000))

    def test_the_lines_of_a_text_stay_apart(self):
        self.assertEqual(text_of("<p>Een</p><ul><li>twee</li><li>drie</li></ul>"), "Een\ntwee\ndrie")
