"""Tokens, basic authentication, and throttling."""

from datetime import timedelta

import jwt
import pytest
from django.urls import reverse
from django.utils import timezone

from plone import tokens
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

    def log_in(self, password=PASSWORD, name="lid@example.org", **headers):
        return self.post("@login", {"login": name, "password": password}, **headers)

    @property
    def token(self):
        return self.log_in().json()["token"]

    def status_with(self, headers):
        return self.client.get(f"/++api++/{self.path}", **headers).status_code


class TokenTests(SignInCase):
    def test_a_token_gives_the_access_of_its_user(self):
        self.assertEqual(self.status_with({}), 404)
        self.assertEqual(self.status_with(bearer(self.token)), 200)

    def test_clients_can_read_user_and_expiry_from_a_token(self):
        claims = jwt.decode(self.token, options={"verify_signature": False})

        self.assertEqual(claims["sub"], str(self.member.pk))
        self.assertEqual(claims["exp"] - claims["iat"], 12 * 60 * 60)
        self.assertNotIn(PASSWORD, str(claims))

    def test_renewing_gives_another(self):
        old = self.token
        new = self.post("@login-renew", {}, **bearer(old)).json()["token"]

        self.assertNotEqual(old, new)
        self.assertEqual(self.status_with(bearer(new)), 200)
        self.assert_error(self.post("@login-renew", {}), 401)

    def test_renewing_ends_a_month_after_the_password(self):
        long_ago = int((timezone.now() - timedelta(days=30, minutes=1)).timestamp())

        response = self.post("@login-renew", {}, **bearer(tokens.make_token(self.member, long_ago)))

        self.assert_error(response, 401)
        renewed = self.post("@login-renew", {}, **bearer(tokens.make_token(self.member, long_ago + 120)))
        self.assertEqual(tokens.decode_token(renewed.json()["token"])["since"], long_ago + 120)

    def test_a_revoked_token_is_refused(self):
        token, other = self.token, self.token

        response = self.post("@logout", {}, **bearer(token))

        self.assertEqual(response.status_code, 204)
        self.assertEqual(self.status_with(bearer(token)), 401)
        self.assertEqual(self.status_with(bearer(other)), 200)
        self.assertEqual(SignedOut.objects.count(), 1)
        self.assertEqual(self.post("@logout", {}).status_code, 400)

    def test_a_new_password_revokes_all_tokens(self):
        token = self.token
        self.member.set_password("een ander wachtwoord")
        self.member.save()

        self.assertEqual(self.status_with(bearer(token)), 401)

    def test_an_inactive_user_is_refused(self):
        token = self.token
        self.member.is_active = False
        self.member.save()

        self.assertEqual(self.status_with(bearer(token)), 401)
        self.assertEqual(self.status_with(basic(self.member)), 401)

    def test_forged_tokens_are_refused(self):
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

    def test_an_invalid_header_is_never_anonymous(self):
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

    def test_an_expired_token_may_be_sent_with_a_new_sign_in(self):
        self.assertEqual(self.log_in(**bearer("x.y.z")).status_code, 200)

    def test_missing_credentials_are_400(self):
        for data in ({}, {"login": "x"}, {"login": 1, "password": 2}, {"login": "", "password": ""}):
            response = self.post("@login", data)
            self.assert_error(response, 400)
            self.assertIn("message", response.json()["error"])

    def test_there_are_no_external_login_providers(self):
        self.assertEqual(self.get_json("@login"), {"options": []})


class PasswordTests(SignInCase):
    def test_basic_authentication_gives_the_same_access(self):
        self.assertEqual(self.status_with(basic(self.member)), 200)
        self.assertEqual(self.status_with(basic(self.member, "fout")), 401)
        self.assertEqual(self.status_with(basic("niemand@example.org")), 401)
        self.assertEqual(self.status_with(basic(self.member, "x\x00y")), 401)

    def test_a_verified_password_is_not_checked_again(self):
        self.status_with(basic(self.member))
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(tokens, "authenticate", None)
            self.assertEqual(self.status_with(basic(self.member)), 200)

        self.member.set_password("een ander wachtwoord")
        self.member.save()
        self.assertEqual(self.status_with(basic(self.member)), 401)


class ThrottleTests(SignInCase):
    def test_a_name_can_be_tried_a_few_times_whatever_the_case(self):
        names = ["lid@example.org", "LID@example.org", "Lid@Example.org"] * 3
        statuses = [self.log_in("fout", name=name).status_code for name in names]

        refused = self.log_in("fout")

        self.assertEqual(statuses, [401] * 9)
        self.assert_error(refused, 429)
        self.assertEqual(refused["Access-Control-Allow-Origin"], "*")
        self.assertEqual(refused["Retry-After"], "900")
        self.assertEqual(self.log_in().status_code, 429)
        self.assertEqual(self.status_with(basic("LID@example.org", "fout")), 429)
        self.assertEqual(self.log_in(name=self.reviewer.email).status_code, 200)

    def test_guesses_by_basic_count_for_the_admin_too(self):
        for _number in range(10):
            self.status_with(basic("lid@example.org", "fout"))

        response = self.client.post(
            reverse("wagtailadmin_login"), {"username": "lid@example.org", "password": PASSWORD}
        )

        self.assertEqual(response.status_code, 429)
