"""Names the sites that show embeds, from the Referer header, to count views by."""

import re
from threading import Lock
from urllib.parse import urlsplit

from django.utils import timezone

from cms.models.page_views import UNKNOWN

HOST_NAME = re.compile(r"[a-z0-9.-]{1,70}")
# Pairs of page and host that a process counts in a day. Bounds its memory and the rows that requests with invented
# referrers can add; the table has a limit of its own.
MAX_PAIRS = 1000


class EmbeddingHosts:
    """The hosts of sites that show embeds, for counting views; thread-safe. Keeps nothing about visitors."""

    def __init__(self) -> None:
        self.day, self.pairs, self.lock = None, set(), Lock()

    def host_for(self, referer, page_id) -> str:
        """The host in the Referer header; `?` without a usable one, or above `MAX_PAIRS` pairs."""
        host = host_of(referer)
        return host if host and self.add_pair(page_id, host) else UNKNOWN

    def add_pair(self, page_id, host) -> bool:
        """Whether the pair is among those of today; adds it if there is room."""
        pair, today = (page_id, host), timezone.localdate()
        with self.lock:
            if self.day != today:
                self.day, self.pairs = today, set()
            if pair not in self.pairs and len(self.pairs) >= MAX_PAIRS:
                return False
            self.pairs.add(pair)
            return True


def host_of(address) -> str:
    """The host name in a URL; empty if there is none or if it can't be that of a site."""
    try:
        name = urlsplit(address).hostname or ""
    except ValueError:
        return ""
    return name if HOST_NAME.fullmatch(name) else ""


embedding_hosts = EmbeddingHosts()
