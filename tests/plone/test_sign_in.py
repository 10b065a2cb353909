"""Tokens, names and passwords; and how often somebody may guess."""

import jwt
import pytest
from django.core.cache import cache
from django.test import override_settings

from plone import throttle, tokens
from plone.models import SignedOut
from tests.factories import NewsPageFactory
from tests.permissions.factories import PASSWORD

from .cases import DialectCase, basic, bearer


class SignInCase(DialectCase):
    @classmethod
    def setUpTestData(cls):
        super().setUpTestData()
        cls.draft = NewsPageFactory(parent=cls.own_lists["news"], title="Schets", slug="schets", live=False)
        cls.path = "platformen/heuvelland/nieuws/schets"

    def setUp(self):
        cache.clear()
        self.addCleanup(cache.clear)

    def log_in(self, password=PASSWORD, name="lid@example.org", **headers):
        return self.post("@login", {"login": name, "password": password}, **headers)

    @property
    def token(self):
        return self.log_in().json()["token"]

    def status_with(self, headers):
        return self.client.get(f"/++api++/{self.path}", **headers).status_code


class TokenTests(SignInCase):
    def test_a_token_opens_what_its_user_may_read(self):
        self.assertEqual(self.status_with({}), 404)
        self.assertEqual(self.status_with(bearer(self.token)), 200)

    def test_clients_can_read_who_and_until_when(self):
        claims = jwt.decode(self.token, options={"verify_signature": False})

        self.assertEqual(claims["sub"], str(self.member.pk))
        self.assertEqual(claims["exp"] - claims["iat"], 12 * 60 * 60)
        self.assertNotIn(PASSWORD, str(claims))

    def test_renewing_gives_another(self):
        old = self.token
        new = self.post("@login-renew", {}, **bearer(old)).json()["token"]

        self.assertNotEqual(old, new)
        self.assertEqual(self.status_with(bearer(new)), 200)
        self.assert_refused(self.post("@login-renew", {}), 401)

    def test_a_token_that_was_given_back_opens_nothing(self):
        token, other = self.token, self.token

        response = self.post("@logout", {}, **bearer(token))

        self.assertEqual(response.status_code, 204)
        self.assertEqual(self.status_with(bearer(token)), 401)
        self.assertEqual(self.status_with(bearer(other)), 200)
        self.assertEqual(SignedOut.objects.count(), 1)
        self.assertEqual(self.post("@logout", {}).status_code, 400)

    def test_a_new_password_ends_all_tokens(self):
        token = self.token
        self.member.set_password("een ander wachtwoord")
        self.member.save()

        self.assertEqual(self.status_with(bearer(token)), 401)

    def test_who_is_no_user_any_more_is_nobody(self):
        token = self.token
        self.member.is_active = False
        self.member.save()

        self.assertEqual(self.status_with(bearer(token)), 401)
        self.assertEqual(self.status_with(basic(self.member)), 401)

    def test_forged_tokens_open_nothing(self):
        claims = jwt.decode(self.token, options={"verify_signature": False})
        forged = [
            jwt.encode(claims, "x" * 32, algorithm="HS256"),
            jwt.encode(claims, None, algorithm="none"),
            jwt.encode({**claims, "exp": 1}, tokens.signing_key(), algorithm="HS256"),
            jwt.encode({"sub": claims["sub"]}, tokens.signing_key(), algorithm="HS256"),
            jwt.encode({**claims, "sub": "0"}, tokens.signing_key(), algorithm="HS256"),
        ]
        for token in forged:
            with self.subTest(token):
                self.assertEqual(self.status_with(bearer(token)), 401)

    def test_a_wrong_header_is_never_taken_for_none(self):
        for header in (
            "",
            "x",
            "Bearer",
            "Bearer x.y.z",
            "Bearer ÿ",
            "Basic",
            "Basic %%%",
            "Basic eA==",
            "Digest x",
        ):
            with self.subTest(header):
                response = self.client.get("/++api++/nieuws", HTTP_AUTHORIZATION=header)

                self.assertEqual(response.status_code, 401 if header else 200)

    def test_who_signs_in_again_may_send_an_old_token(self):
        self.assertEqual(self.log_in(**bearer("x.y.z")).status_code, 200)

    def test_missing_words_are_named(self):
        for data in ({}, {"login": "x"}, {"login": 1, "password": 2}, {"login": "", "password": ""}):
            response = self.post("@login", data)
            self.assert_refused(response, 400)
            self.assertIn("message", response.json()["error"])

    def test_there_are_no_other_ways_in(self):
        self.assertEqual(self.told("@login"), {"options": []})


class PasswordTests(SignInCase):
    def test_name_and_password_open_the_same(self):
        self.assertEqual(self.status_with(basic(self.member)), 200)
        self.assertEqual(self.status_with(basic(self.member, "fout")), 401)
        self.assertEqual(self.status_with(basic("niemand@example.org")), 401)
        self.assertEqual(self.status_with(basic(self.member, "x\x00y")), 401)

    def test_a_known_password_is_not_compared_again(self):
        self.status_with(basic(self.member))
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(tokens, "authenticate", None)
            self.assertEqual(self.status_with(basic(self.member)), 200)

        self.member.set_password("een ander wachtwoord")
        self.member.save()
        self.assertEqual(self.status_with(basic(self.member)), 401)


class ThrottleTests(SignInCase):
    def test_a_name_can_be_tried_a_few_times(self):
        for _ in range(throttle.MOST["name"]):
            self.assertEqual(self.log_in("fout").status_code, 401)

        refused = self.log_in()

        self.assert_refused(refused, 429)
        self.assertIn("Retry-After", refused.headers)
        self.assertEqual(self.status_with(basic("LID@example.org ", "fout")), 429)
        self.assertEqual(self.log_in(name=self.reviewer.email).status_code, 200)

    def test_an_address_can_try_a_few_names(self):
        for number in range(throttle.MOST["address"]):
            self.log_in("fout", name=f"naam{number}@example.org")

        self.assertEqual(self.log_in(name=self.reviewer.email).status_code, 429)
        self.assertEqual(self.log_in(name=self.reviewer.email, REMOTE_ADDR="10.0.0.9").status_code, 200)

    @override_settings(SECURE_PROXY_SSL_HEADER=("HTTP_X_FORWARDED_PROTO", "https"))
    def test_behind_a_proxy_it_is_the_address_that_the_proxy_saw(self):
        for number in range(throttle.MOST["address"]):
            forged = f"10.9.9.{number}, 192.0.2.7"
            self.log_in("fout", name=f"naam{number}@example.org", HTTP_X_FORWARDED_FOR=forged)

        self.assertEqual(self.log_in(HTTP_X_FORWARDED_FOR="10.1.1.1, 192.0.2.7").status_code, 429)
        self.assertEqual(self.log_in(HTTP_X_FORWARDED_FOR="192.0.2.8").status_code, 200)
