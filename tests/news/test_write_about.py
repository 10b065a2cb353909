"""A news item begun from a practice, an event or a trajectory, with its facts filled in."""

from django.urls import reverse

from events.models import EventPage, TrajectoryPage
from news.models import NewsIndexPage, NewsPage
from practices.models import PracticePage
from tests.events.factories import EventPageFactory, TrajectoryPageFactory, session
from tests.factories import OrganisationFactory, ThemeFactory
from tests.permissions.cases import TwoTeamsCase, place_of
from tests.practices.factories import PracticePageFactory


class WriteAboutTests(TwoTeamsCase):
    @classmethod
    def setUpTestData(cls):
        super().setUpTestData()
        cls.theme, cls.owner = ThemeFactory(name="Mobiliteit"), OrganisationFactory(name="De Dorpsbus")
        cls.practice = PracticePageFactory(
            parent=place_of(cls.theirs, PracticePage),
            title="De bel van vijf uur",
            themes=[cls.theme],
            owner=cls.owner,
            search_description="Elke dag een telefoontje.",
        )

    def form_about(self, subject):
        """The page in the form that opens; follows the redirect."""
        response = self.client.get(reverse("write_about", args=[subject.pk]), follow=True)
        self.assertEqual(response.status_code, 200)
        return response.context["form"].instance, response.context["parent_page"]

    def test_a_practice_fills_in_its_themes_owner_and_itself(self):
        self.client.force_login(self.them)

        item, parent = self.form_about(self.practice)

        self.assertEqual(parent, place_of(self.theirs, NewsPage))
        self.assertEqual(item.themes, [self.theme])
        self.assertEqual([row.organisation for row in item.organisations.all()], [self.owner])
        self.assertEqual([row.practice_id for row in item.related_practices.all()], [self.practice.pk])
        text = str(item.body[0].value)
        self.assertIn("Elke dag een telefoontje.", text)
        self.assertIn("De bel van vijf uur", text)

    def test_an_event_says_when_and_where(self):
        self.client.force_login(self.them)
        event = EventPageFactory(
            parent=place_of(self.theirs, EventPage),
            title="Een <b>open</b> dag",
            venue_city="Rijsel",
            rows={"sessions": [session("2026-12-15 09:00")]},
        )

        item, _parent = self.form_about(event)

        source = item.body[0].value.source
        self.assertIn("15 dec. 2026, Rijsel", source)
        self.assertIn(f'<a linktype="page" id="{event.pk}">Een &lt;b&gt;open&lt;/b&gt; dag</a>', source)
        self.assertEqual([row.related_id for row in item.related_pages.all()], [event.pk])

    def test_a_trajectory_is_among_the_trajectories(self):
        self.client.force_login(self.them)
        trajectory = TrajectoryPageFactory(parent=place_of(self.theirs, TrajectoryPage))

        item, _parent = self.form_about(trajectory)

        self.assertEqual([row.trajectory_id for row in item.related_trajectories.all()], [trajectory.pk])

    def test_another_team_writes_about_what_is_public_in_its_own_list(self):
        self.client.force_login(self.us)

        item, parent = self.form_about(self.practice)

        self.assertEqual(parent, place_of(self.ours, NewsPage))
        self.assertEqual([row.practice_id for row in item.related_practices.all()], [self.practice.pk])

    def test_another_team_learns_nothing_of_a_draft(self):
        self.client.force_login(self.us)
        draft = PracticePageFactory(
            parent=place_of(self.theirs, PracticePage), title="Geheim plan", live=False, themes=[self.theme]
        )
        form = reverse("wagtailadmin_pages:add", args=["news", "newspage", place_of(self.ours, NewsPage).pk])

        self.assertEqual(self.client.get(reverse("write_about", args=[draft.pk])).status_code, 404)
        self.assertNotContains(self.client.get(f"{form}?about={draft.pk}"), "Geheim plan")

    def test_a_wrong_number_opens_an_empty_form(self):
        self.client.force_login(self.us)
        form = reverse("wagtailadmin_pages:add", args=["news", "newspage", place_of(self.ours, NewsPage).pk])

        for number in ("x", "-1", "0", "999999999", "²", "1' or"):
            with self.subTest(number):
                response = self.client.get(form, {"about": number})
                self.assertEqual(list(response.context["form"].instance.body), [])

    def test_who_may_write_news_nowhere_has_no_button_and_is_refused(self):
        NewsIndexPage.objects.child_of(self.theirs).delete()
        self.client.force_login(self.them)

        self.assertNotContains(
            self.client.get(reverse("wagtailadmin_pages:edit", args=[self.practice.pk])),
            "Schrijf er nieuws over",
        )
        self.assertNotEqual(self.client.get(reverse("write_about", args=[self.practice.pk])).status_code, 200)

    def test_the_page_leads_there(self):
        self.client.force_login(self.them)

        response = self.client.get(reverse("wagtailadmin_pages:edit", args=[self.practice.pk]))

        self.assertContains(response, reverse("write_about", args=[self.practice.pk]))
