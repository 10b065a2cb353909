"""A page with an implausible date, stored before dates were checked, is left out; nothing else fails."""

import datetime

from events.models import EventPage, EventSession
from news.models import NewsPage
from tests.partners.cases import PartnerTestCase, every_format
from tests.partners.readers import READERS

LAST = datetime.datetime(9999, 12, 31, 23, 30, tzinfo=datetime.UTC)
WRONG = datetime.date(219, 6, 1)


class ImplausibleDateTests(PartnerTestCase):
    @classmethod
    def setUpTestData(cls):
        super().setUpTestData()
        case = cls()
        cls.good = {kind: case.make(kind, title=f"Goed {kind}") for kind in cls.lists}
        cls.bad = {kind: case.make(kind, title=f"Fout {kind}") for kind in cls.lists}
        event = cls.bad["events"]
        EventSession.objects.filter(page=event).update(ends_at=LAST)
        EventPage.objects.filter(pk=event.pk).update(
            last_day=LAST.date(),
            registration_deadline=LAST,
            price=5,
            free_cancellation_until=datetime.date.max,
        )
        NewsPage.objects.filter(pk=cls.bad["news"].pk).update(publication_date=WRONG)

    def test_every_format_of_a_list_leaves_the_page_out(self):
        for kind, name in every_format():
            if kind == "practices":
                continue
            with self.subTest(f"{kind} {name}"), self.assertLogs("cms.skipping", "ERROR") as logs:
                response = self.fetch(self.lists[kind], name)

                self.assertEqual(response.status_code, 200)
                content = b"".join(response.streaming_content) if response.streaming else response.content
                self.assertEqual(len(READERS[name](content)), 1)
                self.assertIn(f"Page {self.bad[kind].pk}", logs.output[0])

    def test_pages_lists_and_the_api_still_respond(self):
        for kind in ("news", "events"):
            page = self.bad[kind]
            for address in (
                page.url,
                self.lists[kind].url,
                f"{self.lists[kind].url}?sort=newest",
                "/",
                f"{self.lists[kind].url}embed/",
                f"{page.url}embed/",
                f"/api/v1/{kind}",
                f"/api/v1/{kind}/{page.translation_key}",
                f"/++api++{page.url}",
                f"/++api++{self.lists[kind].url}@search?fullobjects=1",
                "/sitemap.xml",
                f"/zoeken/?q={page.title}",
                f"/oembed?url={page.full_url}",
            ):
                with self.subTest(address):
                    response = self.client.get(address, follow=True)

                    self.assertEqual(response.status_code, 200, response.content[:300])

    def test_the_page_is_shown_without_its_structured_data(self):
        with self.assertLogs("cms.skipping", "ERROR"):
            response = self.client.get(self.bad["news"].url)

        self.assertContains(response, "Fout news")
        self.assertNotContains(response, "+00:17")

    def test_the_calendar_of_the_page_is_empty(self):
        with self.assertLogs("cms.skipping", "ERROR"):
            response = self.client.get(f"{self.bad['events'].url}agenda.ics")

        self.assertEqual(response.status_code, 200)
        self.assertNotIn(b"BEGIN:VEVENT", response.content)

    def test_publishing_reports_the_dates_as_problems(self):
        event = EventPage.objects.get(pk=self.bad["events"].pk)

        problems = [problem.field for problem in [*event.publishing_problems(), *event._wrong_values()]]

        self.assertLessEqual({"registration_deadline", "free_cancellation_until", "ends_at"}, set(problems))
