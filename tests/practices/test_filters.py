"""The list of practices as visitors narrow it down."""

from datetime import UTC, datetime
from functools import cached_property
from urllib.parse import urlencode

from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase as HypothesisTestCase

from practices.models import (
    PracticeIndexPage,
    PracticePage,
)
from tests.platforms.factories import many
from tests.practices.varied import EVIDENCE, VariedPractices


class Naive:
    """What a practice answers to, worked out one fact at a time from the page itself."""

    def __init__(self, page):
        self.page = page

    @cached_property
    def facts(self):
        page = self.page
        level = page.evidence_level
        return {
            "theme": self.themes,
            "target_group": {row.target_group.slug for row in page.target_groups.all()} or {"none"},
            "method": {row.method.slug for row in page.methods.all()},
            "platform": {page.section.slug} if page.section else set(),
            "municipality": self.towns,
            "region": self.regions,
            "scale": {page.scale or "none"},
            "status": {page.status or "none"},
            "evidence": {"none"} if level is None else set(EVIDENCE[: level + 1]),
            "assessment": self.assessment,
            "cost": {page.cost_band or "none"},
            "completeness": {"stub" if page.is_stub else "complete"},
        }

    @property
    def themes(self):
        own = {row.theme for row in self.page.page_themes.all()}
        return {theme.slug for theme in own} | {theme.parent.slug for theme in own if theme.parent}

    @property
    def towns(self):
        named = {row.municipality.slug for row in self.page.working_area.all()}
        for row in self.page.working_regions.all():
            named |= {town.slug for town in row.region.municipalities.all()}
        served = self.page.section.municipalities.all() if self.page.section else []
        return named or {row.municipality.slug for row in served}

    @property
    def regions(self):
        page = self.page
        named = {row.region.slug for row in page.working_regions.all()}
        named |= {row.municipality.region.slug for row in page.working_area.all()}
        served = page.section.municipalities.all() if page.section else []
        return named or {row.municipality.region.slug for row in served}

    @property
    def assessment(self):
        page = self.page
        if page.evidence_level is None:
            return set()
        return {"independent" if page.evidence_judged_level == page.evidence_level else "self"}

    def answers(self, query, without=""):
        return all(
            self.facts[key] & set(values) for key, values in query.items() if values and key != without
        )


CHOICES = {
    "theme": ["wonen", "daklozen", "zorg"],
    "target_group": ["jongeren", "ouderen", "none"],
    "method": ["housing-first", "zelfregie"],
    "platform": ["noord", "zuid"],
    "municipality": ["aalst", "brugge", "deinze"],
    "region": ["westhoek", "midwest"],
    "scale": ["regional", "flemish", "neighbourhood", "none"],
    "status": ["idea", "running", "stopped", "done", "none"],
    "evidence": [*EVIDENCE, "none"],
    "assessment": ["independent", "self"],
    "cost": ["under-5000", "unknown", "over-100000", "none"],
    "completeness": ["complete", "stub"],
}
queries = st.fixed_dictionaries(
    {},
    optional={
        key: st.lists(st.sampled_from(values), unique=True, min_size=1, max_size=2)
        for key, values in CHOICES.items()
    },
)


class FilterPropertyTests(VariedPractices, HypothesisTestCase):
    @cached_property
    def naive(self):
        return [Naive(page) for page in PracticePage.objects.all()]

    @given(query=queries)
    @settings(max_examples=150)
    def test_results_and_counts_are_those_of_a_computation_by_hand(self, query):
        form, keys = self.find(**query)
        pages = self.naive

        self.assertEqual(keys, {one.page.pk for one in pages if one.answers(query)})
        for group in form.results.groups:
            for top, parts in group.choices:
                for choice in (top, *parts):
                    by_hand = sum(
                        one.answers(query, without=group.key) and choice.value in one.facts[group.key]
                        for one in pages
                    )
                    self.assertEqual(choice.count, by_hand, (query, group.key, choice.value))


