"""What pages with personal data share: nothing keeps them, nothing leaks their address."""

from functools import wraps

from django.http import Http404, HttpResponseRedirect
from django.views.decorators.csrf import csrf_exempt
from wagtail.models import Page

HEADERS = {
    "Cache-Control": "private, no-store",
    "X-Robots-Tag": "noindex, nofollow",
    "Referrer-Policy": "no-referrer",
}


def personal(view):
    """Wraps a view of personal data.

    There is no CSRF token, as there is no cookie: the key of the form or the token in the address is what nobody else
    knows.
    """

    @csrf_exempt
    @wraps(view)
    def with_headers(request, *args, **kwargs):
        try:
            response = view(request, *args, **kwargs)
        except Page.DoesNotExist:  # deleted while the form was on its way
            raise Http404 from None
        for name, value in HEADERS.items():
            response.headers[name] = value
        return response

    return with_headers


def see_other(address):
    """A redirect after a POST that browsers follow with GET (RFC 9110, 15.4.4)."""
    return HttpResponseRedirect(address, status=303)
