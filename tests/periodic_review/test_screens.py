"""The list, the form of one page, handing over, and the tick beside “Publish”."""

from django.urls import reverse
from wagtail.models import Page, PageLogEntry
from wagtail.test.utils.form_data import streamfield

from audit.models import AuditEntry
from audit.wording import details
from cms.models import PageReview
from home.models import StandardPage
from periodic_review.models import WorkMail
from tests.cms.cases import form_data, paragraph
from tests.periodic_review.cases import TODAY, ReviewCase, day
from tests.permissions.factories import a_member_of, a_user
from tests.registrations.cases import at

LIST, HAND_OVER = "/admin/review/", "/admin/review/hand-over/"


class ScreenCase(ReviewCase):
    def setUp(self):
        self.enterContext(at(TODAY))
        self.client.force_login(self.them)


class ListTests(ScreenCase):
    def test_a_team_sees_its_own_and_reviewers_see_all(self):
        response = self.client.get(LIST)

        self.assertContains(response, "Over de Westhoek")
        self.assertContains(response, "te laat")
        self.assertNotContains(response, "Over ons")
        self.client.force_login(self.reviewer)
        for title in ("Over de Westhoek", "Over ons"):
            self.assertContains(self.client.get(LIST), title)

    def test_filters_and_export(self):
        self.a_page(self.westhoek, "Nog lang goed", published="2026-11-01")
        colleague = a_member_of(self.westhoek)
        PageReview.objects.filter(page=self.page).update(responsible=colleague)

        self.assertContains(self.client.get(LIST), "Nog lang goed")
        for query in ("state=late", "state=due", f"responsible={colleague.pk}"):
            response = self.client.get(f"{LIST}?{query}")
            self.assertContains(response, "Over de Westhoek")
            self.assertNotContains(response, "Nog lang goed")
        self.assertNotContains(self.client.get(f"{LIST}?mine=on"), "Over de Westhoek")
        self.assertContains(self.client.get(f"{LIST}?state=never"), "Nog lang goed")
        export = b"".join(self.client.get(f"{LIST}?export=csv").streaming_content).decode()
        self.assertIn("Over de Westhoek", export)

    def test_people_of_other_teams_are_no_choice(self):
        PageReview.objects.filter(page=self.general).update(responsible=self.us)

        self.assertNotContains(self.client.get(LIST), str(self.us))

    def test_more_pages_cost_no_more_queries(self):
        few = self.count_queries(LIST)
        for number in range(8):
            self.a_page(self.westhoek, f"Pagina {number}", owner=self.them)

        self.assertEqual(self.count_queries(LIST), few)


class ArrangeTests(ScreenCase):
    def setUp(self):
        super().setUp()
        self.address = reverse("page_review_arrange", args=[self.page.pk])

    def test_it_holds_at_once_and_is_in_no_revision(self):
        colleague = a_member_of(self.westhoek)
        older = self.page.save_revision()

        self.client.post(self.address, {"responsible": colleague.pk, "months": "36", "reviewed_on": ""})

        self.assertEqual(self.review().responsible, colleague)
        self.assertEqual(self.review().review_by, day("2028-11-20"))
        older.publish()
        self.assertEqual(self.review().responsible, colleague)
        self.assertEqual(self.review().months, 36)
        self.assertTrue(
            PageLogEntry.objects.filter(action="periodic_review.arrange", user=self.them).exists()
        )

    def test_somebody_who_looked_on_another_day_says_so(self):
        self.client.post(self.address, {"responsible": "", "months": "", "reviewed_on": "2026-11-02"})

        self.assertEqual(self.review().reviewed_on, day("2026-11-02"))
        self.assertEqual(StandardPage.objects.get(pk=self.page.pk).reviewed_on, day("2026-11-02"))

    def test_a_day_to_come_and_people_of_other_teams_are_refused(self):
        for data in ({"reviewed_on": "2026-12-02"}, {"responsible": self.us.pk}):
            response = self.client.post(self.address, {"months": "", **data})

            self.assertEqual(response.status_code, 200)
        self.assertIsNone(self.review().reviewed_on)
        self.assertNotContains(self.client.get(self.address), str(self.us))

    def test_no_other_team_gets_in(self):
        self.client.force_login(self.us)

        self.assertEqual(self.client.get(self.address).status_code, 404)
        self.assertEqual(self.client.post(self.address, {"months": "0"}).status_code, 404)


