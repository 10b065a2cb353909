"""The start screen says what waits for me, where my pages are, what was decided, and what was taken back."""

from datetime import timedelta

from django.urls import reverse
from wagtail.models import TaskState

from moderation.models import SubmissionNote, Substitution
from tests.moderation.cases import ReviewCase


class StartScreenTests(ReviewCase):
    def screen(self, user):
        self.client.force_login(user)
        return self.client.get("/admin/").content.decode()

    def test_a_reviewer_sees_who_sent_it_in_with_the_note_and_the_comparison(self):
        page = self.a_page("Een nachtopvang", live=True)
        revision = self.change(page, self.an, title="De nachtopvang")
        state = self.submit(page)
        SubmissionNote.objects.create(task_state=state.current_task_state, text="Het mag vrijdag online.")

        screen = self.screen(self.bea)

        self.assertIn("An Peeters stuurde dit in", screen)
        self.assertIn("“Het mag vrijdag online.”", screen)
        self.assertIn(
            reverse("wagtailadmin_pages:revisions_compare", args=[page.pk, "live", revision.pk]), screen
        )

    def test_the_team_sees_with_whom_it_is_and_takes_it_back_there(self):
        self.submit()

        screen = self.screen(self.an)

        self.assertIn("Ligt sinds", screen)
        self.assertIn("bij Bea Maes: Nazicht door de eindredactie", screen)
        self.assertIn(reverse("take_back", args=[self.page.pk]), screen)

    def test_a_substitute_sees_for_whom(self):
        carl = self.a_colleague()
        carl.groups.clear()
        carl.groups.add(*self.an.groups.all())
        Substitution.objects.create(reviewer=self.bea, substitute=carl, until="2099-01-01")
        self.submit()

        screen = self.screen(carl)

        self.assertIn("Je beslist in de plaats van Bea Maes", screen)
        self.assertIn("bij Carl Wouters", screen)

    def test_what_was_sent_back_stands_there_with_the_comment(self):
        self.submit()
        self.decide("reject", comment="Wie mag ik bellen?")

        self.assertIn("Wie mag ik bellen?", self.screen(self.an))

    def test_what_was_approved_stands_there_for_fourteen_days(self):
        self.submit()
        self.decide("approve", comment="Mooi.")

        screen = self.screen(self.an)
        self.assertIn("Bea Maes keurde dit goed op", screen)
        self.assertIn("“Mooi.”", screen)

        for state in TaskState.objects.all():
            state.finished_at -= timedelta(days=15)
            state.save()
        self.assertNotIn("Bea Maes keurde dit goed", self.screen(self.an))

    def test_what_a_reviewer_published_at_once_stands_there_too(self):
        self.submit()
        self.page.get_latest_revision().publish(user=self.bea)

        self.assertIn("Bea Maes publiceerde dit op", self.screen(self.an))

    def test_who_reviews_reads_that_a_page_was_taken_back(self):
        self.submit()
        self.page.current_workflow_state.cancel(user=self.an)

        self.assertIn("An Peeters trok dit terug op", self.screen(self.bea))
        self.assertNotIn("trok dit terug", self.screen(self.an))

        self.submit()
        self.assertNotIn("trok dit terug", self.screen(self.bea))

    def test_another_team_sees_nothing_of_it(self):
        page = self.a_page("Een geefkast")
        self.submit(page)
        self.decide("approve", page)
        self.submit()
        self.page.current_workflow_state.cancel(user=self.an)

        screen = self.screen(self.other)

        for words in ("inloophuis", "geefkast", "Bea Maes", "An Peeters"):
            self.assertNotIn(words, screen)

    def test_who_left_the_team_sees_nothing_more_of_it(self):
        self.submit()
        self.decide("approve")
        self.an.groups.set(self.other.groups.all())

        self.assertNotIn("inloophuis", self.screen(self.an))

    def test_panels_without_pages_are_not_there(self):
        screen = self.screen(self.bea)

        self.assertIn("Er wacht niets op jou.", screen)
        for heading in ("Onlangs goedgekeurd", "Teruggetrokken"):
            self.assertNotIn(heading, screen)

    def test_forty_pages_cost_as_many_queries_as_four(self):
        self.fill(4)
        few = {user: self.queries_of(user) for user in (self.an, self.bea)}
        self.fill(36)

        self.assertEqual({user: self.queries_of(user) for user in (self.an, self.bea)}, few)

    def fill(self, count):
        """Pages in each state."""
        for number in range(count // 2):
            self.submit(self.a_page(f"Wacht {count} {number}"))
            approved, back = self.a_page(f"Goed {count} {number}"), self.a_page(f"Terug {count} {number}")
            self.submit(approved)
            self.decide("approve", approved)
            self.submit(back)
            back.current_workflow_state.cancel(user=self.an)

    def queries_of(self, user):
        self.client.force_login(user)
        return self.count_queries("/admin/")
