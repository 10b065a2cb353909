"""Counts page views in memory and writes them to the database now and then.

A view costs a visitor one addition. If the process is killed, up to a minute of counts is lost; that is acceptable.
"""

import atexit
import logging
import operator
import re
import threading
from collections import Counter

from django.conf import settings
from django.db import close_old_connections, connection
from django.utils import timezone

from caching.responses import VIEW
from cms.embedding_hosts import embedding_hosts
from cms.failures import ReadOnlyError
from cms.models import PageViews
from cms.models.read_only import writing

logger = logging.getLogger(__name__)

# User agents of programs. The user agent is looked at, never stored; a program can pretend to be a browser.
PROGRAMS = re.compile(
    r"bot|crawl|spider|slurp|fetch|preview|monitor|uptime|headless|lighthouse|scan|feed|facebookexternalhit"
    r"|whatsapp|curl|wget|python|java/|go-http|okhttp|axios|node|libwww|http",
    re.IGNORECASE,
)
# Values of Sec-Fetch-Dest for a page that somebody opens, or shows in a frame.
OPENED = {"", "document", "iframe"}


class Collector:
    """Collects values by key; thread-safe. The first one after a write starts a timer thread for the next write.

    `merge` gives the value for a key that has one (0 if it has none), `store` writes a dict of all.
    """

    def __init__(self):
        self.lock = threading.Lock()
        self.counts = Counter()
        self.clock = None

    def collect(self, key, value) -> None:
        """Collects one value, without a query; nothing if VIEWS_WRITTEN_AFTER is 0."""
        if not settings.VIEWS_WRITTEN_AFTER:
            return
        with self.lock:
            self.counts[key] = self.merge(self.counts[key], value)
            if self.clock is None:
                self.clock = threading.Timer(settings.VIEWS_WRITTEN_AFTER, self.write_and_disconnect)
                self.clock.daemon = True
                self.clock.start()

    def write(self):
        """Writes all that was collected since the last write; keeps it while the site is read-only."""
        with self.lock:
            if self.clock:
                self.clock.cancel()
            counts, self.counts, self.clock = self.counts, Counter(), None
        if not counts:
            return
        try:
            with writing():
                self.store(counts)
        except ReadOnlyError:
            self.put_back(counts)
        except Exception:
            logger.exception("%s: %s counts are lost.", type(self).__name__, len(counts))

    def put_back(self, counts):
        """Collects them again; the next one that is collected starts a timer."""
        with self.lock:
            for key, value in counts.items():
                self.counts[key] = self.merge(self.counts[key], value)

    def write_and_disconnect(self):
        """Runs in the timer's thread, which has to close its own connection."""
        close_old_connections()
        try:
            self.write()
        finally:
            connection.close()


class Recorder(Collector):
    """Counts views of pages."""

    merge = staticmethod(operator.add)

    def record(self, page_id, embed="") -> None:
        self.collect((page_id, embed, timezone.localdate()), 1)

    def store(self, counts):
        PageViews.add(counts)


recorder = Recorder()
# No counts are lost when the server stops normally.
atexit.register(recorder.write)


def is_view(request, response) -> bool:
    """True if a person opened a page: no editor, no program, no prefetch.

    Visitors get no cookies, so a session cookie means an editor.
    """
    return (
        response.status_code == 200
        and response.get("Content-Type", "").startswith("text/html")
        and is_visitor(request)
    )


def is_visitor(request) -> bool:
    """True if a person without an account asks for a page."""
    return settings.SESSION_COOKIE_NAME not in request.COOKIES and is_opened_by_a_person(request.META)


def is_opened_by_a_person(environ) -> bool:
    return (
        environ["REQUEST_METHOD"] == "GET"
        and environ.get("HTTP_SEC_FETCH_DEST", "") in OPENED
        and "prefetch" not in environ.get("HTTP_SEC_PURPOSE", "")
        and not is_program(environ.get("HTTP_USER_AGENT", ""))
    )


def count_view(request, response, page_id, is_embed=False) -> None:
    """Counts a view of a page, and has the response cache count its hits in the same way."""
    request.META[VIEW] = (page_id, is_embed)
    if is_view(request, response):
        record_view(request.META, page_id, is_embed)


def count_hit(environ, view) -> None:
    """Counts a view of a page that came from the response cache."""
    if is_opened_by_a_person(environ):
        record_view(environ, *view)


def record_view(environ, page_id, is_embed):
    embed = embedding_hosts.host_for(environ.get("HTTP_REFERER", ""), page_id) if is_embed else ""
    recorder.record(page_id, embed=embed)


def is_program(user_agent) -> bool:
    return not user_agent or bool(PROGRAMS.search(user_agent))


def is_page_itself(request) -> bool:
    """False for a subview of the page, such as a saved list or a card to download."""
    match = getattr(request, "routable_resolver_match", None)
    return match is None or match.url_name == "index_route"
