"""What became public or stopped being so, by whom and by which door."""

import datetime
from functools import partial

from django.core.management import call_command
from django.db import DatabaseError, connection, transaction
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Collection, CollectionViewRestriction, PageViewRestriction

from audit.models import AuditEntry
from news.models import NewsPage
from tests.audit.cases import AuditTestCase, acts, last
from tests.factories import NewsPageFactory
from tests.permissions.factories import PASSWORD

SECRET = "kanarie in de titel"


class PublishingTests(AuditTestCase):
    def test_publishing_in_the_editor_names_who_and_which_page(self):
        self.create(self.complete(title=SECRET, **{"action-publish": "1"}))

        page, row = NewsPage.objects.get(title=SECRET), last(kind="publishing")
        self.assertEqual((row.action, row.user_key, row.door), ("published", self.chief.pk, "admin"))
        self.assertEqual((row.object_type, row.object_key), ("news.newspage", str(page.pk)))
        self.assertEqual((row.object_name, row.detail), ("", {}))
        self.assertNotIn("kanarie", str(list(AuditEntry.objects.values())))

    def test_saving_a_draft_publishes_nothing(self):
        self.create(self.complete())

        self.assertEqual(acts(), [])

    def test_taking_offline_and_deleting(self):
        pages = [NewsPageFactory(parent=self.news) for _number in range(2)]
        self.client.post(reverse("wagtailadmin_pages:unpublish", args=[pages[0].pk]))
        self.client.post(reverse("wagtailadmin_pages:delete", args=[pages[1].pk]))

        self.assertEqual(acts(kind="publishing", user_key=self.chief.pk), ["unpublished"] * 2)

    def test_bulk_actions_have_a_row_for_each_page(self):
        pages = [NewsPageFactory(parent=self.news, live=False) for _number in range(2)]
        ids = "&".join(f"id={page.pk}" for page in pages)
        for action in ("publish", "unpublish"):
            self.client.post(f"/admin/bulk/wagtailcore/page/{action}/?{ids}&next=/admin/")

        self.assertEqual(acts(kind="publishing"), ["published"] * 2 + ["unpublished"] * 2)

    def test_the_write_api_names_the_token(self):
        page = NewsPageFactory(parent=self.news, live=False)
        self.client.logout()
        response = self.api("post", f"pages/{page.pk}/actions/publish/")

        self.assertEqual(response.status_code, 200)
        row = last(kind="publishing")
        self.assertEqual((row.door, row.user_key), ("api", self.chief.pk))
        self.assertEqual(str(row.token_key), last(action="token_added").object_key)

    def test_an_approval_is_the_approver_s(self):
        page = NewsPageFactory(parent=self.news, live=False)
        page.save_revision(user=self.member)
        page.get_workflow().start(page, self.member)
        self.client.force_login(self.reviewer)
        state = page.current_workflow_state.current_task_state
        address = reverse("wagtailadmin_pages:workflow_action", args=[page.pk, "approve", state.pk])
        self.client.post(address, {"comment": ""})

        row = last(kind="publishing")
        self.assertEqual((row.action, row.user_key), ("published", self.reviewer.pk))

    def test_a_schedule_is_recorded_and_what_tick_publishes_names_who_set_it(self):
        later = timezone.now() + datetime.timedelta(days=1)
        page = NewsPageFactory(parent=self.news, live=False)
        page.go_live_at = later
        page.save_revision(user=self.chief).publish(user=self.chief)
        self.assertEqual(acts(kind="publishing"), ["scheduled"])
        revision = page.latest_revision
        revision.approved_go_live_at = timezone.now()
        revision.content["go_live_at"] = timezone.now().isoformat()
        revision.save()

        call_command("tick", verbosity=0)

        row = last(kind="publishing")
        self.assertEqual((row.action, row.door, row.user_key), ("published", "tick", self.chief.pk))

    def test_what_expires_is_taken_offline_by_tick(self):
        page = NewsPageFactory(parent=self.news)
        NewsPage.objects.filter(pk=page.pk).update(expire_at=timezone.now())

        call_command("tick", verbosity=0)

        row = last(kind="publishing")
        self.assertEqual((row.action, row.door, row.user_key), ("unpublished", "tick", None))

    def test_what_is_rolled_back_leaves_no_row(self):
        page = NewsPageFactory(parent=self.news, live=False)
        with self.assertRaises(RuntimeError), transaction.atomic():
            page.save_revision().publish()
            raise RuntimeError

        self.assertEqual(acts(), [])


def refuse_rows(execute, sql, params, many, context):
    """As a database does that has no room left."""
    if sql.startswith('INSERT INTO "audit_'):
        raise DatabaseError("no space left")
    return execute(sql, params, many, context)


class NoRowNoActTests(AuditTestCase):
    def test_what_can_t_be_recorded_is_not_published_and_the_log_says_so(self):
        page = NewsPageFactory(parent=self.news, live=False)
        page.save_revision()
        with (
            connection.execute_wrapper(refuse_rows),
            self.assertLogs("audit", "ERROR") as logged,
            self.assertRaises(DatabaseError),
        ):
            page.latest_revision.publish(user=self.chief)

        page.refresh_from_db()
        self.assertFalse(page.live)
        self.assertIn("action=published", logged.output[0])

    def test_nor_are_a_page_taken_offline_copied_in_public_or_hidden(self):
        page = NewsPageFactory(parent=self.news)
        copy = {
            "new_title": "Kopie",
            "new_slug": "kopie",
            "new_parent_page": self.news.pk,
            "publish_copies": "on",
        }
        collection = Collection.get_first_root_node().add_child(name="Open")
        for address, form in {
            reverse("wagtailadmin_pages:unpublish", args=[page.pk]): {},
            reverse("wagtailadmin_pages:copy", args=[page.pk]): copy,
            reverse("wagtailadmin_pages:set_privacy", args=[page.pk]): {"restriction_type": "login"},
            reverse("wagtailadmin_collections:set_privacy", args=[collection.pk]): {
                "restriction_type": "login"
            },
        }.items():
            with (
                self.subTest(address),
                connection.execute_wrapper(refuse_rows),
                self.assertRaises(DatabaseError),
            ):
                self.client.post(address, form)

        page.refresh_from_db()
        self.assertTrue(page.live)
        self.assertFalse(NewsPage.objects.filter(slug="kopie").exists())
        self.assertFalse(PageViewRestriction.objects.exists() or CollectionViewRestriction.objects.exists())

    def test_nobody_signs_in_and_no_list_leaves(self):
        sign_out, sign_in = (reverse(f"wagtailadmin_log{way}") for way in ("out", "in"))
        form = {"username": self.chief.email, "password": PASSWORD}
        for ask in (
            partial(self.client.get, "/admin/reports/views/?export=csv"),
            partial(self.client.get, reverse("audit_log")),
            partial(self.client.post, sign_out),
            partial(self.client.post, sign_in, form),
        ):
            with (
                self.subTest(ask),
                connection.execute_wrapper(refuse_rows),
                self.assertRaises(DatabaseError),
                transaction.atomic(),
            ):
                ask()

        self.assertEqual(acts(), [])
