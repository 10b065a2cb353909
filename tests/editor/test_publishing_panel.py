"""What publishing still needs, said while somebody writes; and what a reviewer sent back."""

from django.core import mail
from django.urls import reverse
from wagtail.models import TaskState
from wagtail.test.utils.form_data import inline_formset

from cms.mail import send_waiting
from news.models import NewsPage
from tests.cms.cases import FILL_IN, PublishingTestCase, form_data, latest
from tests.factories import NewsPageFactory, UserFactory


class CheckTests(PublishingTestCase):
    def check(self, data, **kwargs):
        address = reverse("wagtailadmin_pages:edit", args=[self.draft.pk]) + "?publishing-check=1"
        return self.client.post(address, data, **kwargs)

    def test_names_each_field_that_lacks_and_where_it_stands(self):
        answer = self.check(form_data(title="Half", slug="half")).json()

        problems = {problem["id"]: problem for problem in answer["problems"]}
        self.assertEqual(problems["id_search_description"]["label"], "Samenvatting")
        self.assertEqual(problems["id_page_themes-FORMS"]["message"], FILL_IN)
        self.assertIn("id_body", answer["required"])

    def test_nothing_lacks_of_a_complete_form_and_nothing_is_saved(self):
        answer = self.check(self.complete(title="Heel anders")).json()

        self.assertEqual(answer["problems"], [])
        self.assertEqual(latest(self.draft).title, "Half")

    def test_a_date_that_can_not_be_read_is_named_once_with_what_is_wrong(self):
        answer = self.check(self.complete(publication_date="31/11/2020")).json()

        [problem] = answer["problems"]
        self.assertEqual(problem["id"], "id_publication_date")
        self.assertNotEqual(problem["message"], FILL_IN)

    def test_names_a_footnote_that_is_not_stored_yet(self):
        notes = inline_formset([{"number": "1", "text": "Een noot waar geen tekst naar verwijst."}])

        answer = self.check(form_data(title="Half", slug="half", footnotes=notes)).json()

        labels = {problem["id"]: problem["label"] for problem in answer["problems"]}
        self.assertEqual(labels["id_footnotes-0-number"], "Voetnoten, 1, nummer")

    def test_a_new_page_is_checked_and_not_made(self):
        address = reverse("wagtailadmin_pages:add", args=["news", "newspage", self.news.pk])

        answer = self.client.post(f"{address}?publishing-check=1", form_data(title="Nieuw")).json()

        self.assertTrue(answer["problems"])
        self.assertFalse(NewsPage.objects.filter(title="Nieuw").exists())

    def test_a_check_never_publishes(self):
        self.check(self.complete() | {"action-publish": "1"})

        self.assert_is_draft(self.draft)

    def test_who_may_not_edit_the_page_learns_nothing(self):
        self.client.force_login(UserFactory(is_staff=True))

        response = self.check(form_data(title="Half", slug="half"))

        self.assertEqual(response.status_code, 302)


class RefusalTests(PublishingTestCase):
    def messages(self, response):
        return " ".join(str(message) for message in response.context["messages"])

    def test_a_refused_publication_says_what_happened_and_names_the_fields(self):
        for way in (self.create, lambda data: self.edit(self.draft, data)):
            response = way(form_data(title="Half", slug="half-2") | {"action-publish": "1"})

            text = self.messages(response)
            self.assertIn("Nog niet gepubliceerd. Je tekst staat er nog.", text)
            self.assertIn("Samenvatting", text)
            self.assertNotIn("kon niet aangemaakt worden", text)

    def test_a_value_that_can_not_be_read_is_named_when_saving(self):
        response = self.edit(self.draft, form_data(title="Half", slug="half", publication_date="ooit"))

        self.assertIn(
            "Nog niet bewaard. Je tekst staat er nog. Kijk na: Gepubliceerd op.", self.messages(response)
        )


