"""The share of a process that whole lists may take, so that pages and files don't wait behind them."""

import weakref
from collections.abc import Iterator
from http.client import responses
from threading import BoundedSemaphore, Lock

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.template import loader
from django.utils.translation import gettext as _

from cms.bounds import MOST_DOWNLOADS
from cms.failures import is_for_programs
from cms.problem_details import problem

RETRY_AFTER = {"Retry-After": "10"}

_slots, _turn = BoundedSemaphore(MOST_DOWNLOADS), Lock()


class Download:
    """The parts of a whole list. Of several at once one is serialized at a time, so together they fill one thread."""

    def __init__(self, parts) -> None:
        self.parts = iter(parts)
        # Also where nobody closes it.
        self.close = weakref.finalize(self, _slots.release)

    def __iter__(self) -> Iterator[bytes]:
        return self

    def __next__(self) -> bytes:
        with _turn:
            return next(self.parts)


def bounded(request, response) -> HttpResponseBase:
    """The response, if it is a whole list that is streamed only as long as there is a place; else a 503."""
    if not response.streaming or request.method != "GET":
        return response
    if not _slots.acquire(blocking=False):
        return busy(request)
    response.streaming_content = Download(response.streaming_content)
    return response


def busy(request) -> HttpResponse:
    """A page for people, a problem (RFC 9457) for programs."""
    reason = _("Others are fetching whole lists just now. Try again in ten seconds.")
    if is_for_programs(request):
        return problem(503, responses[503], reason, RETRY_AFTER)
    page = loader.get_template("503.html").render({"reason": reason})
    return HttpResponse(page, status=503, headers={"Cache-Control": "no-store", **RETRY_AFTER})
