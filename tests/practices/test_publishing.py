import datetime

from django.test import SimpleTestCase
from django.urls import reverse
from django.utils import timezone
from django.utils.text import slugify
from wagtail.test.utils.form_data import inline_formset, rich_text, streamfield

from cms.models import Licence
from fields.dates import is_before
from practices.choices import CostBand
from practices.models import PracticePage
from tests.factories import DocumentFactory
from tests.platforms.factories import CoordinatorPageFactory, PlatformIndexPageFactory, PlatformPageFactory
from tests.practices.cases import FormTestCase, PracticeTestCase
from tests.practices.factories import PracticePageFactory

NOTHING = inline_formset([])


class RequiredToPublishTests(FormTestCase):
    def test_a_complete_practice_can_be_published(self):
        self.assertEqual(self.refused(), set())

    def test_an_empty_practice_names_everything_that_is_missing(self):
        nothing = dict.fromkeys(["search_description", "status", "scale", "evidence_level", "licence"], "")
        no_rows = dict.fromkeys(["owners", "page_themes", "target_groups", "contacts"], NOTHING)

        refused = self.refused(**nothing, **no_rows, problem=rich_text("<p></p>"), approach=streamfield([]))

        self.assertEqual(refused, {*nothing, *no_rows, "problem", "approach"})

    def test_a_stub_needs_an_owner_and_nothing_else(self):
        nothing = dict.fromkeys(["search_description", "status", "scale", "evidence_level", "licence"], "")
        no_rows = dict.fromkeys(["page_themes", "target_groups", "contacts"], NOTHING)
        nothing |= {"is_stub": "on", "problem": rich_text("<p></p>"), "approach": streamfield([])}

        self.assertEqual(self.refused(**nothing, **no_rows), set())
        self.assertEqual(self.refused(**nothing, **no_rows, owners=NOTHING, slug="andere"), {"owners"})

    def test_a_row_without_an_owner_is_no_owner(self):
        self.assertEqual(self.refused(owners=inline_formset([{"organisation": ""}])), {"owners"})


class ContradictionTests(FormTestCase):
    def test_the_end_comes_not_before_the_beginning(self):
        self.assertEqual(self.refused(started_on="2019-03-01", ended_on="2018-11-01"), {"ended_on"})

    def test_it_may_end_in_the_year_in_which_it_began(self):
        dates = {"started_on": "2018-03-01", "ended_on": "2018-01-01", "ended_on_precision": "year"}

        self.assertEqual(self.refused(**dates), set())

    def test_the_highest_age_is_not_below_the_lowest(self):
        self.assertEqual(self.refused(age_min="18", age_max="12"), {"age_max"})

    def test_one_age_alone_will_do(self):
        self.assertEqual(self.refused(age_min="18", age_max="18"), set())

    def test_nobody_is_older_than_120(self):
        self.assertEqual(self.refused(age_min="12", age_max="121"), {"age_max"})

    def test_well_founded_asks_for_a_source(self):
        self.assertEqual(self.refused(evidence_level="2"), {"evidence_level"})

    def test_a_link_is_a_source(self):
        link = streamfield([("link", {"label": "Rapport", "url": "https://voorbeeld.be/rapport"})])

        self.assertEqual(self.refused(evidence_level="2", links=link), set())

    def test_a_download_is_a_source_once_the_file_is_there(self):
        promised = {"title": "Rapport", "document": "", "kind": ""}
        there = {**promised, "document": str(DocumentFactory().pk)}

        self.assertEqual(
            self.refused(evidence_level="2", downloads=streamfield([("download", promised)])),
            {"evidence_level"},
        )
        self.assertEqual(
            self.refused(evidence_level="2", downloads=streamfield([("download", there)]), slug="andere"),
            set(),
        )

    def test_first_signs_ask_for_an_evaluation_that_can_be_read(self):
        unread = {
            "kind": "self",
            "by": "W13",
            "year": "2019",
            "finding": "Werkt.",
            "document": "",
            "url": "",
        }
        written = {**unread, "url": "https://voorbeeld.be/evaluatie"}

        self.assertEqual(
            self.refused(evidence_level="3", evaluations=streamfield([("evaluation", unread)])),
            {"evidence_level"},
        )
        self.assertEqual(
            self.refused(
                evidence_level="4", evaluations=streamfield([("evaluation", written)]), slug="andere"
            ),
            set(),
        )

    def test_a_figure_needs_a_source(self):
        figure = self.figure(label="Gezinnen", value="40")

        self.assertEqual(self.refused(indicators=streamfield([("indicator", figure)])), {"indicators"})

    def figure(self, **values):
        names = ["value", "unit", "baseline", "year", "source", "counted_on", "published_on"]
        return {**dict.fromkeys(names, ""), "parts": streamfield([]), **values}

    def test_a_contact_can_be_reached(self):
        self.assertEqual(self.refused(contacts=inline_formset([self.contact(name="An")])), {"email"})

    def test_a_contact_has_a_name(self):
        contact = self.contact(phone="015 79 39 81")

        self.assertIn("name", self.refused(contacts=inline_formset([contact])))

    def test_a_coordinator_alone_is_enough(self):
        platforms = PlatformIndexPageFactory(parent=self.home)
        coordinator = CoordinatorPageFactory(
            parent=PlatformPageFactory(parent=platforms, live=False), live=False
        )

        self.assertEqual(
            self.refused(contacts=inline_formset([self.contact(coordinator=coordinator.pk)])), set()
        )

    def test_an_adoption_names_who_did_it(self):
        for fact in ({"started_on": "2019"}, {"licensed_on": "5-9-2017"}, {"reach": "40 gezinnen"}):
            rows = inline_formset([self.adoption(**fact)])

            self.assertEqual(self.refused(slug=slugify(next(iter(fact))), adopted_by=rows), {"organisation"})

    def test_an_adoption_has_happened_already(self):
        tomorrow = timezone.localdate() + datetime.timedelta(days=1)
        for name in ("started_on", "licensed_on"):
            adoption = self.adoption(organisation=self.owner.pk, **{name: f"{tomorrow:%d-%m-%Y}"})

            self.assertEqual(self.refused(slug=slugify(name), adopted_by=inline_formset([adoption])), {name})

    def adoption(self, **values):
        names = [
            "organisation",
            "started_on",
            "licensed_on",
            "reach",
            "adaptation",
            "contact",
            "adopted_page",
        ]
        precisions = {"started_on_precision": "month", "licensed_on_precision": "day"}
        return {**dict.fromkeys(names, ""), **precisions, **values}