class ReviewTests(PublishingTestCase):
    def test_an_unfinished_page_can_be_sent_in_and_the_reviewer_sees_what_lacks(self):
        other = NewsPageFactory(parent=self.news, live=False)
        other.save_revision(user=self.chief)
        self.submitted(other)  # the section has a workflow now

        self.edit(self.draft, form_data(title="Half af", slug="half") | {"action-submit": "1"})

        self.draft.refresh_from_db()
        self.assertTrue(self.draft.workflow_in_progress)
        self.assertEqual(latest(self.draft).title, "Half af")
        self.assert_is_draft(self.draft)

    def test_each_person_gets_one_mail_for_one_submission(self):
        other = UserFactory(is_superuser=True, email="beheer@voorbeeld.be")

        self.submitted(self.draft)

        send_waiting()
        to_other = [message for message in mail.outbox if other.email in message.to]
        self.assertEqual(len(to_other), 1)

    def test_a_line_break_in_a_title_keeps_no_mail_back_and_starts_no_header(self):
        """OWASP ASVS 5.0, 1.3.11. A browser sends none in a title; a program may."""
        self.edit(self.draft, form_data(title="Half\r\nBcc: elders@voorbeeld.be", slug="half"))

        self.submitted(latest(self.draft))

        send_waiting()
        self.assertIn("Half Bcc: elders@voorbeeld.be", mail.outbox[0].subject)
        self.assertNotIn("elders@voorbeeld.be", str([message.recipients() for message in mail.outbox]))

    def test_what_was_sent_back_stands_first_with_the_comment(self):
        reviewer = self.submitted(self.draft)
        self.draft.current_workflow_task_state.reject(user=reviewer, comment="Wie mag ik bellen?")

        start = self.client.get(reverse("wagtailadmin_home")).content.decode()
        edit = self.client.get(reverse("wagtailadmin_pages:edit", args=[self.draft.pk])).content.decode()

        self.assertLess(start.index("Teruggestuurd"), start.index("Je eerste vier stappen"))
        self.assertLess(start.index("Teruggestuurd"), start.index("Nieuws toevoegen"))
        self.assertIn("Wie mag ik bellen?", start)
        self.assertIn("Wie mag ik bellen?", edit)

    def test_a_refused_approval_says_that_it_is_not_published(self):
        self.client.force_login(self.submitted(self.draft))
        approval = {"action-workflow-action": "true", "workflow-action-name": "approve"}

        response = self.edit(self.draft, form_data(title="Half", slug="half") | approval)

        self.assertContains(response, "Nog niet gepubliceerd. Je tekst staat er nog.")

    def test_who_sent_it_back_does_not_find_it_among_the_own_work(self):
        reviewer = self.submitted(self.draft)
        self.draft.current_workflow_task_state.reject(user=reviewer, comment="Wie mag ik bellen?")
        self.client.force_login(reviewer)

        self.assertNotContains(self.client.get(reverse("wagtailadmin_home")), "Teruggestuurd")

    def test_once_it_is_sent_in_again_it_is_no_longer_sent_back(self):
        reviewer = self.submitted(self.draft)
        self.draft.current_workflow_task_state.reject(user=reviewer, comment="Wie mag ik bellen?")

        self.draft.current_workflow_state.resume(self.chief)

        self.assertEqual(self.draft.current_workflow_task_state.status, TaskState.STATUS_IN_PROGRESS)
        self.assertNotContains(self.client.get(reverse("wagtailadmin_home")), "Teruggestuurd")
        edit = reverse("wagtailadmin_pages:edit", args=[self.draft.pk])
        self.assertNotContains(self.client.get(edit), "Wie mag ik bellen?")


class AddressTests(PublishingTestCase):
    def test_a_draft_with_the_title_of_another_page_gets_an_address_of_its_own(self):
        NewsPageFactory(parent=self.news, title="Infomoment", slug="infomoment")

        for _time in range(2):
            self.edit(self.draft, form_data(title="Infomoment", slug="infomoment"))

            self.assertEqual(latest(self.draft).slug, "infomoment-2")

    def test_an_address_that_somebody_chose_is_refused_where_it_is_taken(self):
        NewsPageFactory(parent=self.news, title="Infomoment", slug="info")

        response = self.edit(self.draft, form_data(title="Iets anders", slug="info"))

        self.assertIn("slug", response.context["form"].errors)
