"""Signing in to the admin: Wagtail's form, then the second factor of whoever has one."""

from allauth.account.utils import perform_login
from django.conf import settings
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from wagtail.admin.views.account import LoginView, LogoutView

from .second_factor import used_single_sign_on
from .single_sign_on import sign_out_address


class SignInView(LoginView):
    """Wagtail's view; who has a second factor is asked for it before the session is theirs."""

    def get_context_data(self, **kwargs):
        return {
            **super().get_context_data(**kwargs),
            "provider_name": settings.OIDC_ISSUER and settings.OIDC_NAME,
        }

    def form_valid(self, form):
        is_remembered = form.cleaned_data.get("remember")
        self.request.session.set_expiry(settings.SESSION_COOKIE_AGE if is_remembered else 0)
        return perform_login(self.request, form.get_user(), redirect_url=self.get_success_url())


def redirect_to_sign_in(request):
    """In place of Wagtail's second form, which pages for signed-in readers lead to: one form asks for all factors."""
    query = request.META["QUERY_STRING"]
    return redirect(f"{reverse('account_login')}?{query}" if query else "account_login")


class SignOutView(LogoutView):
    """Wagtail's view; whoever came by single sign-on is still signed in there, and reads so."""

    def dispatch(self, request, *args, **kwargs):
        self.is_single_sign_on = used_single_sign_on(request)
        return super().dispatch(request, *args, **kwargs)

    @property
    def next_page(self):
        return "signed_out" if self.is_single_sign_on else super().next_page


@never_cache
def signed_out(request):
    """Leads to where the identity provider ends its own session, if it has such an address."""
    if not settings.OIDC_ISSUER:
        raise Http404
    context = {"address": sign_out_address(request), "provider_name": settings.OIDC_NAME}
    return render(request, "account/signed_out.html", context)
