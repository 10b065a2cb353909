"""Contact details are the platform's, and a new colleague chooses a password by mail."""

import datetime
import json
import re
from datetime import timedelta

from django.contrib.auth import SESSION_KEY, get_user_model
from django.core import mail
from django.core.management import call_command
from django.test import TestCase
from django.urls import reverse
from django.utils import timezone

from cms.models import Person
from news.models import NewsPage, NewsPerson
from platforms.models import CoordinatorPage
from platforms.teams import team_of
from tests.factories import PersonFactory, home_page
from tests.permissions.cases import SECRET_PHONE, TwoTeamsCase, name_on
from tests.permissions.factories import PASSWORD, a_platform, a_user
from tests.permissions.test_matrix import filled_in


class PersonTests(TwoTeamsCase):
    def edit(self, user, person):
        self.client.force_login(user)
        return self.client.get(reverse(person.snippet_viewset.get_url_name("edit"), args=[person.pk]))

    def test_a_coordinator_is_changed_by_the_own_team_and_by_reviewers(self):
        self.assertEqual(self.edit(self.them, self.person).status_code, 200)
        self.assertEqual(self.edit(self.reviewer, self.person).status_code, 200)
        self.assertEqual(self.edit(self.us, self.person).status_code, 302)

    def test_a_second_page_for_the_same_person_opens_nothing(self):
        name_on(self.own[CoordinatorPage], self.person)

        self.assertEqual(self.edit(self.us, self.person).status_code, 302)
        self.assertEqual(self.edit(self.them, self.person).status_code, 200)

    def test_somebody_who_is_no_coordinator_is_changed_by_every_team(self):
        speaker = PersonFactory()

        self.assertEqual(self.edit(self.us, speaker).status_code, 200)
        self.assertEqual(self.edit(self.them, speaker).status_code, 200)

    def test_whose_page_is_gone_is_still_the_own_teams_alone(self):
        CoordinatorPage.objects.filter(person=self.person).delete()
        Person.objects.filter(pk=self.person.pk).update(section=self.theirs)

        self.assertEqual(self.edit(self.us, self.person).status_code, 302)
        self.assertEqual(self.edit(self.them, self.person).status_code, 200)

    def test_a_guest_on_their_live_page_is_not_ours_to_change(self):
        guest = PersonFactory()
        NewsPerson.objects.create(page=self.public[NewsPage], person=guest)

        self.assertEqual(self.edit(self.us, guest).status_code, 302)
        self.assertEqual(self.edit(self.them, guest).status_code, 200)

    def test_a_guest_of_whom_only_we_draft_a_page_is_ours_to_change(self):
        guest = PersonFactory()
        CoordinatorPage.objects.filter(pk=self.own[CoordinatorPage].pk).update(person=guest)

        self.assertEqual(self.edit(self.us, guest).status_code, 200)
        self.assertEqual(self.edit(self.them, guest).status_code, 302)

    def test_reviewers_delete_people_and_teams_do_not(self):
        guest = PersonFactory()
        path = f"/api/cms/snippets/cms.Person/{guest.pk}/"
        address = reverse(guest.snippet_viewset.get_url_name("delete"), args=[guest.pk])

        for user in (self.us, self.them):
            self.client.force_login(user)
            self.client.post(address)
            self.client.delete(path, **self.token_of(user))
            self.assertTrue(Person.objects.filter(pk=guest.pk).exists(), user)

        self.client.force_login(self.reviewer)
        self.client.post(address)
        self.assertFalse(Person.objects.filter(pk=guest.pk).exists())

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


