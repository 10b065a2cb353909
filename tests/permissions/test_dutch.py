"""The admin speaks Dutch: what `test_url_matrix.py` does not ask, the screens of other pages and messages, too."""

import json
import re

from django.core import mail
from django.urls import reverse

from events.models import EventPage
from news.models import NewsPage
from practices.models import PracticePage
from tests.editor.english import NO_SCREEN, english_in, english_in_response, is_english
from tests.factories import NewsPageFactory
from tests.permissions.cases import CONTENT, place_of
from tests.permissions.crawl import body_of
from tests.permissions.test_crawl import CrawlCase

FORM = re.compile(
    r"(?<!multiple)/(?:add|new|create|edit|account|choose-(?:email|external|phone|anchor)-link)/"
)


class DutchCase(CrawlCase):
    @classmethod
    def setUpTestData(cls):
        super().setUpTestData()
        cls.remove_what_wagtail_brings()

    def setUp(self):
        super().setUp()
        self.english = {}

    def look(self, address, response):
        """Remembers what is English in an answer."""
        for piece in english_in_response(response, CONTENT.sub("", body_of(response))):
            self.english.setdefault(piece, address)

    def screens(self, things):
        return [
            address
            for address in self.all_addresses(things, with_queries=False)
            if address.startswith("/admin/") and not NO_SCREEN.match(address)
        ]

    def assert_dutch(self):
        self.assertFalse(
            self.english, "\n".join(f"{piece!r} {address}" for piece, address in self.english.items())
        )


class ScreenTests(DutchCase):
    def read_all(self, user, pages):
        """Looks at the screens about these pages."""
        self.client.force_login(user)
        screens = sorted({*self.screens(pages)}.difference(self.screens([])))
        for address in screens:
            self.look(address, self.visit(address))
        return screens

    def test_who_manages_the_site_reads_dutch_about_every_kind_of_page(self):
        screens = self.read_all(self.superuser, [self.own[PracticePage], self.own[EventPage], self.ours])

        self.assertGreater(len(screens), 100)
        self.assert_dutch()

    def test_a_team_reads_dutch_about_its_platform(self):
        screens = self.read_all(self.us, [self.ours])

        self.assertGreater(len(screens), 30)
        self.assert_dutch()

    def test_who_is_not_signed_in_reads_dutch(self):
        for address in ("/admin/login/", "/admin/password_reset/", "/admin/password_reset/done/"):
            self.look(address, self.visit(address))

        self.assert_dutch()

    def test_tables_to_save_have_dutch_columns(self):
        self.client.force_login(self.superuser)
        lists = [
            address
            for address in self.screens([])
            if re.match(r"/admin/(?:reports|news|practices|snippets|users|redirects)/", address)
        ]

        answers = {address: self.visit(f"{address}?export=csv") for address in lists}

        tables = {key: answer for key, answer in answers.items() if "csv" in answer.get("Content-Type", "")}
        self.assertGreater(len(tables), 5)
        for address, answer in tables.items():
            self.look(address, answer)
        self.assert_dutch()


class MessageTests(DutchCase):
    def test_what_a_form_refuses_it_refuses_in_dutch(self):
        self.client.force_login(self.superuser)
        own = [self.own[NewsPage], self.own[PracticePage], self.own[EventPage], self.our_image, *self.words]
        forms = [address for address in self.screens(own) if FORM.search(address)]

        # Wagtail's forms in rows are posted by its own scripts only, with the number of rows.
        forms = [address for address in forms if "/workflows/" not in address]
        for address in forms:
            for data in ({}, {"action-publish": "1", "title": "", "slug": "-fout-"}):
                self.look(address, self.client.post(address, data))

        self.assertGreater(len(forms), 40)
        self.assert_dutch()

    def test_what_does_not_exist_or_is_not_theirs_is_said_in_dutch(self):
        self.client.force_login(self.us)

        for address in ("/admin/bestaat-niet/", "/admin/users/", f"/admin/pages/{self.theirs.pk}/edit/"):
            self.look(address, self.client.get(address, follow=True))

        self.assert_dutch()

    def test_a_review_is_told_in_dutch(self):
        page = NewsPageFactory(parent=place_of(self.ours, NewsPage), live=False, owner=self.us)
        page.save_revision(user=self.us)
        state = page.get_workflow().start(page, self.us)
        task = state.current_task_state

        task.reject(user=self.reviewer, comment="Graag een foto.")
        state.resume(user=self.us)
        state.current_task_state.approve(user=self.reviewer)

        self.assertGreater(len(mail.outbox), 2)
        for message in mail.outbox:
            bodies = [message.body, *(part for part, _kind in getattr(message, "alternatives", []))]
            for text in (message.subject, *bodies):
                self.english |= dict.fromkeys(english_in(CONTENT.sub("", text)), message.subject)
        self.assert_dutch()

    def test_scripts_get_dutch_texts_in_our_words(self):
        self.client.force_login(self.us)

        body = body_of(self.client.get(reverse("wagtailadmin_javascript_catalog")))
        texts = json.loads(re.search(r"newcatalog = (\{.*?\n  \});", body, re.DOTALL)[1])

        self.assertEqual(texts["Dashboard"], "Startscherm")
        translations = {
            text for value in texts.values() for text in ([value] if isinstance(value, str) else value)
        }
        self.assertEqual({text for text in translations if is_english(text)}, set())

    def test_the_title_of_a_window_names_the_site(self):
        self.client.force_login(self.us)

        title = re.search(r"<title>(.*?)</title>", body_of(self.client.get("/admin/")), re.DOTALL)[1]

        self.assertEqual(" ".join(title.split()), "Startscherm - Streekwijzer")
