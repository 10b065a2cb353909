"""Who has a second factor beside the password, who must have one, and what a password alone does not open (ASVS 6.3.3).

Authenticators (an app with codes, a security key, recovery codes) are django-allauth's.
"""

from allauth.account.authentication import get_authentication_records
from allauth.core import context
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import SESSION_KEY, update_session_auth_hash
from django.contrib.auth.models import AnonymousUser
from django.core.mail import send_mail
from django.db import transaction
from django.db.models.signals import post_delete, post_save
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _

from cms.permissions import reviewers

# The values of the setting SECOND_FACTOR_FOR: who must have one.
NOBODY, REVIEWERS, EVERYBODY = "nobody", "reviewers", "everybody"
# Where somebody without the second factor that they must have can set one up, or sign out.
OPEN_VIEWS = {
    "account_login",
    "account_logout",
    "account_reauthenticate",
    "mfa_activate_totp",
    "mfa_add_webauthn",
    "mfa_index",
    "signed_in",
    "wagtailadmin_javascript_catalog",
    "wagtailadmin_sprite",
}


def must_have_second_factor(user) -> bool:
    """By the setting SECOND_FACTOR_FOR: nobody, reviewers and superusers, or everybody."""
    if settings.SECOND_FACTOR_FOR == REVIEWERS:
        return reviewers().filter(pk=user.pk).exists()
    return settings.SECOND_FACTOR_FOR == EVERYBODY


def is_password_enough(user) -> bool:
    """Whether this user may sign in with a password alone, as Basic authentication and Plone's `@login` do."""
    return not user.has_second_factor and not must_have_second_factor(user)


def used_single_sign_on(request) -> bool:
    """Whether this session began at the organisation's identity provider, which asks for factors of its own."""
    return any(
        record["method"] == "socialaccount" for record in get_authentication_records(request, request.user)
    )


def remove_second_factor(user) -> bool:
    """Removes all authenticators of somebody who lost them, and mails them that; False if there was none.

    Ends all sessions of this user.
    """
    with transaction.atomic():
        is_removed = bool(Authenticator.objects.filter(user=user).delete()[0])
        if is_removed:
            mail_removal(user)
    return is_removed


def mail_removal(user):
    with translation.override(settings.LANGUAGE_CODE):
        body = render_to_string("cms/mail/second_factor_removed.txt", {"user": user})
        send_mail(_("Your second step on Streekwijzer was taken away"), body, None, [user.email])


class RequireSecondFactor:
    """Lets who must have a second factor do nothing but set one up; elsewhere they count as signed out."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        if settings.SECOND_FACTOR_FOR == NOBODY or not has_session(request):
            return None
        if request.resolver_match.view_name in OPEN_VIEWS or not lacks_second_factor(request):
            return None
        if request.path.startswith("/admin/") and request.method == "GET":
            messages.warning(
                request, _("Your account needs a second step. Choose one to go on; it takes two minutes.")
            )
            return redirect("mfa_index")
        request.user = AnonymousUser()
        return None


def has_session(request) -> bool:
    """Without reading the session of a visitor, who has none: public pages vary by no cookie."""
    return settings.SESSION_COOKIE_NAME in request.COOKIES and SESSION_KEY in request.session


def lacks_second_factor(request) -> bool:
    user = request.user
    return (
        user.is_authenticated
        and not user.has_second_factor
        and must_have_second_factor(user)
        and not used_single_sign_on(request)
    )


def keep_this_session(sender, instance, created=True, **kwargs):
    """The first authenticator and the last end all sessions (`User.get_session_auth_hash`) but the one that did it."""
    request = context.request
    if created and request and getattr(request, "user", None) == instance.user:
        update_session_auth_hash(request, instance.user)


def connect() -> None:
    post_save.connect(keep_this_session, sender=Authenticator)
    post_delete.connect(keep_this_session, sender=Authenticator)