class FilterTests(VariedPractices):
    def titles(self, response):
        return [entry.title for entry in response.context["entries"]]

    def test_a_platform_s_own_list_finds_its_own_practices_only(self):
        _form, keys = self.find(index=self.lists[0], theme="wonen")

        below = PracticePage.objects.descendant_of(self.platforms[0])
        self.assertTrue(keys)
        self.assertLessEqual(keys, set(below.values_list("pk", flat=True)))

    def test_a_postal_code_or_the_name_of_before_a_merger_finds_the_municipality(self):
        _form, by_slug = self.find(municipality="deinze")

        for text in ("9800", "Oudstad", "DEINZE", "oudstad, 9800"):
            with self.subTest(text):
                self.assertEqual(self.find(municipality=text)[1], by_slug)

    def test_orders_by_title_evidence_and_date(self):
        for day, page in enumerate(PracticePage.objects.order_by("title"), start=1):
            page.first_published_at = datetime(2020, 1, day, tzinfo=UTC)
            page.save()
        for order, key in [
            ("title", lambda page: page.title.casefold()),
            ("evidence", lambda page: -1 * (-1 if page.evidence_level is None else page.evidence_level)),
            ("newest", lambda page: -page.first_published_at.timestamp()),
        ]:
            with self.subTest(order):
                form, _found = self.find(sort=order)
                pages = form.results[:1000]
                self.assertEqual([key(page) for page in pages], sorted(key(page) for page in pages))

    def test_pages_of_the_list_hold_every_practice_once(self):
        PracticeIndexPage.page_size, usual = 7, PracticeIndexPage.page_size
        self.addCleanup(setattr, PracticeIndexPage, "page_size", usual)

        shown = [
            title
            for number in range(1, 6)
            for title in self.titles(self.client.get(self.index.url, {"page": number, "sort": "title"}))
        ]

        self.assertEqual(len(shown), 31)
        self.assertEqual(len(set(shown)), 31)

    def test_an_unknown_value_shows_everything_and_says_which_word_is_unknown(self):
        response = self.client.get(self.index.url, {"theme": "atlantis", "status": "running"})

        self.assertContains(response, "We kennen “atlantis” niet.")
        self.assertEqual(response.context["total"], 31)

    def test_an_unknown_key_is_ignored(self):
        response = self.client.get(self.index.url, {"utm_source": "nieuwsbrief", "status": "running"})

        self.assertNotContains(response, "utm_source")
        self.assertEqual(response.context["total"], len(self.find(status="running")[1]))

    def test_a_chip_takes_away_one_choice_and_leaves_the_others(self):
        form, _found = self.find(theme=["wonen", "zorg"], status="running", sort="title")

        chips = {chip.label: chip.query for chip in form.results.chips}

        self.assertEqual(chips[self.themes[0].name], "?theme=zorg&status=running&sort=title")
        self.assertEqual(chips["Lopend"], "?theme=wonen&theme=zorg&sort=title")

    def test_no_result_says_which_filter_to_drop_and_shows_what_comes_nearest(self):
        response = self.client.get(self.index.url, {"status": "running", "scale": "provincial"})

        self.assertContains(response, "zonder “Schaal” zijn er")
        self.assertContains(response, 'href="?status=running"')
        self.assertContains(response, "Dit komt het dichtst in de buurt")

    def test_an_evidence_level_stands_for_itself_and_those_above_it(self):
        _form, described = self.find(evidence="described")
        form, well_described = self.find(evidence="well-described")
        _form, both = self.find(evidence=["well-described", "described"])

        levels = {page.evidence_level for page in form.results[:100]}
        self.assertEqual(levels, {1})
        self.assertLess(well_described, described)
        self.assertEqual(both, described)
        self.assertEqual(form.description, "Minstens goed beschreven")

    def test_what_comes_nearest_has_the_theme_that_was_chosen(self):
        form, _keys = self.find(theme="zorg", scale="provincial")
        without_theme, _keys = self.find(scale="provincial", status="running")

        self.assertTrue(form.results.nearest)
        for page in form.results.nearest:
            self.assertIn(self.themes[2], [row.theme for row in page.page_themes.all()])
        self.assertEqual({page.status for page in without_theme.results.nearest}, {"running"})

    def test_nothing_is_near_without_any_filter_in_common(self):
        form, _keys = self.find(scale="provincial")

        self.assertEqual(form.results.nearest, [])

    def test_a_filter_without_anything_to_choose_is_folded(self):
        open_at_first = self.client.get(self.index.url).context["form"].results.groups[0]

        nothing = self.client.get(self.index.url, {"q": "xyzzyx"}).context["form"].results.groups[0]

        self.assertTrue(open_at_first.is_open)
        self.assertFalse(nothing.is_open)

    def test_a_word_is_sorted_by_relevance_unless_another_order_is_asked(self):
        response = self.client.get(self.index.url, {"q": "praktijk"})

        self.assertContains(response, '<option value="" selected>Beste overeenkomst</option>', html=True)
        self.assertContains(response, '<option value="newest">Nieuwste eerst</option>', html=True)

    def test_there_is_no_page_before_the_first_or_after_the_last(self):
        for number in ("0", "-1", "99", "9e99", "x"):
            with self.subTest(number):
                self.assertEqual(self.client.get(self.index.url, {"page": number}).status_code, 404)

    def test_more_practices_cost_no_more_queries(self):
        address = f"{self.index.url}?theme=wonen&status=running&municipality=aalst&sort=title"
        few = self.count_queries(address)
        many(PracticePage, 200, self.index, status="running")

        self.assertEqual(self.count_queries(address), few)


queries_as_typed = st.dictionaries(
    st.sampled_from(["q", "sort", "page", "utm_source", *CHOICES]),
    st.lists(
        st.one_of(
            st.text(max_size=60),
            st.sampled_from(
                ["", "'", '"', "0", "-1", "9e99", "wonen", "9" * 30, "%", "a" * 10_000, "９３００"]
            ),
        ),
        min_size=1,
        max_size=3,
    ),
    max_size=4,
)


class BadInputTests(VariedPractices, HypothesisTestCase):
    @given(query=queries_as_typed)
    @settings(max_examples=60)
    def test_no_query_string_breaks_the_list(self, query):
        response = self.client.get(f"{self.index.url}?{urlencode(query, doseq=True)}")

        self.assertIn(response.status_code, {200, 400, 404})
