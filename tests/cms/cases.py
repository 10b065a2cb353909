"""Test cases: a site with users who publish, and ways to publish."""

import datetime

from django.contrib.auth.models import Group, Permission
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.models import (
    GroupApprovalTask,
    GroupPagePermission,
    Workflow,
    WorkflowPage,
    WorkflowTask,
)
from wagtail.models.api import APIToken
from wagtail.test.utils.form_data import inline_formset, nested_form_data, rich_text, streamfield

from news.models import NewsPage
from tests.cases import SiteTestCase
from tests.factories import NewsPageFactory, ThemeFactory, UserFactory

FILL_IN = _("Fill this in before you publish.")
NOT_PUBLISHED = _("“%s” is not published yet, because it is not ready:")


def form_data(**values):
    """The POST data of a news form, with no child rows but these."""
    form_class = NewsPage.get_edit_handler().get_form_class()
    nothing = {name: inline_formset([]) for name in form_class.formsets}
    return nested_form_data({**nothing, "body": streamfield([]), **values})


def paragraph(text):
    """Rich text as Wagtail's editor posts it."""
    return ("paragraph", rich_text(text, features=["bold", "italic", "link"]))


def latest(page):
    """The latest revision of the page, read again."""
    return NewsPage.objects.get(pk=page.pk).get_latest_revision_as_object()


class PublishingTestCase(SiteTestCase):
    """A reviewer is logged in, and there is an incomplete draft."""

    @classmethod
    def setUpTestData(cls):
        super().setUpTestData()
        cls.theme = ThemeFactory()
        cls.chief = UserFactory(is_superuser=True, is_staff=True)
        cls.draft = NewsPageFactory(
            parent=cls.news, live=False, title="Half", search_description="", themes=[], body=[]
        )
        cls.draft.save_revision(user=cls.chief, clean=False)

    def setUp(self):
        self.client.force_login(self.chief)

    def complete(self, **values):
        """The POST data of a complete news item."""
        themes = inline_formset([{"theme": str(self.theme.pk)}])
        return form_data(
            **{
                "title": "Heel",
                "slug": "heel",
                "search_description": "Wat er gebeurde.",
                "publication_date": str(timezone.localdate()),
                "page_themes": themes,
                "body": streamfield([paragraph("<p>Een zin.</p>")]),
                **values,
            }
        )

    def edit(self, page, data):
        return self.client.post(reverse("wagtailadmin_pages:edit", args=[page.pk]), data)

    def create(self, data):
        return self.client.post(
            reverse("wagtailadmin_pages:add", args=["news", "newspage", self.news.pk]), data
        )

    def scheduled(self, when=None, **values):
        """A complete news item that goes live at this time; stored directly, so it may be past."""
        page = NewsPageFactory(parent=self.news, live=False, **values)
        revision = page.save_revision(user=self.chief, clean=False)
        # A version that is kept now would lose a date that is past.
        revision.approved_go_live_at = when or timezone.now() - datetime.timedelta(minutes=5)
        revision.content["go_live_at"] = revision.approved_go_live_at.isoformat()
        revision.save()
        return page

    def submitted(self, page):
        """The page in review by a colleague, and the colleague."""
        reviewer = UserFactory(is_staff=True)
        group = Group.objects.create(name="Nazicht")
        group.user_set.add(reviewer)
        group.permissions.add(Permission.objects.get(codename="access_admin"))
        for codename in ["add_page", "change_page", "publish_page"]:
            permission = Permission.objects.get(codename=codename, content_type__app_label="wagtailcore")
            GroupPagePermission.objects.create(group=group, page=self.home, permission=permission)
        task = GroupApprovalTask.objects.create(name="Nazicht")
        task.groups.add(group)
        workflow = Workflow.objects.create(name="Nazicht")
        WorkflowTask.objects.create(workflow=workflow, task=task)
        WorkflowPage.objects.create(workflow=workflow, page=self.home)
        workflow.start(page, self.chief)
        return reviewer

    def api(self, method, path, data=None):
        if not hasattr(self, "token"):
            _token, self.token = APIToken.create_token(user=self.chief, name="test")
        return getattr(self.client, method)(
            f"/api/cms/{path}",
            data,
            content_type="application/json",
            headers={"authorization": f"Bearer {self.token}"},
        )

    def assert_is_draft(self, page):
        page.refresh_from_db()
        self.assertFalse(page.live)
