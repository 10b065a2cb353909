"""Counts how often pages are opened, in the memory of this process, and writes that down from time to time.

A visitor waits for one addition. A minute of counts is lost when a process is killed; it is not worth a queue.
"""

import atexit
import logging
import re
import threading
from collections import Counter

from django.conf import settings
from django.db import close_old_connections, connection
from django.utils import timezone

from cms.models import PageViews

logger = logging.getLogger(__name__)

# Programs that say so. Looked at, never kept; and who wants to be counted twice can be.
PROGRAMS = re.compile(
    r"bot|crawl|spider|slurp|fetch|preview|monitor|uptime|headless|lighthouse|scan|feed|facebookexternalhit"
    r"|whatsapp|curl|wget|python|java/|go-http|okhttp|axios|node|libwww|http",
    re.IGNORECASE,
)
# A browser says what it wants an answer for: a page that somebody opens, or shows inside their own.
OPENED = {"", "document", "iframe"}


class Recorder:
    """Safe for threads. The first view after a write starts a clock, in a thread of its own, that writes the next."""

    def __init__(self):
        self.lock = threading.Lock()
        self.counted = Counter()
        self.clock = None

    def record(self, page_id, embed=""):
        """One view more. Nothing is asked of the database; without the setting nothing is counted."""
        if not settings.VIEWS_WRITTEN_AFTER:
            return
        with self.lock:
            self.counted[page_id, embed, timezone.localdate()] += 1
            if self.clock is None:
                self.clock = threading.Timer(settings.VIEWS_WRITTEN_AFTER, self.write_and_disconnect)
                self.clock.daemon = True
                self.clock.start()

    def write(self):
        """Everything that was counted since the last time."""
        with self.lock:
            if self.clock:
                self.clock.cancel()
            counted, self.counted, self.clock = self.counted, Counter(), None
        if not counted:
            return
        try:
            PageViews.add(counted)
        except Exception:
            logger.exception("Views of %s pages are lost.", len(counted))

    def write_and_disconnect(self):
        """A thread that ends takes its connection along."""
        close_old_connections()
        try:
            self.write()
        finally:
            connection.close()


recorder = Recorder()
# A server that stops in an orderly way loses nothing.
atexit.register(recorder.write)


def is_view(request, response):
    """Did a person open a page? Not an editor at work, nor a program, nor a browser that looks ahead.

    Visitors get no cookie: who brings that of a session works here.
    """
    headers = request.headers
    return (
        request.method == "GET"
        and response.status_code == 200
        and response.get("Content-Type", "").startswith("text/html")
        and settings.SESSION_COOKIE_NAME not in request.COOKIES
        and headers.get("Sec-Fetch-Dest", "") in OPENED
        and "prefetch" not in headers.get("Sec-Purpose", "")
        and not is_program(headers.get("User-Agent", ""))
    )


def is_program(user_agent):
    return not user_agent or bool(PROGRAMS.search(user_agent))


def is_page_itself(request):
    """Not what stands below its address without being a page: a visitor's saved list, a card to download."""
    match = getattr(request, "routable_resolver_match", None)
    return match is None or match.url_name == "index_route"
