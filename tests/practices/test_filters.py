"""The list of practices as visitors narrow it down."""

from datetime import UTC, datetime
from functools import cached_property
from urllib.parse import urlencode

from django.http import QueryDict
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase as HypothesisTestCase
from wagtail.models import PageViewRestriction, Site

from caching.models import ListingChange
from platforms.models import PlatformMunicipality
from practices.models import (
    PracticeIndexPage,
    PracticeMethod,
    PracticeMunicipality,
    PracticePage,
    PracticeRegion,
    PracticeTargetGroup,
)
from practices.models.related import related_to
from tests.factories import (
    HomePageFactory,
    MethodFactory,
    MunicipalityFactory,
    RegionFactory,
    TargetGroupFactory,
    ThemeFactory,
)
from tests.platforms.factories import PlatformIndexPageFactory, PlatformPageFactory, many
from tests.practices.cases import PracticeTestCase
from tests.practices.factories import PracticeIndexPageFactory, StubFactory

EVIDENCE = ["described", "well-described", "well-founded", "first-signs", "effective"]


class VariedPractices(PracticeTestCase):
    """Thirty practices that differ in everything that can be filtered, in two platforms and in none."""

    @classmethod
    def setUpTestData(cls):
        super().setUpTestData()
        cls.make_vocabularies()
        platforms = PlatformIndexPageFactory(parent=cls.home)
        cls.platforms = [
            PlatformPageFactory(
                parent=platforms,
                slug=slug,
                rows={"municipalities": [PlatformMunicipality(municipality=town)]},
            )
            for slug, town in zip(["noord", "zuid"], cls.towns[:2], strict=True)
        ]
        cls.lists = [PracticeIndexPage.objects.child_of(platform).get() for platform in cls.platforms]
        places = [cls.index, *cls.lists]
        for number in range(30):
            cls.make_practice(number, places[number % 3])
        StubFactory(parent=cls.index)

    @classmethod
    def make_vocabularies(cls):
        top, other = ThemeFactory(slug="wonen"), ThemeFactory(slug="zorg")
        cls.themes = [top, ThemeFactory(slug="daklozen", parent=top), other]
        cls.groups = [TargetGroupFactory(slug=slug) for slug in ("jongeren", "ouderen")]
        cls.methods = [MethodFactory(slug=slug) for slug in ("housing-first", "zelfregie")]
        cls.region = RegionFactory()
        old = MunicipalityFactory(name="Oudstad", slug="oudstad")
        cls.towns = [
            MunicipalityFactory(name=name, slug=name.lower(), region=cls.region, codes=[code])
            for name, code in [("Aalst", "9300"), ("Brugge", "8000"), ("Deinze", "9800")]
        ]
        old.succeeded_by = cls.towns[2]
        old.save()

    @classmethod
    def make_practice(cls, number, parent):
        rows = {"target_groups": [PracticeTargetGroup(target_group=g) for g in cls.groups[: number % 3]]}
        rows["methods"] = [PracticeMethod(method=method) for method in cls.methods[: number % 5 % 3]]
        if number % 4 == 1:
            rows["working_area"] = [PracticeMunicipality(municipality=cls.towns[number % 3])]
        if number % 10 == 2:
            rows["working_regions"] = [PracticeRegion(region=cls.region)]
        # A stub may leave open whatever it does not know.
        return StubFactory(
            parent=parent,
            themes=cls.themes[: number % 4] if number % 5 else cls.themes[2:],
            rows=rows,
            status=["", "idea", "running", "stopped"][number % 4],
            scale=["regional", "flemish", ""][number % 3],
            evidence_level=[None, 0, 1][number // 3 % 3],
            cost_band=["", "under-5000", "unknown"][number // 2 % 3],
        )

    def find(self, index=None, **query):
        form = (index or self.index).filtered(QueryDict(urlencode(query, doseq=True)))
        return form, {page.pk for page in form.results[:1000]}


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
            "scale": {page.scale or "none"},
            "status": {page.status or "none"},
            "evidence": {"none" if level is None else EVIDENCE[level]},
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
    "scale": ["regional", "flemish", "neighbourhood", "none"],
    "status": ["idea", "running", "stopped", "done", "none"],
    "evidence": [*EVIDENCE, "none"],
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


class FreshnessTests(VariedPractices):
    """The lists are kept in memory: whatever changes, the next visitor sees it."""

    def counted(self, value, **query):
        form, _found = self.find(**query)
        status = next(group for group in form.results.groups if group.key == "status")
        return next(choice.count for choice, _parts in status.choices if choice.value == value)

    def setUp(self):
        self.practice = PracticePage.objects.filter(status="running").first()
        self.before = self.counted("running")

    def test_unpublishing_a_practice_takes_it_out(self):
        self.practice.unpublish()

        self.assertEqual(self.counted("running"), self.before - 1)

    def test_deleting_a_practice_takes_it_out(self):
        self.practice.delete()

        self.assertEqual(self.counted("running"), self.before - 1)

    def test_publishing_a_change_moves_it_to_its_new_choice(self):
        self.practice.status = "stopped"
        self.practice.save_revision().publish()

        self.assertEqual(self.counted("running"), self.before - 1)

    def test_a_new_practice_is_counted(self):
        StubFactory(parent=self.index, status="running")

        self.assertEqual(self.counted("running"), self.before + 1)

    def test_saving_a_draft_changes_nothing(self):
        self.practice.status = "stopped"
        self.practice.save_revision()

        self.assertEqual(self.counted("running"), self.before)

    def test_a_private_section_is_not_counted(self):
        PageViewRestriction.objects.create(page=self.platforms[0], restriction_type="login")

        hidden = PracticePage.objects.descendant_of(self.platforms[0]).filter(status="running").count()
        self.assertGreater(hidden, 0)
        self.assertEqual(self.counted("running"), self.before - hidden)

    def test_what_lies_below_an_unpublished_platform_is_not_counted(self):
        hidden = PracticePage.objects.descendant_of(self.platforms[0]).filter(status="running").count()
        self.platforms[0].unpublish()

        self.assertEqual(self.counted("running"), self.before - hidden)
        form, _found = self.find()
        self.assertNotIn("noord", [option.value for option in form.index.options["platform"]])

    def test_a_moved_practice_counts_for_its_new_platform(self):
        stray = PracticePage.objects.child_of(self.index).first()
        before = len(self.find(platform="noord")[1])

        stray.move(self.lists[0], pos="last-child")

        self.assertEqual(len(self.find(platform="noord")[1]), before + 1)

    def test_a_renamed_theme_is_shown_by_its_new_name(self):
        self.find()
        self.themes[0].name = "Onderdak"
        self.themes[0].save()

        self.assertContains(self.client.get(self.index.url), "Onderdak")

    def test_what_one_process_has_not_seen_for_long_it_reads_again(self):
        self.find()
        ListingChange.objects.all().delete()
        PracticePage.objects.filter(pk=self.practice.pk).update(status="stopped")
        ListingChange.record()

        self.assertEqual(self.counted("running"), self.before - 1)

    def test_changes_that_were_forgotten_in_between_are_read_too(self):
        other = PracticePage.objects.filter(status="idea").first()
        PracticePage.objects.filter(pk=self.practice.pk).update(status="stopped")
        ListingChange.record(self.practice.pk)
        newest = ListingChange.record(other.pk)
        ListingChange.objects.exclude(pk=newest.pk).delete()

        self.assertEqual(self.counted("running"), self.before - 1)

    def test_what_this_process_does_not_know_to_be_private_is_not_shown(self):
        # In bulk: no signal tells the process.
        PageViewRestriction.objects.bulk_create(
            [PageViewRestriction(page=self.practice, restriction_type="login")]
        )

        form, keys = self.find(status="running")

        self.assertNotIn(self.practice.pk, keys)
        titles = [entry.title for entry in form.results.entries(0, 1000)]
        self.assertEqual(len(titles), self.before - 1)
        self.assertNotIn(self.practice.title, titles)


class OtherSiteTests(VariedPractices):
    """A second site in the same tree has practices and platforms of its own."""

    def setUp(self):
        self.addCleanup(Site.clear_site_root_paths_cache)
        home = HomePageFactory(parent=self.home.get_parent(), title="Elders", slug="elders")
        Site.objects.create(hostname="elders.test", root_page=home)
        PlatformPageFactory(parent=PlatformIndexPageFactory(parent=home), slug="oost")
        self.stranger = StubFactory(parent=PracticeIndexPageFactory(parent=home), themes=self.themes)

    def test_its_platforms_are_no_choice_here(self):
        form, keys = self.find()

        groups = {group.key: group for group in form.results.groups}
        values = {choice.value for choice, _parts in groups["platform"].choices}
        self.assertEqual(values, {"noord", "zuid"})
        self.assertNotIn(self.stranger.pk, keys)

    def test_its_practices_are_not_related_to_ours(self):
        practice = PracticePage.objects.filter(page_themes__theme=self.themes[0]).first()

        related = related_to(practice, 12)

        self.assertTrue(related)
        self.assertNotIn(self.stranger.pk, [page.pk for page in related])


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
