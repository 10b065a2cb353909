"""“Nagekeken, klopt nog”: one click, by a person, that publishes nothing."""

from django.urls import reverse
from wagtail.models import PageLogEntry, Revision

from caching.models import ListingChange
from home.models import StandardPage
from periodic_review.reviewing import confirm
from tests.periodic_review.cases import TODAY, ReviewCase, day
from tests.registrations.cases import at


class ConfirmTests(ReviewCase):
    def setUp(self):
        self.enterContext(at(TODAY))
        self.client.force_login(self.them)
        self.address = reverse("page_review", args=[self.page.pk])

    def test_one_post_sets_the_day_and_writes_a_line_in_the_history(self):
        response = self.client.post(self.address, {"next": "/admin/"})

        self.assertRedirects(response, "/admin/", fetch_redirect_response=False)
        review = self.review()
        self.assertEqual(review.reviewed_on, day("2026-11-30"))
        self.assertEqual(review.reviewed_by, self.them)
        self.assertEqual(review.review_by, day("2027-11-30"))
        self.assertEqual(StandardPage.objects.get(pk=self.page.pk).reviewed_on, day("2026-11-30"))
        entry = PageLogEntry.objects.get(action="periodic_review.confirm")
        self.assertEqual((entry.page_id, entry.user), (self.page.pk, self.them))
        history = self.client.get(reverse("wagtailadmin_pages:history", args=[self.page.pk]))
        self.assertContains(history, "Nagekeken, klopt nog")

    def test_reading_the_address_of_a_mail_changes_nothing_and_shows_the_button(self):
        response = self.client.get(self.address)

        self.assertContains(response, "Nagekeken, klopt nog")
        self.assertContains(response, "Nog nooit nagekeken")
        self.assertIsNone(self.review().reviewed_on)

    def test_nobody_of_another_team_gets_in_or_sees_the_title(self):
        for user in (self.us, None):
            self.client.logout()
            if user:
                self.client.force_login(user)

            for response in (self.client.get(self.address), self.client.post(self.address)):
                self.assertIn(response.status_code, {302, 404})
                self.assertNotContains(response, self.page.title, status_code=response.status_code)
        self.assertIsNone(self.review().reviewed_on)

    def test_a_draft_stays_a_draft_and_its_publishing_keeps_the_day(self):
        draft = self.page.get_latest_revision_as_object()
        draft.search_description = "Nog niet publiek"
        older = draft.save_revision()
        draft.title = "Andere titel"
        draft.save_revision()

        confirm(StandardPage.objects.get(pk=self.page.pk), self.them)

        page = StandardPage.objects.get(pk=self.page.pk)
        self.assertEqual(page.title, "Over de Westhoek")
        self.assertNotEqual(page.search_description, "Nog niet publiek")
        self.assertTrue(page.has_unpublished_changes)
        self.assertEqual(page.get_latest_revision().content["reviewed_on"], "2026-11-30")
        Revision.objects.get(pk=older.pk).publish()
        page.refresh_from_db()
        self.assertEqual(page.search_description, "Nog niet publiek")
        self.assertEqual(page.reviewed_on, day("2026-11-30"))
        self.assertEqual(self.review().reviewed_on, day("2026-11-30"))

    def test_a_copy_is_not_reviewed(self):
        confirm(self.page, self.them)

        copy = self.page.copy(update_attrs={"slug": "kopie", "title": "Kopie"}, keep_live=False)

        self.assertIsNone(copy.get_latest_revision_as_object().reviewed_on)

    def test_kept_pages_and_lists_are_renewed(self):
        before = ListingChange.objects.count()

        confirm(self.page, self.them)

        self.assertEqual(ListingChange.objects.count(), before + 1)

    def test_one_may_not_be_sent_to_another_site(self):
        response = self.client.post(self.address, {"next": "https://elders.example/"})

        self.assertEqual(response["Location"], reverse("wagtailadmin_pages:edit", args=[self.page.pk]))

    def test_the_start_screen_has_a_button_for_it(self):
        response = self.client.get("/admin/")

        self.assertContains(response, f'action="{self.address}"')
        self.assertContains(response, "Klopt dit nog?")
        self.client.force_login(self.us)
        self.assertNotContains(self.client.get("/admin/"), self.page.title)