class LastDayTests(TwoTeamsCase):
    """Who fills in the last day erases: so that is a right of its own, by every door."""

    def setUp(self):
        self.guest = PersonFactory(first_name="Bert", last_name="Burgemeester")
        self.day = timezone.localdate() - timedelta(days=40)

    def by_form(self, user, person, **changes):
        self.client.force_login(user)
        address = reverse(person.snippet_viewset.get_url_name("edit"), args=[person.pk])
        form = self.client.get(address)
        if form.status_code != 200:
            return form
        return self.client.post(address, filled_in(form, Person) | changes)

    def by_program(self, user, method, path, **data):
        return self.client.generic(
            method,
            f"/api/cms/snippets/cms.Person/{path}",
            json.dumps(data),
            content_type="application/json",
            **self.token_of(user),
        )

    def last_day_of(self, person):
        return Person.objects.get(pk=person.pk).active_until

    def test_a_team_ends_its_own_people(self):
        response = self.by_form(self.them, self.person, active_until=str(self.day))

        self.assertEqual(response.status_code, 302)
        self.assertEqual(self.last_day_of(self.person), self.day)
        call_command("tick")
        self.assertTrue(Person.objects.filter(pk=self.person.pk).exists())

    def test_nor_its_own_who_works_for_another_platform_too(self):
        name_on(self.own[CoordinatorPage], self.person)

        form = self.by_form(self.them, self.person, active_until=str(self.day))

        self.assertContains(form, "alleen de eindredactie")
        self.assertIsNone(self.last_day_of(self.person))

    def test_a_reviewer_ends_anybody(self):
        for person in (self.person, self.guest):
            self.by_form(self.reviewer, person, active_until=str(self.day))

            self.assertEqual(self.last_day_of(person), self.day)

    def test_no_other_team_ends_a_coordinator(self):
        self.by_form(self.us, self.person, active_until=str(self.day))
        self.by_program(self.us, "PATCH", f"{self.person.pk}/", active_until=str(self.day))

        self.assertIsNone(self.last_day_of(self.person))

    def test_no_team_ends_a_guest(self):
        form = self.by_form(self.us, self.guest, active_until=str(self.day))
        sent = self.by_program(self.us, "PATCH", f"{self.guest.pk}/", active_until=str(self.day))

        self.assertContains(form, "alleen de eindredactie")
        self.assertContains(form, f"/snippets/cms/person/ask/{self.guest.pk}/")
        self.assertContains(sent, "alleen de eindredactie", status_code=422)
        self.assertIsNone(self.last_day_of(self.guest))

    def test_nor_makes_one_that_is_over(self):
        new = {"first_name": "Bert", "last_name": "Voorbij", "active_until": str(self.day)}
        self.client.force_login(self.us)

        by_program = self.by_program(self.us, "POST", "", **new)
        in_chooser = self.client.post(reverse("wagtailsnippetchoosers_cms_person:create"), new)

        self.assertEqual(by_program.status_code, 422)
        self.assertEqual(in_chooser.json()["step"], "chosen")
        self.assertIsNone(Person.objects.get(last_name="Voorbij").active_until)

    def test_a_team_changes_the_rest_of_a_guest_and_keeps_the_day(self):
        Person.objects.filter(pk=self.guest.pk).update(active_until=self.day)

        self.by_form(self.us, self.guest, function="burgemeester")
        self.by_program(self.us, "PATCH", f"{self.guest.pk}/", honorific="dhr.")

        guest = Person.objects.get(pk=self.guest.pk)
        self.assertEqual(
            (guest.function, guest.honorific, guest.active_until), ("burgemeester", "dhr.", self.day)
        )

    def test_a_year_ago_is_read_as_a_slip(self):
        for user, person in ((self.them, self.person), (self.reviewer, self.guest)):
            form = self.by_form(user, person, active_until="2020-06-30")
            sent = self.by_program(user, "PATCH", f"{person.pk}/", active_until="2020-06-30")

            self.assertContains(form, "Kijk het jaartal na")
            self.assertContains(sent, "Kijk het jaartal na", status_code=422)
            self.assertIsNone(self.last_day_of(person))

    def test_what_is_stored_since_long_does_not_stand_in_the_way(self):
        Person.objects.filter(pk=self.person.pk).update(active_until=datetime.date(2020, 6, 30))

        response = self.by_form(self.them, self.person, function="coördinator")

        self.assertEqual(response.status_code, 302)


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
            self.client.post(
                reverse("wagtailadmin_login"), {"username": "noor@voorbeeld.be", "password": password}
            )

            self.assertNotIn(SESSION_KEY, self.client.session)

    def test_a_team_adds_no_colleagues(self):
        self.client.force_login(a_user(team_of(self.platform)))

        response = self.client.get(reverse("wagtailusers_users:add"))

        self.assertEqual(response.status_code, 302)
