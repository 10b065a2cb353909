"""Facts that once ended in loose text: entered by an editor or a program, read back everywhere."""

import csv
import io
import json

from django.urls import reverse
from wagtail.models.api import APIToken
from wagtail.test.utils.form_data import inline_formset

from practices.models import PracticeIndexPage, PracticeMethod, PracticeNetwork, PracticeOrigin, PracticePage
from tests.cms.heads import data_of
from tests.factories import MethodFactory
from tests.permissions.factories import a_member_of, a_platform
from tests.practices import facts
from tests.practices.cases import FormTestCase, PracticeTestCase, text_of
from tests.practices.factories import PracticePageFactory, StubFactory


class EnteredTests(FormTestCase):
    """By somebody of a team, in the practices of their platform."""

    @classmethod
    def setUpTestData(cls):
        super().setUpTestData()
        cls.words, cls.earlier = facts.words(), facts.earlier(cls.index)
        platform = a_platform(cls.home, "Westhoek")
        cls.member = a_member_of(platform)
        cls.index = PracticeIndexPage.objects.child_of(platform).get()
        _token, cls.key = APIToken.create_token(user=cls.member, name="test")

    def facts_of(self, slug):
        page = PracticePage.objects.get(slug=slug)
        self.assertTrue(page.live)
        return facts.facts_of(self.client.get(f"/api/v1/practices/{page.translation_key}").json())

    def send(self, method, address, content):
        return self.client.generic(
            method,
            f"/api/cms/pages/{address}",
            json.dumps(content),
            content_type="application/json",
            headers={"authorization": f"Bearer {self.key}"},
        )

    def test_every_fact_of_the_form_is_told(self):
        self.client.force_login(self.member)
        address = reverse("wagtailadmin_pages:add", args=["practices", "practicepage", self.index.pk])
        data = self.form_data(**facts.as_form(self.words, self.earlier), **{"action-publish": "1"})

        response = self.client.post(address, data)

        self.assertEqual(response.status_code, 302)
        self.assertEqual(self.facts_of("kracht-wonen"), facts.EXPECTED_FACTS)

    def test_every_fact_that_a_program_writes_is_told(self):
        page = PracticePageFactory(parent=self.index, slug="kracht-wonen")

        for method, address, content in [
            ("PATCH", f"{page.pk}/", facts.as_json(self.words, self.earlier)),
            ("POST", f"{page.pk}/actions/publish/", {}),
        ]:
            response = self.send(method, address, content)
            self.assertEqual(response.status_code, 200, response.content)

        self.assertEqual(self.facts_of("kracht-wonen"), facts.EXPECTED_FACTS)

    def test_a_date_of_a_figure_is_read_as_people_write_it_or_refused(self):
        page = PracticePageFactory(parent=self.index)
        for typed, status in (("gisteren", 422), ("31-11-2022", 422), ("sept. 2022", 200)):
            figure = {**facts.FIGURE, "counted_on": typed, "parts": []}
            content = {"indicators": [{"type": "indicator", "value": figure}]}

            self.assertEqual(self.send("PATCH", f"{page.pk}/", content).status_code, status, typed)

        draft = PracticePage.objects.get(pk=page.pk).get_latest_revision_as_object()
        self.assertEqual(draft.indicators[0].value["counted_on"], "september 2022")


