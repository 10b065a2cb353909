"""How django-allauth works here: who is mailed, when a password is asked once more, how secrets are stored."""

import base64
import secrets
import time

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.contrib.auth import authenticate
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from cms.client_addresses import client_address

from .refusals import refuse
from .sessions import SIGNED_IN

# Seconds after signing in during which factors can be changed without giving the password once more.
FRESH = 5 * 60


class AccountAdapter(DefaultAccountAdapter):
    def get_client_ip(self, request):
        return client_address(request)

    def is_open_for_signup(self, request):
        return False

    def login(self, request, user):
        """Ends with the browser, unless the form's *Remember me* said otherwise: a passkey comes without a form."""
        super().login(request, user)
        if "_session_expiry" not in request.session:
            request.session.set_expiry(0)

    def is_reauthentication_required(self, *, app, **kwargs):
        return time.time() - self.request.session.get(SIGNED_IN, 0) > FRESH

    def get_reauthentication_methods(self, user):
        """Not the password alone for who has a second factor."""
        methods = super().get_reauthentication_methods(user)
        has_more = user.is_authenticated and user.has_second_factor
        return [method for method in methods if not has_more or method["id"] != "reauthenticate"]

    def reauthenticate(self, user, password):
        """Wrong guesses count as failed sign-ins."""
        return authenticate(context.request, username=user.email, password=password) == user

    def respond_user_inactive(self, request, user):
        return refuse(
            request,
            403,
            _("Your account is switched off"),
            _("Ask who manages the accounts to switch it on."),
        )

    def send_notification_mail(self, template_prefix, user, context=None, email=None):
        """To the address of the account: there is one for each."""
        super().send_notification_mail(template_prefix, user, context, email or user.email)


def fernet() -> MultiFernet:
    """Encrypts by the SECRET_KEY; decrypts what an earlier one encrypted too."""
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    digests = [salted_hmac("accounts.adapters", "", secret=key, algorithm="sha256").digest() for key in keys]
    return MultiFernet([Fernet(base64.urlsafe_b64encode(digest)) for digest in digests])


class MFAAdapter(DefaultMFAAdapter):
    def _get_site_name(self):
        return settings.WAGTAIL_SITE_NAME

    def encrypt(self, text):
        return fernet().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text):
        """A random secret, which no code fits, for what an unknown SECRET_KEY encrypted."""
        try:
            return fernet().decrypt(encrypted_text).decode()
        except InvalidToken:
            return base64.b32encode(secrets.token_bytes(20)).decode()
