"""What a platform has and does, and since when: entered by an editor or a program, read back everywhere."""

import datetime
import json
from decimal import Decimal

from django.urls import reverse
from django.utils import timezone
from wagtail.fields import RichTextField, StreamField
from wagtail.models.api import APIToken
from wagtail.test.utils.form_data import inline_formset, nested_form_data, rich_text, streamfield

from platforms.models import Director, Initiative, PlatformMunicipality, PlatformPage, PlatformStaff
from tests.cms.heads import data_of
from tests.factories import MunicipalityFactory, PersonFactory, StandardPageFactory
from tests.permissions.factories import a_member_of
from tests.platforms.cases import PlatformTestCase

YESTERDAY = timezone.localdate() - datetime.timedelta(days=1)
ROWS = [
    "page_themes",
    "footnotes",
    "related_pages",
    "funding",
    "members",
    "inspired_by",
    "current_themes",
    "comments",
]
MOMENT = {"date": "09/2017", "title": "Eerste vergadering", "text": "In Poperinge."}
TOLD = {
    "municipalities": [("Ieper", {"date": "2019-01-01", "precision": "year"})],
    "staff": [{"year": 2024, "fte": 3.5, "note": "twee projecten"}],
    "directors": [{"name": "Mia Peeters", "function": "directeur", "since": 2019, "until": None}],
    "initiatives": [("De Kruidenier", "https://kruidenier.voorbeeld.be", "Over ons", "Een sociale winkel.")],
    "history": [
        {
            "date": {"date": "2017-09-01", "precision": "month"},
            "title": "Eerste vergadering",
            "text": "In Poperinge.",
        }
    ],
}


class FactsTestCase(PlatformTestCase):
    @classmethod
    def setUpTestData(cls):
        super().setUpTestData()
        cls.town = MunicipalityFactory(name="Ieper")
        cls.person = PersonFactory(first_name="Mia", last_name="Peeters", function="adviseur")
        cls.about = StandardPageFactory(parent=cls.home, title="Over ons")

    def told(self):
        data = self.client.get(f"/api/v1/platforms/{self.platform.translation_key}").json()
        return self.facts_in(data)

    def facts_in(self, data):
        return {
            "municipalities": [(town["name"], town["since"]) for town in data["municipalities"]],
            "initiatives": [
                (row["name"], row["url"], row["page"] and row["page"]["title"], row["summary"])
                for row in data["initiatives"]
            ],
            **{name: data[name] for name in ("staff", "directors", "history")},
        }

    def fill(self, person=None, about=None):
        """The platform with all of the facts."""
        page = self.platform
        page.municipalities = [PlatformMunicipality(municipality=self.town, since=datetime.date(2019, 1, 1))]
        page.staff = [PlatformStaff(year=2024, fte=Decimal("3.5"), note="twee projecten")]
        page.directors = [Director(person=person or self.person, function="directeur", since=2019)]
        page.initiatives = [
            Initiative(
                name="De Kruidenier",
                url="https://kruidenier.voorbeeld.be",
                page_about=about or self.about,
                summary="Een sociale winkel.",
            )
        ]
        page.history = [("moment", {**MOMENT, "date": "september 2017"})]
        page.save_revision().publish()

    def form_data(self):
        fields = PlatformPage._meta.fields
        return nested_form_data(
            {
                **{field.name: streamfield([]) for field in fields if isinstance(field, StreamField)},
                **{field.name: rich_text("") for field in fields if isinstance(field, RichTextField)},
                **{name: inline_formset([]) for name in ROWS},
                "title": self.platform.title,
                "slug": self.platform.slug,
                "search_description": "Een samenwerking.",
                "kind": "welfare_platform",
                "region_name": "Heuvelland",
                "municipalities": inline_formset(
                    [{"municipality": self.town.pk, "since": "2019", "since_precision": "year"}]
                ),
                "staff": inline_formset([{"year": "2024", "fte": "3,5", "note": "twee projecten"}]),
                "directors": inline_formset(
                    [{"person": self.person.pk, "function": "directeur", "since": "2019", "until": ""}]
                ),
                "initiatives": inline_formset(
                    [
                        {
                            "name": "De Kruidenier",
                            "url": "https://kruidenier.voorbeeld.be",
                            "page_about": self.about.pk,
                            "summary": "Een sociale winkel.",
                        }
                    ]
                ),
                "history": streamfield([("moment", MOMENT)]),
                "action-publish": "1",
            }
        )


