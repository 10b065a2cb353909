"""Links and permanent ids survive moves and new titles."""

from django.urls import reverse
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page

from home.models import StandardPage
from news.models import NewsPage
from tests.cms.cases import PublishingTestCase
from tests.factories import NewsPageFactory, StandardPageFactory


class AddressTests(PublishingTestCase):
    @classmethod
    def setUpTestData(cls):
        super().setUpTestData()
        cls.section = StandardPageFactory(parent=cls.home, slug="westhoek")
        cls.below = StandardPageFactory(parent=cls.section, slug="over-ons")
        cls.other = StandardPageFactory(parent=cls.home, slug="zennevallei")

    def rename(self, page, slug):
        page = page.__class__.objects.get(pk=page.pk)
        page.slug = slug
        with self.captureOnCommitCallbacks(execute=True):
            page.save_revision().publish()

    def move(self, page, parent):
        with self.captureOnCommitCallbacks(execute=True):
            self.client.post(reverse("wagtailadmin_pages:move_confirm", args=[page.pk, parent.pk]))

    def test_a_renamed_page_and_all_below_leave_redirects(self):
        self.rename(self.section, "kust")

        for old, new in [("/westhoek/", "/kust/"), ("/westhoek/over-ons/", "/kust/over-ons/")]:
            self.assertRedirects(self.client.get(old), new, status_code=301)

    def test_a_moved_page_and_all_below_leave_redirects(self):
        self.move(self.section, self.other)

        for old in ["/westhoek/", "/westhoek/over-ons/"]:
            self.assertRedirects(self.client.get(old), f"/zennevallei{old}", status_code=301)

    def test_a_page_that_was_never_public_leaves_no_redirect(self):
        draft = StandardPageFactory(parent=self.home, slug="plan", live=False)

        self.rename(draft, "geheim-plan")
        self.move(StandardPageFactory(parent=self.home, slug="voorstel", live=False), self.other)

        self.assertFalse(Redirect.objects.exists())

    def test_a_page_below_an_unpublished_one_leaves_no_redirect(self):
        self.section.unpublish()

        self.rename(self.below, "geheim-plan")

        self.assertFalse(Redirect.objects.exists())

    def test_an_old_address_does_not_tell_what_a_page_is_called_since_it_went_offline(self):
        self.rename(self.section, "kust")
        page = StandardPage.objects.get(pk=self.section.pk)
        page.unpublish()
        page.slug = "geheim-plan"
        page.save()

        for address in ("/westhoek/", "/westhoek/?utm_source=brief"):
            self.assertEqual(self.client.get(address).status_code, 404)

    def test_it_leads_there_again_once_the_page_is_back(self):
        self.rename(self.section, "kust")
        self.section.refresh_from_db()
        self.section.unpublish()
        self.section.get_latest_revision().publish()

        self.assertRedirects(
            self.client.get("/westhoek/?utm_source=brief"), "/kust/?utm_source=brief", status_code=301
        )

    def test_the_id_survives_a_new_name_and_place(self):
        before = StandardPage.objects.get(pk=self.below.pk).translation_key

        self.rename(self.section, "kust")
        self.move(self.below, self.other)

        self.assertEqual(StandardPage.objects.get(pk=self.below.pk).translation_key, before)

    def test_a_copy_has_an_id_of_its_own(self):
        page = NewsPageFactory(parent=self.news)
        data = {
            "new_title": "Kopie",
            "new_slug": "kopie",
            "new_parent_page": self.news.pk,
            "publish_copies": "1",
        }

        self.client.post(reverse("wagtailadmin_pages:copy", args=[page.pk]), data)

        copy = NewsPage.objects.get(slug="kopie")
        self.assertNotEqual(copy.translation_key, Page.objects.get(pk=page.pk).translation_key)
