"""What somebody does with a link in the report: say that it works, or have it looked at again."""

from django.conf import settings
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.generic import View
from wagtail.admin import messages

from .models import Place
from .verifying import look_again, say_it_works


class OfPlace(View):
    """Only by POST; 404 for a link on a page outside `pages_of`."""

    http_method_names = ["post"]

    def post(self, request, pk):
        place = get_object_or_404(Place.objects.for_user(request.user).select_related("address"), pk=pk)
        self.act(request, place.address)
        return redirect(next_url(request))


class SayItWorks(OfPlace):
    def act(self, request, address):
        say_it_works(address)
        text = _("Noted for all pages, until %(day)s: %(address)s works.")
        day = date_format(address.verified_until, "j F Y")
        messages.success(request, text % {"day": day, "address": address.url})


class LookAgain(OfPlace):
    def act(self, request, address):
        if not settings.CHECK_LINKS:
            messages.error(request, _("Looking at links is switched off on this site."))
            return
        look_again(address)
        messages.success(request, _("We look again within a few minutes: %s") % address.url)


def next_url(request) -> str:
    url = request.POST.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(url, {request.get_host()}, require_https=request.is_secure())
    return url if is_ours else reverse("link_report")
