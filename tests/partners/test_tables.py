"""Lists as CSV."""

import csv
import datetime
import io
from types import SimpleNamespace

from django.test import SimpleTestCase
from hypothesis import example, given
from hypothesis import strategies as st

from cms.models import Licence
from news.models import NewsPerson
from partners.tables import Table, escape_formula
from practices.models import PracticeTargetGroup
from tests.factories import OrganisationFactory, PersonFactory, TargetGroupFactory

from .cases import KINDS, PartnerTestCase
from .readers import rows_of_table, split_names

CELLS = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
DANGEROUS = tuple("=+-@\t\r\n＝＋－＠")


class TableTestCase(PartnerTestCase):
    def rows(self, kind, query=None):
        return rows_of_table(self.fetch(self.lists[kind], "export.csv", query).content)


class RowTests(TableTestCase):
    def test_a_practice_with_all_columns(self):
        page = self.make(
            "practices",
            parent=self.own_lists["practices"],
            title="Wonen; met, “alles”\nerop",
            search_description="Wie “nergens” woont.",
            owner=OrganisationFactory(name="W13"),
            rows={
                "target_groups": [
                    PracticeTargetGroup(target_group=TargetGroupFactory(name=name))
                    for name in ("Jong", "Oud")
                ]
            },
            scale="regional",
            status="running",
            evidence_level=1,
            cost_band="under-5000",
            licence=Licence.CC_BY,
            reviewed_on=datetime.date(2026, 3, 4),
        )

        (row,) = self.rows("practices")

        values = {name: row[name] for name in row if name not in ("id", "published", "updated")}
        self.assertEqual(
            values,
            {
                "type": "practice",
                "title": page.title,
                "summary": "Wie “nergens” woont.",
                "address": page.full_url,
                "begins": "",
                "ends": "",
                "theme": "Wonen",
                "platform": "Heuvelland",
                "target_group": "Jong|Oud",
                "method": "",
                "scale": "Regionaal",
                "status": "Lopend",
                "evidence": "Goed beschreven",
                "assessment": "Eigen inschatting",
                "cost": "Minder dan € 5.000",
                "network": "",
                "participant_cost": "",
                "judged_by": "",
                "judged_on": "",
                "reviewed_on": "2026-03-04",
                "review_by": "2028-03-04",
                "organisations": "W13",
                "people": "",
                "licence": "https://creativecommons.org/licenses/by/4.0/",
            },
        )

    def test_a_name_with_the_separator_stays_one_name(self):
        names = ["Jong | oud", r"C:\Temp", "Buurt|", "|", "Gewoon"]
        self.make(
            "practices",
            rows={
                "target_groups": [
                    PracticeTargetGroup(target_group=TargetGroupFactory(name=name)) for name in names
                ]
            },
        )

        (row,) = self.rows("practices")

        # Databases sort punctuation differently, so the order is not checked.
        self.assertCountEqual(split_names(row["target_group"]), names)

    def test_an_event_has_its_days_and_news_its_people(self):
        self.make("events")
        self.make("news", author="Lien De Vos")

        (activity,), (item,) = self.rows("events"), self.rows("news")

        self.assertEqual(activity["begins"], activity["ends"])
        self.assertRegex(activity["begins"], r"^\d{4}-\d\d-\d\d$")
        self.assertEqual(item["people"], "Lien De Vos")

    def test_the_id_is_the_same_as_in_feeds(self):
        self.make("news")

        (item,) = self.fetch(self.news, "feed.json").json()["items"]

        self.assertEqual(self.rows("news")[0]["id"], item["id"])

    def test_every_category_of_an_entry_has_a_column(self):
        facts = {"scale": "regional", "status": "running", "evidence_level": 0, "cost_band": "unknown"}
        for kind in KINDS:
            with self.subTest(kind):
                page = self.make(kind, parent=self.own_lists[kind], **(facts if kind == "practices" else {}))
                schemes = {category.scheme for category in page.as_entry().categories}
                self.assertLessEqual(schemes, self.rows(kind)[0].keys())

    def test_an_empty_table_has_its_header(self):
        for kind in KINDS:
            empty = self.fetch(self.lists[kind], "export.csv").content
            self.make(kind)
            full = self.fetch(self.lists[kind], "export.csv").content
            self.assertEqual(full.splitlines()[0], empty.strip(), kind)

    def test_all_columns_are_documented(self):
        for kind in KINDS:
            header = self.fetch(self.lists[kind], "export.csv").content.decode().strip().split(",")
            for document in ("docs/partners.md", "docs/partners.en.md"):
                with open(document, encoding="utf-8") as file:
                    text = file.read()
                self.assertEqual([name for name in header if f"`{name}`" not in text], [], document)

    def test_a_person_who_has_left_is_not_in_it(self):
        gone, here = (
            PersonFactory(active_until="2020-01-01"),
            PersonFactory(first_name="Jo", last_name="Hier"),
        )
        self.make("news", rows={"people": [NewsPerson(person=person) for person in (gone, here)]})

        self.assertEqual(self.rows("news")[0]["people"], "Jo Hier")


