"""All ways to publish apply the same rules: bulk action, write API, approval, copy, code."""

from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.models import Page
from wagtail.test.utils.form_data import inline_formset

from cms.models import PageTheme
from cms.publishing import NotReadyToPublish
from news.models import NewsPage
from tests.cms.cases import FILL_IN, NOT_PUBLISHED, PublishingTestCase, form_data, latest
from tests.factories import NewsPageFactory


class BulkPublishTests(PublishingTestCase):
    def publish(self, *pages, **data):
        ids = "&".join(f"id={page.pk}" for page in pages)
        return self.client.post(
            f"/admin/bulk/wagtailcore/page/publish/?{ids}&next=/admin/", data, follow=True
        )

    def test_publishes_what_is_ready_and_names_the_rest(self):
        ready = NewsPageFactory(parent=self.news, live=False)

        response = self.publish(self.draft, ready)

        ready.refresh_from_db()
        self.assertTrue(ready.live)
        self.assert_is_draft(self.draft)
        text = " ".join(str(message) for message in response.context["messages"])
        self.assertIn(NOT_PUBLISHED % "Half", text)
        self.assertIn(f"{_('Summary')}: {FILL_IN}", text)

    def test_with_what_lies_below(self):
        ready = NewsPageFactory(parent=self.news, live=False)
        self.news.unpublish()

        response = self.publish(self.news, include_descendants="on")

        for page in (ready, self.news):
            page.refresh_from_db()
            self.assertTrue(page.live)
        self.assert_is_draft(self.draft)
        self.assertContains(response, NOT_PUBLISHED % "Half")

    def test_claims_nothing_when_nothing_is_ready(self):
        response = self.publish(self.draft)

        self.assertEqual([message.level_tag for message in response.context["messages"]], ["error"])


class WriteApiTests(PublishingTestCase):
    def assert_names(self, response, *fields):
        self.assertEqual(response.status_code, 422, response.content)
        self.assertEqual(response["content-type"], "application/problem+json")
        named = {(error["loc"][0], error["msg"]) for error in response.json()["errors"]}
        for field in fields:
            self.assertIn((field, FILL_IN), named)

    def test_a_draft_may_be_half_empty(self):
        meta = {"type": "news.NewsPage", "parent_id": self.news.pk}

        response = self.api("post", "pages/", {"title": "Kaal", "meta": meta})

        self.assertEqual(response.status_code, 201, response.content)
        self.assertFalse(NewsPage.objects.get(title="Kaal").live)

    def test_create_and_publish(self):
        meta = {"type": "news.NewsPage", "parent_id": self.news.pk, "action": "publish"}

        response = self.api("post", "pages/", {"title": "Kaal", "meta": meta})

        self.assert_names(response, "search_description")
        self.assertFalse(NewsPage.objects.filter(title="Kaal").exists())

    def test_change_and_publish(self):
        response = self.api(
            "patch", f"pages/{self.draft.pk}/", {"title": "Kaal", "meta": {"action": "publish"}}
        )

        self.assertEqual(response.status_code, 422, response.content)
        self.assertIn(str(_("Summary")), response.content.decode())
        self.assert_is_draft(self.draft)

    def test_publish(self):
        response = self.api("post", f"pages/{self.draft.pk}/actions/publish/")

        self.assert_names(response, "search_description", "page_themes", "body")
        self.assert_is_draft(self.draft)

    def test_a_complete_page_is_published(self):
        ready = NewsPageFactory(parent=self.news, live=False)

        response = self.api("post", f"pages/{ready.pk}/actions/publish/")

        self.assertEqual(response.status_code, 200, response.content)
        ready.refresh_from_db()
        self.assertTrue(ready.live)

    def test_going_back_to_a_half_empty_version_makes_a_draft(self):
        page = NewsPageFactory(parent=self.news)
        page.body = []
        old = page.save_revision(clean=False)
        NewsPage.objects.get(pk=page.pk).save_revision().publish()

        response = self.api("post", f"pages/{page.pk}/actions/revert/", {"revision_id": old.pk})

        self.assertEqual(response.status_code, 200, response.content)
        self.assertNotEqual(len(NewsPage.objects.get(pk=page.pk).body), 0)

    def test_copies_moves_and_aliases_are_no_500(self):
        page = NewsPageFactory(parent=self.news)
        break_live(page)

        for action, data in [
            ("copy", {"slug": "kopie"}),
            ("create_alias", {"slug": "alias"}),
            ("move", {"destination_id": self.news.pk, "position": "first-child"}),
        ]:
            response = self.api("post", f"pages/{page.pk}/actions/{action}/", data)

            self.assertLess(response.status_code, 500, response.content)


