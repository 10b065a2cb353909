"""The view of the formats, and the redirect from old URLs of lists."""

from collections.abc import Callable
from functools import wraps

from django.http import Http404
from django.http.response import HttpResponseBase

from cms.cors import for_all_origins
from cms.routing import moved_page, redirect_to, site_of

from .formats import FORMATS
from .listings import has_format, is_syndicated_list
from .responses import format_response


@for_all_origins
def serve_format(request, path, name) -> HttpResponseBase:
    """The page at this path in a format, or a redirect to its new URL. Open to every origin; sets no cookie."""
    try:
        return format_response(request, path, FORMATS[name])
    except Http404:
        page = moved_page(site_of(request), path)
        if not has_format(page, FORMATS[name]):
            raise
        return redirect_to(request, page, name)


def redirecting_moved_lists(view, name) -> Callable:
    """Wraps a view of a list: where it raises Http404, redirects to the new URL of the list followed by `name`."""

    @wraps(view)
    def view_or_redirect(request, path) -> HttpResponseBase:
        try:
            return view(request, path)
        except Http404:
            page = moved_page(site_of(request), path)
            if not is_syndicated_list(page):
                raise
            return redirect_to(request, page, name)

    return view_or_redirect
