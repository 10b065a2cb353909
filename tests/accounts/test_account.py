"""The e-mail address changes only with a password, and tokens end."""

from datetime import timedelta
from unittest import mock

from django.core import mail
from django.test import override_settings
from django.urls import reverse
from django.utils import timezone
from wagtail.models import APIToken

from tests.cases import SiteTestCase
from tests.permissions.factories import PASSWORD, a_user
from tests.plone.cases import bearer

OLD, NEW = "mieke@voorbeeld.be", "nieuw@voorbeeld.be"


class AccountCase(SiteTestCase):
    @classmethod
    def setUpTestData(cls):
        super().setUpTestData()
        cls.user = a_user(is_superuser=True, email=OLD)

    def setUp(self):
        self.client.force_login(self.user)

    def email(self, user=None):
        (user or self.user).refresh_from_db()
        return (user or self.user).email


class EmailTests(AccountCase):
    def save(self, **fields):
        data = {
            "name_email-first_name": "Mieke",
            "name_email-last_name": "Maes",
            "name_email-email": NEW,
            "theme-theme": "system",
            "theme-contrast": "system",
            "theme-density": "default",
        }
        return self.client.post(reverse("wagtailadmin_account"), {**data, **fields})

    def test_it_changes_with_the_password_and_the_old_address_hears_of_it(self):
        response = self.save(**{"name_email-own_password": PASSWORD})

        self.assertEqual((response.status_code, self.email()), (302, NEW))
        [message] = mail.outbox
        self.assertEqual(message.to, [OLD])
        self.assertIn("e-mailadres", message.subject)
        self.assertNotIn(NEW, message.body)

    def test_a_line_break_in_a_name_does_not_get_into_the_subject_of_a_mail(self):
        self.save(**{"name_email-first_name": "Mieke\r\nBcc: allen@voorbeeld.be", "name_email-email": OLD})

        self.user.refresh_from_db()
        self.assertEqual(self.user.first_name, "Mieke Bcc: allen@voorbeeld.be")

    def test_without_the_password_it_stays(self):
        for fields in ({}, {"name_email-own_password": "fout"}):
            response = self.save(**fields)

            self.assertContains(response, "Dit is je wachtwoord niet.")
            self.assertEqual((self.email(), mail.outbox), (OLD, []))

    def test_a_name_changes_without_a_password(self):
        response = self.save(**{"name_email-email": OLD.upper()})

        self.assertEqual((response.status_code, self.email(), mail.outbox), (302, OLD, []))

    @override_settings(AXES_FAILURE_LIMIT=3)
    def test_guesses_at_an_open_screen_are_counted(self):
        statuses = [self.save(**{"name_email-own_password": f"fout {n}"}).status_code for n in range(3)]

        self.assertEqual(statuses, [200, 200, 429])

    @override_settings(AXES_FAILURE_LIMIT=3)
    def test_guesses_at_the_old_password_are_counted(self):
        fields = {"password-new_password1": "heel iets anders", "password-new_password2": "heel iets anders"}
        guess = {"name_email-email": OLD, "password-old_password": "fout", **fields}
        statuses = [self.save(**guess).status_code for _number in range(3)]

        self.assertEqual(statuses, [200, 200, 429])

    def test_the_right_old_password_changes_it(self):
        fields = {"password-new_password1": "heel iets anders", "password-new_password2": "heel iets anders"}

        self.save(**{"name_email-email": OLD, "password-old_password": PASSWORD, **fields})

        self.user.refresh_from_db()
        self.assertTrue(self.user.check_password("heel iets anders"))

    def test_who_manages_accounts_gives_a_password_of_their_own(self):
        colleague = a_user(email="an@voorbeeld.be", first_name="An", last_name="Peeters")
        address = reverse("wagtailusers_users:edit", args=[colleague.pk])
        data = {"email": NEW, "first_name": "An", "last_name": "Peeters", "is_active": "on"}

        refused = self.client.post(address, data)
        self.assertContains(refused, "Dit is je wachtwoord niet.")
        self.assertEqual(self.email(colleague), "an@voorbeeld.be")
        saved = self.client.post(address, {**data, "own_password": PASSWORD})

        self.assertEqual((saved.status_code, self.email(colleague)), (302, NEW))
        self.assertEqual(mail.outbox[0].to, ["an@voorbeeld.be"])

    def test_whatever_changes_it_the_old_address_hears(self):
        self.user.email = NEW
        self.user.save()

        self.assertEqual(mail.outbox[0].to, [OLD])


class TokenTests(AccountCase):
    def setUp(self):
        super().setUp()
        self.token, self.key = APIToken.create_token(user=self.user, name="robot")

    def status(self, **later):
        with mock.patch("django.utils.timezone.now", return_value=timezone.now() + timedelta(**later)):
            return self.client.get("/api/cms/whoami/", **bearer(self.key)).status_code

    def test_a_token_is_valid_for_a_year(self):
        self.assertEqual((self.status(), self.status(days=364), self.status(days=365)), (200, 200, 401))

    def test_a_new_password_ends_it(self):
        self.user.set_password("heel iets anders")
        self.user.save()

        self.assertEqual(self.status(), 401)

    def test_the_same_password_hashed_anew_does_not(self):
        with self.settings(
            PASSWORD_HASHERS=[
                "django.contrib.auth.hashers.ScryptPasswordHasher",
                "django.contrib.auth.hashers.MD5PasswordHasher",
            ]
        ):
            self.assertTrue(self.user.check_password(PASSWORD))

        self.assertTrue(self.user.password.startswith("scrypt"))
        self.assertEqual(self.status(), 200)

    def test_the_list_shows_the_last_use_and_the_end(self):
        self.status()

        response = self.client.get(reverse("wagtailusers_api_tokens:index"))

        self.assertContains(response, "Geldig tot")
        self.assertContains(response, "Laatst gebruikt")
        self.assertContains(response, str((timezone.localtime() + timedelta(days=365)).year))
