"""What went wrong elsewhere with decisions: nobody heard of a refusal, saving reopened, accounts took them along."""

from django.contrib.auth.models import Group
from django.urls import reverse
from wagtail.models import PageLogEntry, TaskState, WorkflowTask

from accounts.teams import grant, grant_on_page
from cms.models import Person
from cms.signals.definitions import person_erased
from moderation.models import ReviewTask, SubmissionNote
from news.models import NewsPage
from tests.cms.cases import form_data
from tests.moderation.cases import ReviewCase
from tests.permissions.factories import a_user


class StepsTests(ReviewCase):
    """A workflow of two named steps: Bea's, then Dirk's."""

    @classmethod
    def setUpTestData(cls):
        super().setUpTestData()
        directors = Group.objects.create(name="Directie")
        grant(directors, "access_admin")
        grant_on_page(directors, cls.westhoek, ["change_page"])
        cls.dirk = cls.rename(a_user(directors), "Dirk", "Smet")
        second = ReviewTask.objects.create(name="Akkoord van de directie")
        second.groups.add(directors)
        WorkflowTask.objects.create(workflow=cls.page.get_workflow(), task=second.task_ptr, sort_order=1)

    def statuses(self):
        states = TaskState.objects.order_by("pk")
        return [(state.task.name, state.status) for state in states.select_related("task")]

    def test_the_second_step_hears_what_the_first_decided(self):
        self.submit()
        self.mails()

        self.decide("approve", comment="Voor mij goed.")

        mails = self.mails()
        self.assertEqual(list(mails), ["dirk@voorbeeld.be"])
        self.assertIn("Bea Maes keurde de pagina goed", mails["dirk@voorbeeld.be"].body)
        self.assertIn("“Voor mij goed.”", mails["dirk@voorbeeld.be"].body)

    def test_who_approved_before_hears_that_a_later_step_refused(self):
        self.submit()
        self.decide("approve")
        self.mails()

        self.decide("reject", user=self.dirk, comment="Niet deze maand.")

        self.assertEqual(set(self.mails()), {"an@voorbeeld.be", "bea@voorbeeld.be"})

    def test_they_hear_it_too_when_the_submitter_refuses(self):
        self.submit(user=self.dirk)
        self.decide("approve")
        self.mails()

        self.decide("reject", user=self.dirk, comment="Toch niet.")

        self.assertEqual(set(self.mails()), {"bea@voorbeeld.be"})

    def test_an_unchanged_save_restarts_nothing(self):
        self.submit()
        self.decide("approve")
        before = self.statuses()

        self.change(self.page, self.dirk)
        self.decide("approve", user=self.dirk)

        self.assertEqual(self.statuses()[0], before[0])
        self.assertEqual(len(self.statuses()), 2)
        self.assertTrue(NewsPage.objects.get(pk=self.page.pk).live)

    def test_what_was_approved_stays_so_after_the_account_is_gone(self):
        self.submit()
        self.decide("approve", comment="Voor mij goed.")

        self.bea.delete()

        approved = TaskState.objects.get(status=TaskState.STATUS_APPROVED)
        self.assertEqual(approved.comment, "Voor mij goed.")
        state = NewsPage.objects.get(pk=self.page.pk).current_workflow_state
        self.assertEqual(state.current_task_state.task.name, "Akkoord van de directie")
        self.decide("approve", user=self.dirk)
        self.assertTrue(NewsPage.objects.get(pk=self.page.pk).live)

    def test_what_was_sent_back_stays_so_after_the_account_is_gone(self):
        self.submit()
        self.decide("reject", comment="Wie mag ik bellen?")

        self.bea.delete()

        self.client.force_login(self.an)
        editor = self.client.get(reverse("wagtailadmin_pages:edit", args=[self.page.pk]))
        self.assertContains(editor, "Wie mag ik bellen?")
        self.assertContains(editor, "Iemand die geen account meer heeft stuurde dit terug")
        self.assertIn("Wie mag ik bellen?", self.client.get("/admin/").content.decode())
        actions = PageLogEntry.objects.filter(page=self.page.pk).values_list("action", flat=True)
        self.assertIn("wagtail.workflow.reject", actions)


class SubmitTests(ReviewCase):
    """Submitting with a note, as the dialog and the form of the editor do it."""

    def setUp(self):
        self.client.force_login(self.an)

    def form_with(self, **data):
        address = reverse("wagtailadmin_pages:edit", args=[self.page.pk])
        return address, form_data(title=self.page.title, slug=self.page.slug) | data

    def test_the_note_is_in_the_mail(self):
        address, data = self.form_with(
            **{
                "action-workflow-action": "true",
                "workflow-action-name": "submit-with-note",
                "workflow-action-extra-data": '{"note": "Het mag vrijdag online."}',
            }
        )

        self.client.post(address, data)

        self.assertTrue(NewsPage.objects.get(pk=self.page.pk).workflow_in_progress)
        self.assertIn("“Het mag vrijdag online.”", self.mails()["bea@voorbeeld.be"].body)

    def test_an_older_note_is_not_in_the_next_mail(self):
        self.test_the_note_is_in_the_mail()
        self.decide("reject")
        self.mails()

        self.submit()

        self.assertNotIn("vrijdag", self.mails()["bea@voorbeeld.be"].body)

    def test_a_note_that_names_somebody_who_is_erased_goes(self):
        state = self.submit().current_task_state
        SubmissionNote.objects.create(task_state=state, text="Ann Vandamme keek het na.")

        person_erased.send(sender=Person, key=1, names={"Ann Vandamme", "Vandamme, Ann"}, addresses={""})

        self.assertFalse(SubmissionNote.objects.exists())

    def test_the_dialog_wants_some_words(self):
        address = reverse("submission_note", args=[self.page.pk])

        self.assertContains(self.client.get(address), "Stuur door met een bericht")
        self.assertContains(self.client.post(address, {"note": " "}), "action")
        self.assertContains(self.client.post(address, {"note": "Graag snel."}), "Graag snel.")

    def test_another_team_does_not_get_the_dialog(self):
        self.client.force_login(self.other)

        response = self.client.get(reverse("submission_note", args=[self.page.pk]))

        self.assertEqual(response.status_code, 302)

    def test_it_is_offered_where_submitting_is(self):
        edit = reverse("wagtailadmin_pages:edit", args=[self.page.pk])
        self.assertContains(self.client.get(edit), reverse("submission_note", args=[self.page.pk]))

        self.submit()

        self.assertNotContains(self.client.get(edit), reverse("submission_note", args=[self.page.pk]))


class TakeBackTests(ReviewCase):
    def setUp(self):
        self.submit()
        self.mails()
        self.address = reverse("take_back", args=[self.page.pk])

    def test_who_submitted_takes_it_back_after_a_question(self):
        self.client.force_login(self.an)

        self.assertContains(self.client.get(self.address), "Niemand moet deze pagina dan nog nakijken")
        self.assertTrue(self.page.workflow_in_progress)
        response = self.client.post(self.address, follow=True)

        self.assertFalse(self.page.workflow_in_progress)
        self.assertContains(response, "is teruggetrokken")
        self.assertFalse(self.mails())

    def test_another_team_neither_takes_it_back_nor_reads_its_title(self):
        self.client.force_login(self.other)

        response = self.client.post(self.address, follow=True)

        self.assertTrue(self.page.workflow_in_progress)
        self.assertNotContains(response, "Een inloophuis")
