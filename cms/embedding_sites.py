"""Names the sites that show our embeds, from the Referer header, to count views by."""

import re
from threading import Lock
from urllib.parse import urlsplit

from django.utils import timezone

from cms.models.page_views import UNKNOWN

HOST = re.compile(r"[a-z0-9.-]{1,70}")
# Pairs of a page and a site, per day and process, so that invented Referers fill neither memory nor table (which has a
# limit of its own).
MOST_PAIRS = 1000


class EmbeddingSites:
    """Remembers today's pairs of a page and a site. Nothing of the visitor is kept but the name of that site."""

    def __init__(self):
        self.day, self.pairs, self.lock = None, set(), Lock()

    def name_of(self, referer, page_id) -> str:
        """The host name of the embedding site; `?` if the header has none, or above MOST_PAIRS."""
        name = host_of(referer)
        return name if name and self.has_room(page_id, name) else UNKNOWN

    def has_room(self, *pair):
        today = timezone.localdate()
        with self.lock:
            if self.day != today:
                self.day, self.pairs = today, set()
            if pair not in self.pairs and len(self.pairs) >= MOST_PAIRS:
                return False
            self.pairs.add(pair)
            return True


def host_of(url) -> str:
    """The host in a URL; empty if there is none, or none that a site can have."""
    try:
        name = urlsplit(url).hostname or ""
    except ValueError:
        return ""
    return name if HOST.fullmatch(name) else ""


embedding_sites = EmbeddingSites()
