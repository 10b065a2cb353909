"""Two people on one page: nobody's text is overwritten, whichever button is pressed, and both texts stay."""

from datetime import timedelta

from bs4 import BeautifulSoup
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page, PageLogEntry, Revision
from wagtail.test.utils.form_data import inline_formset, nested_form_data, streamfield

from editor.models import OpenForm
from news.models import NewsPage
from tests.cms.cases import PublishingTestCase, form_data, latest, paragraph
from tests.factories import NewsPageFactory, UserFactory
from tests.permissions.factories import a_member_of, a_platform

JSON = {"accept": "application/json"}
BUTTONS = {
    "save draft": {},
    "publish, or save the schedule": {"action-publish": "1"},
    "submit": {"action-submit": "1"},
    "approve": {"action-workflow-action": "1", "workflow-action-name": "approve"},
    "cancel": {"action-cancel-workflow": "1"},
}


class ConflictTestCase(PublishingTestCase):
    """Els and Mieke have the same page open; both may publish it."""

    @classmethod
    def setUpTestData(cls):
        super().setUpTestData()
        cls.els = UserFactory(is_superuser=True, is_staff=True, first_name="Els", last_name="Peeters")
        cls.page = NewsPageFactory(parent=cls.news, title="Begin", author="Niemand", themes=[cls.theme])
        cls.page.save_revision(user=cls.chief)

    def setUp(self):
        super().setUp()
        self.other = Client()
        self.other.force_login(self.els)
        self.address = reverse("wagtailadmin_pages:edit", args=[self.page.pk])

    def open(self, client):
        """The hidden fields by which the form is known again."""
        soup = BeautifulSoup(client.get(self.address).content, "html.parser")
        names = ("form_key", "loaded_revision_id", "loaded_revision_created_at")
        return {name: soup.find("input", {"name": name})["value"] for name in names}

    def save(self, client, hidden, **values):
        """Saves without JavaScript."""
        data = self.complete(title="Begin", slug=self.page.slug, author="Niemand")
        return client.post(self.address, data | hidden | values)

    def autosave(self, client, hidden, **values):
        data = self.complete(title="Begin", slug=self.page.slug, author="Niemand")
        return client.post(self.address, data | hidden | values, headers=JSON)

    def conflict(self, **mine):
        """Els saved a title while Mieke wrote this; gives the address of the screen with both."""
        hidden = self.open(self.client)
        self.save(self.other, self.open(self.other), title="Van Els")
        return self.save(self.client, hidden, **mine).url


