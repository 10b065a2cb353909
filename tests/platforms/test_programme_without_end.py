"""A programme that runs on, with its own word for its parts: entered by form or program, read back everywhere."""

import json

from django.urls import reverse
from wagtail.models.api import APIToken
from wagtail.test.utils.form_data import inline_formset, nested_form_data, rich_text, streamfield

from platforms.models import Action, YearlyProgramme
from tests.cms.heads import data_of
from tests.factories import UserFactory
from tests.platforms.cases import PlatformTestCase
from tests.platforms.factories import ActionProgrammePageFactory

FACTS = {"period_start": 2022, "period_end": None, "is_open_ended": True, "parts_name": "actielijnen"}
PARTS = [("part", {"title": "Warm wonen", "text": "<p>Wie huurt, zit niet in de kou.</p>"})]
ROWS = ["page_themes", "footnotes", "related_pages", "based_on", "actions", "yearly_programmes", "comments"]


class EnteredTests(PlatformTestCase):
    @classmethod
    def setUpTestData(cls):
        super().setUpTestData()
        cls.editor = UserFactory(is_superuser=True)
        cls.page = ActionProgrammePageFactory(parent=cls.platform)

    def facts(self):
        data = self.client.get(f"/api/v1/action-programmes/{self.page.translation_key}").json()
        return {name: data[name] for name in FACTS}

    def test_what_the_form_says_is_told(self):
        self.client.force_login(self.editor)
        address = reverse("wagtailadmin_pages:edit", args=[self.page.pk])
        form = {
            **{name: inline_formset([]) for name in ROWS},
            **dict.fromkeys(("cycle_years", "document", "listing_image", "period_end"), ""),
            "title": self.page.title,
            "slug": self.page.slug,
            "search_description": "Wat we samen doen.",
            "period_start": "2022",
            "is_open_ended": "on",
            "description": rich_text("<p>Wat we samen doen.</p>"),
            "yearly_intro": rich_text(""),
            "parts_name": "actielijnen",
            "parts": streamfield([]),
            "action-publish": "1",
        }

        response = self.client.post(address, nested_form_data(form))

        self.assertEqual(response.status_code, 302)
        self.assertEqual(self.facts(), FACTS)

    def test_what_a_program_writes_is_told_and_read_back(self):
        _token, key = APIToken.create_token(user=self.editor, name="test")
        address = f"/api/cms/pages/{self.page.pk}/"

        def send(method, address, body=None):
            return self.client.generic(
                method,
                address,
                json.dumps(body) if body is not None else "",
                content_type="application/json",
                headers={"authorization": f"Bearer {key}"},
            )

        for response in (
            send("PATCH", address, FACTS),
            send("POST", f"{address}actions/publish/", {}),
        ):
            self.assertEqual(response.status_code, 200, response.content)

        data = send("GET", address).json()
        self.assertEqual({name: data[name] for name in FACTS}, FACTS)
        self.assertEqual(self.facts(), FACTS)


class ToldTests(PlatformTestCase):
    @classmethod
    def setUpTestData(cls):
        super().setUpTestData()
        cls.page = ActionProgrammePageFactory(
            parent=cls.platform,
            **FACTS,
            parts=PARTS,
            rows={
                "actions": [
                    Action(title="Huizen isoleren", part=1, year_from=2031, priority_years="2024, 2031")
                ],
                "yearly_programmes": [
                    YearlyProgramme(year=2023, intro="Het jaar van de huurders."),
                    YearlyProgramme(year=2025),
                ],
            },
        )

    def test_the_page_says_since_when_and_uses_the_word_of_the_programme(self):
        response = self.client.get(self.page.url)

        for text in [
            "sinds 2022",
            ">Actielijnen</h2>",
            "Hoort bij: 1. Warm wonen",
            "Het jaar van de huurders.",
        ]:
            self.assertContains(response, text)
        self.assertNotContains(response, ">Luiken</h2>")
        self.assertContains(self.client.get(self.platform.url), "sinds 2022")

    def test_a_heading_of_its_own_comes_before_the_word(self):
        self.page.parts_heading = "Waar we aan werken"
        self.page.save()

        response = self.client.get(self.page.url)

        self.assertContains(response, ">Waar we aan werken</h2>")
        self.assertNotContains(response, ">Actielijnen</h2>")

    def test_the_years_are_those_that_something_is_said_of(self):
        self.assertEqual([item.year for item in self.page.years], [2023, 2024, 2031])
        self.assertNotContains(self.client.get(self.page.url), '<li class="empty">')

    def test_linked_data_says_an_interval_without_an_end(self):
        data = data_of(self.client.get(self.page.url), "CreativeWork")

        self.assertEqual(data["temporalCoverage"], "2022/..")
        self.assertNotIn("endDate", str(data))

    def test_api_and_the_dialect_of_plone_tell_it(self):
        for address in (
            f"/api/v1/action-programmes/{self.page.translation_key}",
            f"/++api++{self.page.url}",
        ):
            data = self.client.get(address).json()

            self.assertEqual({name: data[name] for name in FACTS}, FACTS, address)

    def test_the_list_in_the_api_says_that_it_runs_on(self):
        item = self.client.get("/api/v1/action-programmes").json()["items"][0]

        self.assertEqual((item["period_end"], item["is_open_ended"]), (None, True))


class RuleTests(PlatformTestCase):
    def draft(self, **fields):
        return ActionProgrammePageFactory(parent=self.platform, live=False, **{**FACTS, **fields})

    def test_without_an_end_no_last_year_is_asked(self):
        self.assertEqual(self.draft().publishing_problems(), [])
        self.assertRefuses(self.draft(is_open_ended=False), "period_end")

    def test_an_end_beside_no_end_is_refused(self):
        self.assertRefuses(self.draft(period_end=2026), "period_end")

    def test_years_lie_after_its_beginning_only(self):
        for year, is_right in [(2021, False), (2022, True), (2060, True)]:
            with self.subTest(year):
                page = self.draft(rows={"actions": [Action(title="Opvang", year_from=year)]})

                self.assertEqual(not page.publishing_problems(), is_right)
