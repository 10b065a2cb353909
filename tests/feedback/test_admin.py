"""What a team sees and does with the words of readers, and what other teams don't learn."""

from django.urls import reverse
from django.utils import timezone

from audit.models import AuditEntry
from cms.erasure_log import erased_since
from feedback.models import Feedback, UsefulVotes
from tests.feedback.cases import FeedbackCase, some_feedback

SCREENS = ("feedback_list", "feedback_list_results", "feedback_pages", "feedback_pages_results")


class AdminCase(FeedbackCase):
    @classmethod
    def setUpTestData(cls):
        super().setUpTestData()
        cls.feedback = some_feedback(cls.page, "De trap is <b>glad</b>.", email="lezer@voorbeeld.be")
        cls.elsewhere = some_feedback(cls.general, "Een andere vraag.")
        UsefulVotes.objects.add(cls.page, is_useful=True)
        UsefulVotes.objects.add(cls.page, is_useful=False)

    def act(self, name, user, feedback=None, **data):
        self.client.force_login(user)
        return self.client.post(reverse(name, args=[(feedback or self.feedback).pk]), data)

    def show(self, name, user, *keys, query=""):
        self.client.force_login(user)
        return self.client.get(reverse(name, args=keys) + query)


class ReadingTests(AdminCase):
    def test_a_team_reads_what_is_about_its_own_pages(self):
        response = self.show("feedback_list", self.them)

        self.assertContains(response, "De trap is &lt;b&gt;glad&lt;/b&gt;.")
        self.assertNotContains(response, "Een andere vraag.")

    def test_another_team_learns_nothing(self):
        for name in SCREENS:
            with self.subTest(name):
                response = self.show(name, self.us)

                self.assertNotContains(response, "De trap")
                self.assertNotContains(response, self.page.title)
        for name in ("feedback_one", "feedback_delete"):
            self.assertEqual(self.show(name, self.us, self.feedback.pk).status_code, 404)

    def test_reviewers_and_superusers_read_all(self):
        for user in (self.reviewer, self.superuser):
            response = self.show("feedback_list", user)

            self.assertContains(response, "De trap")
            self.assertContains(response, "Een andere vraag.")

    def test_who_is_not_signed_in_signs_in_first(self):
        for name in SCREENS:
            self.assertEqual(self.client.get(reverse(name)).status_code, 302)

    def test_a_list_is_narrowed_by_state_page_and_word(self):
        some_feedback(self.page, "Al klaar.", state=Feedback.State.HANDLED)

        for query, words in (
            ("?state=handled", {"Al klaar."}),
            ("?state=new", {"De trap", "Een andere vraag."}),
            (f"?page={self.general.pk}", {"Een andere vraag."}),
            ("?q=trap", {"De trap"}),
            ("?q=inloophuis", {"De trap", "Al klaar."}),
        ):
            content = self.show("feedback_list_results", self.superuser, query=query).content.decode()
            shown = {word for word in ("De trap", "Een andere vraag.", "Al klaar.") if word in content}
            self.assertEqual(shown, words, query)

    def test_odd_filters_are_no_error(self):
        for query in ("?state=x", "?page=x", "?page=999999999999999999999", "?p=x", "?ordering=x", "?q=%00"):
            with self.subTest(query):
                self.assertLess(self.show("feedback_list", self.them, query=query).status_code, 500)

    def test_one_text_stands_whole_with_the_address_and_the_votes(self):
        response = self.show("feedback_one", self.them, self.feedback.pk)

        self.assertContains(response, "mailto:lezer@voorbeeld.be")
        self.assertContains(response, "vonden 1 lezers deze pagina nuttig, en 1 niet")

    def test_the_numbers_by_page_and_on_the_page_itself(self):
        listed = self.show("feedback_pages", self.them)
        edit = self.show("wagtailadmin_pages:edit", self.them, self.page.pk)

        row = listed.context["object_list"][0]
        self.assertEqual((row.title, row.yes, row.no, row.open), (self.page.title, 1, 1, 1))
        self.assertContains(edit, "1 reactie, nuttig 1, niet 1")

    def test_the_lists_cost_the_same_queries_for_more_rows(self):
        for name in ("feedback_list", "feedback_pages"):
            self.client.force_login(self.them)
            before = self.count_queries(reverse(name))
            for number in range(6):
                page = self.a_page(self.westhoek, title=f"{name} {number}")
                some_feedback(page, f"Tekst {name} {number}")
                UsefulVotes.objects.add(page, is_useful=True)

            self.assertEqual(self.count_queries(reverse(name)), before, name)


class ActingTests(AdminCase):
    def test_marking_it_as_handled_erases_the_address(self):
        self.act("feedback_state", self.them, state="handled")

        self.feedback.refresh_from_db()
        self.assertEqual((self.feedback.state, self.feedback.email), ("handled", ""))
        self.assertFalse(Feedback.objects.open().for_user(self.them).exists())

    def test_what_looked_like_spam_can_be_opened_again(self):
        for state in ("spam", "new"):
            self.act("feedback_state", self.them, state=state)

        self.assertEqual(Feedback.objects.open().for_user(self.them).get(), self.feedback)

    def test_an_unknown_state_changes_nothing(self):
        self.assertEqual(self.act("feedback_state", self.them, state="weg").status_code, 404)

        self.feedback.refresh_from_db()
        self.assertEqual(self.feedback.state, "new")

    def test_deleting_is_in_the_audit_log_without_a_word_and_repeated_by_a_restore(self):
        key, since = self.feedback.pk, timezone.now()

        self.act("feedback_delete", self.them)

        entry = AuditEntry.objects.get(action="erased")
        self.assertEqual((entry.object_key, entry.object_name), (str(key), ""))
        self.assertEqual(erased_since(since, [self.log_file], "feedback"), {key})
        self.assertFalse(Feedback.objects.filter(pk=key).exists())

    def test_another_team_changes_nothing(self):
        for name in ("feedback_state", "feedback_delete"):
            self.assertEqual(self.act(name, self.us, state="spam").status_code, 404)

        self.feedback.refresh_from_db()
        self.assertEqual(self.feedback.state, "new")