class ApprovalTests(PublishingTestCase):
    def setUp(self):
        super().setUp()
        self.reviewer = self.submitted(self.draft)
        self.client.force_login(self.reviewer)
        self.task_state = self.draft.current_workflow_task_state

    def act(self, action, **headers):
        url = reverse("wagtailadmin_pages:workflow_action", args=[self.draft.pk, action, self.task_state.pk])
        return self.client.post(url, {"comment": ""}, headers=headers)

    def test_approving_from_a_list_explains_what_is_missing_on_the_edit_form(self):
        response = self.act("approve")

        edit = reverse("wagtailadmin_pages:edit", args=[self.draft.pk])
        self.assertRedirects(response, edit, fetch_redirect_response=False)
        text = " ".join(str(message) for message in self.client.get(edit).context["messages"])
        self.assertIn(f"{_('Summary')}: {FILL_IN}", text)
        self.assert_is_draft(self.draft)

    def test_approving_in_a_pop_up_leads_there_too(self):
        response = self.act("approve", **{"X-Requested-With": "XMLHttpRequest"})

        edit = reverse("wagtailadmin_pages:edit", args=[self.draft.pk])
        self.assertEqual(response.json(), {"step": "success", "redirect": edit})

    def test_a_refused_approval_can_be_given_again(self):
        self.act("approve")

        self.task_state.refresh_from_db()
        self.assertEqual(self.task_state.status, self.task_state.STATUS_IN_PROGRESS)
        self.assertTrue(self.draft.workflow_in_progress)

    def test_approving_in_the_editor_names_what_is_missing(self):
        data = {
            "action-workflow-action": "1",
            "workflow-action-name": "approve",
            "workflow-action-extra-data": "{}",
        }

        response = self.edit(self.draft, form_data(title="Half", slug="half") | data)

        self.assertIn("search_description", response.context["form"].errors)
        self.assert_is_draft(self.draft)

    def test_an_unfinished_page_can_be_sent_back(self):
        data = {
            "action-workflow-action": "1",
            "workflow-action-name": "reject",
            "workflow-action-extra-data": "{}",
        }

        response = self.edit(self.draft, form_data(title="Half, zie noot", slug="half") | data)

        self.assertEqual(response.status_code, 302)
        self.assertEqual(self.draft.current_workflow_state.status, "needs_changes")
        self.assertEqual(latest(self.draft).title, "Half, zie noot")

    def test_work_on_an_unfinished_page_can_be_withdrawn(self):
        self.client.force_login(self.chief)

        response = self.edit(
            self.draft, form_data(title="Toch niet", slug="half") | {"action-cancel-workflow": "1"}
        )

        self.assertEqual(response.status_code, 302)
        self.assertFalse(self.draft.workflow_in_progress)
        self.assertEqual(latest(self.draft).title, "Toch niet")

    def test_publishing_can_not_pose_as_withdrawing(self):
        self.client.force_login(self.chief)
        data = {"action-publish": "1", "action-cancel-workflow": "1"}

        response = self.edit(self.draft, form_data(title="Half", slug="half") | data)

        self.assertIn("search_description", response.context["form"].errors)
        self.assert_is_draft(self.draft)

    def test_a_complete_page_is_approved(self):
        page = NewsPageFactory(parent=self.news, live=False)
        page.save_revision()
        page.get_workflow().start(page, self.chief)
        url = reverse(
            "wagtailadmin_pages:workflow_action",
            args=[page.pk, "approve", page.current_workflow_task_state.pk],
        )

        self.client.post(url, {"comment": ""})

        page.refresh_from_db()
        self.assertTrue(page.live)


