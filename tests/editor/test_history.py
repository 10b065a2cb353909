"""The history of a page in words, and single fields of an old version that come back."""

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.models import Page

from cms.models import Organisation, PageTheme
from events.models import EventPage
from news.models import NewsOrganisation, NewsPage
from practices.models import PracticePage
from tests.events.factories import EventPageFactory, session, slot
from tests.factories import NewsPageFactory, OrganisationFactory, ThemeFactory
from tests.permissions.cases import TwoTeamsCase, place_of
from tests.practices.factories import PracticePageFactory


class HistoryCase(TwoTeamsCase):
    """A news item of the second team with a first version; `change` saves another."""

    @classmethod
    def setUpTestData(cls):
        super().setUpTestData()
        cls.item = NewsPageFactory(
            parent=place_of(cls.theirs, NewsPage), title="Een inloophuis", search_description="Voor wie wil."
        )
        cls.first = cls.item.save_revision(user=cls.them, log_action=True)

    def setUp(self):
        self.client.force_login(self.them)

    def change(self, rows=(), **fields):
        draft = Page.objects.get(pk=self.item.pk).specific.get_latest_revision_as_object()
        for name, value in fields.items():
            setattr(draft, name, value)
        for row in rows:
            row.page = draft
            getattr(draft, row._meta.get_field("page").remote_field.related_name).add(row)
        return draft.save_revision(user=self.them, log_action=True, previous_revision=None)

    def latest(self):
        return NewsPage.objects.get(pk=self.item.pk).get_latest_revision_as_object()

    def history(self):
        return self.client.get(reverse("wagtailadmin_pages:history", args=[self.item.pk]))

    def address(self, revision=None):
        return reverse("old_version", args=[self.item.pk, (revision or self.first).pk])

    def put_back(self, *names, revision=None):
        form = self.client.get(self.address(revision))
        chosen = {
            f"choice-{part.name}": "mine" if part.name in names else "theirs"
            for part, _choice in form.context["parts"]
        }
        return self.client.post(self.address(revision), {"seen": form.context["seen"], **chosen})


class WordsTests(HistoryCase):
    def test_each_version_says_which_fields_changed(self):
        self.change(title="Het inloophuis", search_description="Voor iedereen.")

        self.assertContains(self.history(), "titel en samenvatting gewijzigd")

    def test_rows_that_came_or_went_are_counted(self):
        self.change(
            [NewsOrganisation(organisation=OrganisationFactory()) for _number in range(2)], title="Nieuw"
        )
        draft = self.latest()
        draft.organisations = []
        draft.save_revision(user=self.them, log_action=True)

        history = self.history()

        self.assertContains(history, "titel gewijzigd, 2 betrokken organisaties toegevoegd")
        self.assertContains(history, "2 betrokken organisaties weggehaald")

    def test_a_row_that_changed_is_named_as_its_heading(self):
        [first, second] = OrganisationFactory.create_batch(2)
        self.change([NewsOrganisation(organisation=first)])
        draft = self.latest()
        draft.organisations = [NewsOrganisation(organisation=second)]
        draft.save_revision(user=self.them, log_action=True)

        self.assertContains(self.history(), "betrokken organisaties gewijzigd")

    def test_more_versions_cost_no_more_queries(self):
        for number in range(3):
            self.change(title=f"Titel {number}")
        few = self.queries()
        for number in range(9):
            self.change(title=f"Andere titel {number}")

        self.assertEqual(self.queries(), few)

    def queries(self):
        self.history()
        with CaptureQueriesContext(connection) as queries:
            self.history()
        return len(queries)


class ComparisonTests(HistoryCase):
    def compare(self, before, after="latest", page=None):
        args = [(page or self.item).pk, before.pk, after]
        response = self.client.get(reverse("wagtailadmin_pages:revisions_compare", args=args))
        return {each.field_label: each.htmldiff for each in response.context["comparison"]}

    def test_the_words_that_went_and_came_are_marked(self):
        self.change(title="Het inloophuis")

        self.assertEqual(
            self.compare(self.first),
            {"Titel": '<span class="deletion">Een</span><span class="addition">Het</span> inloophuis'},
        )

    def test_rows_that_changed_places_are_a_difference(self):
        names = ["Avansa", "Logo"]
        rows = [NewsOrganisation(organisation=OrganisationFactory(name=name)) for name in names]
        version = self.change(rows)
        draft = self.latest()
        first, second = draft.organisations.all()
        first.sort_order, second.sort_order = second.sort_order, first.sort_order
        draft.organisations = [second, first]
        draft.save_revision(user=self.them, log_action=True)

        [shown] = self.compare(version).values()

        self.assertIn("Avansa", shown)
        self.assertIn('class="addition"', shown)

    def test_what_changed_deep_in_a_row_is_shown(self):
        event = EventPageFactory(
            parent=place_of(self.theirs, EventPage),
            rows={"sessions": [session(slots=[slot("09:00", "Onthaal")])]},
        )
        version = event.save_revision(user=self.them)
        draft = event.get_latest_revision_as_object()
        draft.sessions = [session(slots=[slot("09:00", "Koffie")])]
        draft.save_revision(user=self.them)

        [shown] = self.compare(version, page=event).values()

        self.assertIn('<span class="deletion">Onthaal</span><span class="addition">Koffie</span>', shown)

    def test_the_same_text_has_no_differences(self):
        self.change()

        self.assertEqual(self.compare(self.first), {})

    def test_another_team_sees_none_of_it(self):
        self.change(title="Het inloophuis")
        self.client.force_login(self.us)
        args = [self.item.pk, self.first.pk, "latest"]

        response = self.client.get(reverse("wagtailadmin_pages:revisions_compare", args=args))

        self.assertNotEqual(response.status_code, 200)


