"""What a screen offers is not refused: every link and button of a team's screens leads somewhere."""

import html

from bs4 import BeautifulSoup
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from news.models import NewsPage
from practices.models import PracticePage
from tests.permissions.cases import TwoTeamsCase, place_of
from tests.permissions.crawl import ADDRESS, ANOTHER_SESSION
from tests.permissions.factories import put_online


class OfferedTests(TwoTeamsCase):
    def setUp(self):
        self.client.force_login(self.us)

    def rights(self, address):
        soup = BeautifulSoup(self.client.get(address).content, "html.parser")
        boxes = soup.select("[data-bulk-action-checkbox]")
        return {box["data-object-id"]: set(box["data-bulk-may"].split()) for box in boxes}

    def screens(self):
        live = put_online(self.own[NewsPage])
        for page in (live, self.own[PracticePage], self.ours, place_of(self.ours, NewsPage)):
            yield reverse("wagtailadmin_pages:edit", args=[page.pk])
            yield reverse("wagtailadmin_pages:history", args=[page.pk])
            yield reverse("wagtailadmin_explore", args=[page.pk])
        for name in ("news:index", "platforms:index", "wagtailimages:index", "wagtaildocs:index"):
            yield reverse(name)
        for word in self.words[:4]:
            yield reverse(word.snippet_viewset.get_url_name("list"))
        yield from ("/admin/", "/admin/pages/", live.url)

    def offered(self, address):
        text = html.unescape(self.client.get(address).content.decode()).replace("\\/", "/")
        links = {link.rstrip("\\") for link in ADDRESS.findall(text)}
        links = {link for link in links if not link.startswith(("/api/", "/admin/bulk/", *ANOTHER_SESSION))}
        # The window to hide a page is in each screen; the button that opens it is there for who may.
        return {link for link in links if not link.endswith("/privacy/")}

    def test_no_link_of_a_teams_screens_is_refused(self):
        links = {link: screen for screen in self.screens() for link in self.offered(screen)}

        refused = {link: screen for link, screen in links.items() if self.is_refused(link)}

        self.assertGreater(len(links), 60)
        self.assertEqual(refused, {})

    def is_refused(self, link):
        """A refusal leads to the start screen, or is a 403."""
        response = self.client.get(link)
        return response.status_code == 403 or (
            response.status_code == 302 and response["Location"] == "/admin/"
        )

    def test_a_row_says_what_may_be_done_with_it(self):
        draft, live = self.own[NewsPage], put_online(self.add(self.ours, NewsPage, "Staat online"))

        rights = self.rights(reverse("news:index"))

        self.assertEqual(rights[str(draft.pk)], {"delete", "publish"})
        self.assertEqual(rights[str(live.pk)], {"publish", "unpublish"})
        self.client.force_login(self.reviewer)
        self.assertIn("move", self.rights(reverse("news:index"))[str(live.pk)])

    def test_a_row_of_files_says_so_too(self):
        for name, own, shared in (
            ("wagtailimages:index", self.our_image, self.shared_image),
            ("wagtaildocs:index", self.our_document, self.shared_document),
        ):
            rights = self.rights(reverse(name))

            self.assertEqual(rights[str(own.pk)], {"delete", "add_to_collection"})
            self.assertEqual(rights.get(str(shared.pk), set()), set())

    def test_a_longer_list_asks_no_more_questions(self):
        counts = []
        for number in (2, 12):
            for more in range(number):
                self.add(self.ours, NewsPage, f"Nog {number} {more}")
            self.client.get(reverse("news:index"))
            with CaptureQueriesContext(connection) as queries:
                self.client.get(reverse("news:index"))
            counts.append(len(queries))

        self.assertEqual(counts[0], counts[1])

    def test_the_report_of_page_types_is_offered_to_reviewers_alone(self):
        address = reverse("wagtailadmin_reports:page_types_usage")

        self.assertNotContains(self.client.get("/admin/"), address)
        self.client.force_login(self.reviewer)
        self.assertContains(self.client.get("/admin/"), address)
