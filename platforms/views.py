"""The finder: which platform works for a municipality."""

from django.http import Http404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.models import Site

from .answers import finder_for
from .models import CoordinatorIndexPage, load_for_finder

# What the base template reads of a page.
PAGE = {
    "title": _("Find your platform"),
    "search_description": _("Type your municipality or postal code, and see which platform works for it."),
}


def find_platform(request):
    """Shows the platforms, a choice of municipalities or suggestions, with the map below."""
    site = Site.find_for_request(request)
    if site is None:
        raise Http404
    home = site.root_page
    finder = finder_for(home, request.GET.get("q", ""), request.GET.get("region", ""))
    context = {
        "page": PAGE,
        "above": [home],
        "head": head_of(finder, home),
        "finder": finder,
        "platforms": load_for_finder([*finder.serving, *finder.in_region]),
        "directory": CoordinatorIndexPage.objects.descendant_of(home).listed().first(),
    }
    return TemplateResponse(request, "platforms/finder.html", context)


def head_of(finder, home):
    """The metadata of the page; noindex for a typed text, indexed for a region."""
    subject = finder.place or finder.region or finder.text
    title = f"{subject}: {PAGE['title']}" if subject else PAGE["title"]
    address = reverse("find_platform")
    if finder.region and not finder.text:
        address += f"?region={finder.region.slug}"
    return {"title": title, "address": address, "is_noindex": bool(finder.text), "above": [home]}
