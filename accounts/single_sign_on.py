"""Signing in at the organisation's identity provider (OpenID Connect Core 1.0): who somebody is here, and which teams.

A person is known by the provider's `sub`; the first time by a verified e-mail address, or because whoever signed in
with a password connects the two. Nothing else of what the provider tells is stored, but for the name of an account that
is made. The claim OIDC_TEAM_CLAIM says of which teams somebody is; without that setting teams are given here, and only
known people come in.
"""

import logging
from functools import wraps

import requests
from allauth.account.adapter import get_adapter as account_adapter
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.core.internal.datakit import parse_bool_safely
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialApp
from allauth.socialaccount.providers.base.constants import AuthError, AuthProcess
from allauth.socialaccount.providers.openid_connect import views
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.db import transaction
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from .refusals import refuse

logger = logging.getLogger(__name__)

PROVIDER = "sso"
NAMES = {"first_name": "given_name", "last_name": "family_name"}


def claims_of(sociallogin) -> dict:
    """What the provider told, in the id token and at its userinfo endpoint."""
    data = sociallogin.account.extra_data
    return {**data.get("id_token", {}), **data.get("userinfo", {})}


def teams_of(claims):
    """The groups that OIDC_TEAM_CLAIM names, one value or a list, by OIDC_TEAMS or else by their own names."""
    values = claims.get(settings.OIDC_TEAM_CLAIM) or []
    values = [values] if isinstance(values, str) else values
    names = [settings.OIDC_TEAMS.get(value) if settings.OIDC_TEAMS else value for value in values]
    return Group.objects.filter(name__in=[name for name in names if isinstance(name, str)])


def set_teams(user, teams):
    """Gives the user these teams, and takes away the others that the provider could give."""
    if not settings.OIDC_TEAM_CLAIM:
        return
    kept = user.groups.exclude(name__in=settings.OIDC_TEAMS.values()) if settings.OIDC_TEAMS else []
    user.groups.set([*teams, *kept])


def user_of(claims):
    """The account with the verified e-mail address of these claims, or None."""
    if not parse_bool_safely(claims.get("email_verified")):
        return None
    return get_user_model().objects.filter(email__iexact=claims.get("email") or "").first()


def make_user(claims, teams):
    """An account without password for somebody of a team; None without team or address, or if the address is taken."""
    email = claims.get("email")
    users = get_user_model().objects
    if not teams or not email or users.filter(email__iexact=email).exists():
        return None
    names = {name: claims.get(claim, "")[:150] for name, claim in NAMES.items()}
    user = get_user_model()(email=email, **names)
    user.clean()
    user.set_unusable_password()
    user.save()
    return user


class SocialAccountAdapter(DefaultSocialAccountAdapter):
    def is_open_for_signup(self, request, sociallogin):
        """Accounts are made below; there is no form to make one."""
        return False

    def pre_social_login(self, request, sociallogin):
        """Finds or makes the account, and gives it its teams. Raises ImmediateHttpResponse with who can't come in."""
        claims = claims_of(sociallogin)
        if sociallogin.state.get("process") == AuthProcess.CONNECT:
            forget_claims(sociallogin)
            return
        with transaction.atomic():
            teams = teams_of(claims)
            user = (
                sociallogin.user if sociallogin.is_existing else user_of(claims) or make_user(claims, teams)
            )
            forget_claims(sociallogin)
            if user and user.is_active:
                set_teams(user, teams)
                if not sociallogin.is_existing:
                    sociallogin.connect(request, user)
        if refusal := refusal_of(request, user):
            raise ImmediateHttpResponse(refusal)

    def get_connect_redirect_url(self, request, socialaccount):
        return reverse("wagtailadmin_account")

    def on_authentication_error(self, request, provider, error=None, exception=None, extra_context=None):
        if error == AuthError.CANCELLED:
            messages.warning(request, _("You stopped signing in."))
            raise ImmediateHttpResponse(redirect("account_login"))
        logger.warning("Signing in at the identity provider failed.", exc_info=exception)
        raise ImmediateHttpResponse(provider_failed(request))


def forget_claims(sociallogin):
    sociallogin.account.extra_data = {}
    if sociallogin.account.pk:
        sociallogin.account.save(update_fields=["extra_data"])


def refusal_of(request, user):
    """A page for who is a stranger, switched off or of no team; None for others, who would else turn in circles."""
    if user is None:
        reason = _(
            "%s knows you, but you have no account here. Ask a colleague who manages the accounts to make one."
        )
        return refuse(request, 403, _("You have no account here"), reason % settings.OIDC_NAME)
    if not user.is_active:
        return account_adapter(request).respond_user_inactive(request, user)
    if not get_user_model().objects.get(pk=user.pk).has_perm("wagtailadmin.access_admin"):
        reason = _(
            "You have an account, but no team yet. Ask a colleague who manages the accounts to add you to one."
        )
        return refuse(request, 403, _("You have no team yet"), reason)
    return None


def provider_failed(request):
    reason = _(
        "Signing in with %s does not work just now. Try again in a minute, or sign in with your password."
    )
    return refuse(
        request, 503, _("Signing in did not work"), reason % settings.OIDC_NAME, {"Retry-After": "60"}
    )


def say_when_provider_fails(view):
    """Answers 503 with a sentence when the provider is away or answers nonsense: allauth lets that through."""

    @wraps(view)
    def safe_view(request, **kwargs):
        try:
            return view(request, **kwargs)
        except (requests.RequestException, KeyError, TypeError, ValueError):
            logger.warning("The identity provider failed, or its answer is not understood.", exc_info=True)
            return provider_failed(request)

    return safe_view


start = say_when_provider_fails(views.login)
callback = say_when_provider_fails(views.callback)


def sign_out_address(request) -> str:
    """Where the provider ends its own session (OpenID Connect RP-Initiated Logout 1.0); empty if it can't."""
    try:
        adapter = views.OpenIDConnectOAuth2Adapter(request, PROVIDER)
        address = adapter.openid_config.get("end_session_endpoint", "")
    except (SocialApp.DoesNotExist, requests.RequestException, KeyError, TypeError, ValueError):
        return ""
    return f"{address}?client_id={settings.OIDC_CLIENT_ID}" if address else ""