class SavingTests(ConflictTestCase):
    def test_no_button_overwrites_what_somebody_else_saved(self):
        for name, button in BUTTONS.items():
            with self.subTest(name):
                hidden = self.open(self.client)
                self.save(self.other, self.open(self.other), title=f"Van Els {name}")

                response = self.save(self.client, hidden, title="Van mij", **button)

                mine = Revision.objects.order_by("-pk").first()
                self.assertRedirects(response, reverse("both_texts", args=[self.page.pk, mine.pk]))
                self.assertEqual(latest(self.page).title, f"Van Els {name}")
                self.assertEqual(mine.content["title"], "Van mij")
                self.assertEqual(NewsPage.objects.get(pk=self.page.pk).title, "Begin")

    def test_a_page_that_had_no_version_yet_is_not_overwritten_either(self):
        page = NewsPageFactory(parent=self.news, title="Uit de invoer", themes=[self.theme])
        self.page, self.address = page, reverse("wagtailadmin_pages:edit", args=[page.pk])
        keys = [
            BeautifulSoup(client.get(self.address).content, "html.parser").find(
                "input", {"name": "form_key"}
            )["value"]
            for client in (self.client, self.other)
        ]
        self.save(self.other, {"form_key": keys[1]}, title="Van Els")

        self.save(self.client, {"form_key": keys[0]}, title="Van mij")

        self.assertEqual(latest(page).title, "Van Els")

    def test_a_second_tab_of_the_same_person_overwrites_nothing(self):
        first, second = self.open(self.client), self.open(self.client)
        self.save(self.client, first, title="Eerste tab")

        self.save(self.client, second, title="Tweede tab")

        self.assertEqual(latest(self.page).title, "Eerste tab")

    def test_the_error_of_a_form_does_not_make_its_old_text_the_newest(self):
        """Wagtail fills in the newest version anew when it shows the form again."""
        hidden = self.open(self.client)
        self.save(self.other, self.open(self.other), title="Van Els")
        response = self.save(self.client, hidden, title="Van mij", expire_at="geen datum")
        soup = BeautifulSoup(response.content, "html.parser")
        shown = {
            field["name"]: field["value"] for field in soup.select("form[data-edit-form] input[name$=_key]")
        }
        shown |= {
            name: soup.find("input", {"name": name})["value"]
            for name in ("loaded_revision_id", "loaded_revision_created_at")
        }

        self.assertContains(response, "Els Peeters heeft intussen een nieuwe versie bewaard.")
        self.assertContains(response, "Van mij")
        self.save(self.client, shown, title="Van mij")

        self.assertEqual(latest(self.page).title, "Van Els")

    def test_autosave_of_an_old_form_saves_nothing(self):
        hidden = self.open(self.client)
        self.save(self.other, self.open(self.other), title="Van Els")

        response = self.autosave(self.client, hidden, title="Van mij")

        self.assertEqual((response.status_code, response.json()["error_code"]), (400, "invalid_revision"))
        self.assertEqual(latest(self.page).title, "Van Els")

    def test_who_sends_the_same_text_is_not_asked_anything(self):
        hidden = self.open(self.client)
        self.save(self.other, self.open(self.other), title="Eender")

        response = self.save(self.client, hidden, title="Eender")

        self.assertRedirects(response, self.address, fetch_redirect_response=False)

    def test_putting_an_old_version_back_overwrites_nothing(self):
        old = self.page.get_latest_revision()
        self.address = reverse("wagtailadmin_pages:revisions_revert", args=[self.page.pk, old.pk])
        hidden = self.open(self.client)
        self.address = reverse("wagtailadmin_pages:edit", args=[self.page.pk])
        self.save(self.other, self.open(self.other), title="Van Els")
        self.address = reverse("wagtailadmin_pages:revisions_revert", args=[self.page.pk, old.pk])

        self.save(self.client, hidden, title="Teruggezet")

        self.assertEqual(latest(self.page).title, "Van Els")


class OwnFormTests(ConflictTestCase):
    """A form is not in conflict with itself, whatever the network did to its answers."""

    def test_a_save_whose_answer_was_lost_can_be_sent_again(self):
        hidden = self.open(self.client)
        self.autosave(self.client, hidden, title="Een")  # the browser never heard of this one

        response = self.autosave(self.client, hidden, title="Een en twee")

        self.assertTrue(response.json()["success"])
        self.assertEqual(latest(self.page).title, "Een en twee")

    def test_publishing_beside_an_autosave_publishes(self):
        hidden = self.open(self.client)
        self.autosave(self.client, hidden, title="Een", form_turn="1")

        self.save(self.client, hidden, title="Een en twee", form_turn="2", **{"action-publish": "1"})

        self.assertEqual(NewsPage.objects.get(pk=self.page.pk).title, "Een en twee")

    def test_an_autosave_that_arrives_late_changes_nothing(self):
        hidden = self.open(self.client)
        self.save(self.client, hidden, title="Een en twee", form_turn="2", **{"action-publish": "1"})

        response = self.autosave(self.client, hidden, title="Een", form_turn="1")

        self.assertEqual(response.status_code, 400)
        self.assertEqual(latest(self.page).title, "Een en twee")

    def test_a_new_page_whose_answer_was_lost_is_made_once(self):
        address = reverse("wagtailadmin_pages:add", args=["news", "newspage", self.news.pk])
        soup = BeautifulSoup(self.client.get(address).content, "html.parser")
        key = {"form_key": soup.find("input", {"name": "form_key"})["value"]}
        self.client.post(address, form_data(title="Nieuw", slug="nieuw") | key, headers=JSON)

        response = self.client.post(
            address, form_data(title="Nieuw, en meer", slug="nieuw") | key, headers=JSON
        )

        page = NewsPage.objects.get(slug="nieuw")
        self.assertEqual(response.json()["url"], reverse("wagtailadmin_pages:edit", args=[page.pk]))
        self.assertEqual(latest(page).title, "Nieuw, en meer")
        self.assertEqual(NewsPage.objects.child_of(self.news).filter(title__startswith="Nieuw").count(), 1)

    def test_a_key_is_of_one_person_and_one_page(self):
        key = OpenForm.open(self.page, self.els, self.page.get_latest_revision()).key
        hidden = self.open(self.client)
        self.save(self.other, self.open(self.other), title="Van Els")
        OpenForm.objects.filter(key=key).update(saved=Page.objects.get(pk=self.page.pk).latest_revision)

        self.save(self.client, hidden | {"form_key": key}, title="Van mij")

        self.assertEqual(latest(self.page).title, "Van Els")


