"""Refuses secrets and programs over plain http.

A redirect would hide from them that they send what they do unencrypted.
"""

from django.conf import settings
from django.utils.translation import gettext as _

from .refusals import refuse

SAFE_METHODS = {"GET", "HEAD", "OPTIONS"}
# The addresses of programs. Feeds are sent on: their readers learn the new address, and nothing in them is secret.
FOR_PROGRAMS = ("/api/", "/++api++")


class RequireHttpsForSecrets:
    """Answers 403 over http to unsafe methods, requests with credentials and the APIs (OWASP ASVS 5.0, 4.1.2)."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        is_plain = settings.SECURE_SSL_REDIRECT and not request.is_secure()
        if is_plain and (carries_secret(request) or request.path.startswith(FOR_PROGRAMS)):
            reason = _(
                "This came over http, where others can read along. Use https. "
                "If there was a password in it, choose another one."
            )
            return refuse(request, 403, _("Only over https"), reason)
        return self.get_response(request)


def carries_secret(request):
    return request.method not in SAFE_METHODS or "Authorization" in request.headers
