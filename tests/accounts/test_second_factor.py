"""Two-step verification: what a password alone no longer opens, and how somebody who lost the phone gets in again."""

import time
from unittest import mock

from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, generate_totp_secret, hotp_value
from django.contrib.auth import SESSION_KEY
from django.contrib.auth.tokens import default_token_generator
from django.core import mail
from django.core.management import CommandError, call_command
from django.test import override_settings
from django.urls import reverse
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode
from wagtail.models import APIToken

from accounts.adapters import FRESH, MFAAdapter
from home.models import StandardPage
from tests.cases import SiteTestCase
from tests.permissions.cases import TwoTeamsCase
from tests.permissions.factories import PASSWORD, a_user
from tests.plone.cases import basic, bearer

EMAIL = "mieke@voorbeeld.be"
SETUP = "mfa_index"
HOME = "wagtailadmin_home"


def code_of(secret, steps=0):
    """What the app shows now, or so many times thirty seconds later."""
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30 + steps))


def wrong_code(secret):
    return f"{(int(code_of(secret)) + 1) % 10**6:06}"


def give_app(user):
    """The key that the app on this user's phone holds."""
    secret = generate_totp_secret()
    TOTP.activate(user, secret)
    return secret


class SecondFactorCase(SiteTestCase):
    @classmethod
    def setUpTestData(cls):
        super().setUpTestData()
        cls.user = a_user(is_superuser=True, email=EMAIL)

    def sign_in(self, client=None, query="", **more):
        data = {"username": EMAIL, "password": PASSWORD, **more}
        return (client or self.client).post(reverse("wagtailadmin_login") + query, data)

    def give_code(self, code, client=None):
        return (client or self.client).post(reverse("mfa_authenticate"), {"code": code})

    def is_in(self, client=None):
        return (client or self.client).get(reverse(HOME)).status_code == 200


class SignInTests(SecondFactorCase):
    def setUp(self):
        self.secret = give_app(self.user)

    def test_the_password_alone_opens_nothing(self):
        response = self.sign_in()

        self.assertRedirects(response, reverse("mfa_authenticate"))
        self.assertNotIn(SESSION_KEY, self.client.session)
        self.assertFalse(self.is_in())

    def test_the_code_of_the_app_signs_in_to_the_page_that_was_asked_for(self):
        reports = reverse("wagtailadmin_reports:site_history")

        self.sign_in(next=reports)
        response = self.give_code(code_of(self.secret))

        self.assertRedirects(response, reports)

    def test_remember_me_is_remembered_past_the_second_step(self):
        for remember, ends_with_browser in (({"remember": "on"}, False), ({}, True)):
            client = self.client_class()
            Authenticator.objects.update(last_used_at=None)
            self.sign_in(client, **remember)
            self.give_code(code_of(self.secret), client)

            self.assertEqual(client.session.get_expire_at_browser_close(), ends_with_browser)

    def test_a_code_works_once_whatever_process_checks_it(self):
        other = self.client_class()
        self.sign_in()
        self.sign_in(other)

        self.give_code(code_of(self.secret))
        with mock.patch(
            "allauth.mfa.totp.internal.auth.cache.add", return_value=True
        ):  # that of another process
            response = self.give_code(code_of(self.secret), other)

        self.assertContains(response, "Deze code is al gebruikt")
        self.assertEqual((self.is_in(), self.is_in(other)), (True, False))

    def test_ten_wrong_codes_lock_out_even_the_right_one(self):
        self.sign_in()
        statuses = [self.give_code(wrong_code(self.secret)).status_code for _number in range(10)]

        self.assertEqual(statuses, [200] * 9 + [429])
        self.assertEqual(self.give_code(code_of(self.secret)).status_code, 429)
        self.assertFalse(self.is_in())

    def test_a_recovery_code_lets_in_once(self):
        code = RecoveryCodes.activate(self.user).get_unused_codes()[0]
        other = self.client_class()

        for client in (self.client, other):
            self.sign_in(client)
            self.give_code(code, client)

        self.assertEqual((self.is_in(), self.is_in(other)), (True, False))

    def test_a_new_password_by_mail_asks_for_the_second_step_all_the_same(self):
        key = [
            urlsafe_base64_encode(force_bytes(self.user.pk)),
            default_token_generator.make_token(self.user),
        ]
        form = self.client.get(reverse("wagtailadmin_password_reset_confirm", args=key), follow=True)
        new = "vier heel andere woorden"

        self.client.post(form.redirect_chain[-1][0], {"new_password1": new, "new_password2": new})

        self.assertFalse(self.is_in())
        self.assertRedirects(self.sign_in(password=new), reverse("mfa_authenticate"))

    def test_what_nobody_s_app_shows_is_refused(self):
        self.sign_in()
        for code in ("", "zes cijfers", "1" * 5000, "\u0661" * 6):
            self.assertEqual(self.give_code(code).status_code, 200)
        for credential in ("", "null", "[]", '{"response": 3}', '{"id": "x", "response": {}}', "{"):
            response = self.client.post(reverse("mfa_authenticate"), {"credential": credential})
            self.assertEqual(response.status_code, 200)
            response = self.client_class().post(reverse("mfa_login_webauthn"), {"credential": credential})
            self.assertEqual(response.status_code, 302)

        self.assertFalse(self.is_in())


