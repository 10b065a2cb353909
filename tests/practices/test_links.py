import datetime

from practices.models import Adoption, PracticeContact
from tests.events.factories import EventIndexPageFactory, EventPageFactory, presented, session, slot
from tests.factories import PersonFactory
from tests.platforms.factories import CoordinatorPageFactory, PlatformIndexPageFactory, PlatformPageFactory
from tests.practices.cases import PracticeTestCase
from tests.practices.factories import PracticePageFactory, StubFactory


class WhoMaySeeTests(PracticeTestCase):
    """The page names no other page that not everybody may see."""

    def coordinator(self, **values):
        platforms = PlatformIndexPageFactory(parent=self.home)
        return CoordinatorPageFactory(parent=PlatformPageFactory(parent=platforms), **values)

    def page_with_contact(self, coordinator):
        rows = {"contacts": [PracticeContact(coordinator=coordinator)]}
        return self.client.get(PracticePageFactory(parent=self.index, rows=rows).url)

    def test_a_coordinator_is_linked_to(self):
        coordinator = self.coordinator()

        self.assertContains(
            self.page_with_contact(coordinator), f'<a href="{coordinator.url}">{coordinator.title}</a>'
        )

    def test_a_coordinator_whose_page_is_a_draft_is_left_out(self):
        coordinator = self.coordinator(live=False)

        self.assertNotContains(self.page_with_contact(coordinator), coordinator.title)

    def test_a_coordinator_who_left_is_left_out(self):
        coordinator = self.coordinator(person=PersonFactory(active_until=datetime.date(2020, 1, 1)))

        self.assertNotContains(self.page_with_contact(coordinator), coordinator.title)

    def test_an_adoption_without_public_page_stands_without_link(self):
        hidden = StubFactory(parent=self.index, title="Niet voor iedereen", live=False)
        adoption = Adoption(organisation=self.owner, adopted_page=hidden)

        response = self.client.get(
            PracticePageFactory(parent=self.index, rows={"adopted_by": [adoption]}).url
        )

        self.assertContains(response, self.owner.name)
        self.assertNotContains(response, "niet-voor-iedereen")


class PresentedAtTests(PracticeTestCase):
    def event(self, practice, **values):
        agenda = EventIndexPageFactory(parent=self.home)
        rows = {"practices": presented(practice), **values.pop("rows", {})}
        return EventPageFactory(parent=agenda, title="Inspiratiedag", rows=rows, **values)

    def programme(self, practice):
        slots = [slot("08:45"), slot("10:00", "Aan tafel", practices=[practice])]
        return [session("2019-11-12 08:45", "2019-11-12 12:35", slots)]

    def test_names_the_event_the_day_and_the_slot(self):
        practice = StubFactory(parent=self.index)
        event = self.event(practice, rows={"sessions": self.programme(practice)})

        response = self.client.get(practice.url)

        self.assertContains(response, f'href="{event.url}"')
        self.assertContains(response, 'datetime="2019-11-12"')
        self.assertContains(response, "10.00")
        self.assertContains(response, "Aan tafel")
        self.assertNotContains(response, "Onthaal")

    def test_an_event_without_that_slot_is_named_all_the_same(self):
        practice = StubFactory(parent=self.index)
        event = self.event(practice, rows={"sessions": [session("2019-11-12 08:45", "2019-11-12 12:35")]})

        self.assertContains(self.client.get(practice.url), f'href="{event.url}"')

    def test_an_unpublished_event_is_not_named(self):
        practice = StubFactory(parent=self.index)
        self.event(practice, live=False)

        self.assertNotContains(self.client.get(practice.url), "Inspiratiedag")