class ToldTests(PracticeTestCase):
    @classmethod
    def setUpTestData(cls):
        super().setUpTestData()
        cls.words, cls.earlier = facts.words(), facts.earlier(cls.index)
        cls.page = PracticePageFactory(parent=cls.index, **facts.as_model(cls.words, cls.earlier))

    def test_the_page_says_all_of_it(self):
        response = self.client.get(self.page.url)

        text = text_of(response)
        for words in [
            "Housing First",
            "2 keer per week, 16 keer in totaal, 8 weken lang",
            "14 OCMW’s",
            "Housing First Hub",
            "sinds 2019",
            "Sociale innovatie",
            "3 mei 2021",
            "Nachtopvang",
            "gaat ermee verder, 2016",
            "Wijkwerk",
            "Deinze (toen Nevele)",
            "Gratis",
            "per sessie",
            "120",
            "2019–2021",
            "Jaarverslag",
            "Waarvan: kinderen 479",
            "gepubliceerd 5 maart 2023",
            "september 2022",
            "2017–2019",
            "september 2014",
            "licentie 1 juni 2014",
            "40 gezinnen",
        ]:
            self.assertIn(words, text)
        self.assertContains(response, f'href="{self.earlier.url}"')
        self.assertContains(response, f'href="{self.index.url}?method=housing-first"')

    def test_the_table_of_the_list_has_its_columns(self):
        answer = self.client.get(f"{self.index.url}export.csv")

        rows = {row["title"]: row for row in csv.DictReader(io.StringIO(b"".join(answer).decode()))}
        row = rows[self.page.title]
        self.assertEqual(
            (row["method"], row["network"], row["participant_cost"]),
            ("Housing First", "Housing First Hub", "0"),
        )
        self.assertEqual(rows["Nachtopvang"]["participant_cost"], "")

    def test_feeds_say_what_partners_sort_on(self):
        items = self.client.get(f"{self.index.url}feed.json").json()["items"]

        (item,) = [item for item in items if item["title"] == self.page.title]
        self.assertIn("Housing First", item["tags"])
        extension = item["_streekwijzer"]
        self.assertEqual(
            (extension["network"], extension["participant_cost"]), (["Housing First Hub"], ["0"])
        )

    def test_the_dialect_of_plone_tells_it_too(self):
        answer = self.client.get(f"/++api++{self.page.url}")

        self.assertEqual(facts.facts_of(answer.json()), facts.EXPECTED_FACTS)

    def test_linked_data_uses_the_words_of_schema_org(self):
        data = data_of(self.client.get(self.page.url), "CreativeWork")

        network = {
            "@type": "Organization",
            "name": "Housing First Hub",
            "parentOrganization": {"@type": "Organization", "name": "Netwerk Noord"},
        }
        self.assertEqual(
            data["mainEntity"],
            {
                "@type": "Project",
                "name": self.page.title,
                "memberOf": [{"@type": "Role", "memberOf": network, "startDate": "2019"}],
                "hasCertification": [
                    {
                        "@type": "Certification",
                        "name": "Sociale innovatie",
                        "issuedBy": {"@type": "Organization", "name": "Netwerk Noord"},
                        "datePublished": "2021-05-03",
                    }
                ],
                "makesOffer": {
                    "@type": "Offer",
                    "price": "0.00",
                    "priceCurrency": "EUR",
                    "description": "per sessie",
                },
            },
        )
        self.assertIn({"@type": "DefinedTerm", "name": "Housing First"}, data["about"])
        self.assertEqual(
            data["isBasedOn"],
            [
                {"@type": "CreativeWork", "name": "Nachtopvang", "url": self.earlier.full_url},
                {"@type": "CreativeWork", "name": "Wijkwerk"},
            ],
        )

    def test_the_comparison_shows_it(self):
        response = self.client.get(
            f"{self.index.url}vergelijk/?practice={self.page.pk}&practice={self.earlier.pk}"
        )

        for words in ("Housing First", "Gratis", "120 gezinnen (Deinze, 2019–2021)", "2 keer per week"):
            self.assertContains(response, words)

    def test_search_and_the_filter_find_the_method(self):
        for address in (f"{self.index.url}?method=housing-first", f"{self.index.url}?q=housing"):
            response = self.client.get(address)

            self.assertContains(response, self.page.title)
            self.assertNotContains(response, f'href="{self.earlier.url}"')

    def test_the_words_of_the_api_have_the_methods_that_pages_show(self):
        MethodFactory(name="Stil", slug="stil")

        items = self.client.get("/api/v1/methods").json()["items"]

        self.assertEqual([item["slug"] for item in items], ["housing-first"])


class HiddenTests(PracticeTestCase):
    def test_an_earlier_practice_that_is_no_longer_public_is_told_nowhere(self):
        hidden = StubFactory(parent=self.index, title="Geheim plan", live=False)
        page = PracticePageFactory(
            parent=self.index, rows={"grew_from": [PracticeOrigin(practice=hidden, year=2018)]}
        )

        for address in (
            page.url,
            f"/api/v1/practices/{page.translation_key}",
            f"{self.index.url}export.jsonld",
        ):
            answer = self.client.get(address)
            content = b"".join(answer) if answer.streaming else answer.content

            self.assertNotIn("Geheim plan", content.decode(), address)

    def test_without_such_facts_nothing_is_said_of_them(self):
        page = PracticePageFactory(parent=self.index)

        response = self.client.get(page.url)

        self.assertNotIn("mainEntity", data_of(response, "CreativeWork"))
        for word in ("Hoort bij", "Erkend", "Gegroeid uit", "Voor deelnemers", "Intensiteit"):
            self.assertNotContains(response, word)