class OldVersionTests(HistoryCase):
    def test_one_field_comes_back_in_a_draft_and_the_others_stay(self):
        self.change(title="Het inloophuis", search_description="Voor iedereen.")

        response = self.put_back("search_description")

        draft = self.latest()
        self.assertRedirects(
            response, reverse("wagtailadmin_pages:edit", args=[self.item.pk]), fetch_redirect_response=False
        )
        self.assertEqual((draft.title, draft.search_description), ("Het inloophuis", "Voor wie wil."))
        self.assertEqual(NewsPage.objects.get(pk=self.item.pk).title, "Een inloophuis")

    def test_rows_come_back_whole(self):
        theme, organisation = ThemeFactory(), OrganisationFactory()
        version = self.change([PageTheme(theme=theme), NewsOrganisation(organisation=organisation)])
        draft = self.latest()
        draft.organisations, draft.title = [], "Zonder organisatie"
        draft.save_revision(user=self.them, log_action=True)

        self.put_back("organisations", revision=version)

        draft = self.latest()
        self.assertEqual([row.organisation for row in draft.organisations.all()], [organisation])
        self.assertEqual(draft.title, "Zonder organisatie")

    def test_a_word_that_was_deleted_meanwhile_stays_away_without_an_error(self):
        organisation = OrganisationFactory()
        version = self.change([NewsOrganisation(organisation=organisation)])
        draft = self.latest()
        draft.organisations = []
        draft.save_revision(user=self.them, log_action=True)
        Organisation.objects.filter(pk=organisation.pk).delete()

        self.put_back("organisations", revision=version)

        self.assertEqual(
            [row.organisation for row in self.latest().organisations.all() if row.organisation], []
        )

    def test_who_chooses_nothing_changes_nothing(self):
        self.change(title="Het inloophuis")
        before = self.latest().latest_revision_id

        self.put_back()

        self.assertEqual(self.latest().latest_revision_id, before)

    def test_what_was_saved_meanwhile_is_not_overwritten(self):
        self.change(title="Het inloophuis")
        form = self.client.get(self.address())
        self.change(title="Van iemand anders")

        response = self.client.post(self.address(), {"seen": form.context["seen"], "choice-title": "mine"})

        self.assertContains(response, "net opnieuw bewaard")
        self.assertEqual(self.latest().title, "Van iemand anders")

    def test_the_schedule_and_the_address_are_no_text(self):
        self.change(slug="ander-adres", title="Anders")

        names = [part.name for part, _choice in self.client.get(self.address()).context["parts"]]

        self.assertEqual(names, ["title"])

    def test_a_team_puts_back_no_judgement(self):
        practice = PracticePageFactory(parent=place_of(self.theirs, PracticePage))
        old = practice.save_revision()
        draft = practice.get_latest_revision_as_object()
        draft.title, draft.evidence_criteria = "Anders", "<p>Volgens ons</p>"
        draft.save_revision()
        address = reverse("old_version", args=[practice.pk, old.pk])

        names = [part.name for part, _choice in self.client.get(address).context["parts"]]

        self.assertFalse(set(names) & set(PracticePage.reviewer_fields))

    def test_another_team_sees_none_of_it(self):
        self.change(title="Het inloophuis")
        self.client.force_login(self.us)

        for answer in (self.client.get(self.address()), self.client.post(self.address(), {})):
            self.assertNotEqual(answer.status_code, 200)
        self.assertEqual(self.latest().title, "Het inloophuis")

    def test_the_latest_version_and_one_of_another_page_are_404(self):
        latest = self.change(title="Het inloophuis")
        other = NewsPageFactory(parent=place_of(self.theirs, NewsPage)).save_revision()

        for revision in (latest, other):
            self.assertEqual(self.client.get(self.address(revision)).status_code, 404)

    def test_the_history_leads_there(self):
        self.change(title="Het inloophuis")

        self.assertContains(self.history(), self.address())
