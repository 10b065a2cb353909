from cms.models import PageFootnote
from platforms.models import Action, ProgrammeBasis, YearlyProgramme
from tests.factories import DocumentFactory, LegalReferenceFactory, OrganisationFactory, ThemeFactory
from tests.platforms.cases import PlatformTestCase
from tests.platforms.factories import (
    ActionProgrammePageFactory,
    CoordinatorPageFactory,
    PlatformPageFactory,
)


class ActionProgrammePageTests(PlatformTestCase):
    def shown(self, **fields):
        """The page of a programme with these fields."""
        return self.client.get(ActionProgrammePageFactory(parent=self.platform, **fields).url)

    def test_shows_the_programme(self):
        circular = LegalReferenceFactory(citation="Omzendbrief van 26/10/2018")

        response = self.shown(
            cycle_years=4,
            description="<p>De basis van de samenwerking [1].</p>",
            partners_take_lead=True,
            parts_heading="Acties",
            parts_intro="Twee luiken:",
            parts=[("part", {"title": "", "text": "<p>Het eerste luik.</p>"})],
            yearly_intro="<p>Elk jaar een jaaractieprogramma.</p>",
            document=DocumentFactory(title="Het hele programma"),
            themes=[ThemeFactory(name="Sociale economie")],
            rows={
                "footnotes": [PageFootnote(number=1, text="Zie de omzendbrief")],
                "based_on": [
                    ProgrammeBasis(text="Vlaamse prioriteiten", legal_reference=circular, period="2020-2025")
                ],
            },
        )

        expected = ["2019–2022", "De basis van de samenwerking", 'id="noot-1"', "Acties", "Twee luiken:"]
        expected += [
            "Het eerste luik.",
            "Elk jaar een jaaractieprogramma.",
            "Het hele programma",
            "Sociale economie",
        ]
        for text in [
            *expected,
            "Vlaamse prioriteiten",
            "2020-2025",
            "Omzendbrief van 26/10/2018",
            self.platform.url,
        ]:
            self.assertContains(response, text)

    def test_says_whom_to_call_about_it(self):
        here = CoordinatorPageFactory(parent=self.platform)
        elsewhere = CoordinatorPageFactory(parent=PlatformPageFactory(parent=self.platforms))

        response = self.shown()

        self.assertContains(response, here.url)
        self.assertNotContains(response, elsewhere.url)

    def test_shows_the_actions(self):
        action = Action(
            part=1,
            title="Nachtopvang openen",
            theme=ThemeFactory(name="Noodopvang"),
            lead=OrganisationFactory(name="CAW"),
            partners="de gemeenten",
            status=Action.Status.RUNNING,
            year_from=2019,
            year_to=2020,
            indicator="Aantal bedden",
            result="Twaalf bedden",
        )
        parts = [("part", {"title": "Doen", "text": "<p>Wat we doen.</p>"})]

        response = self.shown(parts=parts, rows={"actions": [action]})

        for text in [
            "Nachtopvang openen",
            "Noodopvang",
            "CAW",
            "de gemeenten",
            "2019–2020",
            "bedden",
            "status running",
        ]:
            self.assertContains(response, text)

    def test_a_year_shows_what_it_selects(self):
        page = ActionProgrammePageFactory(
            parent=self.platform,
            rows={
                "actions": [Action(title="Opvang", priority_years="2019, 2021"), Action(title="Werk")],
                "yearly_programmes": [YearlyProgramme(year=2022, intro="Het jaar van de evaluatie.")],
            },
        )

        response = self.client.get(page.url)

        self.assertEqual([item.year for item in page.years], [2019, 2020, 2021, 2022])
        self.assertEqual([item.is_empty for item in page.years], [False, True, False, False])
        self.assertContains(response, '<li class="empty">', count=1)
        self.assertContains(response, "Het jaar van de evaluatie.")

    def test_more_actions_cost_no_more_queries(self):
        page = ActionProgrammePageFactory(parent=self.platform)

        def grow(count):
            for number in range(count):
                page.actions.add(
                    Action(title=f"Actie {number}", theme=ThemeFactory(), lead=OrganisationFactory())
                )
            page.save()

        grow(10)
        few = self.count_queries(page.url)
        grow(40)

        self.assertEqual(self.count_queries(page.url), few)


class PublishingTests(PlatformTestCase):
    def programme(self, **fields):
        """A draft of a programme, complete but for what these fields make of it."""
        return ActionProgrammePageFactory(parent=self.platform, live=False, **fields)

    def with_action(self, **fields):
        return self.programme(rows={"actions": [Action(title="Opvang", **fields)]})

    def test_asks_for_period_description_and_summary_only(self):
        page = self.programme(
            period_start=None, period_end=None, description="", search_description="", themes=[]
        )

        problem_fields = {problem.field for problem in page.publishing_problems()}

        self.assertEqual(problem_fields, {"period_start", "period_end", "description", "search_description"})

    def test_a_period_ends_after_it_begins(self):
        self.assertRefuses(self.programme(period_start=2022, period_end=2019), "period_end")
        self.assertEqual(self.programme(period_start=2022, period_end=2022).publishing_problems(), [])

    def test_a_period_of_a_century_is_a_typing_error(self):
        self.assertRefuses(self.programme(period_start=2019, period_end=2100), "period_end")

    def test_a_cycle_is_one_to_ten_years(self):
        for years, is_right in [(0, False), (1, True), (10, True), (11, False)]:
            self.assertEqual(not self.programme(cycle_years=years).publishing_problems(), is_right, years)

    def test_the_years_of_an_action_lie_in_the_period(self):
        self.assertRefuses(self.with_action(year_from=2018), "year_from")
        self.assertRefuses(self.with_action(year_from=2021, year_to=2020), "year_to")
        self.assertRefuses(self.with_action(priority_years="2019, 2023"), "priority_years")
        self.assertEqual(
            self.with_action(year_from=2019, priority_years="2019,2022").publishing_problems(), []
        )

    def test_priority_is_written_in_years(self):
        self.assertRefuses(self.with_action(priority_years="elk jaar"), "priority_years")

    def test_an_action_belongs_to_a_part_that_is_there(self):
        self.assertRefuses(self.with_action(part=1), "part")

    def test_a_year_has_one_programme_inside_the_period(self):
        twice = [YearlyProgramme(year=2020), YearlyProgramme(year=2020)]

        self.assertRefuses(self.programme(rows={"yearly_programmes": [YearlyProgramme(year=2023)]}), "year")
        self.assertEqual(len(self.programme(rows={"yearly_programmes": twice}).publishing_problems()), 2)