class EnteredTests(FactsTestCase):
    """By somebody of the platform's own team."""

    @classmethod
    def setUpTestData(cls):
        super().setUpTestData()
        cls.member = a_member_of(cls.platform)

    def test_every_fact_of_the_form_is_told(self):
        self.client.force_login(self.member)
        address = reverse("wagtailadmin_pages:edit", args=[self.platform.pk])

        response = self.client.post(address, self.form_data())

        self.assertEqual(response.status_code, 302, response.content[:0])
        self.assertEqual(self.told(), TOLD)

    def test_every_fact_that_a_program_writes_is_told(self):
        _token, key = APIToken.create_token(user=self.member, name="test")
        content = {
            "municipalities": [
                {"municipality_id": self.town.pk, "since": "2019-01-01", "since_precision": "year"}
            ],
            "staff": [{"year": 2024, "fte": "3.5", "note": "twee projecten"}],
            "directors": [{"person_id": self.person.pk, "function": "directeur", "since": 2019}],
            "initiatives": [
                {
                    "name": "De Kruidenier",
                    "url": "https://kruidenier.voorbeeld.be",
                    "page_about_id": self.about.pk,
                    "summary": "Een sociale winkel.",
                }
            ],
            "history": [{"type": "moment", "value": MOMENT}],
        }
        for method, address, body in [
            ("PATCH", "", content),
            ("POST", "actions/publish/", {}),
        ]:
            response = self.client.generic(
                method,
                f"/api/cms/pages/{self.platform.pk}/{address}",
                json.dumps(body),
                content_type="application/json",
                headers={"authorization": f"Bearer {key}"},
            )
            self.assertEqual(response.status_code, 200, response.content)

        self.assertEqual(self.told(), TOLD)


class ToldTests(FactsTestCase):
    def test_the_page_says_all_of_it(self):
        self.fill()

        response = self.client.get(self.platform.url)

        for text in [
            "sinds 2019",
            "3,5 voltijdse equivalenten",
            "twee projecten",
            "Mia Peeters, directeur (sinds 2019)",
            "De Kruidenier",
            "Een sociale winkel.",
            "September 2017",
            "Eerste vergadering",
            "In Poperinge.",
        ]:
            self.assertContains(response, text)
        self.assertContains(response, f'href="{self.about.url}"')

    def test_the_dialect_of_plone_tells_it_too(self):
        self.fill()

        answer = self.client.get(f"/++api++{self.platform.url}")

        self.assertEqual(self.facts_in(answer.json()), TOLD)

    def test_linked_data_uses_the_words_of_schema_org(self):
        self.fill()

        data = data_of(self.client.get(self.platform.url), "GovernmentOrganization")

        self.assertEqual(
            (data["areaServed"][0]["@type"], data["areaServed"][0]["startDate"]), ("Role", "2019")
        )
        self.assertEqual(data["numberOfEmployees"]["value"], 3.5)
        self.assertEqual(
            data["employee"],
            [
                {
                    "@type": "EmployeeRole",
                    "employee": {"@type": "Person", "name": "Mia Peeters", "jobTitle": "directeur"},
                    "startDate": "2019",
                }
            ],
        )
        self.assertEqual(
            data["makesOffer"],
            [
                {
                    "@type": "Offer",
                    "itemOffered": {
                        "@type": "Service",
                        "name": "De Kruidenier",
                        "url": self.about.full_url,
                        "description": "Een sociale winkel.",
                    },
                }
            ],
        )
        self.assertEqual(data["subjectOf"][0]["temporalCoverage"], "2017-09")

    def test_who_left_and_a_page_that_is_no_longer_public_are_told_nowhere(self):
        gone = PersonFactory(last_name="Vertrokken", email="weg@voorbeeld.be", active_until=YESTERDAY)
        hidden = StandardPageFactory(parent=self.home, title="Geheim plan", slug="geheim", live=False)
        self.fill(person=gone, about=hidden)

        for address in (
            self.platform.url,
            f"/api/v1/platforms/{self.platform.translation_key}",
            f"/++api++{self.platform.url}",
        ):
            content = self.client.get(address).content.decode()

            self.assertIn("De Kruidenier", content)
            for secret in ("Vertrokken", "weg@voorbeeld.be", "Geheim plan", self.home.url + "geheim/"):
                self.assertNotIn(secret, content, address)

    def test_more_rows_cost_no_more_queries(self):
        def add(count):
            for number in range(count):
                page = StandardPageFactory(parent=self.home)
                self.platform.directors.add(Director(person=PersonFactory(), since=2000 + number))
                self.platform.staff.add(PlatformStaff(year=2000 + number, fte=1))
                self.platform.initiatives.add(Initiative(name="Winkel", page_about=page))
            self.platform.save()

        addresses = [self.platform.url, f"/api/v1/platforms/{self.platform.translation_key}"]
        add(2)
        few = [self.count_queries(address) for address in addresses]
        add(8)

        self.assertEqual([self.count_queries(address) for address in addresses], few)


class RuleTests(FactsTestCase):
    def test_a_row_that_says_too_little_or_what_cannot_be(self):
        next_year = datetime.date(timezone.localdate().year + 1, 1, 1)
        for name, row, field in [
            ("municipalities", PlatformMunicipality(municipality=self.town, since=next_year), "since"),
            ("staff", PlatformStaff(fte=2), "year"),
            ("staff", PlatformStaff(year=2024), "fte"),
            ("directors", Director(since=2019), "person"),
            ("directors", Director(person=self.person, since=2019, until=2018), "until"),
            ("initiatives", Initiative(summary="Een winkel."), "name"),
        ]:
            with self.subTest(f"{name}: {field}"):
                page = PlatformPage.objects.get(pk=self.platform.pk)
                setattr(page, name, [row])

                self.assertRefuses(page, field)
