"""Refuses secrets over plain http; a redirect would hide from clients that they sent a secret unencrypted."""

from django.conf import settings
from django.utils.translation import gettext as _

from .refusals import refuse

SAFE_METHODS = {"GET", "HEAD", "OPTIONS"}


class RequireHttpsForSecrets:
    """Answers 403 over http to unsafe methods and to requests with credentials (OWASP ASVS 5.0, 4.1.2)."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if settings.SECURE_SSL_REDIRECT and not request.is_secure() and carries_secret(request):
            reason = _(
                "This came over http, where others can read along. Use https. "
                "If there was a password in it, choose another one."
            )
            return refuse(request, 403, _("Only over https"), reason)
        return self.get_response(request)


def carries_secret(request):
    return request.method not in SAFE_METHODS or "Authorization" in request.headers
