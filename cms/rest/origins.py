"""Answers for programs on any site: without cookie, so nothing has to be guarded against another origin."""

from functools import wraps
from http.client import responses

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt

from .answers import problem

METHODS = ["GET", "HEAD", "OPTIONS"]
FOR_ALL_ORIGINS = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Expose-Headers": "ETag, Last-Modified, Link",
    "Cross-Origin-Resource-Policy": "cross-origin",
}
ALLOWED = {
    "Access-Control-Allow-Methods": ", ".join(METHODS),
    "Access-Control-Allow-Headers": "If-None-Match, If-Modified-Since",
    "Access-Control-Max-Age": "86400",
}


def for_all_origins(view):
    """A view that reads, open to every origin; it need not know OPTIONS."""

    @csrf_exempt
    @wraps(view)
    def opened(request, *args, **kwargs):
        if request.method not in METHODS:
            detail = _("This address can only be read.")
            response = problem(405, responses[405], detail, headers={"Allow": ", ".join(METHODS)})
        elif request.method == "OPTIONS":
            response = HttpResponse(status=204, headers=ALLOWED)
        else:
            response = view(request, *args, **kwargs)
        for header, value in FOR_ALL_ORIGINS.items():
            response.headers[header] = value
        return response

    return opened
