"""The question at the end of a page: where it stands, and where it does not."""

from wagtail.models import PageViewRestriction

from tests.events.factories import EventIndexPageFactory, EventPageFactory
from tests.factories import StandardPageFactory
from tests.feedback.cases import FeedbackCase

QUESTION = "Was dit nuttig?"


class QuestionTests(FeedbackCase):
    def test_a_page_asks_without_script_or_cookie(self):
        response = self.client.get(self.page.url)

        self.assertContains(response, QUESTION, count=1)
        self.assertContains(response, f'action="{self.address(more="nuttig/")}"')
        self.assertContains(response, f'href="{self.address()}"')
        self.assertFalse(response.cookies)
        self.assertNotContains(response, "g-key")

    def test_every_kind_of_page_asks_and_lists_do_too(self):
        for page in (
            self.home,
            self.news,
            self.westhoek,
            self.general,
            StandardPageFactory(parent=self.home),
        ):
            with self.subTest(page.title):
                self.assertContains(self.client.get(page.url), self.address(page))

    def test_forms_search_and_what_is_no_page_do_not_ask(self):
        event = EventPageFactory(parent=EventIndexPageFactory(parent=self.home), registration_mode="form")
        addresses = [
            f"{event.url}inschrijven/",
            f"{self.news.url}embed/",
            "/zoeken/?q=wonen",
            "/vind-je-platform/?q=8000",
            self.address(),
            "/bestaat-niet/",
        ]
        for address in addresses:
            with self.subTest(address):
                response = self.client.get(address)

                self.assertNotContains(response, QUESTION, status_code=response.status_code)

    def test_a_page_behind_a_password_does_not_ask(self):
        restriction = PageViewRestriction.objects.create(
            page=self.westhoek, restriction_type="password", password="geheim"
        )
        session = self.client.session
        session["passed_page_view_restrictions"] = [restriction.pk]
        session.save()

        response = self.client.get(self.page.url)

        self.assertContains(response, self.page.title)
        self.assertNotContains(response, QUESTION)

    def test_a_preview_does_not_ask(self):
        request = self.page.make_preview_request(preview_mode="")

        self.assertNotContains(request.render(), QUESTION)

    def test_robots_leave_the_forms_alone(self):
        self.assertContains(self.client.get("/robots.txt"), "Disallow: /reactie/")
