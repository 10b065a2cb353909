"""Contact details are the platform's, and a new colleague chooses a password by mail."""

import re

from django.contrib.auth import get_user_model
from django.core import mail
from django.test import TestCase
from django.urls import reverse

from platforms.models import CoordinatorPage
from platforms.tasks import team_of
from tests.factories import PersonFactory, home_page
from tests.permissions.cases import SECRET_PHONE, TwoTeamsCase
from tests.permissions.factories import PASSWORD, a_platform, a_user


class PersonTests(TwoTeamsCase):
    def edit(self, user, person):
        self.client.force_login(user)
        return self.client.get(reverse(person.snippet_viewset.get_url_name("edit"), args=[person.pk]))

    def test_a_coordinator_is_changed_by_the_own_team_and_by_reviewers(self):
        self.assertEqual(self.edit(self.them, self.person).status_code, 200)
        self.assertEqual(self.edit(self.reviewer, self.person).status_code, 200)
        self.assertEqual(self.edit(self.us, self.person).status_code, 302)

    def test_a_second_page_for_the_same_person_opens_nothing(self):
        CoordinatorPage.objects.filter(pk=self.own[CoordinatorPage].pk).update(person=self.person)

        self.assertEqual(self.edit(self.us, self.person).status_code, 302)
        self.assertEqual(self.edit(self.them, self.person).status_code, 200)

    def test_somebody_who_is_no_coordinator_is_changed_by_every_team(self):
        speaker = PersonFactory()

        self.assertEqual(self.edit(self.us, speaker).status_code, 200)
        self.assertEqual(self.edit(self.them, speaker).status_code, 200)

    def test_the_list_links_whom_one_may_change(self):
        PersonFactory(last_name="Vrijgesteld")
        self.client.force_login(self.us)

        response = self.client.get(reverse(self.person.snippet_viewset.get_url_name("list")))

        self.assertContains(response, "Vandamme")
        self.assertNotContains(response, SECRET_PHONE)
        edit = self.person.snippet_viewset.get_url_name("edit")
        self.assertNotContains(response, reverse(edit, args=[self.person.pk]))

    def test_a_person_is_made_without_leaving_the_page(self):
        self.client.force_login(self.us)
        address = reverse("wagtailsnippetchoosers_cms_person:create")
        data = {"first_name": "Noor", "last_name": "Claes", "function": "spreker"}

        response = self.client.post(address, data)

        self.assertEqual(response.json()["step"], "chosen")


class ColleagueTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.home = home_page()
        cls.platform = a_platform(cls.home, "Westhoek")
        cls.superuser = a_user(is_superuser=True)

    def add_colleague(self):
        self.client.force_login(self.superuser)
        data = {
            "email": "Noor@voorbeeld.be",
            "first_name": "Noor",
            "last_name": "Claes",
            "groups": [team_of(self.platform).pk],
        }
        return self.client.post(reverse("wagtailusers_users:add"), data)

    def test_a_colleague_chooses_a_password_and_sees_her_section(self):
        self.add_colleague()
        self.client.logout()
        link = re.search(r"https?://\S+/password_reset/\S+", mail.outbox[0].body)[0]

        form = self.client.get("/" + link.split("/", 3)[3], follow=True)
        new = {"new_password1": PASSWORD, "new_password2": PASSWORD}
        self.client.post(form.redirect_chain[-1][0], new)
        self.client.post(
            reverse("wagtailadmin_login"), {"username": "noor@voorbeeld.be", "password": PASSWORD}
        )
        response = self.client.get(reverse("wagtailadmin_explore_root"), follow=True)

        self.assertEqual(response.context["parent_page"].pk, self.platform.pk)

    def test_the_mail_says_who_it_is_for_and_no_password(self):
        self.add_colleague()

        (message,) = mail.outbox
        self.assertEqual(message.to, ["noor@voorbeeld.be"])
        self.assertIn("Noor", message.body)
        self.assertEqual(get_user_model().objects.get(email="noor@voorbeeld.be").password, "")

    def test_nobody_signs_in_before_that(self):
        self.add_colleague()
        self.client.logout()

        for password in ("", "x"):
            signed_in = self.client.login(username="noor@voorbeeld.be", password=password)

            self.assertFalse(signed_in)

    def test_a_team_adds_no_colleagues(self):
        self.client.force_login(a_user(team_of(self.platform)))

        response = self.client.get(reverse("wagtailusers_users:add"))

        self.assertEqual(response.status_code, 302)
