"""Signing in as people do: by a code, a security key, a passkey, a lost phone, the organisation's own account."""

import re

import pytest
from django.core import mail
from django.test import override_settings
from django.urls import reverse
from playwright.sync_api import expect

from accounts.second_factor import remove_second_factor
from platforms.teams import team_of
from tests.accounts.identity_provider import NAME, identity_provider
from tests.accounts.test_second_factor import code_of
from tests.browser.checkers import axe_violations
from tests.factories import home_page
from tests.permissions.factories import PASSWORD, a_platform, a_user

pytestmark = [pytest.mark.browser, pytest.mark.node, pytest.mark.django_db(transaction=True)]

EMAIL = "mieke@voorbeeld.be"
NARROWEST = 320
# A key in the laptop that asks for a finger, and gets it.
KEY = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


class Officer:
    """Somebody who signs in."""

    def __init__(self, page):
        self.page = page

    def give_password(self):
        self.page.goto(reverse("wagtailadmin_login"))
        self.page.get_by_label("E-mail").fill(EMAIL)
        self.page.get_by_label("Wachtwoord", exact=False).first.fill(PASSWORD)
        self.press("Aanmelden")

    def button(self, name):
        return self.page.get_by_role("button", name=name, exact=True).first

    def press(self, name):
        """Presses a button that leads to another page, and waits for that."""
        with self.page.expect_navigation():
            self.button(name).click()

    def follow(self, name):
        with self.page.expect_navigation():
            self.page.get_by_role("link", name=name).click()

    def leave(self):
        self.page.context.clear_cookies()

    def is_in(self):
        self.page.wait_for_url(re.compile("/admin/$"))

    def check(self):
        """The page is accessible, light and dark, and fits on the narrowest screen."""
        for scheme in ("light", "dark"):
            self.page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
            # A message that still fades in has neither colour.
            self.page.evaluate("Promise.allSettled(document.getAnimations().map(({ finished }) => finished))")
            assert axe_violations(self.page) == []
        size = self.page.viewport_size
        self.page.set_viewport_size({"width": NARROWEST, "height": 700})
        assert self.page.evaluate("document.documentElement.scrollWidth") <= NARROWEST
        self.page.set_viewport_size(size)

    def add_key(self):
        session = self.page.context.new_cdp_session(self.page)
        session.send("WebAuthn.enable")
        return session.send("WebAuthn.addVirtualAuthenticator", {"options": KEY})


@pytest.fixture
def home(transactional_db):
    return home_page()


@pytest.fixture
def user(home):
    return a_user(is_superuser=True, email=EMAIL)


@pytest.fixture
def officer(page, user):
    return Officer(page)


def set_up_app(officer):
    """Switches the app on; gives its key and the recovery codes."""
    officer.follow("Een app instellen")
    officer.page.get_by_text("Kun je je telefoon").click()
    secret = officer.page.get_by_label("Typ deze sleutel").input_value()
    officer.check()
    officer.page.get_by_label("Code").fill(code_of(secret))
    officer.press("Aanzetten")
    return secret, officer.page.locator(".codes li").all_text_contents()


# A busy machine may take longer than the thirty seconds for which a code is valid.
@override_settings(SECOND_FACTOR_FOR="reviewers", MFA_TOTP_TOLERANCE=1)
def test_who_must_sets_up_an_app_and_comes_in_by_it_or_by_a_recovery_code(officer, user):
    officer.give_password()
    officer.check()
    secret, codes = set_up_app(officer)
    officer.check()
    assert len(codes) == 10
    [message, *_others] = mail.outbox
    assert message.to == [EMAIL]
    assert "Authenticator-app geactiveerd" in message.subject
    assert "localhost" not in message.body
    officer.page.goto(reverse("wagtailadmin_home"))
    officer.is_in()

    user.authenticator_set.update(last_used_at=None)
    officer.leave()
    officer.give_password()
    officer.check()
    officer.page.get_by_label("Code").fill("geen code")
    officer.press("Aanmelden")
    expect(officer.page.get_by_text("Ongeldige code")).to_be_visible()
    officer.check()
    officer.page.get_by_label("Code").fill(code_of(secret))
    officer.press("Aanmelden")
    officer.is_in()

    officer.leave()
    officer.give_password()
    officer.page.get_by_text("Ben je je telefoon of sleutel kwijt?").click()
    officer.page.get_by_label("Code").fill(codes[0])
    officer.press("Aanmelden")
    officer.is_in()

    remove_second_factor(user)
    officer.leave()
    officer.give_password()
    expect(officer.page.get_by_role("link", name="Een app instellen")).to_be_visible()


def test_a_key_is_a_second_step_and_a_passkey_the_only_one(officer):
    officer.give_password()
    officer.is_in()
    officer.page.goto(reverse("mfa_index"))
    officer.add_key()
    officer.follow("Een sleutel toevoegen")
    officer.check()
    officer.page.get_by_label("Aanmelden met deze sleutel alleen").check()
    officer.press("Een sleutel toevoegen")
    officer.page.wait_for_url(re.compile("recovery-codes"))
    officer.page.goto(reverse("mfa_list_webauthn"))
    officer.check()

    officer.leave()
    officer.give_password()
    officer.check()
    officer.press("Gebruik je beveiligingssleutel")
    officer.is_in()

    officer.leave()
    officer.page.goto(reverse("wagtailadmin_login"))
    officer.check()
    officer.press("Aanmelden met een toegangssleutel")
    officer.is_in()


def test_a_browser_that_can_t_reach_a_key_says_so(officer):
    officer.page.goto(reverse("wagtailadmin_login"))
    officer.page.evaluate(
        "() => { navigator.credentials.get = () => Promise.reject(new Error('niet hier')) }"
    )

    officer.button("Aanmelden met een toegangssleutel").click()

    expect(officer.page.get_by_role("alert")).to_contain_text("Dat lukte niet")


def test_somebody_comes_in_by_the_account_of_the_organisation(browser, live_server, home):
    team = team_of(a_platform(home, "Westhoek"))
    people = {"wim": {"email": "wim@voorbeeld.be", "email_verified": True, "groups": team.name}}
    callback = live_server.url + reverse("openid_connect_callback")
    context = browser.new_context(base_url=live_server.url, locale="nl-BE")
    officer = Officer(context.new_page())
    with (
        identity_provider(callback, people) as provider,
        override_settings(**provider.settings, OIDC_TEAM_CLAIM="groups"),
    ):
        officer.page.goto(reverse("wagtailadmin_login"))
        officer.check()
        officer.follow(f"Aanmelden met {NAME}")
        officer.page.locator("[name=login]").fill("wim")
        officer.page.locator("[name=password]").fill("maakt niet uit")
        officer.page.locator("[type=submit]").click()
        officer.page.locator("[type=submit]").click()
        officer.is_in()
        assert list(team.user_set.values_list("email", flat=True)) == ["wim@voorbeeld.be"]
        officer.page.evaluate("document.querySelector('form[action=\"/admin/logout/\"]').requestSubmit()")
        expect(officer.page.get_by_role("link", name=f"Afmelden bij {NAME}")).to_be_visible()
        officer.check()
    context.close()
