"""Only the team of the event's section and reviewers see who registered."""

import re

from django.urls import reverse

from registrations.officer.urls import OF_EVENT, OF_ONE
from tests.registrations.cases import NAMES
from tests.registrations.officers import OfficerCase

POST_FORM = re.compile(r"<form[^>]*method=.post", re.IGNORECASE)
BY_POST = {"let_in", "presence", "link", "invoices_mark"}
SECRETS = ["Overlegdag", "Aerts", "an.aerts@voorbeeld.be", "3 "]


class WhoMaySeeTests(OfficerCase):
    @classmethod
    def setUpTestData(cls):
        super().setUpTestData()
        cls.register(cls(), *NAMES[:5])

    def addresses(self):
        """Each address with the method that it takes."""
        key = self.of(NAMES[0]).pk
        for name, _view in OF_EVENT.values():
            yield self.screen(name), name
        for name, _view in OF_ONE.values():
            yield self.screen(name, key), name

    def ask(self, address, name):
        method = self.client.post if name in BY_POST else self.client.get
        return method(address, {"state": "present"} if name == "presence" else {})

    def test_the_own_team_and_reviewers_get_in_everywhere(self):
        for user in (self.officer, self.reviewer):
            self.client.force_login(user)
            for address, name in self.addresses():
                with self.subTest(address, user=user):
                    response = self.ask(address, name)

                    self.assertIn(response.status_code, (200, 302))
                    self.assertNotEqual(response.headers.get("Location"), reverse("wagtailadmin_home"))

    def test_another_team_gets_in_nowhere_and_learns_nothing(self):
        self.client.force_login(self.stranger)
        for address, name in self.addresses():
            with self.subTest(address):
                response = self.ask(address, name)

                self.assertRedirects(response, reverse("wagtailadmin_home"), fetch_redirect_response=False)
                shown = self.client.get(reverse("wagtailadmin_home")).content.decode()
                self.assertFalse([secret for secret in SECRETS[:3] if secret in shown])
        self.assertEqual(self.of(NAMES[0]).state, "confirmed")

    def test_a_visitor_has_to_sign_in(self):
        self.client.logout()
        for address, name in self.addresses():
            with self.subTest(address):
                response = self.ask(address, name)

                self.assertEqual(response.status_code, 302)
                self.assertIn("/login/", response.headers["Location"])

    def test_a_team_sees_only_its_own_events_in_the_list(self):
        own = self.client.get(reverse("registrations"))
        self.client.force_login(self.stranger)

        others = self.client.get(reverse("registrations"))

        self.assertContains(own, "Overlegdag")
        self.assertNotContains(others, "Overlegdag")

    def test_a_registration_of_another_event_is_not_opened_by_an_own_one(self):
        theirs = self.an_event(title="Elders", slug="elders")
        self.register("Zita Zot", page=theirs)

        response = self.look("one", self.of("Zita Zot").pk)

        self.assertEqual(response.status_code, 404)

    def test_what_is_no_event_has_no_list(self):
        self.client.force_login(self.reviewer)

        response = self.look("list", page=self.home)

        self.assertRedirects(response, reverse("wagtailadmin_home"), fetch_redirect_response=False)

    def test_the_button_with_the_number_is_for_who_may_open_the_list(self):
        edit = reverse("wagtailadmin_pages:edit", args=[self.event.pk])

        response = self.client.get(edit)

        self.assertContains(response, "5 inschrijvingen")
        self.assertContains(response, self.screen("list"))

    def test_every_form_carries_the_token_of_its_own_screen(self):
        self.look("list")  # gives the cookie
        for address, name in self.addresses():
            if name not in BY_POST:
                with self.subTest(address):
                    text = self.client.get(address).content.decode()

                    self.assertEqual(text.count("csrfmiddlewaretoken"), len(POST_FORM.findall(text)))
