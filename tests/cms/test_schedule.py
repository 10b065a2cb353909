"""A page with a past schedule can be saved and published again, in every way, and stays as it was put."""

import datetime

from django.core.management import call_command
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.models import Page

from news.models import NewsPage
from tests.cms.cases import PublishingTestCase, form_data, latest
from tests.factories import NewsPageFactory


def days_from_now(days):
    return timezone.localtime().replace(second=0, microsecond=0) + datetime.timedelta(days=days)


def typed(moment):
    return f"{moment:%d-%m-%Y %H:%M}"


class ExpiredPageTests(PublishingTestCase):
    def setUp(self):
        super().setUp()
        self.over = days_from_now(-1)
        page = NewsPageFactory(parent=self.news, title="Voorbij", slug="voorbij")
        page.save_revision()
        dates = dict.fromkeys(["go_live_at", "expire_at"], self.over.isoformat())
        page.revisions.update(content=page.latest_revision.content | dates)
        Page.objects.filter(pk=page.pk).update(expire_at=self.over, go_live_at=self.over)
        call_command("tick")
        self.page = NewsPage.objects.get(pk=page.pk)
        self.assertTrue(self.page.expired)

    def assert_is_back(self):
        call_command("tick")
        page = NewsPage.objects.get(pk=self.page.pk)
        self.assertTrue(page.live)
        self.assertIsNone(page.expire_at)
        self.assertIsNone(latest(page).expire_at)

    def form(self, **values):
        dates = dict.fromkeys(["go_live_at", "expire_at"], typed(self.over))
        return self.complete(**{"title": "Voorbij", "slug": "voorbij", **dates, **values})

    def test_is_saved_as_a_draft(self):
        response = self.edit(
            self.page, form_data(title="Bijgewerkt", slug="voorbij", expire_at=typed(self.over))
        )

        self.assertEqual(response.status_code, 302)
        self.assertEqual(latest(self.page).title, "Bijgewerkt")
        self.assertIsNone(latest(self.page).expire_at)

    def test_is_published_in_the_editor(self):
        response = self.edit(self.page, self.form() | {"action-publish": "1"})

        self.assertEqual(response.status_code, 302)
        self.assert_is_back()

    def test_is_published_by_the_write_api(self):
        response = self.api("post", f"pages/{self.page.pk}/actions/publish/")

        self.assertEqual(response.status_code, 200, response.content)
        self.assert_is_back()

    def test_is_published_by_the_bulk_action(self):
        self.client.post(f"/admin/bulk/wagtailcore/page/publish/?id={self.page.pk}&next=/admin/")

        self.assert_is_back()

    def test_is_published_by_approval(self):
        reviewer = self.submitted(self.page)
        self.page.current_workflow_state.current_task_state.approve(user=reviewer)

        self.assert_is_back()

    def test_takes_its_aliases_along(self):
        alias = self.page.create_alias(update_slug="alias")

        self.page.get_latest_revision().publish()
        call_command("tick")

        alias.refresh_from_db()
        self.assertTrue(alias.live)

    def test_a_new_date_that_is_past_is_an_error_above_the_form(self):
        longer_ago = typed(days_from_now(-9))

        response = self.edit(self.page, self.form(expire_at=longer_ago) | {"action-publish": "1"})

        form = response.context["form"]
        self.assertIn("expire_at", form.errors)
        self.assertIn(form.errors["expire_at"][0], " ".join(form.non_field_errors()))
        self.assertContains(response, longer_ago)
        self.assertFalse(NewsPage.objects.get(pk=self.page.pk).live)

    def test_a_moment_that_can_not_be_read_is_said_above_the_form_of_a_draft_too(self):
        response = self.edit(
            self.page, form_data(title="Voorbij", slug="voorbij", expire_at="31-11-2030 9u30")
        )

        form = response.context["form"]
        self.assertEqual(len(form.non_field_errors()), 1)
        self.assertIn(form.errors["expire_at"][0], form.non_field_errors()[0])
        self.assertContains(response, "31-11-2030 9u30")


class OtherSchedulesTests(PublishingTestCase):
    def test_a_draft_may_hold_a_schedule_that_makes_no_sense_yet(self):
        late, early = typed(days_from_now(9)), typed(days_from_now(2))

        saved = self.edit(self.draft, form_data(title="Half", slug="half", go_live_at=late, expire_at=early))
        refused = self.edit(
            self.draft, self.complete(slug="half", go_live_at=late, expire_at=early) | {"action-publish": "1"}
        )

        self.assertEqual(saved.status_code, 302)
        self.assertEqual(typed(timezone.localtime(latest(self.draft).expire_at)), early)
        self.assertIn("expire_at", refused.context["form"].errors)

    def test_the_write_api_refuses_to_schedule_what_makes_no_sense(self):
        late = days_from_now(9)
        for expire_at in (days_from_now(2), late):
            with self.subTest(expire_at=expire_at):
                page = NewsPageFactory(parent=self.news, live=False)
                page.go_live_at, page.expire_at = late, expire_at
                page.save_revision()

                response = self.api("post", f"pages/{page.pk}/actions/publish/")

                self.assertEqual(response.status_code, 422, response.content)
                message = str(_("This page would go offline before it goes live."))
                self.assertIn(message, response.json()["errors"][0]["msg"])

    def test_the_hour_that_comes_twice_has_a_first_and_a_second_time(self):
        first = datetime.datetime(2099, 10, 25, 2, 30, tzinfo=timezone.get_default_timezone())
        page = NewsPageFactory(parent=self.news, live=False)
        page.go_live_at, page.expire_at = first, first.replace(minute=15, fold=1)

        self.assertEqual(page.publishing_problems(), [])

    def test_a_date_to_come_is_kept(self):
        soon = days_from_now(2)

        self.edit(self.draft, self.complete(slug="half", expire_at=typed(soon)) | {"action-publish": "1"})

        self.assertEqual(NewsPage.objects.get(pk=self.draft.pk).expire_at, soon)

    def test_what_expired_before_its_turn_came_does_not_stay(self):
        page = NewsPageFactory(parent=self.news, live=False)
        page.go_live_at, page.expire_at = days_from_now(1), days_from_now(2)
        revision = page.save_revision()
        revision.publish()
        over = days_from_now(-1)
        page.revisions.update(
            approved_go_live_at=over - datetime.timedelta(days=1),
            content=revision.content | {"go_live_at": over.isoformat(), "expire_at": over.isoformat()},
        )

        call_command("tick")

        self.assertFalse(NewsPage.objects.get(pk=page.pk).live)
