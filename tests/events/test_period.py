"""The period of a trajectory: each end as far as it is known, entered in every way and told everywhere."""

import datetime

from django.urls import reverse
from wagtail.fields import RichTextField, StreamField
from wagtail.models.api import APIToken
from wagtail.test.utils.form_data import inline_formset, nested_form_data, rich_text, streamfield

from events.models import TrajectoryPage
from tests.cms.heads import data_of
from tests.events.factories import AgendaTestCase, TrajectoryPageFactory
from tests.factories import OrganisationFactory, ThemeFactory, UserFactory

SEPTEMBER, NEXT_YEAR = datetime.date(2026, 9, 1), datetime.date(2027, 1, 1)
KNOWN = {"period_start_precision": "month", "period_end_precision": "year"}
PERIOD = {
    "period_start": {"date": "2026-09-01", "precision": "month"},
    "period_end": {"date": "2027-01-01", "precision": "year"},
}
IN_WORDS = "september\xa02026 tot en met 2027"


class PeriodTests(AgendaTestCase):
    @classmethod
    def setUpTestData(cls):
        super().setUpTestData()
        cls.chief = UserFactory(is_superuser=True, is_staff=True)
        cls.organiser, cls.theme = OrganisationFactory(), ThemeFactory()

    def period_in(self, address):
        data = self.client.get(address).json()
        return {name: data[name] for name in PERIOD}

    def form_data(self, **values):
        fields = TrajectoryPage._meta.fields
        formsets = TrajectoryPage.get_edit_handler().get_form_class().formsets
        return nested_form_data(
            {
                **{field.name: streamfield([]) for field in fields if isinstance(field, StreamField)},
                **{field.name: rich_text("") for field in fields if isinstance(field, RichTextField)},
                **{name: inline_formset([]) for name in formsets},
                "title": "Samen sterk",
                "slug": "samen-sterk",
                "search_description": "Een traject.",
                "kind": "theme",
                "organisers": inline_formset([{"organisation": self.organiser.pk}]),
                "page_themes": inline_formset([{"theme": self.theme.pk}]),
                **values,
            }
        )

    def assert_is_told(self, page):
        self.assertEqual(self.period_in(f"/api/v1/trajectories/{page.translation_key}"), PERIOD)
        self.assertEqual(self.period_in(f"/++api++{page.url}"), PERIOD)
        response = self.client.get(page.url)
        self.assertContains(response, IN_WORDS)
        data = data_of(response, "EventSeries")
        self.assertEqual((data["startDate"], data["endDate"]), ("2026-09", "2027"))

    def test_the_form_takes_a_month_and_a_year(self):
        self.client.force_login(self.chief)
        address = reverse("wagtailadmin_pages:add", args=["events", "trajectorypage", self.agenda.pk])
        data = self.form_data(period_start="09/2026", period_end="2027", **{"action-publish": "1"})

        response = self.client.post(address, data)

        self.assertEqual(response.status_code, 302)
        self.assert_is_told(TrajectoryPage.objects.get(slug="samen-sterk"))

    def test_a_program_writes_a_month_and_a_year(self):
        page = TrajectoryPageFactory(parent=self.agenda)
        _token, key = APIToken.create_token(user=self.chief, name="test")
        content = {"period_start": "2026-09-01", "period_end": "2027-01-01", **KNOWN}

        for method, address, body in [("patch", "", content), ("post", "actions/publish/", {})]:
            response = getattr(self.client, method)(
                f"/api/cms/pages/{page.pk}/{address}",
                body,
                content_type="application/json",
                headers={"authorization": f"Bearer {key}"},
            )
            self.assertEqual(response.status_code, 200, response.content)

        self.assert_is_told(page)

    def test_a_version_from_when_both_shared_a_precision_keeps_it(self):
        page = TrajectoryPageFactory(parent=self.agenda, period_start=SEPTEMBER, period_end=NEXT_YEAR)
        old = page.save_revision()
        for name in KNOWN:
            old.content.pop(name)
        old.content["period_precision"] = "month"
        old.save()

        old.publish()

        page.refresh_from_db()
        self.assertEqual((page.period_start_precision, page.period_end_precision), ("month", "month"))
        self.assertEqual(page.last_day, datetime.date(2027, 1, 31))

    def test_a_year_lasts_to_its_last_day_and_does_not_end_before_a_month_in_it(self):
        page = TrajectoryPageFactory(
            parent=self.agenda, period_start=SEPTEMBER, period_end=datetime.date(2026, 1, 1), **KNOWN
        )

        self.assertEqual((page.first_day, page.last_day), (SEPTEMBER, datetime.date(2026, 12, 31)))
        self.assertEqual(page.publishing_problems(), [])
