"""Runs with the site's own settings: which addresses to measure, and how many queries each of them costs.

Prints JSON for `bench.servers`.
"""

import json
import sys
from urllib.parse import urlencode

import django


def addresses():
    """What to measure, by name. The filtered list is the one that issue trackers quote: a theme and a state."""
    from home.management.scale.dice import key_of
    from home.management.scale.words import RARE_WORD
    from practices.models import PracticePage

    filtered = urlencode({"theme": "zorg", "status": "running"})
    practice = PracticePage.objects.get(translation_key=key_of(1, "practice", 4))
    return {
        "filtered list": f"/praktijken/?{filtered}",
        "list with q": f"/praktijken/?{urlencode({'q': RARE_WORD})}",
        "practice": practice.get_url_parts()[2],
        "home": "/",
        "search": f"/zoeken/?{urlencode({'q': RARE_WORD})}",
        "feed": f"/praktijken/feed.atom?{filtered}",
        "embed": f"/praktijken/embed/?{filtered}",
        "Plone search": f"/++api++/@search?{urlencode({'portal_type': 'News Item', 'b_size': 20})}",
        "export": "/praktijken/export.csv",
    }


def count_queries(path, host):
    """How many queries a second visit costs (of an export: until it begins); None where there is no such page."""
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    client = Client(headers={"host": host, "x-forwarded-proto": "https"})
    client.get(path)
    with CaptureQueriesContext(connection) as queries:
        answer = client.get(path)
    return None if answer.status_code == 404 else len(queries)


def main():
    django.setup()
    from django.conf import settings

    found = {
        name: (path, count_queries(path, settings.ALLOWED_HOSTS[0])) for name, path in addresses().items()
    }
    json.dump(found, sys.stdout)


if __name__ == "__main__":
    main()