class FileTests(TableTestCase):
    def test_the_table_ignores_pagination(self):
        for _number in range(25):
            self.make("news")

        for query in ({}, {"limit": 5}, {"page": 2}):
            self.assertEqual(len(self.rows("news", query)), 25, query)

    def test_the_file_name_has_no_date(self):
        for index, name in [(self.news, "nieuws.csv"), (self.own_lists["events"], "heuvelland-agenda.csv")]:
            response = self.fetch(index, "export.csv")
            self.assertEqual(response["Content-Disposition"], f'attachment; filename="{name}"')


class ExcelTests(TableTestCase):
    def test_excel_gets_a_byte_order_mark_semicolons_and_its_own_dates(self):
        page = self.make("news", title="Één; twee")

        content = self.fetch(self.news, "export.csv", {"excel": 1}).content.decode()

        self.assertTrue(content.startswith("\ufeffid;type;title;"))
        (row,) = csv.DictReader(io.StringIO(content.removeprefix("\ufeff"), newline=""), delimiter=";")
        self.assertEqual(row["title"], page.title)
        self.assertRegex(row["updated"], r"^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$")

    def test_without_excel_there_is_no_byte_order_mark(self):
        for query in ({}, {"excel": 0}, {"excel": ""}):
            self.assertTrue(self.fetch(self.news, "export.csv", query).content.startswith(b"id,type,"))

    def test_an_invalid_value_is_rejected(self):
        response = self.fetch(self.news, "export.csv", {"excel": "ja"})

        self.assertEqual(response.status_code, 400)
        self.assertContains(response, "Excel", status_code=400)

    def test_both_dialects_have_their_own_etag(self):
        self.make("news")
        plain = self.fetch(self.news, "export.csv")

        other = self.fetch(self.news, "export.csv", {"excel": 1}, headers={"if-none-match": plain["ETag"]})

        self.assertEqual(other.status_code, 200)


class CellTests(SimpleTestCase):
    """Formulas are escaped, and any text survives."""

    def table(self, excel):
        listing = SimpleNamespace(
            licence=Licence.MODEL,
            index=SimpleNamespace(schemes=(), facts=()),
            format_form=SimpleNamespace(is_for_excel=excel),
        )
        return Table(listing)

    @given(text=CELLS)
    @example(text="=1+1")
    @example(text="\t=1+1")
    @example(text="＝1+1")
    def test_only_cells_that_are_formulas_are_escaped(self, text):
        cell = escape_formula(text)

        self.assertFalse(cell.startswith(DANGEROUS))
        self.assertEqual(cell.removeprefix("'") if text.startswith(DANGEROUS) else cell, text)

    @given(rows=st.lists(st.lists(CELLS, min_size=3, max_size=3), max_size=4))
    @example(rows=[['"', ";", "\r\n"]])
    def test_rows_survive_a_round_trip(self, rows):
        for excel, delimiter in [(False, ","), (True, ";")]:
            text = self.table(excel).encode_rows(rows).decode("utf-8-sig" if excel else "utf-8")
            read = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
            self.assertEqual([row for row in read if row], rows)