class RuleTests(FormTestCase):
    """What can't be is refused beside its field, by form and model alike."""

    FULL = {
        "networks": ["name", "organisation", "since", "since_precision", "url"],
        "recognitions": ["name", "organisation", "by", "recognised_on", "recognised_on_precision", "url"],
        "grew_from": ["practice", "name", "relation", "year"],
        "partners": ["organisation", "role", "count", "kind"],
        "reach": ["count", "who", "municipality", "region", "place", "year_from", "year_until", "source"],
    }

    def row(self, relation, **values):
        empty = dict.fromkeys(self.FULL[relation], "")
        precisions = {name: "day" for name in empty if name.endswith("_precision")}
        start = {"relation": "continues"} if relation == "grew_from" else {}
        return {relation: inline_formset([{**empty, **precisions, **start, **values}])}

    def test_a_row_that_says_too_little_or_what_cannot_be(self):
        for number, (relation, values, field) in enumerate(
            [
                ("partners", {"count": "14"}, "kind"),
                ("networks", {"since": "2019"}, "name"),
                ("networks", {"name": "Hub", "since": "1-1-2099"}, "since"),
                ("recognitions", {"by": "Vlaanderen"}, "name"),
                ("recognitions", {"name": "Prijs", "recognised_on": "2099"}, "recognised_on"),
                ("grew_from", {"year": "2018"}, "name"),
                ("grew_from", {"name": "Wijkwerk", "year": "2099"}, "year"),
                ("reach", {"count": "120"}, "who"),
                ("reach", {"who": "gezinnen"}, "count"),
                ("reach", {"count": "5", "who": "x", "year_from": "2099"}, "year_from"),
                (
                    "reach",
                    {"count": "5", "who": "x", "year_from": "2020", "year_until": "2019"},
                    "year_until",
                ),
            ]
        ):
            with self.subTest(f"{relation} {values}"):
                refused = self.refused(slug=f"praktijk-{number}", **self.row(relation, **values))

                self.assertEqual(refused, {field})

    def test_a_number_and_its_unit_belong_together(self):
        self.assertEqual(self.refused(slug="a", frequency_count="2"), {"frequency_unit"})
        self.assertEqual(self.refused(slug="b", duration_unit="week"), {"duration_count"})

    def test_no_number_below_one(self):
        form = self.form(self.form_data(sessions_count="0", **self.row("partners", count="0", kind="x")))

        self.assertFalse(form.is_valid())
        self.assertIn("sessions_count", form.errors)
        self.assertIn("count", form.formsets["partners"].forms[0].errors)

    def test_a_practice_does_not_grow_out_of_itself(self):
        page = PracticePageFactory(parent=self.index)
        page.grew_from = [PracticeOrigin(practice=page)]

        self.assertEqual([problem.field for problem in page.publishing_problems()], ["practice"])


class GrowthTests(PracticeTestCase):
    @classmethod
    def setUpTestData(cls):
        super().setUpTestData()
        cls.methods = [MethodFactory(slug=f"methode-{number}") for number in range(4)]

    def make(self, count, **values):
        """So many practices, each with a method, a network and an earlier practice of its own."""
        for number in range(count):
            earlier = StubFactory(parent=self.index)
            rows = {
                "methods": [PracticeMethod(method=self.methods[number % 4])],
                "networks": [PracticeNetwork(organisation=self.owner)],
                "grew_from": [PracticeOrigin(practice=earlier)],
            }
            PracticePageFactory(parent=self.index, rows=rows, **values)

    def test_more_practices_cost_no_list_more_queries(self):
        names = ["", "export.csv", "export.jsonld", "feed.json", "?method=methode-1"]
        self.make(3)
        few = [self.cost(name) for name in names]
        self.make(9)

        self.assertEqual([self.cost(name) for name in names], few)

    def cost(self, name):
        return self.count_queries_of(lambda: self.read(name))

    def read(self, name):
        answer = self.client.get(f"{self.index.url}{name}")
        return b"".join(answer) if answer.streaming else answer.content


class OldRevisionTests(PracticeTestCase):
    """A version from before adoptions had a date keeps its year, and opens, compares and goes live again."""

    @classmethod
    def setUpTestData(cls):
        super().setUpTestData()
        cls.page = PracticePageFactory(parent=cls.index)
        cls.old = cls.page.save_revision()
        adoption = {
            "pk": None,
            "sort_order": 0,
            "page": cls.page.pk,
            "organisation": cls.owner.pk,
            "year": 2014,
        }
        rest = {"adaptation": "Met fietsen", "contact": "", "adopted_page": None}
        cls.old.content["adopted_by"] = [{**adoption, **rest}]
        figure = {"label": "Gezinnen", "value": "40", "source": "W13", "year": 2016}
        cls.old.content["indicators"] = json.dumps([{"type": "indicator", "value": figure, "id": "1"}])
        for name in ("methods", "networks", "recognitions", "reach", "grew_from", "frequency_unit"):
            cls.old.content.pop(name)
        cls.old.save()

    def test_it_goes_live_again_with_its_year(self):
        self.old.publish()

        practice_data = self.client.get(f"/api/v1/practices/{self.page.translation_key}").json()
        adoption, figure = practice_data["adopted_by"][0], practice_data["indicators"][0]
        self.assertEqual(adoption["started_on"], {"date": "2014-01-01", "precision": "year"})
        self.assertEqual((adoption["year"], adoption["adaptation"]), (2014, "Met fietsen"))
        self.assertEqual((figure["year"], figure["counted_on"], figure["parts"]), (2016, None, []))

    def test_it_opens_and_compares(self):
        self.client.force_login(self.editor)
        new = self.page.save_revision()

        for name, args in [
            ("edit", [self.page.pk]),
            ("revisions_revert", [self.page.pk, self.old.pk]),
            ("revisions_compare", [self.page.pk, self.old.pk, new.pk]),
        ]:
            response = self.client.get(reverse(f"wagtailadmin_pages:{name}", args=args))

            self.assertEqual(response.status_code, 200, name)