class HistoryTests(ConflictTestCase):
    """Autosave does not flood the history: a version for each time that somebody has the form open."""

    def test_one_session_of_autosaves_is_one_version_and_one_line(self):
        hidden = self.open(self.client)
        before = self.page.revisions.count()
        for number in range(5):
            answer = self.autosave(self.client, hidden, title=f"Titel {number}").json()
            hidden["overwrite_revision_id"] = str(answer["revision_id"])

        history = self.client.get(reverse("wagtailadmin_pages:history", args=[self.page.pk]))

        self.assertEqual(self.page.revisions.count(), before + 1)
        edits = [entry for entry in history.context["object_list"] if entry.action == "wagtail.edit"]
        self.assertEqual(len(edits), 1)

    def test_what_another_form_started_from_is_kept_to_compare_with(self):
        hidden = self.open(self.other)
        answer = self.autosave(self.other, hidden, title="Els begint").json()
        mine = self.open(self.client)  # starts from what Els saved just now

        self.autosave(
            self.other, hidden, title="Els gaat door", overwrite_revision_id=str(answer["revision_id"])
        )
        address = self.save(self.client, mine, title="Els begint", author="Van mij").url

        parts = {part.name: part.choice for part, _choice in self.client.get(address).context["parts"]}
        self.assertEqual(parts, {"title": "theirs", "author": "mine"})

    def test_autosave_never_changes_the_version_that_is_online(self):
        hidden = self.open(self.client)
        answer = self.autosave(self.client, hidden, title="Een").json()
        revision = Revision.objects.get(pk=answer["revision_id"])
        revision.publish(user=self.els)

        self.autosave(self.client, hidden, title="Twee", overwrite_revision_id=str(revision.pk))

        revision.refresh_from_db()
        self.assertEqual(revision.content["title"], "Een")
        self.assertEqual(latest(self.page).title, "Twee")


