"""No export of the admin holds a cell that a spreadsheet carries out."""

import csv
import datetime
import io

from django.urls import URLPattern, get_resolver, reverse
from django.utils import timezone
from openpyxl import load_workbook
from wagtail.admin.views.mixins import SpreadsheetExportMixin
from wagtail.contrib.redirects.models import Redirect

from analytics.summing import sum_up as sum_up_readers
from cms.models import PageViews
from content_checks.models import PageFinding
from editor.spreadsheets import FORMULA_STARTS, escape_formula
from feedback.models import UsefulVotes
from internal_links.models import BrokenLink
from registrations.models import InvoiceData, Registration
from tests.cms.cases import PublishingTestCase
from tests.events.factories import EventIndexPageFactory, EventPageFactory
from tests.factories import NewsPageFactory, UserFactory

FORMULAS = ['=HYPERLINK("https://evil.example")', "+1+1", "-2+3", "@SUM(A1)", "\tx"]


def exports(patterns=None):
    """Every view of the admin that can be had as a table and needs no key."""
    for pattern in patterns or get_resolver().url_patterns:
        if isinstance(pattern, URLPattern):
            view = getattr(pattern.callback, "view_class", None)
            initkwargs = {**getattr(pattern.callback, "view_initkwargs", {})}
            is_table = view and issubclass(view, SpreadsheetExportMixin)
            if (
                is_table
                and (initkwargs.get("list_export") or view.list_export)
                and not initkwargs.get("results_only")
            ):
                yield view, pattern
        else:
            yield from exports(pattern.url_patterns)


class ExportTests(PublishingTestCase):
    @classmethod
    def setUpTestData(cls):
        super().setUpTestData()
        cls.pages = [NewsPageFactory(parent=cls.news, title=title) for title in FORMULAS]
        cls.owner = UserFactory(first_name="=cmd|' /C calc'!A0", last_name="", is_superuser=True)

    def setUp(self):
        super().setUp()
        day = timezone.localdate() - datetime.timedelta(days=1)
        for page in self.pages:
            page.save_revision(user=self.owner, log_action=True).publish(user=self.owner)
            page.locked, page.locked_by, page.locked_at = True, self.owner, timezone.now()
            page.save()
            PageViews.objects.create(page=page, day=day, count=1)
            UsefulVotes.objects.create(page=page, month=day.replace(day=1), yes=1)
            PageFinding.objects.create(
                page=page, check_name="long_sentence", excerpt=page.title, digest="0" * 64
            )
            BrokenLink.objects.create(page=page, kind="page", target="0", words=page.title, reason="gone")
        sum_up_readers()
        self.register_people()
        Redirect.objects.create(old_path="/oud", redirect_link="https://stad.example/=1")
        workflow = self.news.get_workflow()
        if workflow:
            self.pages[0].save_revision(user=self.owner)
            workflow.start(self.pages[0], self.owner)
        self.client.force_login(self.chief)

    def register_people(self):
        """For an event, each with a formula for a name; one more invoice is of an event that is gone."""
        self.event = EventPageFactory(parent=EventIndexPageFactory(parent=self.home))
        for number, text in enumerate(FORMULAS, 1):
            person = Registration.objects.create(
                page=self.event, number=number, state="confirmed", first_name=text, organisation=text
            )
            invoice = {"registration": person, "page": self.event, "participant": text}
            InvoiceData.objects.create(**invoice, entity=text, event_title=text, amount=70)
        InvoiceData.objects.create(entity=FORMULAS[0], event_title=FORMULAS[1], amount=70)

    def table(self, address, kind):
        response = self.client.get(address, {"export": kind})
        self.assertEqual(response.status_code, 200, address)
        body = b"".join(response.streaming_content)
        if kind == "csv":
            return list(csv.reader(io.StringIO(body.decode())))
        return [list(row) for row in load_workbook(io.BytesIO(body)).active.iter_rows()]

    def addresses(self):
        names = [
            "views_report",
            "readers_report",
            "internal_links",
            "searched_report",
            "wagtailadmin_reports:site_history",
            "wagtailadmin_reports:aging_pages",
            "wagtailadmin_reports:locked_pages",
            "wagtailadmin_reports:workflow",
            "wagtailadmin_reports:workflow_tasks",
            "wagtailredirects:index",
            "audit_log",
            "registrations_invoices_left",
            "feedback_pages",
            "link_report",
            "content_checks_report",
            "periodic_review",
        ]
        of_event = ["registrations_list", "registrations_invoices"]
        return [*map(reverse, names), *(reverse(name, args=[self.event.pk]) for name in of_event)]

    def test_every_export_of_the_admin_is_tried_here(self):
        tried = {self.client.get(address).resolver_match.func.view_class for address in self.addresses()}

        self.assertEqual({view for view, _pattern in exports()}, tried)

    def test_a_csv_holds_no_formula(self):
        all_text = ""
        for address in self.addresses():
            with self.subTest(address):
                rows = self.table(address, "csv")

                cells = [cell for row in rows for cell in row]
                self.assertEqual([cell for cell in cells if cell.startswith(FORMULA_STARTS)], [])
                all_text += str(cells)
        for text in (*FORMULAS[:4], self.owner.get_full_name()):
            self.assertIn(f"'{text}"[:8], all_text)

    def test_an_xlsx_holds_text_as_text(self):
        for address in self.addresses():
            with self.subTest(address):
                types = {cell.data_type for row in self.table(address, "xlsx") for cell in row}

                self.assertNotIn("f", types)


def test_other_text_stays_as_it_is():
    for text in ("Wonen", "1-2", "a=b", "", "’s avonds"):
        assert escape_formula(text) == text
