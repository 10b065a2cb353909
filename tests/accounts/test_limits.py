"""How often a password may be guessed, at every door that takes one."""

import re
from datetime import timedelta
from unittest import mock

from axes.models import AccessAttempt, AccessLog
from django.contrib.auth import SESSION_KEY, get_user_model
from django.contrib.auth.hashers import MD5PasswordHasher
from django.core.management import call_command
from django.test import override_settings
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Collection, CollectionViewRestriction, PageViewRestriction

from tests.cases import SiteTestCase
from tests.permissions.factories import PASSWORD, a_user

EMAIL, WRONG = "mieke@voorbeeld.be", "fout"
BEHIND_PROXY = override_settings(SECURE_PROXY_SSL_HEADER=("HTTP_X_FORWARDED_PROTO", "https"))


class LimitCase(SiteTestCase):
    @classmethod
    def setUpTestData(cls):
        super().setUpTestData()
        cls.user = a_user(is_superuser=True, email=EMAIL)

    def sign_in(self, password=WRONG, name=EMAIL, door="wagtailadmin_login", **more):
        return self.client.post(reverse(door), {"username": name, "password": password}, **more)

    def guess(self, times, **more):
        return [self.sign_in(**more).status_code for _number in range(times)]


class NameTests(LimitCase):
    def test_the_tenth_wrong_password_is_told_to_wait(self):
        self.assertEqual(self.guess(10), [200] * 9 + [429])

        response = self.sign_in(PASSWORD)

        self.assertContains(response, "Probeer het over een kwartier opnieuw", status_code=429)
        self.assertEqual(response["Retry-After"], "900")
        self.assertIn("no-store", response["Cache-Control"])
        self.assertNotIn(SESSION_KEY, self.client.session)

    def test_capitals_and_letters_that_a_database_takes_for_others_are_the_same_name(self):
        for name in ("MIEKE@voorbeeld.be", " mieKe@voorbeeld.be", "mie\u212ae@voorbeeld.be"):
            self.guess(3, name=name)

        self.assertEqual(self.sign_in().status_code, 429)

    def test_other_names_and_other_places_are_let_in(self):
        a_user(is_superuser=True, email="ander@voorbeeld.be")
        self.guess(10)

        self.assertEqual(self.sign_in(PASSWORD, name="ander@voorbeeld.be").status_code, 302)
        self.assertEqual(self.sign_in(PASSWORD, REMOTE_ADDR="192.0.2.8").status_code, 302)

    def test_after_a_quarter_of_an_hour_it_is_over_whoever_goes_on_guessing(self):
        self.guess(10)
        with mock.patch("axes.handlers.proxy.now", return_value=timezone.now() + timedelta(minutes=10)):
            self.guess(3)

        with mock.patch("axes.handlers.proxy.now", return_value=timezone.now() + timedelta(minutes=16)):
            self.assertEqual(self.sign_in(PASSWORD).status_code, 302)

    def test_signing_in_starts_anew(self):
        self.guess(9)
        self.sign_in(PASSWORD)
        self.client.logout()

        self.assertEqual(self.guess(9), [200] * 9)

    def test_whether_a_name_exists_shows_in_neither_the_words_nor_the_work(self):
        """Hashing takes nearly all of the time: once for everybody."""
        a_user(email="weg@voorbeeld.be", is_active=False)
        get_user_model().objects.create(email="nieuw@voorbeeld.be")  # who has not chosen a password yet
        answers = {}
        for name in (EMAIL, "niemand@voorbeeld.be", "weg@voorbeeld.be", "nieuw@voorbeeld.be"):
            with mock.patch.object(
                MD5PasswordHasher, "encode", autospec=True, side_effect=MD5PasswordHasher.encode
            ) as hashed:
                response = self.sign_in(name=name)
            page = re.sub(r'(value|CSRF_TOKEN)"?[=:] ?"[^"]*"', "", response.content.decode())
            answers[name] = (response.status_code, page, hashed.call_count)

        self.assertEqual(
            len(set(answers.values())), 1, [(answer[0], answer[2]) for answer in answers.values()]
        )
        self.assertEqual(answers[EMAIL][2], 1)

    def test_a_very_long_name_is_no_error(self):
        self.assertEqual(self.sign_in(name="x" * 300).status_code, 200)
        self.assertEqual(
            self.client.get("/++api++/", HTTP_AUTHORIZATION="Basic " + "eA" * 2000).status_code, 401
        )

    def test_nothing_of_the_form_is_kept(self):
        self.client.post(
            reverse("wagtailadmin_login") + "?next=/geheim/",
            {"username": EMAIL, "password": "fout", "password-new_password1": "geheim"},
        )
        self.sign_in()

        attempt = AccessAttempt.objects.get()
        self.assertEqual((attempt.get_data, attempt.post_data), ("", ""))

    def test_the_clock_forgets_who_was_where(self):
        self.guess(1)
        self.sign_in(PASSWORD)
        AccessAttempt.objects.update_or_create(
            username="x", user_agent="", defaults={"failures_since_start": 1}
        )

        with mock.patch("django.utils.timezone.now", return_value=timezone.now() + timedelta(days=91)):
            call_command("tick")

        self.assertEqual((AccessAttempt.objects.count(), AccessLog.objects.count()), (0, 0))