class BothTextsTests(ConflictTestCase):
    def test_both_stand_beside_each_other_and_what_differs_is_marked(self):
        address = self.conflict(title="Van mij", author="Mieke")

        response = self.client.get(address)

        self.assertContains(response, "Els Peeters")
        soup = BeautifulSoup(response.content, "html.parser")
        self.assertEqual(
            [mark.get_text() for mark in soup.select("fieldset:first-of-type mark")], ["mij", "Els"]
        )
        parts = {part.name: part.choice for part, _choice in response.context["parts"]}
        self.assertEqual(parts, {"title": "", "author": "mine"})

    def test_the_choice_is_a_new_draft_and_both_originals_stay(self):
        address = self.conflict(title="Van mij", author="Mieke")
        seen = self.client.get(address).context["seen"]
        choice = {"seen": seen, "choice-title": "theirs", "choice-author": "mine"}

        response = self.client.post(address, choice)

        self.assertRedirects(response, self.address, fetch_redirect_response=False)
        page = latest(self.page)
        self.assertEqual((page.title, page.author), ("Van Els", "Mieke"))
        self.assertEqual(NewsPage.objects.get(pk=self.page.pk).title, "Begin")
        titles = [revision.content["title"] for revision in self.page.revisions.all()]
        self.assertLess({"Van mij", "Van Els"}, {*titles, "Begin"})
        history = self.client.get(reverse("wagtailadmin_pages:history", args=[self.page.pk]))
        self.assertContains(history, "Tekst opzijgezet, naast een nieuwere versie")

    def test_what_both_changed_has_to_be_chosen(self):
        address = self.conflict(title="Van mij")
        seen = self.client.get(address).context["seen"]

        response = self.client.post(address, {"seen": seen})

        self.assertContains(response, "Kies een van de twee voor: Titel.")
        self.assertEqual(latest(self.page).title, "Van Els")

    def test_who_chooses_while_it_is_saved_again_looks_once_more(self):
        address = self.conflict(title="Van mij")
        seen = self.client.get(address).context["seen"]
        self.save(self.other, self.open(self.other), title="Weer van Els")

        response = self.client.post(address, {"seen": seen, "choice-title": "mine"})

        self.assertContains(response, "Weer van")
        self.assertEqual(latest(self.page).title, "Weer van Els")

    def test_rows_and_blocks_are_shown_in_words_and_taken_over(self):
        decisions = inline_formset([{"text": "Er komt een raad.", "date": "", "date_precision": "day"}])
        body = streamfield([paragraph("<p>Een zin van mij.</p>")])
        mine = self.complete(title="Begin", slug=self.page.slug, decisions=decisions, body=body)
        address = self.conflict(**mine)
        response = self.client.get(address)
        self.assertContains(response, "Er komt een raad.")
        self.assertContains(response, "van")
        choices = {f"choice-{part.name}": "mine" for part, _choice in response.context["parts"]}

        self.client.post(address, choices | {"seen": response.context["seen"]})

        page = latest(self.page)
        self.assertEqual([row.text for row in page.decisions.all()], ["Er komt een raad."])
        self.assertIn("Een zin van mij.", str(page.body))

    def test_wagtail_still_takes_the_version_of_the_other_for_the_latest(self):
        self.conflict(title="Van mij")

        page = Page.objects.get(pk=self.page.pk)

        self.assertTrue(page.latest_revision.is_latest_revision())
        self.assertEqual(page.latest_revision.content["title"], "Van Els")

    def test_nobody_but_its_writer_sees_what_was_set_aside(self):
        address = self.conflict(title="Van mij")
        outsider = a_member_of(a_platform(self.home, "Elders"))
        stranger = Client()
        stranger.force_login(outsider)

        self.assertEqual(self.other.get(address).status_code, 404)
        self.assertEqual(stranger.get(address).status_code, 302)
        self.assertEqual(Client().get(address).status_code, 302)
        known = self.page.get_latest_revision().pk
        self.assertEqual(self.client.get(reverse("both_texts", args=[self.page.pk, known])).status_code, 404)

    def test_the_log_says_who_set_what_aside(self):
        self.conflict(title="Van mij")

        entry = PageLogEntry.objects.get(action="streekwijzer.set_aside")

        self.assertEqual((entry.user, entry.page_id), (self.chief, self.page.pk))


class ForgettingTests(ConflictTestCase):
    def test_a_form_is_forgotten_when_the_browser_forgets_its_text(self):
        self.open(self.client)
        self.open(self.other)
        OpenForm.objects.filter(user=self.els).update(opened_at=timezone.now() - timedelta(days=15))

        OpenForm.forget()

        self.assertEqual([form.user for form in OpenForm.objects.all()], [self.chief])


class WorkflowTests(ConflictTestCase):
    def test_approving_an_old_text_approves_nothing(self):
        reviewer = self.submitted(self.page)
        self.client.force_login(reviewer)
        hidden = self.open(self.client)
        self.save(self.other, self.open(self.other), title="Van Els")
        approve = {
            "action-workflow-action": "1",
            "workflow-action-name": "approve",
            "workflow-action-extra-data": '{"comment": "Mooi zo"}',
        }

        response = self.save(self.client, hidden, title="Van de reviewer", **approve)

        self.assertContains(self.client.get(response.url), "Mooi zo")
        page = NewsPage.objects.get(pk=self.page.pk)
        self.assertEqual((page.title, page.current_workflow_state.status), ("Begin", "in_progress"))
        self.assertEqual(latest(page).title, "Van Els")

    def test_a_comment_that_was_typed_beside_an_old_text_is_kept(self):
        hidden = self.open(self.client)
        self.save(self.other, self.open(self.other), title="Van Els")
        comment = {
            "text": "Klopt dit?",
            "contentpath": "title",
            "position": "",
            "deleted": "",
            "resolved": "",
            "id": "",
            "replies": inline_formset([]),
        }
        comments = nested_form_data({"comments": inline_formset([comment])})

        self.save(self.client, hidden, title="Van mij", **comments)

        self.assertEqual([comment.text for comment in self.page.wagtail_admin_comments.all()], ["Klopt dit?"])
