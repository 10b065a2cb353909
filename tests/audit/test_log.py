"""The screen of the audit log, who may read it, and that nobody changes or removes a row."""

import datetime
import json
from unittest import mock

import pytest
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.db import transaction
from django.test import override_settings
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page

from audit.models import ACTIONS, Action, AuditEntry, Kind, UnchangeableError
from audit.recording import record
from cms.models import Person, ReadOnlyMode
from news.models import NewsPage
from tests.audit.cases import AuditTestCase, acts, last
from tests.factories import NewsPageFactory, PersonFactory
from tests.permissions.crawl import BULK_PAGES, addresses, parameters, routes

LOG = "/admin/reports/audit-log/"


def days_later(days):
    """Moves the clock."""
    return mock.patch(
        "django.utils.timezone.now", return_value=timezone.now() + datetime.timedelta(days=days)
    )


class ScreenTests(AuditTestCase):
    def test_others_have_no_menu_item_and_are_refused(self):
        for user in (self.member, self.reviewer):
            self.client.force_login(user)
            for address in (LOG, f"{LOG}results/", f"{LOG}?export=csv"):
                response = self.client.get(address, follow=True)

                self.assertEqual(response.redirect_chain[-1][0], "/admin/")
                self.assertNotContains(response, LOG)
                self.assertNotContains(response, "text/csv")

        self.assertEqual(acts(kind="reading"), [])

    def test_visitors_are_asked_to_sign_in(self):
        self.client.logout()

        self.assertRedirects(self.client.get(LOG), f"/admin/login/?next={LOG}", fetch_redirect_response=False)

    def test_a_superuser_finds_it_under_reports_in_dutch_with_titles_of_pages_of_today(self):
        page = NewsPageFactory(parent=self.news, live=False, title="De titel van vandaag")
        page.save_revision().publish(user=self.chief)
        self.client.force_login(self.member)
        self.client.post(reverse("wagtailadmin_logout"))
        self.client.force_login(self.chief)

        self.assertContains(self.client.get("/admin/"), LOG)
        response = self.client.get(LOG)

        for text in (
            "Auditlog",
            "gepubliceerd",
            f"Nieuwsbericht {page.pk}",
            page.title,
            self.member.email,
        ):
            self.assertContains(response, text)

    def test_each_opening_is_a_row_with_its_filter_and_the_screen_costs_no_more_for_more_rows(self):
        query = {"kind": "failure", "user": self.chief.pk, "at_from": "2026-11-01", "at_to": "onzin"}
        record(Action.UNPUBLISHED, self.news, user=self.member)
        few = self.count_queries(LOG)
        for _number in range(40):
            record(Action.UNPUBLISHED, self.news, user=self.member)
        with self.assertNumQueries(few):
            self.client.get(LOG)
        self.client.get(f"{LOG}results/", query | {"at_to": "2026-11-30"})

        row = last()
        self.assertEqual((row.action, row.user_key, row.door), ("read", self.chief.pk, "admin"))
        expected = {
            "kind": "failure",
            "account": str(self.chief.pk),
            "from": "2026-11-01",
            "until": "2026-11-30",
        }
        self.assertEqual(row.detail, expected)

    def test_the_filters(self):
        record(Action.UNPUBLISHED, self.news, user=self.member)
        record(Action.SIGN_IN_FAILED, self.member)
        record(Action.SIGNED_IN, user=self.reviewer)
        ago = timezone.now() - datetime.timedelta(days=3)
        AuditEntry(action=Action.SIGNED_OUT, user_key=self.reviewer.pk, at=ago).save()

        def filtered(**query):
            rows = self.client.get(f"{LOG}results/", query).context["object_list"]
            return [row.action for row in rows if row.action != "read"]

        day = str(timezone.localtime(ago).date())
        self.assertEqual(filtered(kind="failure"), ["sign_in_failed"])
        self.assertEqual(filtered(user=self.member.pk), ["sign_in_failed", "unpublished"])
        self.assertEqual(filtered(at_to=day), ["signed_out"])
        self.assertEqual(filtered(user=self.reviewer.pk), ["signed_in", "signed_out"])
        self.assertEqual(len(filtered(user="onzin")), 4)

    def test_a_removed_account_is_still_named_and_may_be_chosen(self):
        record(Action.SIGNED_IN, user=self.member)
        key, email = self.member.pk, self.member.email
        self.client.post(reverse("wagtailusers_users:delete", args=[key]), {})
        self.assertFalse(get_user_model().objects.filter(pk=key).exists())

        self.assertContains(
            self.client.get(LOG), f'<option value="{key}">{email} ({key})</option>', html=True
        )

    def test_what_changed_of_an_account_is_in_dutch(self):
        self.member.is_superuser = True
        self.member.save()

        self.assertContains(self.client.get(LOG), "gewijzigd: supergebruikerstatus; beheerder: ja")

    def test_its_file_holds_numbers_and_no_titles_and_is_two_rows(self):
        page = NewsPageFactory(parent=self.news, live=False, title="Een titel")
        page.save_revision().publish(user=self.chief)
        AuditEntry(action="of a newer release", kind="new", door="new", object_type="gone.model").save()

        response = self.client.get(LOG, {"export": "csv"})

        text = b"".join(response.streaming_content).decode()
        self.assertIn(f"Nieuwsbericht {page.pk}", text)
        self.assertNotIn("Een titel", text)
        self.assertIn("of a newer release", text)
        self.assertEqual(acts(kind="reading") + acts(kind="export"), ["read", "exported"])
        self.assertEqual(self.client.get(LOG, {"export": "xlsx"}).status_code, 200)


