from django.urls import Resolver404, resolve

from .views import wants_json


class AddressesWithoutSlash:
    """Plone's addresses end without a slash: who asks for JSON is answered there, and not sent on to ours.

    A redirect would cost a request for every page, and programs on other sites could not follow it.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if not request.path_info.endswith("/") and wants_json(request) and is_page(request.path_info):
            request.path_info += "/"
        return self.get_response(request)


def is_page(path):
    """Does a page, and nothing else of ours, answer at this address once it has its slash?"""
    return name_at(path) is None and name_at(f"{path}/") == "plone_page"


def name_at(path):
    """What the address is called in our table of addresses; None where there is nothing."""
    try:
        return resolve(path).url_name or ""
    except Resolver404:
        return None
