"""Counts downloads in memory and writes them to the database now and then, as `cms.counting` does views.

A download costs a reader one addition. Cookies, addresses and devices are not looked at, but for the user agent and the
kind of request, to leave programs out; nothing of them is kept.
"""

import atexit
import operator
import re

from django.conf import settings
from django.utils import timezone

from cms.counting import Collector, is_program

from .models import Downloads

# How a browser asks for a file that somebody opens, saves, or plays in a page (`Sec-Fetch-Dest`).
ASKED_FOR = {"", "document", "iframe", "empty", "embed", "object", "audio", "video"}
# Of a file in parts the one that begins at its start is the download; of two bytes it is a player that tries.
FIRST_PART = re.compile(r"bytes 0-(?P<last>[0-9]+)/")
LAST_OF_TRIAL = 1


class DownloadRecorder(Collector):
    """Counts downloads of documents."""

    merge = staticmethod(operator.add)

    def record(self, document_id) -> None:
        self.collect((document_id, timezone.localdate()), 1)

    def store(self, counts):
        Downloads.add(counts)


recorder = DownloadRecorder()
# No counts are lost when the server stops normally.
atexit.register(recorder.write)


def count_download(document, request, response) -> None:
    if is_sent_whole_or_first(response) and is_asked_by_a_reader(request):
        recorder.record(document.pk)


def is_sent_whole_or_first(response) -> bool:
    """True for a whole file, and for the part at its start; not for 304, and not for what follows."""
    if response.status_code == 206:
        part = FIRST_PART.match(response.headers.get("Content-Range", ""))
        return bool(part) and int(part["last"]) > LAST_OF_TRIAL
    return response.status_code == 200 and response.streaming


def is_asked_by_a_reader(request) -> bool:
    """True if a person without an account asks for the file, not only for its headers."""
    return (
        request.method == "GET"
        and settings.SESSION_COOKIE_NAME not in request.COOKIES
        and request.headers.get("Sec-Fetch-Dest", "") in ASKED_FOR
        and "prefetch" not in request.headers.get("Sec-Purpose", "")
        and not is_program(request.headers.get("User-Agent", ""))
    )