def break_live(page):
    """A public page from before the rules, which lacks what publishing requires."""
    Page.objects.filter(pk=page.pk).update(search_description="")
    PageTheme.objects.filter(page=page).delete()


class OtherWaysTests(PublishingTestCase):
    def test_an_older_half_empty_version_is_not_published(self):
        page = NewsPageFactory(parent=self.news)
        page.search_description = ""
        old = page.save_revision(clean=False)
        NewsPage.objects.get(pk=page.pk).save_revision().publish()
        themes = inline_formset(
            [{"id": str(row.pk), "theme": str(row.theme_id)} for row in page.page_themes.all()], initial=1
        )
        data = self.complete(slug=page.slug, search_description="", page_themes=themes)

        response = self.edit(page, data | {"action-publish": "1", "revision": str(old.pk)})

        self.assertIn("search_description", response.context["form"].errors)
        with self.assertRaises(NotReadyToPublish):
            old.publish()

    def test_code_does_not_save_a_public_page_that_is_not_ready(self):
        with self.assertRaises(NotReadyToPublish) as refusal:
            self.news.add_child(instance=NewsPage(title="Uit code"))

        self.assertEqual(refusal.exception.message_dict["search_description"], [FILL_IN])
        self.news.refresh_from_db()
        self.assertEqual(self.news.numchild, 1)

    def test_a_refusal_is_an_ordinary_validation_error(self):
        with self.assertRaises(ValidationError):
            self.draft.get_latest_revision().publish()

    def test_a_copy_of_a_page_that_is_not_ready_is_explained(self):
        page = NewsPageFactory(parent=self.news)
        break_live(page)
        data = {
            "new_title": "Kopie",
            "new_slug": "kopie",
            "new_parent_page": self.news.pk,
            "publish_copies": "1",
        }

        response = self.client.post(reverse("wagtailadmin_pages:copy", args=[page.pk]), data)

        self.assertRedirects(
            response, reverse("wagtailadmin_pages:edit", args=[page.pk]), fetch_redirect_response=False
        )
        self.assertFalse(Page.objects.filter(slug="kopie").exists())

    def test_a_ready_page_is_copied_and_published(self):
        page = NewsPageFactory(parent=self.news)
        data = {
            "new_title": "Kopie",
            "new_slug": "kopie",
            "new_parent_page": self.news.pk,
            "publish_copies": "1",
        }

        self.client.post(reverse("wagtailadmin_pages:copy", args=[page.pk]), data)

        self.assertTrue(NewsPage.objects.get(slug="kopie").live)

    def test_a_draft_is_copied(self):
        data = {"new_title": "Kopie", "new_slug": "kopie", "new_parent_page": self.news.pk}

        self.client.post(reverse("wagtailadmin_pages:copy", args=[self.draft.pk]), data)

        self.assertFalse(NewsPage.objects.get(slug="kopie").live)

    def test_an_alias_follows_its_page(self):
        page = NewsPageFactory(parent=self.news)
        alias = page.create_alias(update_slug="alias")
        page.search_description = "Anders."
        page.save_revision().publish()

        alias.refresh_from_db()

        self.assertEqual(alias.search_description, "Anders.")

    def test_moving_is_no_publishing(self):
        page = NewsPageFactory(parent=self.news)
        NewsPageFactory(parent=self.news)
        break_live(page)

        page.move(self.news, pos="last-child")

        self.assertEqual(self.news.get_children().last().pk, page.pk)

    def test_locking_is_no_publishing(self):
        page = NewsPageFactory(parent=self.news)
        break_live(page)

        response = self.client.post(reverse("wagtailadmin_pages:lock", args=[page.pk]))

        self.assertEqual(response.status_code, 302)
        page.refresh_from_db()
        self.assertTrue(page.locked)

    def test_a_draft_of_a_public_page_may_be_half_empty(self):
        page = NewsPageFactory(parent=self.news)

        response = self.edit(page, form_data(title="In verbouwing", slug=page.slug))

        self.assertEqual(response.status_code, 302)
        self.assertEqual(latest(page).title, "In verbouwing")
        self.assertNotEqual(NewsPage.objects.get(pk=page.pk).title, "In verbouwing")
