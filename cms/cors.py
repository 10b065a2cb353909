"""CORS: responses that other sites may read. They use no cookies, so nothing can leak."""

from functools import wraps
from http.client import responses

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt

from .problem_details import problem

METHODS = ["GET", "HEAD", "OPTIONS"]
FOR_ALL_ORIGINS = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Expose-Headers": "ETag, Last-Modified, Link",
}
ALLOWED = {
    "Access-Control-Allow-Methods": ", ".join(METHODS),
    "Access-Control-Allow-Headers": "If-None-Match, If-Modified-Since",
    "Access-Control-Max-Age": "86400",
}


def for_all_origins(view):
    """A decorator that lets every origin read a view, and answers OPTIONS and other methods itself."""

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