class AmountTests(FormTestCase):
    def test_a_cost_below_nothing_is_refused_even_in_a_draft(self):
        form = self.form(self.form_data(cost_total="-1"), is_draft=True)

        self.assertFalse(form.is_valid())
        self.assertEqual(set(form.errors), {"cost_total"})

    def test_staff_counts_up_to_99(self):
        form = self.form(self.form_data(staff_fte="99,5"), is_draft=True)

        self.assertFalse(form.is_valid())
        self.assertEqual(set(form.errors), {"staff_fte"})

    def test_the_cost_band_follows_from_the_cost(self):
        bands = {4_999: "under-5000", 5_000: "5000-25000", 25_000: "25000-100000", 100_000: "25000-100000"}
        practice = PracticePage(cost_total=100_001, cost_band=CostBand.UNDER_5000)

        practice.clean()

        self.assertEqual(practice.cost_band, CostBand.OVER_100000)
        self.assertEqual({amount: str(CostBand.of(amount)) for amount in bands}, bands)

    def test_without_a_cost_the_chosen_band_stays(self):
        practice = PracticePage(cost_band=CostBand.UNDER_5000)

        practice.clean()

        self.assertEqual(practice.cost_band, CostBand.UNDER_5000)


class EditorTests(PracticeTestCase):
    def test_the_form_opens_for_a_new_practice_and_for_one_that_stands(self):
        practice = PracticePageFactory(parent=self.index)
        self.client.force_login(self.editor)

        new = self.client.get(
            reverse("wagtailadmin_pages:add", args=["practices", "practicepage", self.index.pk])
        )
        old = self.client.get(reverse("wagtailadmin_pages:edit", args=[practice.pk]))

        self.assertEqual((new.status_code, old.status_code), (200, 200))
        for tab in PracticePage.edit_handler.children[:5]:
            self.assertContains(new, tab.heading)


class DayTests(SimpleTestCase):
    def test_dates_are_compared_as_far_as_both_are_known(self):
        march, january = datetime.date(2018, 3, 1), datetime.date(2018, 1, 1)

        self.assertTrue(is_before(january, "month", march, "day"))
        self.assertFalse(is_before(january, "year", march, "day"))

    def test_every_licence_has_an_address(self):
        self.assertTrue(all(licence.uri.startswith("https://") for licence in Licence))


class StubTests(PracticeTestCase):
    def test_a_stub_that_is_finished_has_to_be_complete(self):
        practice = PracticePageFactory(parent=self.index, live=False, scale="")

        problems = {problem.field for problem in practice.publishing_problems()}

        self.assertEqual(problems, {"scale"})
