"""What the start screen says of registrations that came in: how many for which event, and never who."""

import datetime

from bs4 import BeautifulSoup
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from cms.work_lists import work_lists
from events.models import EventPage
from registrations.models import Registration
from registrations.officer.coming_in import NewRegistrations
from tests.permissions.cases import TwoTeamsCase
from tests.permissions.factories import a_user


class ComingInTests(TwoTeamsCase):
    def register(self, page, number, state="confirmed", days_ago=1):
        return Registration.objects.create(
            page=page,
            number=number,
            state=state,
            first_name="Zwijgzame",
            last_name="Deelnemer",
            email=f"zwijgzaam{number}@voorbeeld.be",
            registered_at=timezone.now() - datetime.timedelta(days=days_ago),
        )

    def start(self, user):
        self.client.force_login(user)
        return self.client.get(reverse("wagtailadmin_home"))

    def panel(self, user):
        soup = BeautifulSoup(self.start(user).content, "html.parser")
        section = soup.find(id=f"{NewRegistrations.name}-section")
        return " ".join(section.get_text(" ").split()) if section else ""

    def test_each_event_says_how_many_came_in_and_leads_to_its_list(self):
        event = self.own[EventPage]
        for number, state in enumerate(["confirmed", "confirmed", "waiting", "cancelled"], 1):
            self.register(event, number, state)

        response = self.start(self.us)

        text = self.panel(self.us)
        self.assertIn("Eigen EventPage", text)
        self.assertIn("4 inschrijvingen, 1 op de wachtlijst, 1 geannuleerd", text)
        self.assertContains(response, reverse("registrations_list", args=[event.pk]))

    def test_nobodys_name_or_address_stands_there(self):
        self.register(self.own[EventPage], 1)

        for words in ("Zwijgzame", "Deelnemer", "zwijgzaam1"):
            self.assertNotContains(self.start(self.us), words)

    def test_what_came_in_more_than_a_week_ago_is_no_news(self):
        self.register(self.own[EventPage], 1, days_ago=8)

        self.assertEqual(self.panel(self.us), "")

    def test_a_team_sees_those_of_its_own_events_and_reviewers_all(self):
        self.register(self.public[EventPage], 1)

        for user in (self.us, a_user(*self.us.groups.all())):
            self.assertEqual(NewRegistrations().items(user), [])
            self.assertEqual(NewRegistrations().count(user), 0)
            self.assertEqual(self.panel(user), "")
        for user in (self.them, self.reviewer, self.superuser):
            self.assertEqual(NewRegistrations().count(user), 1)
            self.assertIn("Openbaar EventPage", self.panel(user))

    def test_the_mail_about_work_is_not_sent_for_it(self):
        self.assertNotIn(NewRegistrations.name, {work_list.name for work_list in work_lists()})

    def test_more_of_them_cost_no_more_queries(self):
        def queries():
            self.start(self.them)
            with CaptureQueriesContext(connection) as queries:
                self.client.get(reverse("wagtailadmin_home"))
            return len(queries)

        self.register(self.public[EventPage], 1)
        few = queries()
        for number in range(2, 9):
            self.register(self.public[EventPage], number)
            self.register(self.pages[EventPage, "draft"], number)
            self.register(self.pages[EventPage, "changed"], number)

        self.assertEqual(queries(), few)
