"""The server side of `static/kept-text.js`, which keeps unsaved text in the browser."""

from django.conf import settings
from django.http import JsonResponse
from django.templatetags.static import static
from django.urls import reverse
from django.utils.html import format_html, json_script
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from cms.models.read_only import is_read_only

SAVED_COOKIE, SAVED_SECONDS = "saved-copy", 300
MAX_COPY_LENGTH = 60


@never_cache
def signed_in_user(request):
    """The key of the user signed in to the admin, or null, and whether anything can be saved, as JSON.

    Does not prolong the session.
    """
    is_signed_in = request.user.is_authenticated and request.user.has_perm("wagtailadmin.access_admin")
    return JsonResponse({"user": request.user.pk if is_signed_in else None, "isReadOnly": is_read_only()})


def note_saved_copy(request, instance):
    """Hook: the page or snippet was saved, so the browser's copy of this form can go."""
    request.saved_copy = request.POST.get("kept_copy", "")[:MAX_COPY_LENGTH]


class SavedCopyMiddleware:
    """Sets a cookie with the key of the copy that the script may delete."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if copy := getattr(request, "saved_copy", ""):
            response.set_cookie(
                SAVED_COOKIE,
                copy,
                max_age=SAVED_SECONDS,
                path=reverse("wagtailadmin_home"),
                secure=settings.SESSION_COOKIE_SECURE,
                samesite="Strict",
            )
        return response


def script_texts():
    return {
        "out": _(
            "You are signed out. Your text is safe in this browser. "
            "Sign in again in another tab; saving goes on here by itself."
        ),
        "other": _("Somebody else is signed in in this browser now. Saving waits until you are."),
        "readOnly": _(
            "We are working on this site, so nothing can be saved for some minutes. Your text is safe in this browser. "
            "Go on typing: saving goes on by itself."
        ),
        "away": _(
            "There is no connection, or the site does not answer. Your text is safe in this browser. "
            "Go on typing: saving goes on by itself."
        ),
        "newer": _(
            "This page was saved by somebody else, or by you in another window, while you were writing. "
            "Your text is safe in this browser and overwrites nothing."
        ),
        "compare": _("See both texts beside each other"),
        "signedOut": _("Signed out"),
        "waits": _("Waiting"),
        "signIn": _("Sign in in another tab"),
        "back": _("You are signed in again. Your text is being saved."),
        "writable": _("Saving is possible again. Your text is being saved."),
        "answers": _("The site answers again. Your text is being saved."),
        "differs": _("It differs in: {fields}."),
        "offer": _("There is text of yours that was not saved, of {moment}."),
        "putBack": _("Put my text back"),
        "throwAway": _("Throw it away"),
    }


def script() -> str:
    """The script and its configuration, on every page of the admin; it does nothing without a form."""
    config = {
        "who": reverse("signed_in"),
        "signIn": reverse("wagtailadmin_login"),
        "signOut": reverse("wagtailadmin_logout"),
        "csrfCookie": settings.CSRF_COOKIE_NAME,
        "savedCookie": SAVED_COOKIE,
        "words": script_texts(),
    }
    return format_html(
        '{}<script src="{}" defer></script>', json_script(config, "kept-text"), static("kept-text.js")
    )


def stylesheet() -> str:
    return format_html('<link rel="stylesheet" href="{}">', static("kept-text.css"))