class OtherDoorTests(SecondFactorCase):
    def test_the_form_for_readers_of_private_pages_is_the_same_one(self):
        give_app(self.user)

        response = self.client.post("/_util/login/", {"username": EMAIL, "password": PASSWORD})

        self.assertRedirects(response, reverse("wagtailadmin_login"))
        self.assertFalse(self.is_in())

    def test_the_page_that_asked_is_kept(self):
        response = self.client.get("/_util/login/?next=/nieuws/")

        self.assertRedirects(response, reverse("wagtailadmin_login") + "?next=/nieuws/")

    def dialect(self, authorization):
        return self.client.get("/++api++/", **authorization).status_code

    def test_the_dialect_takes_no_password_alone_not_even_one_it_checked_before(self):
        login = {"login": EMAIL, "password": PASSWORD}
        token = self.client.post("/++api++/@login", login, "application/json").json()["token"]
        before = [self.dialect(basic(self.user)), self.dialect(bearer(token))]

        give_app(self.user)

        refused = self.client.post("/++api++/@login", login, "application/json")
        self.assertEqual(before, [200, 200])
        self.assertContains(refused, "in twee stappen", status_code=401)
        self.assertEqual(self.dialect(basic(self.user)), 401)
        self.assertEqual(self.dialect(bearer(token)), 401)

    def test_the_dialect_takes_an_api_token_that_was_made_in_the_admin(self):
        give_app(self.user)
        _token, key = APIToken.create_token(user=self.user, name="script")

        self.assertEqual(self.dialect(bearer(key)), 200)
        self.assertEqual(self.dialect(bearer(f"{key}x")), 401)


class SettingUpTests(SecondFactorCase):
    def setUp(self):
        self.sign_in()

    def switch_on(self):
        address = reverse("mfa_activate_totp")
        secret = self.client.get(address).context["form"].secret
        return secret, self.client.post(address, {"code": code_of(secret)})

    def test_it_ends_all_sessions_but_this_one(self):
        elsewhere = self.client_class()
        self.sign_in(elsewhere)

        _secret, response = self.switch_on()

        self.assertRedirects(response, reverse("mfa_view_recovery_codes"))
        self.assertEqual((self.is_in(), self.is_in(elsewhere)), (True, False))

    def test_without_the_right_code_it_stays_off(self):
        address = reverse("mfa_activate_totp")
        secret = self.client.get(address).context["form"].secret

        response = self.client.post(address, {"code": wrong_code(secret)})

        self.assertEqual(response.status_code, 200)
        self.assertFalse(self.user.has_second_factor)

    def test_the_key_and_the_codes_can_t_be_read_from_the_database(self):
        secret, _response = self.switch_on()
        codes = self.client.get(reverse("mfa_view_recovery_codes")).context["unused_codes"]

        stored = str(list(Authenticator.objects.values_list("data", flat=True)))
        self.assertEqual(len(codes), 10)
        self.assertNotIn(secret, stored)
        self.assertNotIn(codes[0], stored)

    def test_later_a_change_asks_for_the_code_and_not_for_the_password(self):
        self.switch_on()
        later = time.time() + FRESH + 1
        with mock.patch("accounts.adapters.time.time", return_value=later):
            response = self.client.get(reverse("mfa_deactivate_totp"))

        self.assertRedirects(
            response, f"{reverse('mfa_reauthenticate')}?next={reverse('mfa_deactivate_totp')}"
        )
        self.assertEqual(self.client.get(reverse("account_reauthenticate")).status_code, 302)

    def test_who_has_none_yet_gives_the_password(self):
        ask_again = {"return_value": time.time() + FRESH + 1}
        with mock.patch("accounts.adapters.time.time", **ask_again):
            redirect = self.client.get(reverse("mfa_activate_totp"))
        wrong = self.client.post(redirect["Location"], {"password": "fout"})
        with mock.patch("accounts.adapters.time.time", **ask_again):
            right = self.client.post(redirect["Location"], {"password": PASSWORD})

        self.assertTrue(redirect["Location"].startswith(reverse("account_reauthenticate")))
        self.assertEqual(wrong.status_code, 200)
        self.assertRedirects(right, reverse("mfa_activate_totp"))

    def test_stopping_ends_the_other_sessions_too(self):
        self.switch_on()
        elsewhere = self.client_class()
        elsewhere.force_login(self.user)

        self.client.post(reverse("mfa_deactivate_totp"))

        self.assertFalse(self.user.has_second_factor)
        self.assertEqual((self.is_in(), self.is_in(elsewhere)), (True, False))


