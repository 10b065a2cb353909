"""Who approves says with a tick that all is still true; it counts as a review only if the approval publishes."""

import datetime
import json

from django.contrib.auth.models import Group
from django.urls import reverse
from django.utils import timezone
from wagtail.models import PageLogEntry, WorkflowTask
from wagtail.test.utils.form_data import inline_formset, streamfield

from accounts.teams import grant, grant_on_page
from cms.models import PageReview
from home.models import StandardPage
from moderation.models import ReviewTask
from platforms.models import PlatformPage
from tests.cms.cases import form_data, paragraph
from tests.factories import NewsPageFactory, StandardPageFactory, ThemeFactory
from tests.moderation.cases import ReviewCase
from tests.permissions.factories import a_user

TICK = {"counts-as-review": "yes"}


class TickTests(ReviewCase):
    @classmethod
    def setUpTestData(cls):
        super().setUpTestData()
        cls.theme = ThemeFactory()
        parent = PlatformPage.objects.get(pk=cls.westhoek.pk)
        cls.about = StandardPageFactory(parent=parent, title="Over ons", owner=cls.an)
        cls.about.save_revision(user=cls.an)

    def setUp(self):
        self.client.force_login(self.bea)
        self.address = reverse("wagtailadmin_pages:edit", args=[self.about.pk])
        StandardPage.objects.get(pk=self.about.pk).get_workflow().start(self.about, self.an)

    def approve(self, dialog=None, **fields):
        data = form_data(
            title="Over ons",
            slug=self.about.slug,
            search_description="Wie we zijn.",
            page_themes=inline_formset([{"theme": str(self.theme.pk)}]),
            body=streamfield([paragraph("<p>Een zin.</p>")]),
        )
        act = {"action-workflow-action": "true", "workflow-action-name": "approve"}
        extra = {"workflow-action-extra-data": json.dumps(dialog)} if dialog else {}
        response = self.client.post(self.address, data | act | extra | fields)
        self.assertEqual(response.status_code, 302)

    def review(self):
        return PageReview.objects.get(page=self.about.pk)

    def dialog(self, page=None):
        page = StandardPage.objects.get(pk=(page or self.about).pk)
        state = page.current_workflow_task_state
        return reverse("wagtailadmin_pages:collect_workflow_action_data", args=[page.pk, "approve", state.pk])

    def test_approving_with_the_tick_is_a_review_by_who_approved(self):
        self.approve(**TICK)

        review = self.review()
        self.assertEqual((review.reviewed_on, review.reviewed_by), (timezone.localdate(), self.bea))
        self.assertTrue(StandardPage.objects.get(pk=self.about.pk).live)
        entry = PageLogEntry.objects.get(action="periodic_review.confirm")
        self.assertEqual((entry.page_id, entry.user), (self.about.pk, self.bea))

    def test_without_the_tick_it_is_none(self):
        self.approve()
        self.assertIsNone(self.review().reviewed_on)

    def test_the_dialog_has_the_tick_too_which_is_off_and_gives_it_to_the_form(self):
        shown = self.client.get(self.dialog()).json()["html"]
        sent = self.client.post(self.dialog(), {"comment": "Goed zo.", "counts_as_review": "on"}).json()

        self.assertIn("Alles klopt nog", shown)
        self.assertNotIn("checked", shown)
        self.assertEqual(sent["cleaned_data"], {"comment": "Goed zo.", "counts_as_review": True})

    def test_the_tick_of_the_dialog_counts_and_the_comment_stays(self):
        state = StandardPage.objects.get(pk=self.about.pk).current_workflow_task_state

        self.approve(dialog={"comment": "Goed zo.", "counts_as_review": True})

        state.refresh_from_db()
        self.assertEqual((self.review().reviewed_by, state.comment), (self.bea, "Goed zo."))

    def test_a_dialog_without_it_counts_for_nothing(self):
        for number, dialog in enumerate(({"comment": "Goed"}, {"comment": "", "counts_as_review": "nee"})):
            with self.subTest(dialog):
                if number:
                    page = StandardPage.objects.get(pk=self.about.pk)
                    page.get_workflow().start(page, self.an)
                self.approve(dialog=dialog)
                self.assertIsNone(self.review().reviewed_on)

    def test_an_approval_that_publishes_later_is_no_review(self):
        tomorrow = timezone.localtime() + datetime.timedelta(days=1)

        self.approve(**TICK, go_live_at=tomorrow.strftime("%Y-%m-%d %H:%M"))

        self.assertFalse(PageLogEntry.objects.filter(action="periodic_review.confirm").exists())

    def test_a_step_that_is_not_the_last_offers_none_and_counts_none(self):
        directors = Group.objects.create(name="Directie")
        grant(directors, "access_admin")
        grant_on_page(directors, self.westhoek, ["change_page"])
        a_user(directors)
        second = ReviewTask.objects.create(name="Akkoord van de directie")
        second.groups.add(directors)
        WorkflowTask.objects.create(workflow=self.about.get_workflow(), task=second.task_ptr, sort_order=1)

        self.assertNotIn("Alles klopt nog", self.client.get(self.dialog()).json()["html"])
        self.approve(**TICK)

        self.assertFalse(PageLogEntry.objects.filter(action="periodic_review.confirm").exists())

    def test_sending_back_has_no_tick(self):
        state = StandardPage.objects.get(pk=self.about.pk).current_workflow_task_state
        address = reverse(
            "wagtailadmin_pages:collect_workflow_action_data", args=[self.about.pk, "reject", state.pk]
        )

        self.assertNotIn("Alles klopt nog", self.client.get(address).json()["html"])

    def test_nor_has_what_is_never_reviewed(self):
        item = NewsPageFactory(parent=self.news, live=False, owner=self.an)
        item.save_revision(user=self.an)
        item.get_workflow().start(item, self.an)
        state = item.current_workflow_task_state
        address = reverse(
            "wagtailadmin_pages:collect_workflow_action_data", args=[item.pk, "approve", state.pk]
        )

        self.assertNotIn("Alles klopt nog", self.client.get(address).json()["html"])

    def test_the_tick_stands_beside_approving(self):
        self.assertContains(self.client.get(self.address), 'name="counts-as-review"')
