"""Rows are the same text on SQLite and on PostgreSQL, and come back as they were."""

import datetime
import json
import threading
import uuid
from decimal import Decimal

from django.db import InternalError, connection
from django.test import TestCase, TransactionTestCase
from wagtail.models import Page, PageLogEntry

from caching.models import ListingChange
from cms.models import OutgoingMail, Person, TargetGroup, Theme
from operations.rows import (
    READ,
    Checksum,
    Table,
    json_text,
    read_rows,
    snapshot,
    stored_field,
    tables,
    write_rows,
)
from platforms.models import Funding
from plone.models import SignedOut
from tests.factories import HomePageFactory, NewsIndexPageFactory, NewsPageFactory, ThemeFactory
from tests.platforms.factories import PlatformPageFactory

ODD_TEXT = "Één \"zin\" met 'haken', \\ en\n\teen regel, 🎈 en {{ code }} %s"
NOON = datetime.datetime(2026, 3, 29, 12, 0, tzinfo=datetime.UTC)


def lines_of(model):
    return [json.loads(line) for line in read_rows(connection, Table(model))]


def cell(model, column):
    """The value of the column in the only row."""
    (row,) = lines_of(model)
    return row[Table(model).columns.index(column)]


def rewrite(model):
    """Reads all rows, takes them away, and writes them back."""
    lines = list(read_rows(connection, Table(model)))
    model._base_manager.all()._raw_delete(connection.alias)
    write_rows(connection, Table(model), iter(lines))
    return lines


class ValueTests(TestCase):
    """The expected texts are written out: both databases have to give these."""

    def test_every_kind_of_column_is_known(self):
        kinds = {stored_field(field).get_internal_type() for table in tables() for field in table.fields}

        self.assertEqual(kinds - READ.keys(), set())

    def test_odd_text_null_booleans_and_dates(self):
        Person.objects.create(
            first_name=ODD_TEXT, last_name="", active_from=datetime.date(1999, 12, 31), show_email=False
        )

        self.assertEqual(cell(Person, "first_name"), ODD_TEXT)
        self.assertEqual(cell(Person, "last_name"), "")
        self.assertEqual(cell(Person, "active_from"), "1999-12-31")
        self.assertIsNone(cell(Person, "photo_id"))
        self.assertIs(cell(Person, "show_email"), False)
        self.assertIs(cell(Person, "show_phone"), True)

    def test_moments_are_in_utc_with_and_without_microseconds(self):
        SignedOut.objects.create(token="a", until=NOON)
        SignedOut.objects.create(token="B", until=NOON.replace(microsecond=50))

        self.assertEqual(
            lines_of(SignedOut),
            [["B", "2026-03-29 12:00:00.000050+00:00"], ["a", "2026-03-29 12:00:00+00:00"]],
        )

    def test_a_moment_is_found_again_by_its_value(self):
        SignedOut.objects.create(token="a", until=NOON)

        rewrite(SignedOut)

        self.assertTrue(SignedOut.objects.filter(until=NOON).exists())

    def test_uuids(self):
        key = uuid.UUID("00000000-0000-4000-8000-00000000abcd")
        ListingChange.objects.all().delete()
        ListingChange.objects.create(token=key)

        self.assertEqual(cell(ListingChange, "token"), "000000000000400080000000" + "0000abcd")

        rewrite(ListingChange)
        self.assertEqual(ListingChange.objects.get().token, key)

    def test_bytes(self):
        OutgoingMail.objects.create(content=b"\x00\xff\n\\", sender="a@voorbeeld.be", recipients=["b"])

        self.assertEqual(cell(OutgoingMail, "content"), "AP8KXA==")

        rewrite(OutgoingMail)
        self.assertEqual(bytes(OutgoingMail.objects.get().content), b"\x00\xff\n\\")

    def test_decimals_keep_their_zeros_and_every_digit(self):
        platform = PlatformPageFactory()
        Funding.objects.all().delete()
        for amount in ("12345678.90", "0.10", "7"):
            Funding.objects.create(page=platform, amount=Decimal(amount))
        column = Table(Funding).columns.index("amount")

        rewrite(Funding)

        self.assertEqual([row[column] for row in lines_of(Funding)], ["12345678.90", "0.10", "7.00"])
        self.assertTrue(Funding.objects.filter(amount=Decimal("12345678.9")).exists())

    def test_json_is_spaced_as_django_writes_it_with_sorted_keys(self):
        data = {"b": [1, 2.5, None, True], "a": {"é": ODD_TEXT}, "": 10**20}
        page = NewsPageFactory(parent=NewsIndexPageFactory(parent=HomePageFactory()))
        PageLogEntry.objects.all().delete()
        entry = PageLogEntry.objects.log_action(page, "wagtail.edit", data=data)
        PageLogEntry.objects.exclude(pk=entry.pk).delete()

        self.assertEqual(cell(PageLogEntry, "data"), json.dumps(data, sort_keys=True))

        rewrite(PageLogEntry)
        self.assertEqual(PageLogEntry.objects.get().data, data)

    def test_json_numbers_that_postgresql_writes_otherwise_have_one_text(self):
        self.assertEqual(json_text("[1e16, -0.0, 0.00001]"), json_text("[10000000000000000, 0.0, 1e-05]"))
        self.assertEqual(json_text("geen json"), "geen json")

    def test_tables_that_refer_to_themselves_and_trees_come_back(self):
        parent = ThemeFactory()
        ThemeFactory(parent=parent)
        home = HomePageFactory()
        before = list(
            Page.objects.order_by("path").values_list("path", "depth", "numchild", "translation_key")
        )

        with connection.constraint_checks_disabled():
            lines = rewrite(Theme)

        self.assertEqual(lines, list(read_rows(connection, Table(Theme))))
        self.assertEqual(Theme.objects.exclude(parent=None).get().parent, parent)
        self.assertEqual(
            list(Page.objects.order_by("path").values_list("path", "depth", "numchild", "translation_key")),
            before,
        )
        self.assertTrue(Page.objects.filter(pk=home.pk).exists())


class SnapshotTests(TransactionTestCase):
    def test_who_writes_meanwhile_does_not_wait_and_is_not_in_the_backup(self):
        """A theme and a target group that belong together: a backup has both or none."""
        Theme.objects.create(name="Eerst", slug="eerst")

        with snapshot(connection):
            themes = lines_of(Theme)
            self.write_elsewhere()
            target_groups = lines_of(TargetGroup)
            themes_again = lines_of(Theme)

        self.assertEqual((len(themes), len(target_groups), len(themes_again)), (1, 0, 1))
        self.assertEqual((len(lines_of(Theme)), len(lines_of(TargetGroup))), (2, 1))

    def write_elsewhere(self):
        def write():
            Theme.objects.create(name="Later", slug="later")
            TargetGroup.objects.create(name="later", slug="later")
            connection.close()

        thread = threading.Thread(target=write)
        thread.start()
        thread.join(timeout=30)
        self.assertFalse(thread.is_alive())

    def test_nothing_can_be_written_by_the_reader_on_postgresql(self):
        if connection.vendor != "postgresql":
            self.skipTest("SQLite knows no transaction for reading only")

        with snapshot(connection), self.assertRaisesMessage(InternalError, "read-only"):
            Theme.objects.create(name="x", slug="x")


def test_a_checksum_counts_and_hashes_in_order():
    there, back = Checksum(), Checksum()

    list(there.watch([b"a\n", b"b\n"]))
    list(back.watch([b"b\n", b"a\n"]))

    assert there.as_dict()["rows"] == 2
    assert there.as_dict() != back.as_dict()
