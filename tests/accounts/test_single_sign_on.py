"""Single sign-on at a real provider: who comes in, with which teams, and what others read."""

import pytest
from allauth.socialaccount.models import SocialAccount
from django.contrib.auth import SESSION_KEY, get_user_model
from django.contrib.auth.models import Group
from django.test import override_settings
from django.urls import reverse

from audit.models import AuditEntry
from platforms.teams import team_of
from tests.accounts.identity_provider import NAME, identity_provider
from tests.accounts.test_second_factor import code_of, give_app
from tests.permissions.cases import TwoTeamsCase
from tests.permissions.factories import PASSWORD, a_user

pytestmark = pytest.mark.node

PEOPLE = {
    "wim": {
        "email": "Wim@voorbeeld.be",
        "email_verified": True,
        "given_name": "Wim\n",
        "family_name": "Wouters",
        "groups": ["westhoek-redactie", "fietsers"],
    },
    "zonder": {"email": "zonder@voorbeeld.be", "email_verified": True},
    "onzeker": {"email": "onzeker@voorbeeld.be", "email_verified": False, "groups": "westhoek-redactie"},
    "naamloos": {"groups": ["westhoek-redactie"]},
}


class SingleSignOnCase(TwoTeamsCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.provider = cls.enterClassContext(
            identity_provider("http://testserver/admin/account/sso/callback/", PEOPLE)
        )

    def setUp(self):
        self.provider.session.cookies.clear()
        self.team = team_of(self.ours)
        given = {
            **self.provider.settings,
            "OIDC_TEAM_CLAIM": "groups",
            "OIDC_TEAMS": {"westhoek-redactie": self.team.name, "kempen": team_of(self.theirs).name},
        }
        self.enterContext(override_settings(**given))

    def sign_in(self, name, query="", client=None):
        client = client or self.client
        away = client.get(reverse("openid_connect_login") + query)
        return client.get(self.provider.sign_in(away["Location"], name))

    def user(self):
        return get_user_model().objects.filter(pk=self.client.session.get(SESSION_KEY)).first()

    def assert_refused(self, response, sentence, status=403):
        self.assertContains(response, sentence, status_code=status)
        self.assertIsNone(self.user())


class ComingInTests(SingleSignOnCase):
    def test_somebody_new_of_a_team_gets_an_account_in_that_team(self):
        response = self.sign_in("wim", "?next=/admin/pages/")

        self.assertRedirects(response, "/admin/pages/", fetch_redirect_response=False)
        user = self.user()
        self.assertEqual((user.email, str(user)), ("wim@voorbeeld.be", "Wim Wouters"))
        self.assertEqual(list(user.groups.all()), [self.team])
        self.assertFalse(user.has_usable_password() or user.is_superuser)
        self.assertEqual(self.client.get("/admin/").status_code, 200)
        recorded = AuditEntry.objects.filter(user_key=user.pk).values_list("action", "door")
        self.assertIn(("signed_in", "sso"), recorded)

    def test_nothing_else_of_what_the_provider_tells_is_stored(self):
        self.sign_in("wim")
        self.sign_in("wim", client=self.client_class())

        self.assertEqual(SocialAccount.objects.get().extra_data, {})

    def test_somebody_known_keeps_account_and_password(self):
        known = a_user(email="wim@voorbeeld.be", first_name="Willem")

        self.sign_in("wim")

        known.refresh_from_db()
        self.assertEqual(self.user(), known)
        self.assertEqual(known.first_name, "Willem")
        self.assertTrue(known.check_password(PASSWORD))

    def test_teams_follow_the_provider_and_others_stay(self):
        other = Group.objects.create(name="Fotografen")
        known = a_user(team_of(self.theirs), other, email="wim@voorbeeld.be")

        self.sign_in("wim")

        self.assertEqual(set(known.groups.all()), {self.team, other})

    def test_without_a_claim_for_them_teams_are_given_here(self):
        known = a_user(team_of(self.theirs), email="wim@voorbeeld.be")

        with override_settings(OIDC_TEAM_CLAIM=""):
            self.sign_in("wim")

        self.assertEqual(list(known.groups.all()), [team_of(self.theirs)])

    def test_names_of_groups_do_when_no_others_are_given(self):
        Group.objects.create(name="fietsers")

        with override_settings(OIDC_TEAMS={}):
            self.assert_refused(self.sign_in("wim"), "nog geen team")

        known = get_user_model().objects.get(email="wim@voorbeeld.be")
        self.assertEqual([group.name for group in known.groups.all()], ["fietsers"])

    def test_the_second_step_of_who_has_one_is_asked_all_the_same(self):
        known = a_user(email="wim@voorbeeld.be")
        secret = give_app(known)

        response = self.sign_in("wim")
        self.assertRedirects(response, reverse("mfa_authenticate"))
        self.client.post(reverse("mfa_authenticate"), {"code": code_of(secret)})

        self.assertEqual(self.user(), known)

    def test_who_must_have_a_second_step_has_the_provider_s(self):
        with override_settings(SECOND_FACTOR_FOR="everybody"):
            self.sign_in("wim")

            self.assertEqual(self.client.get("/admin/").status_code, 200)

    def test_whoever_is_signed_in_connects_the_two(self):
        self.client.force_login(self.us)

        response = self.sign_in("naamloos", "?process=connect")

        self.assertRedirects(response, reverse("wagtailadmin_account"))
        other = self.client_class()
        self.sign_in("naamloos", client=other)
        self.assertEqual(other.session[SESSION_KEY], str(self.us.pk))


class RefusedTests(SingleSignOnCase):
    def test_a_stranger_without_team_reads_so_and_no_account_is_made(self):
        self.assert_refused(self.sign_in("zonder"), "Je hebt hier geen account")

        self.assertFalse(get_user_model().objects.filter(email="zonder@voorbeeld.be").exists())

    def test_somebody_without_team_reads_so_and_does_not_turn_in_circles(self):
        a_user(email="zonder@voorbeeld.be")

        self.assert_refused(self.sign_in("zonder"), "Je hebt nog geen team")

    def test_somebody_switched_off_reads_so(self):
        a_user(self.team, email="wim@voorbeeld.be", is_active=False)

        self.assert_refused(self.sign_in("wim"), "Je account staat uit")

    def test_an_address_that_the_provider_is_not_sure_of_opens_nobody_s_account(self):
        a_user(email="onzeker@voorbeeld.be", is_superuser=True)

        self.assert_refused(self.sign_in("onzeker"), "Je hebt hier geen account")

    def test_no_address_is_no_account(self):
        self.assert_refused(self.sign_in("naamloos"), "Je hebt hier geen account")

    def test_an_answer_to_nobody_s_question_is_refused(self):
        away = self.client.get(reverse("openid_connect_login"))
        answer = self.provider.sign_in(away["Location"], "wim")
        for address in (answer, answer.replace("code=", "code=x"), reverse("openid_connect_callback")):
            with self.subTest(address=address):
                self.assert_refused(self.client_class().get(address), "Aanmelden is niet gelukt", 503)

    def test_stopping_there_leads_back(self):
        away = self.client.get(reverse("openid_connect_login"))
        state = dict(part.split("=") for part in away["Location"].split("?")[1].split("&"))["state"]

        response = self.client.get(reverse("openid_connect_callback") + f"?error=access_denied&state={state}")

        self.assertRedirects(response, reverse("wagtailadmin_login"))

    def test_a_provider_that_is_down_or_talks_nonsense_is_said_to_be(self):
        for issuer in ("http://127.0.0.1:9", self.provider.address + "/nergens"):
            providers = self.provider.settings["SOCIALACCOUNT_PROVIDERS"]
            providers["openid_connect"]["APPS"][0]["settings"]["server_url"] = issuer
            with override_settings(SOCIALACCOUNT_PROVIDERS=providers):
                response = self.client.get(reverse("openid_connect_login"))

            self.assert_refused(response, "lukt nu even niet", 503)
            self.assertEqual(response["Retry-After"], "60")


class OtherPageTests(SingleSignOnCase):
    def test_the_form_to_sign_in_offers_it_where_there_is_one(self):
        with_provider = self.client.get(reverse("wagtailadmin_login"))
        with override_settings(OIDC_ISSUER="", SOCIALACCOUNT_PROVIDERS={}):
            without = self.client.get(reverse("wagtailadmin_login"))
            address = self.client.get(reverse("openid_connect_login"))

        self.assertContains(with_provider, f"Aanmelden met {NAME}")
        self.assertNotContains(without, NAME)
        self.assertEqual(address.status_code, 404)

    def test_signing_out_here_says_that_the_provider_still_knows_who_it_is(self):
        self.sign_in("wim")

        response = self.client.post(reverse("wagtailadmin_logout"), follow=True)

        self.assertContains(response, f"Afmelden bij {NAME}")
        self.assertContains(response, "/session/end?client_id=streekwijzer")
        self.assertIsNone(self.user())

    def test_who_signed_in_with_a_password_is_just_signed_out(self):
        self.client.force_login(self.us)

        response = self.client.post(reverse("wagtailadmin_logout"))

        self.assertRedirects(response, reverse("wagtailadmin_login"))
