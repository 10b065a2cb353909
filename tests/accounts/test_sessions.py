"""Who works stays signed in, who is away for two weeks does not, and no session lasts for ever."""

from datetime import datetime, timedelta
from unittest import mock

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.models import Session
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone

from tests.cases import SiteTestCase
from tests.permissions.factories import PASSWORD, a_user

# A Monday morning.
START = datetime.fromisoformat("2026-11-02T09:00:00+01:00")


class SessionTests(SiteTestCase):
    @classmethod
    def setUpTestData(cls):
        super().setUpTestData()
        cls.user = a_user(is_superuser=True, email="mieke@voorbeeld.be")

    def at(self, **later):
        return mock.patch("django.utils.timezone.now", return_value=START + timedelta(**later))

    def sign_in(self, **more):
        data = {"username": self.user.email, "password": PASSWORD, **more}
        with self.at():
            self.assertEqual(self.client.post(reverse("wagtailadmin_login"), data).status_code, 302)

    def is_in(self, **later):
        with self.at(**later):
            return self.client.get("/admin/api/main/pages/?limit=0").status_code == 200

    def test_who_works_every_week_is_never_cut_off_in_the_morning(self):
        self.sign_in()

        for week in range(5):
            for hour in (0, 1, 2, 3):
                self.assertTrue(self.is_in(weeks=week, hours=hour), f"week {week}, {9 + hour} o'clock")

    def test_after_two_weeks_without_work_one_is_out(self):
        self.sign_in()
        self.assertTrue(self.is_in(days=13))
        self.assertTrue(self.is_in(days=26))

        self.assertFalse(self.is_in(days=40, hours=1))

    def test_after_a_month_one_is_out_in_the_night(self):
        self.sign_in()
        for day in range(0, 30, 5):
            self.is_in(days=day)

        self.assertTrue(self.is_in(days=30, hours=12))
        self.assertFalse(self.is_in(days=30, hours=19, minutes=1))

    def test_no_remembering_is_a_cookie_that_ends_with_the_browser(self):
        for more, age in (({}, ""), ({"remember": "on"}, 14 * 24 * 60 * 60)):
            self.sign_in(**more)
            self.assertEqual(self.client.cookies["sessionid"]["max-age"], age)

            self.assertTrue(self.is_in(days=1))
            self.assertEqual(self.client.cookies["sessionid"]["max-age"], age)

    def test_an_open_tab_alone_prolongs_nothing(self):
        self.sign_in()
        ping = reverse("wagtailadmin_editing_sessions:ping", args=["wagtailcore", "page", self.news.pk, 1])
        before = Session.objects.get().expire_date

        with self.at(days=1):
            self.client.post(ping)

        self.assertEqual(Session.objects.get().expire_date, before)

    def test_it_is_written_at_most_once_an_hour(self):
        self.sign_in()
        before = Session.objects.get().expire_date

        self.is_in(minutes=59)
        self.assertEqual(Session.objects.get().expire_date, before)
        self.is_in(minutes=61)
        self.assertGreater(Session.objects.get().expire_date, before)

    def test_public_pages_set_no_cookie_and_prolong_nothing(self):
        self.sign_in()

        with self.at(days=2):
            response = self.client.get(self.news.url)

        self.assertFalse(response.cookies)

    def test_a_session_of_before_gets_an_end_at_the_first_visit(self):
        self.client.force_login(self.user)
        session = self.client.session
        for name in ("signed_in_at", "active_at"):
            del session[name]
        session.save()

        self.client.get(reverse("wagtailadmin_account"))

        self.assertIn("signed_in_at", self.client.session)
        self.assertIn(SESSION_KEY, self.client.session)

    def test_the_clock_clears_what_has_ended(self):
        self.sign_in()

        with self.at(days=15):
            call_command("tick")

        self.assertFalse(Session.objects.filter(expire_date__lt=timezone.now()).exists())


class CopiedCookieTests(SiteTestCase):
    """What somebody who copied a session's cookie has of it (OWASP ASVS 5.0, 7.2.4 and 7.4)."""

    @classmethod
    def setUpTestData(cls):
        super().setUpTestData()
        cls.user = a_user(is_superuser=True, email="mieke@voorbeeld.be")

    def setUp(self):
        self.thief = self.client_class()

    def sign_in(self):
        data = {"username": self.user.email, "password": PASSWORD}
        self.client.post(reverse("wagtailadmin_login"), data)

    def copy(self):
        self.thief.cookies["sessionid"] = self.client.cookies["sessionid"].value

    def is_in(self, client):
        return client.get(reverse("wagtailadmin_account")).status_code == 200

    def test_a_session_that_somebody_planted_is_not_the_one_that_is_signed_in(self):
        session = self.client.session
        session["planted"] = True
        session.save()
        self.client.cookies["sessionid"] = session.session_key
        self.copy()

        self.sign_in()

        self.assertEqual((self.is_in(self.client), self.is_in(self.thief)), (True, False))

    def test_after_signing_out_it_opens_nothing(self):
        self.sign_in()
        self.copy()
        self.assertTrue(self.is_in(self.thief))

        self.client.post(reverse("wagtailadmin_logout"))

        self.assertFalse(self.is_in(self.thief))

    def test_nor_once_the_account_is_switched_off_or_deleted(self):
        self.sign_in()
        self.copy()
        type(self.user).objects.filter(pk=self.user.pk).update(is_active=False)
        self.assertFalse(self.is_in(self.thief))

        type(self.user).objects.filter(pk=self.user.pk).update(is_active=True)
        self.assertTrue(self.is_in(self.thief))
        self.user.delete()

        self.assertFalse(self.is_in(self.thief))

    def test_nor_after_a_new_password_while_the_owner_goes_on(self):
        self.sign_in()
        self.copy()
        new = "vier heel andere woorden"
        passwords = {"old_password": PASSWORD, "new_password1": new, "new_password2": new}
        data = {
            "name_email-first_name": "Mieke",
            "name_email-last_name": "Maes",
            "name_email-email": self.user.email,
            **{f"password-{name}": value for name, value in passwords.items()},
            "theme-theme": "system",
            "theme-contrast": "system",
            "theme-density": "default",
        }

        self.client.post(reverse("wagtailadmin_account"), data)

        self.assertEqual((self.is_in(self.client), self.is_in(self.thief)), (True, False))
