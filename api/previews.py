"""Previews of drafts for a headless front end, by token."""

from django.http import HttpResponse, JsonResponse
from django.utils.translation import gettext as _

from cms.drafts import DraftError, draft_of
from cms.problem_details import problem

from .collections import serialize_detail


def preview(token) -> HttpResponse:
    """The draft as its page would be; 404 for an invalid token, 410 for an expired one. Not to be cached."""
    try:
        page, until = draft_of(token)
    except DraftError as error:
        if error.is_expired:
            return problem(410, "Gone", _("This link does not work any more."))
        return problem(404, "Not Found", _("This is no link to a draft."))
    payload = {**serialize_detail(page), "preview_until": until.isoformat()}
    return JsonResponse(payload, headers={"Cache-Control": "no-store", "X-Robots-Tag": "noindex"})