class ExportTests(AuditTestCase):
    def test_each_list_that_leaves_the_admin_is_recorded_with_the_names_of_its_filters(self):
        exports = {
            "/admin/reports/views/": "views_report",
            "/admin/reports/searched/": "searched_report",
            "/admin/reports/site-history/": "wagtailadmin_reports:site_history",
            "/admin/reports/aging-pages/": "wagtailadmin_reports:aging_pages",
            "/admin/redirects/": "wagtailredirects:index",
        }
        for address, name in exports.items():
            for form in ("csv", "xlsx"):
                response = self.client.get(address, {"export": form, "q": "Jan Peeters", "an@b.be": "x"})

                self.assertIn("attachment", response["Content-Disposition"])
                row = last()
                self.assertEqual((row.action, row.user_key), ("exported", self.chief.pk))
                self.assertEqual(row.detail, {"list": name, "format": form, "filters": ["q"]})

    def test_the_list_on_the_screen_and_public_files_are_none(self):
        self.client.get("/admin/reports/site-history/")
        self.client.get(f"{self.news.url}export.csv")

        self.assertEqual(acts(kind="export"), [])

    def test_who_is_refused_exports_nothing(self):
        self.client.force_login(self.member)
        self.client.get("/admin/reports/searched/", {"export": "csv"})

        self.assertEqual(acts(kind="export"), [])


class ErasureTests(AuditTestCase):
    def test_an_erasure_names_the_number_and_who_set_the_last_day(self):
        person = PersonFactory(first_name="Kanarie", last_name="Kanariemans")
        address = reverse("wagtailsnippets_cms_person:edit", args=[person.pk])
        form = {
            "first_name": "Kanarie",
            "last_name": "Kanariemans",
            "active_until": str(timezone.localdate()),
        }
        self.client.force_login(self.reviewer)
        self.assertEqual(self.client.post(address, form).status_code, 302)

        with days_later(31):
            call_command("tick", verbosity=0)

        self.assertFalse(Person.objects.filter(pk=person.pk).exists())
        row = last(kind="erasure")
        self.assertEqual((row.action, row.door, row.user_key), ("erased", "tick", self.reviewer.pk))
        self.assertEqual(
            (row.object_type, row.object_key, row.object_name), ("cms.person", str(person.pk), "")
        )
        self.assertNotIn("anarie", str(list(AuditEntry.objects.values())))

    def test_by_the_command_too_and_of_who_was_never_edited(self):
        long_ago = timezone.now() - datetime.timedelta(days=40)
        person = PersonFactory(active_until=long_ago.date(), active_until_set_at=long_ago)
        Person.objects.filter(pk=person.pk).update(active_until_set_at=long_ago)

        call_command("erase_people", verbosity=0, stdout=mock.Mock())

        self.assertEqual((last().action, last().door, last().user_key), ("erased", "command", None))


