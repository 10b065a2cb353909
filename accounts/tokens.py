"""Tokens of the write API: valid for a year, or until the password of their user changes."""

from datetime import timedelta

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column
from wagtail.api.v3.auth import BearerTokenAuth
from wagtail.users.views.api_tokens import IndexView

VALID_FOR = timedelta(days=365)


def valid_until(token):
    return token.created + VALID_FOR


def last_day(token):
    return date_format(timezone.localtime(valid_until(token)), "SHORT_DATE_FORMAT")


class TermedTokenAuth(BearerTokenAuth):
    """Wagtail's token authentication, with an expiry date."""

    def authenticate(self, request, token):
        api_token = super().authenticate(request, token)
        return api_token if api_token and valid_until(api_token) > timezone.now() else None


class TokenIndexView(IndexView):
    """Wagtail's list of tokens, with a column for the expiry date."""

    @property
    def columns(self):
        return [*super().columns, Column("valid_until", label=_("Valid until"), accessor=last_day)]
