"""The base of the tests of the officer's screens: an event of one section, and who looks at it."""

from django.urls import reverse

from events.models import EventIndexPage
from tests.events.factories import EventIndexPageFactory
from tests.permissions.factories import a_member_of, a_platform, a_reviewer
from tests.registrations.cases import RegistrationCase


class OfficerCase(RegistrationCase):
    """`event` and `agenda` are of the section Rivierenland; `officer` is of its team, and signed in."""

    @classmethod
    def setUpTestData(cls):
        super().setUpTestData()
        cls.reviewer = a_reviewer(cls.home)
        cls.platform, cls.other = a_platform(cls.home, "Rivierenland"), a_platform(cls.home, "Westhoek")
        cls.agenda = EventIndexPage.objects.child_of(cls.platform).first() or EventIndexPageFactory(
            parent=cls.platform
        )
        cls.event = cls.an_event(
            title="Overlegdag", slug="overlegdag", capacity=3, has_waitlist=True, substitution_allowed=True
        )
        cls.officer, cls.stranger = a_member_of(cls.platform), a_member_of(cls.other)

    def setUp(self):
        self.client.force_login(self.officer)

    def screen(self, name, *keys, page=None):
        return reverse(f"registrations_{name}", args=[(page or self.event).pk, *keys])

    def look(self, name, *keys, page=None, **query):
        return self.client.get(self.screen(name, *keys, page=page), query)

    def do(self, name, *keys, page=None, **data):
        """Sends the form of that screen, and gives the screen that follows."""
        return self.client.post(self.screen(name, *keys, page=page), data, follow=True)
