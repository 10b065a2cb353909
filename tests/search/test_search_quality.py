"""`manage.py search_quality`: which pages its rules call relevant, and what it counts."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import PageViewRestriction

from home.management.commands.search_quality import FILES
from home.management.quality.measuring import Answer, facts_of_site
from home.management.quality.query_files import Query, QueryFileError, Rule, read_file
from platforms.models.rows import PlatformMunicipality
from practices.models import PracticeMunicipality, PracticeOwner, PracticeTargetGroup
from tests.cases import SiteTestCase
from tests.factories import (
    MunicipalityFactory,
    NewsPageFactory,
    OrganisationFactory,
    PersonFactory,
    RegionFactory,
    TargetGroupFactory,
    ThemeFactory,
)
from tests.platforms.factories import CoordinatorPageFactory, PlatformIndexPageFactory, PlatformPageFactory
from tests.practices.factories import PracticeIndexPageFactory, PracticePageFactory

LIVING = '[[query]]\ntext = "koffie"\nkind = "form"\nrelevant = [{ theme = "wonen" }]\n'


@pytest.fixture
def write(tmp_path):
    """Writes a query file and gives its path."""

    def write_file(text, name="small.toml"):
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        return str(path)

    return write_file


def measure(*args, **options):
    out = StringIO()
    call_command("search_quality", *args, stdout=out, **options)
    return out.getvalue()


@pytest.mark.parametrize(
    ("ids", "relevant_ids", "precision"),
    [
        ([1, 2, 3, 4, 5, 6], {1, 3, 6, 7, 8, 9, 10}, 2 / 5),  # the sixth is not among the first five
        ([1, 2, 3, 4, 5, 6], {2, 9}, 1 / 2),  # more than two can't be found
        ([4], {1, 2, 3, 4, 5, 6}, 1 / 5),
        ([3, 1], {1, 3}, 1),
        ([], {1}, 0),
    ],
)
def test_precision_is_the_relevant_share_of_the_first_five_or_of_what_could_be_found(
    ids, relevant_ids, precision
):
    answer = Answer(Query("koffie", "form", []), ids, relevant_ids)

    assert answer.precision == precision


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        (LIVING.replace("theme", "thema"), "query 1: unknown key 'thema'; known are"),
        (LIVING.replace("kind", "sort"), "query 1: unknown key 'sort'; known are kind, relevant, text"),
        (f"title = 'x'\n{LIVING}", "unknown key 'title'; known are query, unread"),
        (LIVING.replace('"koffie"', '" "'), "query 1: 'text' is missing"),
        (LIVING.replace('"form"', '""'), "query 1: 'kind' is missing"),
        (LIVING.replace('{ theme = "wonen" }', ""), "query 1: 'relevant' has to be a list"),
        (LIVING.replace('theme = "wonen"', ""), "query 1: a rule has to be a table"),
        (LIVING.replace('"wonen"', "3"), "query 1: 'theme' has to be a text or a list of texts"),
        (LIVING.replace('theme = "wonen"', 'title = "("'), "query 1: 'title' is no regular expression"),
        (LIVING + LIVING.replace("koffie", " Koffie "), "query 2: the same query stands above it"),
        ("[[query", "Expected"),
    ],
)
def test_what_is_wrong_in_a_query_file_is_said(write, text, complaint):
    path = write(text)

    with pytest.raises(QueryFileError) as error:
        read_file(path)

    assert str(error.value).startswith(f"{path}: ")
    assert complaint in str(error.value)


def test_a_file_that_is_not_there_is_named():
    with pytest.raises(CommandError, match="nowhere"):
        measure("nowhere.toml")


def test_less_than_one_round_is_refused():
    with pytest.raises(CommandError, match="at least one round"):
        measure(rounds=0)


def test_both_files_of_the_tests_are_right_and_share_no_query():
    tuning, unread = (read_file(path) for path in FILES)

    assert (len(tuning.queries) >= 60, len(unread.queries) >= 30) == (True, True)
    assert (tuning.is_unread, unread.is_unread) == (False, True)
    texts = [{query.text.casefold() for query in query_file.queries} for query_file in (tuning, unread)]
    assert len(texts[0] & texts[1]) == 0


class QualityTestCase(SiteTestCase):
    @pytest.fixture(autouse=True)
    def _write(self, write):
        self.write = write

    def titles(self, **rule):
        """The titles of the pages for which a rule holds."""
        return {page.title for page in facts_of_site().values() if Rule(rule).holds_for(page)}


class RuleTests(QualityTestCase):
    @classmethod
    def setUpTestData(cls):
        super().setUpTestData()
        cls.living = ThemeFactory(slug="wonen")
        cls.energy = ThemeFactory(slug="energie", parent=cls.living)
        region = RegionFactory(slug="westhoek")
        cls.town = MunicipalityFactory(name="Veurne", region=region)
        platform = PlatformPageFactory(
            parent=PlatformIndexPageFactory(parent=cls.home),
            title="Platform",
            slug="platform",
            region=region,
            rows={"municipalities": [PlatformMunicipality(municipality=cls.town)]},
        )
        person = PersonFactory(first_name="Lien", last_name="Maes")
        CoordinatorPageFactory(parent=platform, person=person)
        cls.practice = PracticePageFactory(
            parent=PracticeIndexPageFactory(parent=cls.home),
            title="Scan",
            themes=[cls.energy],
            problem="<p>Een <b>koud</b> huis &amp; een rekening.</p>",
            approach=[("paragraph", "<p>Kieren dichten</p>")],
            rows={
                "working_area": [PracticeMunicipality(municipality=cls.town)],
                "owners": [PracticeOwner(organisation=OrganisationFactory(name="De Knoop"))],
                "target_groups": [PracticeTargetGroup(target_group=TargetGroupFactory(slug="huurders"))],
            },
        )

    def test_a_page_is_found_by_what_its_rows_point_at(self):
        assert self.titles(target_group="huurders") == {"Scan"}
        assert self.titles(organisation="De Knoop") == {"Scan"}
        assert self.titles(person="Lien Maes") == {"Lien Maes"}
        assert self.titles(municipality="Veurne") == {"Platform", "Scan"}

    def test_a_theme_counts_for_the_theme_above_it(self):
        assert self.titles(theme="energie") == {"Scan"}
        assert self.titles(theme="wonen") == {"Scan"}

    def test_pages_of_a_platform_have_its_municipalities_and_region(self):
        assert self.titles(type="coordinator", serves="Veurne") == {"Lien Maes"}
        assert self.titles(type="coordinator", region="westhoek", platform="platform") == {"Lien Maes"}

    def test_a_page_on_a_municipality_has_its_region(self):
        assert self.titles(type="practice", region="westhoek") == {"Scan"}
        assert self.titles(type="practice", serves="Veurne") == set()

    def test_text_is_what_fields_blocks_and_rows_say_without_markup(self):
        assert self.titles(text="koud +huis & een") == {"Scan"}
        assert self.titles(text="KIEREN dichten") == {"Scan"}
        assert self.titles(text="De Knoop") == {"Scan"}
        assert self.titles(text="<p>") == set()

    def test_all_conditions_have_to_hold_and_one_of_several_values_is_enough(self):
        assert self.titles(type=["practice", "news"], title="^scan$") == {"Scan"}
        assert self.titles(type="news", title="^scan$") == set()

    def test_hidden_pages_are_never_relevant(self):
        PageViewRestriction.objects.create(page=self.practice, restriction_type=PageViewRestriction.LOGIN)

        assert self.titles(theme="energie") == set()

    def test_reading_more_pages_takes_no_more_queries(self):
        def count():
            with CaptureQueriesContext(connection) as queries:
                facts_of_site()
            return len(queries)

        count()
        few = count()
        for _number in range(5):
            PracticePageFactory(parent=self.practice.get_parent(), themes=[self.energy])
        count()

        assert count() == few


class CommandTests(QualityTestCase):
    @classmethod
    def setUpTestData(cls):
        super().setUpTestData()
        living, other = ThemeFactory(slug="wonen"), ThemeFactory(slug="zorg")
        for title, theme in [("Koffie in huis", living), ("Koffie op bed", other), ("Thee in huis", living)]:
            NewsPageFactory(parent=cls.news, title=title, themes=[theme])

    def test_it_prints_the_mean_precision_and_what_was_not_found(self):
        # Koffie gives one relevant page of two, chocolade none of two; no page is relevant for soep.
        chocolate = LIVING.replace("koffie", "chocolade")
        soup = LIVING.replace("koffie", "soep").replace("wonen", "eten")

        output = measure(self.write(LIVING + chocolate + soup), rounds=2)

        line = output.splitlines()[-1].split()
        assert line[:6] == ["small", "2", "1", "0.250", "1", "1"]
        median, p95, longest = (float(line[column]) for column in (6, 8, 10))
        assert 0 < median <= p95 <= longest

    def test_misses_are_printed_when_asked_for(self):
        path = self.write(LIVING)

        assert "koffie" not in measure(path)
        output = measure(path, misses=True)
        assert "0.50  form: koffie (2 pages, 2 relevant on the site)" in output
        assert "+ Koffie in huis" in output
        assert "- Koffie op bed" in output

    def test_misses_of_an_unread_file_are_printed_by_a_switch_of_their_own(self):
        path = self.write(f"unread = true\n{LIVING}")

        assert "koffie" not in measure(path, misses=True)
        assert "koffie" in measure(path, misses_of_unread=True)
