"""django-allauth's forms for codes and security keys, with our limits, and words that say what a field is for."""

from allauth.core import context
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn.forms import (
    AddWebAuthnForm,
    AuthenticateWebAuthnForm,
    EditWebAuthnForm,
    LoginWebAuthnForm,
    ReauthenticateWebAuthnForm,
)
from axes.handlers.proxy import AxesProxyHandler
from django import forms
from django.contrib.auth.signals import user_login_failed
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .limits import TOO_MANY

USED = _("This code was used already. Wait for the next one in your app.")
TOTP_SECONDS = 30
MALFORMED = (AttributeError, KeyError, TypeError, ValueError, IndexError)


class CountedCodeMixin:
    """Wrong codes count as failed sign-ins, in the database for all processes; a code works once (ASVS 6.5.1)."""

    def clean_code(self):
        request, credentials = context.request, {"username": self.user.email}
        if not AxesProxyHandler.is_allowed(request, credentials):
            request.axes_locked_out = True  # the middleware of axes answers 429
            raise ValidationError(TOO_MANY)
        try:
            code = super().clean_code()
        except ValidationError:
            user_login_failed.send(__name__, credentials=credentials, request=request)
            raise
        claim(self.authenticator)
        return code


def claim(authenticator) -> None:
    """Marks the code of these thirty seconds as used. Raises ValidationError if it was, also by another process."""
    if authenticator.type != Authenticator.Type.TOTP:
        return
    now = timezone.now()
    step = now.timestamp() // TOTP_SECONDS * TOTP_SECONDS
    began = timezone.datetime.fromtimestamp(step, now.tzinfo)
    unused = Authenticator.objects.filter(
        Q(last_used_at=None) | Q(last_used_at__lt=began), pk=authenticator.pk
    )
    if not unused.update(last_used_at=now):
        raise ValidationError(USED)


class CodeForm(CountedCodeMixin, AuthenticateForm):
    """The second step of signing in."""


class CodeAgainForm(CountedCodeMixin, ReauthenticateForm):
    """The code once more, before factors are changed."""


class WholeAnswerMixin:
    """What is no answer of a security key is a wrong one: fido2 fails on it in many ways."""

    def clean_credential(self):
        try:
            clean = getattr(super(), "clean_credential", lambda: self.cleaned_data["credential"])
            return clean()
        except MALFORMED as error:
            raise get_adapter().validation_error("incorrect_code") from error

    def clean(self):
        try:
            return super().clean()
        except MALFORMED as error:
            raise get_adapter().validation_error("incorrect_code") from error


class KeyForm(WholeAnswerMixin, AuthenticateWebAuthnForm):
    """The second step of signing in, by a security key."""


class KeyAgainForm(WholeAnswerMixin, ReauthenticateWebAuthnForm):
    """The security key once more, before factors are changed."""


class PasskeyForm(WholeAnswerMixin, LoginWebAuthnForm):
    """Signing in by a passkey, without a password."""


class AddKeyForm(WholeAnswerMixin, AddWebAuthnForm):
    """A security key, or a passkey that stands in for the password as well."""

    name = forms.CharField(label=_("Name of this key"), required=False, max_length=100)
    passwordless = forms.BooleanField(
        label=_("Sign in with this key alone"),
        help_text=_("Then you no longer type your password: the key asks for your finger, face or PIN."),
        required=False,
    )


class RenameKeyForm(EditWebAuthnForm):
    name = forms.CharField(label=_("Name of this key"), max_length=100)
