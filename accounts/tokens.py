"""Tokens of the write API: valid for a year, or until the password of their user changes."""

from datetime import timedelta

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column
from wagtail.api.v3.auth import BearerTokenAuth
from wagtail.models import APIToken
from wagtail.users.views.api_tokens import IndexView

from cms.models.read_only import is_read_only

VALID_FOR = timedelta(days=365)
NOTED_EVERY = timedelta(minutes=1)


def valid_until(token):
    return token.created + VALID_FOR


def last_day(token):
    return date_format(timezone.localtime(valid_until(token)), "SHORT_DATE_FORMAT")


class TermedTokenAuth(BearerTokenAuth):
    """Wagtail's token authentication, with an expiry date."""

    def authenticate(self, request, token):
        api_token = super().authenticate(request, token)
        if not api_token or valid_until(api_token) <= timezone.now():
            return None
        note_use(api_token)
        return api_token


def note_use(token):
    """Stores that the token was used, at most once a minute, and not while the site is read-only."""
    now = timezone.now()
    is_due = token.last_used_at is None or now - token.last_used_at >= NOTED_EVERY
    if is_due and not is_read_only():
        APIToken.objects.filter(pk=token.pk).update(last_used_at=now)


class TokenIndexView(IndexView):
    """Wagtail's list of tokens, with a column for the expiry date."""

    @property
    def columns(self):
        return [*super().columns, Column("valid_until", label=_("Valid until"), accessor=last_day)]
