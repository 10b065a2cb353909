"""Lists for other sites and programs: open to every origin, without cookie, cheap to ask again."""

from django.http import Http404, HttpResponse, HttpResponseNotAllowed, HttpResponsePermanentRedirect
from django.views.decorators.csrf import csrf_exempt

from .answers import answer
from .formats import FORMATS
from .lists import moved_page, tells

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


def found(request, path, name):
    """The answer, or the way to where the page is now."""
    try:
        return answer(request, path, FORMATS[name])
    except Http404:
        page = moved_page(request, path)
        if not tells(FORMATS[name], page):
            raise
        query = request.GET.urlencode()
        return HttpResponsePermanentRedirect(f"{page.full_url}{name}{'?' if query else ''}{query}")


@csrf_exempt
def serve(request, path, name):
    """Nothing can be posted here, so nothing has to be guarded against another origin."""
    if request.method not in METHODS:
        response = HttpResponseNotAllowed(METHODS)
    elif request.method == "OPTIONS":
        response = HttpResponse(status=204, headers=ALLOWED)
    else:
        response = found(request, path, name)
    for header, value in FOR_ALL_ORIGINS.items():
        response.headers[header] = value
    return response
