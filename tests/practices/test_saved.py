"""The visitor's own list, and practices side by side."""

from wagtail.models import PageViewRestriction

from practices.models import PracticeMunicipality
from tests.factories import MunicipalityFactory
from tests.practices.cases import PracticeTestCase
from tests.practices.factories import PracticePageFactory, StubFactory


class SavedTests(PracticeTestCase):
    def address(self, name, *practices):
        return f"{self.index.url}{name}/?" + "&".join(f"practice={getattr(p, 'pk', p)}" for p in practices)

    def test_shows_the_practices_of_the_address_in_its_order(self):
        first, second = PracticePageFactory.create_batch(2, parent=self.index)

        response = self.client.get(self.address("bewaard", second, first))

        self.assertEqual(response.context["practices"], [second, first])

    def test_a_practice_that_is_gone_or_hidden_is_counted_and_not_named(self):
        draft = StubFactory(parent=self.index, live=False, title="Nog geheim")

        response = self.client.get(self.address("bewaard", draft, 999_999))

        self.assertContains(response, "2 praktijken staan niet meer op deze site.")
        self.assertNotContains(response, "Nog geheim")

    def test_a_private_practice_and_a_draft_are_hidden_from_visitors_and_editors_alike(self):
        draft = StubFactory(parent=self.index, live=False, title="Nog geheim")
        private = StubFactory(parent=self.index, title="Alleen voor leden")
        PageViewRestriction.objects.create(page=private, restriction_type=PageViewRestriction.LOGIN)

        for who in (None, self.editor):
            if who:
                self.client.force_login(who)
            for page in ("bewaard", "vergelijk"):
                with self.subTest(who=who, page=page):
                    response = self.client.get(self.address(page, draft, private))
                    self.assertEqual(response.context["practices"], [])
                    self.assertNotContains(response, "Alleen voor leden")

    def test_without_practices_both_pages_say_what_to_do(self):
        self.assertContains(self.client.get(f"{self.index.url}bewaard/"), "Hier staat nog niets.")
        self.assertContains(self.client.get(f"{self.index.url}vergelijk/"), "Kies twee tot vier praktijken")

    def test_nonsense_in_the_address_is_ignored(self):
        for text in ("x", "-1", "%C2%B2", "1.5", ""):
            with self.subTest(text):
                self.assertEqual(self.client.get(self.address("vergelijk", text)).status_code, 200)

    def test_the_comparison_shows_each_fact_beside_the_other(self):
        town = MunicipalityFactory()
        one = PracticePageFactory(
            parent=self.index, cost_total=70, rows={"working_area": [PracticeMunicipality(municipality=town)]}
        )
        other = PracticePageFactory(parent=self.index, pitfalls=[("line", "Te weinig tijd")])

        response = self.client.get(self.address("vergelijk", one, other))

        rows = {str(row.label): row.cells for row in response.context["rows"]}
        self.assertEqual(rows["Kosten per jaar"], [["€\xa070"], []])
        self.assertEqual(rows["Waar"], [[town.name], []])
        self.assertEqual(rows["Wat niet werkte"], [[], ["Te weinig tijd"]])
        self.assertNotIn("Randvoorwaarden", rows)

    def test_the_lowest_rung_of_the_evidence_is_a_fact_too(self):
        lowest = PracticePageFactory(parent=self.index, evidence_level=0)
        unknown = StubFactory(parent=self.index)

        response = self.client.get(self.address("vergelijk", lowest, unknown))

        rows = {str(row.label): row.cells for row in response.context["rows"]}
        self.assertEqual(rows["Bewijskracht"], [["Beschreven"], []])

    def test_the_comparison_holds_four(self):
        practices = PracticePageFactory.create_batch(5, parent=self.index)

        response = self.client.get(self.address("vergelijk", *practices))

        self.assertEqual(len(response.context["practices"]), 4)
        self.assertContains(response, "1 praktijk paste er niet bij.")

    def test_keys_may_stand_in_one_value_with_commas(self):
        first, second = PracticePageFactory.create_batch(2, parent=self.index)

        response = self.client.get(f"{self.index.url}vergelijk/?practice={second.pk},x,{'9' * 40},{first.pk}")

        self.assertEqual(response.context["practices"], [second, first])

    def test_a_practice_can_be_taken_out_of_the_comparison_while_two_are_left(self):
        first, second, third = PracticePageFactory.create_batch(3, parent=self.index)

        three = self.client.get(self.address("vergelijk", first, second, third))
        two = self.client.get(self.address("vergelijk", first, third))

        self.assertContains(three, f'href="?practice={first.pk},{third.pk}"')
        self.assertNotContains(two, 'class="remove')

    def test_a_list_that_fits_side_by_side_is_ticked(self):
        practices = PracticePageFactory.create_batch(5, parent=self.index)

        self.assertContains(self.client.get(self.address("bewaard", *practices[:4])), " checked", count=4)
        self.assertNotContains(self.client.get(self.address("bewaard", *practices)), " checked")

    def test_two_practices_cost_as_many_queries_as_four(self):
        practices = PracticePageFactory.create_batch(4, parent=self.index)
        two = self.count_queries(self.address("vergelijk", *practices[:2]))

        self.assertEqual(self.count_queries(self.address("vergelijk", *practices)), two)
