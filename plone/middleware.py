from django.urls import Resolver404, resolve
from django.utils.cache import patch_vary_headers

from .views import wants_json


class AddressesWithoutSlash:
    """Serves JSON at page addresses without a trailing slash, as Plone writes them; Wagtail would redirect.

    A redirect would double the requests, and scripts on other origins could not follow it.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if not request.path_info.endswith("/") and is_page(request.path_info) and wants_json(request):
            request.path_info += "/"
        response = self.get_response(request)
        if getattr(request, "is_negotiated", False):
            patch_vary_headers(response, ["Accept"])
        return response


def is_page(path) -> bool:
    """Whether the path with a slash routes to the page view, and without a slash to nothing."""
    return url_name_at(path) is None and url_name_at(f"{path}/") == "plone_page"


def url_name_at(path) -> str | None:
    """The URL name that this path resolves to, empty for a route without a name, None for no route."""
    try:
        return resolve(path).url_name or ""
    except Resolver404:
        return None
