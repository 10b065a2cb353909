"""Which passwords people may choose, in each place where they choose one."""

import hashlib
from unittest import mock

from django.contrib.auth import get_user_model
from django.contrib.auth.hashers import PBKDF2PasswordHasher
from django.contrib.auth.tokens import default_token_generator
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.test import SimpleTestCase, override_settings
from django.urls import reverse
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode

from accounts.passwords import CONTEXT_WORDS, GuessableWordValidator
from tests.cases import SiteTestCase
from tests.permissions.factories import PASSWORD, a_user

EMAIL = "mieke@voorbeeld.be"
SENTENCE = "één boom, twee fietsen en een café  "
LONG = {length: (SENTENCE * 9)[: length - 1] + "!" for length in (64, 200)}
BAD = {
    "elf tekens!": "te kort",
    "Wachtwoord1234": "snel geraden",
    "Herfst-2026!!": "snel geraden",
    "WelzijnWelzijn1": "snel geraden",
    "Streekwijzer!": "snel geraden",
    "Football-2026": "snel geraden",
    "098765432123": "alleen cijfers",
    "mieke.voorbeeld": "e-mail",
    "1qaz2wsx3edc4rfv": "gebruikelijk|algemeen|vaak",
}


class FormTests(SiteTestCase):
    """The account page and the link of a mail: the two forms of the site that take a new password."""

    @classmethod
    def setUpTestData(cls):
        super().setUpTestData()
        cls.user = a_user(is_superuser=True, email=EMAIL)

    def by_account(self, new):
        self.client.force_login(self.user)
        data = {
            "name_email-first_name": "Mieke",
            "name_email-last_name": "Maes",
            "name_email-email": EMAIL,
            "password-old_password": PASSWORD,
            "password-new_password1": new,
            "password-new_password2": new,
            "theme-theme": "system",
            "theme-contrast": "system",
            "theme-density": "default",
        }
        return self.client.post(reverse("wagtailadmin_account"), data)

    def by_mail(self, new):
        self.user.refresh_from_db()
        uid = urlsafe_base64_encode(force_bytes(self.user.pk))
        link = reverse(
            "wagtailadmin_password_reset_confirm", args=[uid, default_token_generator.make_token(self.user)]
        )
        form = self.client.get(link, follow=True).redirect_chain[-1][0]
        return self.client.post(form, {"new_password1": new, "new_password2": new})

    def opens(self, password):
        self.user.refresh_from_db()
        data = {"username": EMAIL, "password": password}
        self.client.logout()
        return self.client.post(reverse("wagtailadmin_login"), data).status_code == 302

    def test_what_is_short_or_guessed_is_refused_in_words(self):
        for choose in (self.by_account, self.by_mail):
            for password, words in BAD.items():
                with self.subTest(choose.__name__, password=password):
                    response = choose(password)

                    self.assertEqual(response.status_code, 200)
                    self.assertRegex(response.content.decode(), words)
                    self.user.refresh_from_db()
                    self.assertTrue(self.user.check_password(PASSWORD))

    def test_a_long_one_with_spaces_and_accents_is_taken_as_it_is(self):
        for choose, length in ((self.by_account, 64), (self.by_mail, 200)):
            with self.subTest(choose.__name__):
                response = choose(LONG[length])

                self.assertEqual(response.status_code, 302)
                self.assertTrue(self.opens(LONG[length]))
                self.assertFalse(self.opens(LONG[length][:-1]))
                self.user.set_password(PASSWORD)
                self.user.save()

    def test_the_form_says_what_makes_a_good_one(self):
        self.client.force_login(self.user)

        response = self.client.get(reverse("wagtailadmin_account"))

        self.assertContains(response, "Enkele woorden na elkaar")

    def test_a_hundred_kilobytes_are_no_error(self):
        self.assertEqual(self.by_mail("é " * 33_000).status_code, 302)


class CommandTests(SiteTestCase):
    def test_the_first_account_gets_a_long_one_and_hears_of_a_bad_one(self):
        typed = ["Herfst-2026!!", "Herfst-2026!!", LONG[200], LONG[200]]
        with (
            mock.patch("getpass.getpass", side_effect=typed),
            mock.patch("builtins.input", return_value="n") as confirmation,
            mock.patch("sys.stdin.isatty", return_value=True),
        ):
            call_command("createsuperuser", email=EMAIL, verbosity=0, stdin=None)

        confirmation.assert_called_once()
        self.assertTrue(get_user_model().objects.get(email=EMAIL).check_password(LONG[200]))


class WordTests(SimpleTestCase):
    def refuses(self, password):
        try:
            GuessableWordValidator().validate(password)
        except ValidationError:
            return True
        return False

    def test_a_word_of_the_list_is_refused_whatever_stands_around_it(self):
        for word in CONTEXT_WORDS:
            for password in (word, f"  {word.title()}-2026!", word.upper() * 3, "_".join(word)):
                self.assertTrue(self.refuses(password), password)

    @override_settings(BASE_URL="https://www.welzijn-dendermonde.example")
    def test_so_is_the_name_of_the_host(self):
        for password in ("Dendermonde2026", "welzijn.dendermonde", "www.welzijn-dendermonde.example"):
            self.assertTrue(self.refuses(password), password)
        self.assertFalse(self.refuses("Dendermonde lacht hard"))

    def test_words_in_a_row_and_what_a_program_made_are_fine(self):
        for password in (
            PASSWORD,
            "herfst fiets lamp soep",
            "7$!9-&2=8_5+3@1",
            "kT9#xw2!Lq0z",
            "7$!a-&2b=8_5c+1",
            LONG[64],
        ):
            self.assertFalse(self.refuses(password), password)

    def test_a_long_password_costs_no_more_to_hash_than_its_digest(self):
        """PBKDF2 hashes a key longer than a block once (RFC 2104), so only the number of rounds counts."""
        long = b"x" * 100_000
        hasher = PBKDF2PasswordHasher()

        hashed, digest = (
            hasher.encode(key, "salt", iterations=1) for key in (long, hashlib.sha256(long).digest())
        )

        self.assertEqual(hashed, digest)
