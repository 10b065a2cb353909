"""What a program writes in a date is a date as programs write it, or is refused: never a second of 1970."""

import datetime
from decimal import Decimal

from wagtail.models import Page

from tests.cms.cases import PublishingTestCase
from tests.events.factories import EventIndexPageFactory, EventPageFactory
from tests.practices.factories import PracticeIndexPageFactory, PracticePageFactory


class WriteApiDateTests(PublishingTestCase):
    @classmethod
    def setUpTestData(cls):
        super().setUpTestData()
        cls.practice = PracticePageFactory(parent=PracticeIndexPageFactory(parent=cls.home))
        cls.event = EventPageFactory(parent=EventIndexPageFactory(parent=cls.home))

    def write(self, page, **values):
        response = self.api("patch", f"pages/{page.pk}/", values)
        return response, Page.objects.get(pk=page.pk).specific.get_latest_revision_as_object()

    def test_a_date_is_written_as_iso_has_it(self):
        response, draft = self.write(self.practice, started_on="2017-09-05", cost_total="1250.50")

        self.assertEqual(response.status_code, 200, response.content)
        self.assertEqual((str(draft.started_on), str(draft.cost_total)), ("2017-09-05", "1250.50"))

    def test_how_much_is_known_of_it_stands_beside(self):
        response, draft = self.write(self.practice, started_on="2017-09-01", started_on_precision="year")

        self.assertEqual(response.status_code, 200, response.content)
        self.assertEqual((str(draft.started_on), draft.started_on_precision), ("2017-09-01", "year"))

        _response, draft = self.write(self.practice, started_on="2017-09-05", started_on_precision="day")

        self.assertEqual((str(draft.started_on), draft.started_on_precision), ("2017-09-05", "day"))

    def test_what_is_not_sent_stays_as_it_was(self):
        self.write(self.practice, started_on="2017-09-01", started_on_precision="year")

        response, draft = self.write(self.practice, title="Anders")

        self.assertEqual(response.status_code, 200, response.content)
        self.assertEqual((draft.started_on.year, draft.started_on_precision), (2017, "year"))

    def test_a_moment_may_have_its_zone(self):
        response, draft = self.write(self.event, registration_deadline="2030-05-01T10:00:00Z")

        self.assertEqual(response.status_code, 200, response.content)
        self.assertEqual(draft.registration_deadline, datetime.datetime(2030, 5, 1, 10, tzinfo=datetime.UTC))

    def test_anything_else_is_refused(self):
        for page, name, value in [
            (self.practice, "started_on", 0),
            (self.practice, "started_on", 86400),
            (self.practice, "started_on", "86400"),
            (self.practice, "started_on", "2017-11-31"),
            (self.practice, "started_on", "9999-12-31"),
            (self.practice, "started_on", "0219-06-01"),
            (self.event, "registration_deadline", 2017),
            (self.event, "registration_deadline", "2017"),
            (self.event, "registration_deadline", "9999-12-31T23:30:00Z"),
            (self.event, "registration_deadline", "0001-01-01T00:00:00+14:00"),
        ]:
            with self.subTest(f"{name} {value!r}"):
                response, draft = self.write(page, **{name: value})

                self.assertEqual(response.status_code, 422, response.content)
                self.assertIn(name, response.content.decode())
                self.assertIsNone(getattr(draft, name))

    def test_a_date_in_a_block_too(self):
        for date, status in [
            ("2017-09-05", 200),
            ("2017-11-31", 422),
            ("31-11-2017", 422),
            ("gisteren", 422),
        ]:
            text = {"content": "Een andere zaal.", "format": "db_html"}
            notice = {"kind": "place", "text": text, "published_at": date}

            response, _draft = self.write(self.event, notices=[{"type": "notice", "value": notice}])

            self.assertEqual(response.status_code, status, response.content)

    def test_a_number_is_written_as_json_has_it(self):
        response, draft = self.write(self.practice, cost_total="1.250")

        self.assertIn(response.status_code, (200, 422))
        self.assertIn(draft.cost_total, (None, Decimal("1.25")))