class HandOverTests(ScreenCase):
    def setUp(self):
        super().setUp()
        self.gone, self.heir = a_member_of(self.westhoek), a_member_of(self.westhoek)
        PageReview.objects.filter(page__in=[self.page.pk, self.general.pk]).update(responsible=self.gone)

    def test_everything_of_somebody_who_left_goes_to_another_at_once(self):
        self.gone.groups.clear()

        self.client.post(HAND_OVER, {"source": self.gone.pk, "target": self.heir.pk})

        self.assertEqual(self.review().responsible, self.heir)
        self.assertEqual(self.review(self.general).responsible, self.gone)

    def test_a_reviewer_hears_what_the_other_may_not_edit_and_so_stays(self):
        self.client.force_login(self.reviewer)

        response = self.client.post(HAND_OVER, {"source": self.gone.pk, "target": self.heir.pk}, follow=True)

        self.assertEqual(self.review().responsible, self.heir)
        self.assertEqual(self.review(self.general).responsible, self.gone)
        self.assertContains(response, "1 pagina blijft")

    def test_to_the_whole_team(self):
        self.client.post(HAND_OVER, {"source": self.gone.pk, "target": ""})

        self.assertIsNone(self.review().responsible)
        self.assertEqual(
            AuditEntry.objects.get(action="handed_over").detail, {"team": True, "pages": 1, "stayed": 0}
        )

    def test_the_audit_log_says_who_gave_what_of_whom_to_whom(self):
        self.client.force_login(self.reviewer)

        self.client.post(HAND_OVER, {"source": self.gone.pk, "target": self.heir.pk})

        entry = AuditEntry.objects.get(action="handed_over")
        self.assertEqual((entry.user_key, entry.object_key), (self.reviewer.pk, str(self.gone.pk)))
        self.assertEqual(entry.object_name, self.gone.get_username())
        self.assertEqual(entry.detail, {"to": self.heir.get_username(), "pages": 1, "stayed": 1})
        self.assertEqual(
            details(entry), f"aan: {self.heir.get_username()}; pagina's: 1; pagina’s die bleven: 1"
        )

    def test_what_is_refused_leaves_no_entry(self):
        self.client.post(HAND_OVER, {"source": self.gone.pk, "target": self.gone.pk})

        self.assertFalse(AuditEntry.objects.filter(action="handed_over").exists())

    def test_other_teams_see_nobody_and_change_nothing(self):
        self.client.force_login(self.us)

        self.assertNotContains(self.client.get(HAND_OVER), str(self.gone))
        self.client.post(HAND_OVER, {"source": self.gone.pk, "target": self.us.pk})

        self.assertEqual(self.review().responsible, self.gone)


class EditorTests(ScreenCase):
    def setUp(self):
        super().setUp()
        self.address = reverse("wagtailadmin_pages:edit", args=[self.page.pk])

    def publish(self, **fields):
        self.client.force_login(self.reviewer)
        page = StandardPage.objects.get(pk=self.page.pk)
        data = form_data(
            title=page.title,
            slug=page.slug,
            search_description="Wie we zijn.",
            body=streamfield([paragraph("<p>Een zin.</p>")]),
        )
        response = self.client.post(self.address, data | {"action-publish": "publish"} | fields)
        self.assertEqual(response.status_code, 302)

    def test_the_editor_shows_state_button_and_tick(self):
        response = self.client.get(self.address)

        self.assertContains(response, "Nog nooit nagekeken")
        self.assertContains(response, "w-action#post")
        self.assertContains(response, 'name="counts-as-review"')
        self.assertContains(response, "na te kijken tegen 20-11-2026")

    def test_publishing_counts_only_where_somebody_ticks_it(self):
        self.publish()
        self.assertIsNone(self.review().reviewed_on)

        self.publish(**{"counts-as-review": "yes"})

        self.assertEqual(self.review().reviewed_on, day("2026-11-30"))
        self.assertEqual(self.review().reviewed_by, self.reviewer)

    def test_a_day_of_review_in_the_request_is_no_review(self):
        self.publish(reviewed_on="2026-11-29")

        self.assertIsNone(self.review().reviewed_on)


class FrequencyTests(ScreenCase):
    def test_deleting_an_account_deletes_its_choice(self):
        WorkMail.objects.create(user=self.us)

        self.us.delete()

        self.assertFalse(WorkMail.objects.exists())


class PlainPageTests(ScreenCase):
    def test_a_page_of_wagtails_own_type_has_no_review_and_its_editor_opens(self):
        root = self.home.get_parent()
        plain = root.add_child(instance=Page(title="Welkom", slug="welkom"))
        self.client.force_login(a_user(is_superuser=True))

        self.assertEqual(
            self.client.get(reverse("wagtailadmin_pages:edit", args=[plain.pk])).status_code, 200
        )
        for name in ("page_review", "page_review_arrange"):
            self.assertEqual(self.client.get(reverse(name, args=[plain.pk])).status_code, 404)
            self.assertEqual(self.client.post(reverse(name, args=[plain.pk])).status_code, 404)
