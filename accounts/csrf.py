"""The answer to an outdated CSRF token: after a login in another tab, or on a page that was open for long."""

from django.shortcuts import render
from django.utils.translation import gettext as _

from .refusals import is_for_programs, refuse


def csrf_failure(request, reason=""):
    """A 403 page that holds the submitted values and can submit them again; JSON for programs."""
    if is_for_programs(request):
        return refuse(
            request, 403, "", _("Open this page again: its protection against forged forms is out of date.")
        )
    return render(request, "403_csrf.html", {"fields": submitted_values(request)}, status=403)


def submitted_values(request):
    """Pairs of name and value to submit again; none from another origin, nor of a form with a password."""
    is_same_origin = request.headers.get("Origin") == f"{request.scheme}://{request.get_host()}"
    if not is_same_origin or any("password" in name for name in request.POST):
        return []
    return [
        (name, value)
        for name, values in request.POST.lists()
        if name != "csrfmiddlewaretoken"
        for value in values
    ]