class UnchangeableTests(AuditTestCase):
    def setUp(self):
        super().setUp()
        record(Action.SIGNED_IN, user=self.member)
        self.row = last()

    def test_no_code_changes_or_removes_a_row(self):
        rows = AuditEntry.objects.all()
        for act in (
            self.row.save,
            self.row.delete,
            rows.delete,
            AuditEntry._base_manager.all().delete,
            lambda: rows.update(user_key=None),
            lambda: rows.bulk_update([self.row], ["user_key"]),
            lambda: rows.update_or_create({"user_key": 1}, pk=self.row.pk),
        ):
            with pytest.raises(UnchangeableError), transaction.atomic():
                act()

        self.assertEqual(last().user_key, self.member.pk)

    def test_there_is_no_permission_on_it(self):
        self.assertEqual(AuditEntry._meta.default_permissions, ())
        self.assertFalse(self.reviewer.has_perm("audit.view_auditentry"))

    def test_removing_whom_and_what_it_is_about_leaves_its_rows(self):
        page = NewsPageFactory(parent=self.news, owner=self.member)
        record(Action.PUBLISHED, page, user=self.member)
        before = AuditEntry.objects.count()

        Page.objects.get(pk=page.pk).delete()
        self.team.delete()
        self.member.delete()

        self.assertGreater(AuditEntry.objects.count(), before)
        self.assertEqual(last(action="published").user_email, self.row.user_email)

    def test_no_address_of_the_admin_removes_a_row(self):
        """Every one of them, as a superuser, with a form that confirms."""
        page = NewsPageFactory(parent=self.news)
        things = [(thing, parameters(thing)) for thing in (page, self.member)]
        keys = set(AuditEntry.objects.values_list("pk", flat=True))
        self.client.raise_request_exception = False
        for route in [*routes(), *BULK_PAGES]:
            if route.startswith("/admin/") and "logout" not in route:
                for address in addresses(route, things):
                    self.client.post(address, {"confirm": "on", "action-publish": "1"})

        self.assertLessEqual(keys, set(AuditEntry.objects.values_list("pk", flat=True)))

    def test_tick_removes_what_is_past_its_term_and_nothing_else(self):
        with days_later(364):
            call_command("tick", verbosity=0)
        self.assertTrue(AuditEntry.objects.filter(pk=self.row.pk).exists())

        with days_later(366):
            call_command("tick", verbosity=0)
        self.assertFalse(AuditEntry.objects.filter(pk=self.row.pk).exists())

    @override_settings(AUDIT_LOG_DAYS=183)
    def test_the_term_is_a_setting(self):
        with days_later(184):
            self.assertEqual(AuditEntry.objects.all().forget(), 1)


class RecordingTests(AuditTestCase):
    def test_each_action_is_of_one_kind(self):
        self.assertEqual(set(ACTIONS), set(Kind))
        self.assertEqual(sum(map(len, ACTIONS.values())), len(Action))

    def test_in_read_only_mode_reading_has_a_line_and_no_row(self):
        ReadOnlyMode.switch_on()
        with self.assertLogs("audit") as logged, self.captureOnCommitCallbacks(execute=True):
            response = self.client.get(LOG)

        self.assertEqual((response.status_code, acts(kind="reading")), (200, []))
        self.assertIn("action=read", logged.output[0])

    def test_a_line_holds_numbers_and_no_name(self):
        with self.assertLogs("audit") as logged, self.captureOnCommitCallbacks(execute=True):
            record(Action.ACCOUNT_CHANGED, self.member, user=self.chief)

        [line] = logged.records
        expected = {
            "kind": "permission",
            "action": "account_changed",
            "user": self.chief.pk,
            "door": "command",
        }
        self.assertLessEqual(expected.items(), line.fields.items())
        self.assertNotIn("@", json.dumps(line.fields) + line.getMessage())

    def test_who_is_refused_has_a_line(self):
        self.client.force_login(self.member)
        with self.assertLogs("audit") as logged:
            self.client.get(reverse("wagtailusers_users:index"))
            self.client.get("/admin/api/main/pages/", headers={"x-requested-with": "XMLHttpRequest"})
            self.client.get(
                reverse("wagtailusers_users:index"), headers={"x-requested-with": "XMLHttpRequest"}
            )

        views = [record.fields["view"] for record in logged.records]
        self.assertEqual(views, ["wagtailusers_users:index"] * 2)
        self.assertEqual({record.fields["user"] for record in logged.records}, {self.member.pk})

    def test_a_page_of_the_site_is_served_without_a_row(self):
        self.client.get(self.news.url)
        self.assertFalse(AuditEntry.objects.exists())
        self.assertTrue(NewsPage.objects.exists())
