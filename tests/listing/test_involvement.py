"""What organisations and coordinators have to do with pages, on their own page."""

from wagtail.models import PageViewRestriction

from events.models import EventPartner
from news.models import NewsOrganisation, NewsPerson
from practices.models import Adoption, PracticeContact, PracticePartner
from tests.cms.heads import data_of, head_of
from tests.events.factories import EventIndexPageFactory, EventPageFactory, session, slot
from tests.factories import NewsPageFactory, OrganisationFactory
from tests.platforms.cases import PlatformTestCase
from tests.platforms.factories import CoordinatorPageFactory
from tests.practices.cases import text_of
from tests.practices.factories import PracticeIndexPageFactory, PracticePageFactory


class InvolvementTestCase(PlatformTestCase):
    @classmethod
    def setUpTestData(cls):
        super().setUpTestData()
        cls.practices = PracticeIndexPageFactory(parent=cls.home)
        cls.agenda = EventIndexPageFactory(parent=cls.home)
        cls.organisation = OrganisationFactory(name="CAW De Kust")
        cls.address = cls.organisation.get_absolute_url()

    def practice(self, **values):
        return PracticePageFactory(parent=self.practices, owner=self.organisation, **values)


class OrganisationTests(InvolvementTestCase):
    def test_shows_what_it_owns_organises_and_takes_part_in(self):
        role = self.organisation
        pages = [
            self.practice(),
            PracticePageFactory(
                parent=self.practices, rows={"partners": [PracticePartner(organisation=role)]}
            ),
            PracticePageFactory(parent=self.practices, rows={"adopted_by": [Adoption(organisation=role)]}),
            EventPageFactory(parent=self.agenda, organisers=[role]),
            EventPageFactory(parent=self.agenda, rows={"partners": [EventPartner(organisation=role)]}),
            NewsPageFactory(parent=self.news, rows={"organisations": [NewsOrganisation(organisation=role)]}),
        ]

        response = self.client.get(self.address)

        for page in pages:
            self.assertContains(response, f'href="{page.url}"')
        for word in ("(eigenaar)", "(organisator)", "(overname)", "3 goede praktijken, 2 activiteiten"):
            self.assertIn(word, text_of(response))
        self.assertEqual(data_of(response, "Organization")["name"], "CAW De Kust")
        self.assertEqual(head_of(response).canonical, f"http://localhost{self.address}")

    def test_its_name_on_pages_leads_there(self):
        event = EventPageFactory(parent=self.agenda, organisers=[self.organisation])
        rows = {"organisations": [NewsOrganisation(organisation=self.organisation)]}
        item = NewsPageFactory(parent=self.news, rows=rows)

        for page in (self.practice(), event, item):
            self.assertContains(self.client.get(page.url), f'href="{self.address}"')

    def test_hidden_pages_do_not_make_it_a_page(self):
        self.practice(live=False)
        private = self.practice()
        PageViewRestriction.objects.create(page=private, restriction_type=PageViewRestriction.LOGIN)

        alone, other_slug = self.client.get(self.address), self.client.get(f"{self.address[:-1]}-x/")
        public = self.practice()
        response = self.client.get(self.address)

        self.assertEqual((alone.status_code, other_slug.status_code), (404, 404))
        self.assertContains(response, public.title)
        self.assertNotContains(response, private.title)
        self.assertIn("1 goede praktijk ", text_of(response))

    def test_what_only_a_later_draft_says_does_not_count(self):
        page = PracticePageFactory(parent=self.practices)
        page.partners = [PracticePartner(organisation=self.organisation)]
        page.save_revision()

        self.assertEqual(self.client.get(self.address).status_code, 404)

    def test_an_old_name_leads_to_the_new_address(self):
        self.practice()
        self.organisation.name = "CAW Kust en Polder"
        self.organisation.save()

        response = self.client.get(self.address)

        self.assertRedirects(response, self.organisation.get_absolute_url(), status_code=301)

    def test_shows_twenty_at_a_time(self):
        for _number in range(22):
            self.practice()

        second = self.client.get(f"{self.address}?page=2")

        self.assertEqual(len(second.context["entries"].object_list), 2)
        self.assertRedirects(self.client.get(f"{self.address}?page=3"), f"{self.address}?page=2")

    def test_more_pages_cost_no_more_queries(self):
        for _number in range(3):
            self.practice(), EventPageFactory(parent=self.agenda, organisers=[self.organisation])
        few = self.count_queries(self.address)
        for _number in range(9):
            self.practice(), EventPageFactory(parent=self.agenda, organisers=[self.organisation])

        self.assertEqual(self.count_queries(self.address), few)
        self.assertLessEqual(few, 25)


class CoordinatorTests(InvolvementTestCase):
    @classmethod
    def setUpTestData(cls):
        super().setUpTestData()
        cls.coordinator = CoordinatorPageFactory(parent=cls.platform)

    def practice(self, **values):
        rows = {"contacts": [PracticeContact(coordinator=self.coordinator)]}
        return PracticePageFactory(parent=self.practices, rows=rows, **values)

    def test_shows_practices_events_and_news_with_the_role_there(self):
        person = self.coordinator.person
        programme = [slot("10:00", speakers=[{"person": person}])]
        pages = [
            self.practice(),
            EventPageFactory(parent=self.agenda, contact=self.coordinator),
            EventPageFactory(parent=self.agenda, rows={"sessions": [session(slots=programme)]}),
            NewsPageFactory(parent=self.news, rows={"people": [NewsPerson(person=person)]}),
        ]

        response = self.client.get(self.coordinator.url)

        for page in pages:
            self.assertContains(response, f'href="{page.url}"')
        self.assertIn("(contactpersoon)", text_of(response))

    def test_hidden_pages_are_left_out(self):
        draft, private = self.practice(live=False), self.practice()
        PageViewRestriction.objects.create(page=private, restriction_type=PageViewRestriction.LOGIN)

        response = self.client.get(self.coordinator.url)

        self.assertNotContains(response, draft.title)
        self.assertNotContains(response, private.title)
        self.assertNotContains(response, "Op deze site")

    def test_more_pages_cost_no_more_queries(self):
        self.practice(), self.practice()
        few = self.count_queries(self.coordinator.url)
        for _number in range(8):
            self.practice()

        self.assertEqual(self.count_queries(self.coordinator.url), few)
