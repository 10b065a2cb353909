"""The panel of the editor: what it shows of whose pages, and what somebody says does not apply."""

from django.urls import reverse
from wagtail.models import Page

from content_checks.applying import MOST_REMEMBERED, say_not_applicable
from content_checks.gathering import gather
from content_checks.models import NotApplicable
from home.models import StandardPage
from recycle_bin.models import Deletion
from recycle_bin.restoring import put_back_pages
from tests.factories import StandardPageFactory, UserFactory

from .cases import FIRST, SECOND, BrokenCheck, ChecksCase, registered


class PanelCase(ChecksCase):
    def setUp(self):
        super().setUp()
        self.client.force_login(self.them)

    def panel(self, page=None):
        response = self.client.get(f"/admin/content-checks/{(page or self.page).pk}/")
        self.assertEqual(response.status_code, 200)
        return response


class RemarksTests(PanelCase):
    def test_each_remark_has_its_sentence_reason_advice_and_field(self):
        response = self.panel()

        for words in (FIRST, SECOND, "Groot woord", "Wie overdrijft", "Zeg het met een cijfer.", "Woorden"):
            self.assertContains(response, words)
        block = self.page.body[0].id
        self.assertContains(response, f'data-content-checks-path="body.{block}"', 2)
        self.assertContains(response, "2 dingen om naar te kijken.")

    def test_it_reads_the_latest_version_not_the_one_online(self):
        self.page.body = [("paragraph", "<p>Rustig.</p>")]
        self.page.save_revision()

        self.assertNotContains(self.panel(), FIRST)

    def test_a_page_that_never_was_online_is_read_too(self):
        draft = self.a_page(self.westhoek, FIRST, live=False)

        self.assertContains(self.panel(draft), FIRST)

    def test_what_the_page_says_is_never_read_as_html(self):
        page = self.a_page(self.westhoek, title="Enorm <script>alert(1)</script> enorm")

        self.assertNotContains(self.panel(page), "<script>alert(1)</script>")

    def test_a_check_that_fails_leaves_the_rest_and_says_so(self):
        self.enterContext(registered(BrokenCheck))

        with self.assertLogs("content_checks.reading", "ERROR"):
            response = self.panel()

        self.assertContains(response, FIRST)
        self.assertContains(response, "Misschien is dat niet alles")

    def test_only_for_who_may_edit_the_page(self):
        address = f"/admin/content-checks/{self.page.pk}/"
        for user, status in ((self.us, 404), (self.reviewer, 200), (self.them, 200)):
            self.client.force_login(user)
            self.assertEqual(self.client.get(address).status_code, status)
        self.client.logout()
        self.assertEqual(self.client.get(address).status_code, 302)

    def test_a_plain_page_of_wagtail_is_refused(self):
        self.client.force_login(UserFactory(is_superuser=True))
        plain = Page.objects.get(depth=1).add_child(instance=Page(title="Kaal", slug="kaal"))

        for name in ("", "not-applicable/", "take-back/"):
            address = f"/admin/content-checks/{plain.pk}/{name}"
            method = self.client.post if name else self.client.get
            self.assertEqual(method(address).status_code, 404)

    def test_more_remarks_take_no_more_queries(self):
        few = self.count_queries(f"/admin/content-checks/{self.page.pk}/")
        sentences = " ".join(f"Het was {number} keer enorm." for number in range(40))
        page = self.a_page(self.westhoek, sentences)
        for number in range(20):
            say_not_applicable(page, "enormous", f"{number:064x}", self.them)

        with self.assertNumQueries(few):
            self.panel(page)

    def test_the_editor_of_every_page_has_the_panel_and_a_new_page_waits(self):
        for address in (
            reverse("wagtailadmin_pages:edit", args=[self.page.pk]),
            reverse("wagtailadmin_pages:add", args=["news", "newspage", self.page.get_parent().pk]),
        ):
            response = self.client.get(address)
            self.assertContains(response, 'data-side-panel="content-checks"')
            self.assertContains(response, "Na het eerste bewaren lezen we mee.")


class NotApplicableTests(PanelCase):
    def test_it_is_remembered_across_saves_and_taken_back(self):
        response = self.post("not-applicable")

        self.assertEqual(response.status_code, 204)
        self.assertContains(self.panel(), "Niet van toepassing (1)")
        self.page.title = "Een andere titel"
        self.page.save_revision().publish()
        self.assertContains(self.panel(), "1 ding om naar te kijken.")

        self.post("take-back")

        self.assertContains(self.panel(), "2 dingen om naar te kijken.")

    def test_a_changed_sentence_is_a_new_one_but_white_space_is_not(self):
        self.post("not-applicable")
        for text, number in ((FIRST.replace(" ", "  "), 0), (FIRST.replace("Wij", "Jullie"), 1)):
            self.page.body = [("paragraph", f"<p>{text}</p>")]
            self.page.save_revision()

            self.assertContains(self.panel(), f'data-content-checks-count="{number}"')

    def test_it_holds_for_this_page_alone(self):
        other = self.a_page(self.westhoek, FIRST)

        self.post("not-applicable")

        self.assertContains(self.panel(other), "1 ding om naar te kijken.")

    def test_a_copy_begins_anew(self):
        self.post("not-applicable")

        copy = self.page.copy(update_attrs={"title": "Een tweede", "slug": "een-tweede"})

        self.assertContains(self.panel(copy), "2 dingen om naar te kijken.")

    def test_only_for_who_may_edit_the_page_and_only_by_post(self):
        self.client.force_login(self.us)
        for name in ("not-applicable", "take-back"):
            self.assertEqual(self.post(name).status_code, 404)
        self.client.force_login(self.them)
        self.assertEqual(self.client.get(f"/admin/content-checks/{self.page.pk}/take-back/").status_code, 405)
        self.assertFalse(NotApplicable.objects.exists())

    def test_what_is_no_check_or_no_digest_is_refused(self):
        for values in (
            {"check_name": "bestaat-niet"},
            {"digest": "x"},
            {"digest": "a" * 63 + "\0"},
            {"digest": ""},
        ):
            self.assertEqual(self.post("not-applicable", **values).status_code, 400)
        self.assertFalse(NotApplicable.objects.exists())

    def test_the_oldest_goes_when_there_are_too_many(self):
        self.post("not-applicable")
        rows = [
            NotApplicable(page_id=self.page.pk, check_name="enormous", digest=f"{number:064x}")
            for number in range(MOST_REMEMBERED - 1)
        ]
        NotApplicable.objects.bulk_create(rows)

        self.post("not-applicable", SECOND)

        self.assertEqual(NotApplicable.objects.count(), MOST_REMEMBERED)
        self.assertContains(self.panel(), "1 ding om naar te kijken.")

    def test_it_comes_back_with_a_page_from_the_recycle_bin_and_outlives_who_said_it(self):
        gather(self.page)
        self.post("not-applicable")
        self.page.delete()

        put_back_pages(Deletion.objects.latest("pk"), self.reviewer)

        self.assertEqual(NotApplicable.objects.get().user, self.them)
        self.them.delete()
        self.assertIsNone(NotApplicable.objects.get().user)


class PublishingTests(PanelCase):
    def test_who_publishes_in_the_editor_is_not_held_up(self):
        page = StandardPageFactory(parent=self.home, title="Enorm", live=False)
        page.search_description = "Een enorm werk."
        page.save_revision()
        self.client.force_login(self.reviewer)
        self.assertContains(self.panel(page), "Een enorm werk.")

        page.get_latest_revision_as_object().save_revision().publish()

        self.assertTrue(StandardPage.objects.get(pk=page.pk).live)
