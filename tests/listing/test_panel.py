"""The filter panel: what stands open, what stands behind “All …”, and what comes first."""

from django.http import QueryDict

from listing.folding import MANY, MOST_OPEN, fold
from listing.results import Choice
from practices.models import PracticeTargetGroup
from tests.cases import SiteTestCase
from tests.factories import TargetGroupFactory, ThemeFactory
from tests.practices.factories import PracticeIndexPageFactory, StubFactory


def choice(value, count, parent="", is_chosen=False):
    return Choice("theme", value, value, parent, count, is_chosen)


def values(pairs):
    return [(top.value, [part.value for part in parts]) for top, parts in pairs]


class FoldTests(SiteTestCase):
    def test_choices_without_results_are_folded_unless_they_are_chosen(self):
        pairs = [(choice("a", 0), []), (choice("b", 2), []), (choice("c", 0, is_chosen=True), [])]

        opened, folded = fold(pairs)

        self.assertEqual(values(opened), [("b", []), ("c", [])])
        self.assertEqual(values(folded), [("a", [])])

    def test_of_many_the_most_frequent_and_the_chosen_stand_open_in_their_own_order(self):
        pairs = [(choice(str(number), number + 1), []) for number in range(MANY + 1)]
        pairs[0] = (choice("0", 1, is_chosen=True), [])

        opened, folded = fold(pairs)

        frequent = [str(number) for number in range(MANY + 1 - MOST_OPEN, MANY + 1)]
        self.assertEqual([value for value, _parts in values(opened)], ["0", *frequent])
        self.assertEqual(len(opened) + len(folded), MANY + 1)

    def test_a_part_without_results_is_folded_by_itself(self):
        parts = [choice("daklozen", 1, "wonen"), choice("huur", 0, "wonen")]

        opened, folded = fold([(choice("wonen", 1), parts)])

        self.assertEqual(values(opened), [("wonen", ["daklozen"])])
        self.assertEqual(values(folded), [("huur", [])])

    def test_every_choice_stands_once(self):
        tops = [choice(f"t{number}", number % 4) for number in range(9)]
        pairs = [(top, [choice(f"{top.value}-{part}", part, top.value) for part in range(3)]) for top in tops]

        opened, folded = fold(pairs)

        shown = [value for top, parts in values([*opened, *folded]) for value in (top, *parts)]
        self.assertEqual(sorted(shown), sorted(one.value for top, parts in pairs for one in (top, *parts)))


class PanelTests(SiteTestCase):
    @classmethod
    def setUpTestData(cls):
        super().setUpTestData()
        cls.index = PracticeIndexPageFactory(parent=cls.home)
        cls.theme = ThemeFactory(name="Wonen", slug="wonen")
        StubFactory(parent=cls.index, themes=[cls.theme], status="running")

    def keys(self, query=""):
        form = self.index.filtered(QueryDict(query))
        return [group.key for group in form.results.panel]

    def test_the_chosen_filters_come_first(self):
        self.assertEqual(self.keys()[0], "theme")
        self.assertEqual(self.keys("cost=none&status=running")[:3], ["status", "cost", "theme"])

    def test_the_municipality_stands_before_all_lists_of_choices(self):
        page = self.client.get(self.index.url).content.decode()

        self.assertLess(page.index('name="municipality"'), page.index('data-facet="theme"'))

    def test_one_can_skip_to_the_results(self):
        page = self.client.get(self.index.url).content.decode()

        panel = page[page.index('id="filters"') :]
        self.assertLess(panel.index('href="#aantal"'), panel.index('name="q"'))
        self.assertIn('id="aantal" tabindex="-1"', page)

    def test_the_button_says_how_many_there_are(self):
        response = self.client.get(self.index.url, {"status": "running"})

        self.assertContains(response, '<span class="when-scripted">Toon 1 praktijk</span>', html=True)

    def test_only_a_long_filter_is_searched_in(self):
        self.assertNotContains(self.client.get(self.index.url), "data-choice-search")
        for number in range(MANY + 1):
            group = TargetGroupFactory(slug=f"groep-{number}")
            StubFactory(parent=self.index, rows={"target_groups": [PracticeTargetGroup(target_group=group)]})

        response = self.client.get(self.index.url)

        self.assertContains(response, "data-choice-search", count=1)
        self.assertContains(response, f"van {MANY + 2} keuzes")
