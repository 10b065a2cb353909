"""Answers what would be written while the site is read-only (`cms.models.read_only`); reading goes on."""

from http.client import responses

from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from cms.failures import READ_ONLY, RETRY_AFTER, ReadOnlyError
from cms.models.read_only import ReadOnlyMode, writing

from .csrf import submitted_values
from .plain_http import SAFE_METHODS
from .refusals import is_for_programs, refuse

# Questions that are no matter for an address: one of the dialect of Plone that is too long, a name that is typed.
READING_POSTS = ("/@querystring-search", "/admin/likely-doubles/")


class ReadOnlyMiddleware:
    """Lets a request that writes finish before read-only mode begins; answers 503 once it has begun."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if request.method in SAFE_METHODS or request.path.endswith(READING_POSTS):
            return self.get_response(request)
        try:
            with writing():
                return self.get_response(request)
        except ReadOnlyError:
            return read_only_response(request)

    def process_exception(self, request, exception):
        """Opening a form writes too: Wagtail notes who has it open."""
        return read_only_response(request) if isinstance(exception, ReadOnlyError) else None


def read_only_response(request):
    """A page that holds what was submitted, to send it again later; JSON for programs."""
    if is_for_programs(request):
        response = refuse(request, 503, responses[503], READ_ONLY, RETRY_AFTER)
    else:
        response = page_to_send_again(request)
    response._has_been_logged = True  # it is meant: no error in the log, and no mail
    return response


def page_to_send_again(request):
    fields = submitted_values(request) if request.method == "POST" else []
    response = render(request, "read_only.html", {"reason": READ_ONLY, "fields": fields}, status=503)
    for name, value in {"Cache-Control": "no-store", **RETRY_AFTER}.items():
        response.headers[name] = value
    return response


def notice() -> str:
    """The sentence for editors, beforehand and while it lasts; empty if there is nothing to say."""
    mode = ReadOnlyMode.current()
    if mode.is_on:
        return _(
            "We are working on this site: for some minutes you can read everything and save nothing. What you type"
            " stays in this browser."
        )
    if mode.announced_for:
        time = timezone.localtime(mode.announced_for).strftime("%H:%M")
        return _(
            "At %(time)s we start working on this site. For some minutes you can't save anything then. You lose"
            " nothing: what you type stays in this browser and is saved afterwards."
        ) % {"time": time}
    return ""
