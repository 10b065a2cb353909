"""A draft in which nobody wrote anything goes after a week; any other stays."""

import datetime

from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page, PageLogEntry

from editor.empty_drafts import empty_drafts
from news.models import NewsPage
from operations.management.commands.tick import tick
from tests.cases import SiteTestCase
from tests.cms.cases import form_data
from tests.factories import ThemeFactory, UserFactory


class EmptyDraftTests(SiteTestCase):
    @classmethod
    def setUpTestData(cls):
        super().setUpTestData()
        cls.mieke = UserFactory(is_superuser=True, is_staff=True)
        cls.jan = UserFactory(is_superuser=True, is_staff=True)

    def autosaved(self, age=8, **values):
        """As autosave makes it of a form, so many days ago."""
        self.client.force_login(self.mieke)
        address = reverse("wagtailadmin_pages:add", args=["news", "newspage", self.news.pk])
        answer = self.client.post(
            address, form_data(title="T") | values, headers={"accept": "application/json"}
        )
        self.assertTrue(answer.json()["success"], answer.json())
        page = NewsPage.objects.order_by("-pk").first()
        self.make_older(page, age)
        return page

    def make_older(self, page, age=8):
        moment = timezone.now() - datetime.timedelta(days=age)
        Page.objects.filter(pk=page.pk).update(latest_revision_created_at=moment)

    def is_there(self, page):
        return Page.objects.filter(pk=page.pk).exists()

    def test_a_draft_of_one_letter_without_text_goes_after_a_week_and_the_log_says_so(self):
        page, young = self.autosaved(), self.autosaved(age=6)

        tick()

        self.assertFalse(self.is_there(page))
        self.assertTrue(self.is_there(young))
        self.assertTrue(PageLogEntry.objects.filter(page_id=page.pk, action="wagtail.delete").exists())

    def test_what_holds_anything_stays(self):
        theme = ThemeFactory()
        row = {"page_themes-TOTAL_FORMS": "1", "page_themes-0-theme": theme.pk, "page_themes-0-ORDER": "1"}
        pages = [
            self.autosaved(title="Iets"),
            self.autosaved(search_description="Een begin"),
            self.autosaved(**row),
        ]

        tick()

        self.assertEqual([self.is_there(page) for page in pages], [True] * len(pages))

    def test_what_somebody_else_touched_stays(self):
        page = self.autosaved()
        page.save_revision(user=self.jan, clean=False)
        page.save_revision(user=self.mieke, clean=False)
        self.make_older(page)

        self.assertEqual(empty_drafts(), [])

    def test_what_was_public_is_locked_or_has_a_day_stays(self):
        for change in (
            {"first_published_at": timezone.now()},
            {"live": True},
            {"locked": True},
            {"go_live_at": timezone.now()},
            {"owner": None},
        ):
            with self.subTest(change):
                page = self.autosaved()
                Page.objects.filter(pk=page.pk).update(**change)

                self.assertEqual(empty_drafts(), [])
