"""Runs with the site's own settings: which addresses to measure, and what only the site itself can say of them.

Prints JSON for `bench.servers`.
"""

import json
import sys
from urllib.parse import urlencode

import django

from . import start_screen
from .registering import form_address

SUPERUSER = "bench@example.org"


def public_addresses():
    """What to measure, by name. The filtered list is the one that issue trackers quote: a theme and a state."""
    from home.management.scale.dice import key_of
    from home.management.scale.words import RARE_WORD
    from practices.models import PracticePage

    filters = urlencode({"theme": "zorg", "status": "running"})
    practice = PracticePage.objects.get(translation_key=key_of(1, "practice", 4))
    return {
        "filtered list": f"/praktijken/?{filters}",
        "list with q": f"/praktijken/?{urlencode({'q': RARE_WORD})}",
        "practice": practice.get_url_parts()[2],
        "home": "/",
        "search": f"/zoeken/?{urlencode({'q': RARE_WORD})}",
        "feed": f"/praktijken/feed.atom?{filters}",
        "embed": f"/praktijken/embed/?{filters}",
        "API list": f"/api/v1/practices?{filters}",
        "API practice": f"/api/v1/practices/{practice.translation_key}",
        "dialect search": "/++api++/@search?portal_type=Practice&b_size=20",
        "form to register": form_address(),
        "export": "/praktijken/export.csv",
    }


def admin_addresses():
    """The screens of the admin that look at all pages, by name."""
    from django.urls import reverse

    from home.management.scale.words import RARE_WORD

    query = urlencode({"q": RARE_WORD})
    return {
        "page chooser": reverse("wagtailadmin_choose_page"),
        "page chooser, search": f"{reverse('wagtailadmin_choose_page_search')}?{query}",
        "explorer, root": reverse("wagtailadmin_explore_root"),
        "page search": f"{reverse('wagtailadmin_pages:search')}?{query}",
        "images": reverse("wagtailimages:index"),
    }


def superuser_session():
    """The cookie of a superuser who has just signed in."""
    from django.contrib.auth import get_user_model

    users = get_user_model().objects
    return start_screen.session_of(users.filter(email=SUPERUSER).first() or users.create_superuser(SUPERUSER))


def start_screens(host):
    """The start screen as an officer and as a reviewer, by name: path, queries and cookie."""
    from django.urls import reverse

    start_screen.fill()
    path = reverse("wagtailadmin_home")
    return {
        f"start screen, {role}": (path, count_queries(path, host, cookie), cookie)
        for role, cookie in start_screen.sessions().items()
    }


def count_queries(path, host, cookie=""):
    """How many queries a second visit costs (of an export: until it begins); None where there is no such page."""
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    client = Client(headers={"host": host, "x-forwarded-proto": "https", "cookie": cookie})
    client.get(path)
    with CaptureQueriesContext(connection) as queries:
        response = client.get(path)
    return None if response.status_code == 404 else len(queries)


def main():
    django.setup()
    from django.conf import settings

    host = settings.ALLOWED_HOSTS[0]
    cookie = superuser_session()
    described = {
        "public": {name: (path, count_queries(path, host)) for name, path in public_addresses().items()},
        "admin": {
            name: (path, count_queries(path, host, cookie)) for name, path in admin_addresses().items()
        },
        "superuser": cookie,
        "start": start_screens(host),
        "panels": start_screen.measure_panels(),
        # A reader with a session is never given what is kept for all others.
        "stranger": f"{settings.SESSION_COOKIE_NAME}=unknown",
    }
    json.dump(described, sys.stdout)


if __name__ == "__main__":
    main()
