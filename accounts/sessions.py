"""How long a session lasts (OWASP ASVS 5.0, 7.3.1 and 7.3.2).

It ends after 14 days without work in the admin (`SESSION_COOKIE_AGE`), and in any case in the first night that is more
than 30 days after signing in. Public pages neither prolong a session nor set a cookie.
"""

from datetime import UTC, datetime, timedelta

from django.contrib.auth import SESSION_KEY
from django.contrib.auth.signals import user_logged_in
from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.urls import reverse
from django.utils import timezone

from cms.models.read_only import is_read_only

MAX_SESSION_AGE = timedelta(days=30)
# In TIME_ZONE.
NIGHT = {"hour": 4, "minute": 0, "second": 0, "microsecond": 0}
WRITE_INTERVAL = timedelta(hours=1)
SIGNED_IN, ACTIVE = "signed_in_at", "active_at"
# Requests that an open tab sends by itself: they don't prolong the session.
AUTOMATIC_REQUESTS = {"wagtailadmin_editing_sessions:ping", "signed_in"}


def end_of(signed_in):
    """The moment at which a session that began at this moment ends at the latest."""
    latest = timezone.localtime(signed_in) + MAX_SESSION_AGE
    night = latest.replace(**NIGHT)
    return night if night >= latest else night + timedelta(days=1)


class SessionStore(DatabaseStore):
    """Django's database sessions, with an absolute end."""

    @classmethod
    def get_model_class(cls):
        return DatabaseStore.get_model_class()

    def get_expiry_date(self, **kwargs):
        date = super().get_expiry_date(**kwargs)
        if signed_in := self.get(SIGNED_IN):
            date = min(date, end_of(datetime.fromtimestamp(signed_in, UTC)))
        return date

    def get_expiry_age(self, **kwargs):
        """In seconds, for the cookie."""
        left = self.get_expiry_date(**kwargs) - timezone.now()
        return max(int(left.total_seconds()), 0)


class ProlongSessionMiddleware:
    """Prolongs the session at requests to the admin; at most once an hour, because it writes to the database."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        is_admin = request.path.startswith(reverse("wagtailadmin_home"))
        if (
            is_admin
            and SESSION_KEY in request.session
            and request.resolver_match.view_name not in AUTOMATIC_REQUESTS
        ):
            prolong(request.session)


def prolong(session):
    now = timezone.now().timestamp()
    if now - session.get(ACTIVE, 0) >= WRITE_INTERVAL.total_seconds() and not is_read_only():
        session.setdefault(SIGNED_IN, now)
        session[ACTIVE] = now


def set_session_start(sender, request, user, **kwargs):
    request.session[SIGNED_IN] = request.session[ACTIVE] = timezone.now().timestamp()


def connect():
    user_logged_in.connect(set_session_start)
