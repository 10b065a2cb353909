"""Signing in and out, and one's second factor: below /admin/, before Wagtail's own."""

from allauth.account.views import reauthenticate
from django.urls import include, path

from .sign_in import SignInView, SignOutView, signed_out
from .single_sign_on import PROVIDER, callback, start

urlpatterns = [
    path("login/", SignInView.as_view(), name="account_login"),
    path("logout/", SignOutView.as_view(), name="account_logout"),
    path("account/password/", reauthenticate, name="account_reauthenticate"),
    path("account/2fa/", include("allauth.mfa.urls")),
    path("account/sso/", start, {"provider_id": PROVIDER}, name="openid_connect_login"),
    path("account/sso/callback/", callback, {"provider_id": PROVIDER}, name="openid_connect_callback"),
    path("account/signed-out/", signed_out, name="signed_out"),
]