class LostTests(SecondFactorCase):
    """Phone, key and recovery codes are gone."""

    @classmethod
    def setUpTestData(cls):
        super().setUpTestData()
        cls.lost = a_user(email="wim@voorbeeld.be", first_name="Wim", last_name="Wouters")

    def setUp(self):
        give_app(self.lost)
        self.client.force_login(self.user)

    def take_away(self, **more):
        data = {"email": self.lost.email, "first_name": "Wim", "last_name": "Wouters", "is_active": "on"}
        return self.client.post(
            reverse("wagtailusers_users:edit", args=[self.lost.pk]),
            {**data, "remove_second_factor": "on", **more},
        )

    def test_a_superuser_takes_the_second_step_away_with_the_own_password(self):
        response = self.take_away(own_password=PASSWORD)

        self.assertEqual(response.status_code, 302)
        self.assertFalse(self.lost.has_second_factor)
        [message] = mail.outbox
        self.assertEqual(message.to, [self.lost.email])
        self.assertIn("weggehaald", message.subject)

    def test_without_it_nothing_happens(self):
        for more in ({}, {"own_password": "fout"}):
            response = self.take_away(**more)

            self.assertContains(response, "Dit is je wachtwoord niet.")
        self.assertTrue(self.lost.has_second_factor)
        self.assertEqual(mail.outbox, [])

    def test_the_box_is_only_there_for_who_has_a_second_step(self):
        mieke, wim = (
            self.client.get(reverse("wagtailusers_users:edit", args=[user.pk]))
            for user in (self.user, self.lost)
        )

        self.assertNotContains(mieke, "remove_second_factor")
        self.assertContains(wim, "remove_second_factor")

    def test_the_operator_does_it_by_a_command(self):
        call_command("remove_second_factor", "WIM@voorbeeld.be", stdout=mock.Mock())

        self.assertFalse(self.lost.has_second_factor)
        for email in ("wim@voorbeeld.be", "niemand@voorbeeld.be"):
            with self.assertRaises(CommandError):
                call_command("remove_second_factor", email)


class SecretKeyTests(SecondFactorCase):
    def test_after_a_new_secret_key_codes_still_fit_while_the_old_one_is_known(self):
        secret = give_app(self.user)
        for fallbacks, works in ((["only for tests"], True), ([], False)):
            with override_settings(SECRET_KEY="another", SECRET_KEY_FALLBACKS=fallbacks):
                client = self.client_class()
                self.sign_in(client)
                response = self.give_code(code_of(secret), client)

                self.assertEqual(response.status_code, 302 if works else 200)

    def test_what_can_t_be_decrypted_is_no_empty_secret(self):
        first, second = (MFAAdapter().decrypt("onleesbaar") for _time in range(2))

        self.assertEqual(len(first), 32)
        self.assertNotEqual(first, second)


@override_settings(SECOND_FACTOR_FOR="reviewers")
class MandatoryTests(TwoTeamsCase):
    def test_reviewers_and_superusers_can_only_set_one_up(self):
        for user in (self.reviewer, self.superuser):
            self.client.force_login(user)
            for address in (
                reverse(HOME),
                reverse("wagtailadmin_explore_root"),
                reverse("wagtailadmin_account"),
            ):
                with self.subTest(user=user, address=address):
                    self.assertRedirects(self.client.get(address), reverse(SETUP))
            for name in (SETUP, "mfa_activate_totp", "mfa_add_webauthn"):
                self.assertEqual(self.client.get(reverse(name)).status_code, 200)

    def test_until_then_they_change_and_read_nothing(self):
        page = self.own[StandardPage]
        self.client.force_login(self.superuser)

        response = self.client.post(reverse("wagtailadmin_pages:delete", args=[page.pk]))
        listing = self.client.get(reverse("wagtailadmin_api:pages:listing"))

        self.assertEqual(response.status_code, 302)
        self.assertTrue(type(page).objects.filter(pk=page.pk).exists())
        self.assertIn(listing.status_code, {302, 403})

    def test_with_one_they_go_on(self):
        give_app(self.reviewer)
        self.client.force_login(self.reviewer)

        self.assertEqual(self.client.get(reverse(HOME)).status_code, 200)

    def test_teams_go_on_without(self):
        self.client.force_login(self.us)

        self.assertEqual(self.client.get(reverse(HOME)).status_code, 200)

    def test_everybody_can_be_asked(self):
        self.client.force_login(self.us)

        with override_settings(SECOND_FACTOR_FOR="everybody"):
            self.assertRedirects(self.client.get(reverse(HOME)), reverse(SETUP))

    def test_their_password_alone_does_not_open_the_dialect(self):
        for user, status in ((self.reviewer, 401), (self.us, 200)):
            response = self.client.get("/++api++/", **basic(user))

            self.assertEqual(response.status_code, status)