@override_settings(AXES_FAILURE_LIMIT=3)
class SpreadTests(LimitCase):
    """With three guesses in place of ten, so fifteen for all names of an address."""

    def test_one_address_may_not_try_a_few_passwords_on_everybody(self):
        for number in range(8):
            self.guess(2, name=f"collega{number}@voorbeeld.be")

        self.assertEqual(self.sign_in(PASSWORD).status_code, 429)

    def test_an_account_of_ones_own_does_not_start_an_address_anew(self):
        a_user(is_superuser=True, email="eigen@voorbeeld.be")
        for number in range(7):
            self.guess(2, name=f"collega{number}@voorbeeld.be")
        self.sign_in(PASSWORD, name="eigen@voorbeeld.be")
        self.client.logout()

        self.guess(2, name="nog@voorbeeld.be")

        self.assertEqual(self.sign_in(PASSWORD).status_code, 429)

    def test_a_name_guessed_from_many_places_is_closed_but_where_its_owner_works(self):
        self.sign_in(PASSWORD, REMOTE_ADDR="198.51.100.7")
        self.client.logout()
        for number in range(8):
            self.guess(2, REMOTE_ADDR=f"192.0.2.{number}")

        self.assertEqual(self.sign_in(PASSWORD, REMOTE_ADDR="192.0.2.99").status_code, 429)
        self.assertEqual(self.sign_in(PASSWORD, REMOTE_ADDR="198.51.100.7").status_code, 302)


class AddressTests(LimitCase):
    def test_without_a_proxy_nobody_writes_an_address(self):
        for number in range(10):
            self.sign_in(HTTP_X_FORWARDED_FOR=f"192.0.2.{number}")

        self.assertEqual(self.sign_in(HTTP_X_FORWARDED_FOR="192.0.2.99").status_code, 429)

    @BEHIND_PROXY
    def test_behind_a_proxy_it_is_the_address_that_the_proxy_saw(self):
        for number in range(10):
            self.sign_in(HTTP_X_FORWARDED_FOR=f"10.9.9.{number}, 192.0.2.7")

        self.assertEqual(self.sign_in(HTTP_X_FORWARDED_FOR="10.1.1.1, 192.0.2.7").status_code, 429)
        self.assertEqual(self.sign_in(PASSWORD, HTTP_X_FORWARDED_FOR="192.0.2.8").status_code, 302)

    def test_who_has_one_address_of_ipv6_has_its_whole_network(self):
        for number in range(10):
            self.sign_in(REMOTE_ADDR=f"2001:db8:1:1::{number:x}")

        self.assertEqual(self.sign_in(REMOTE_ADDR="2001:db8:1:1:ffff::1").status_code, 429)
        self.assertEqual(self.sign_in(PASSWORD, REMOTE_ADDR="2001:db8:1:2::1").status_code, 302)

    def test_a_server_without_an_address_is_no_error(self):
        self.assertEqual(self.guess(10, REMOTE_ADDR="")[-1], 429)


class DoorTests(LimitCase):
    def test_programs_are_told_in_their_own_form(self):
        self.guess(10)

        response = self.sign_in(PASSWORD, HTTP_ACCEPT="application/json")

        self.assertEqual(response.status_code, 429)
        self.assertEqual(response.json()["type"], "TooManyRequests")

    def assert_counts(self, address):
        statuses = [
            self.client.post(address, {"password": "fout", "return_url": "/"}).status_code
            for _number in range(10)
        ]
        self.assertEqual(statuses, [200] * 9 + [429])
        right = {"password": "geheim", "return_url": "/"}
        self.assertEqual(self.client.post(address, right).status_code, 429)
        self.assertEqual(self.client.post(address, right, REMOTE_ADDR="192.0.2.8").status_code, 302)
        self.assertEqual(self.client.get(address).status_code, 200)

    def test_the_password_of_a_page_is_guessed_ten_times(self):
        restriction = PageViewRestriction.objects.create(
            page=self.news, restriction_type="password", password="geheim"
        )

        self.assert_counts(
            reverse("wagtailcore_authenticate_with_password", args=[restriction.pk, self.news.pk])
        )

    def test_the_password_of_documents_is_guessed_ten_times(self):
        restriction = CollectionViewRestriction.objects.create(
            collection=Collection.get_first_root_node(), restriction_type="password", password="geheim"
        )

        self.assert_counts(reverse("wagtaildocs_authenticate_with_password", args=[restriction.pk]))
