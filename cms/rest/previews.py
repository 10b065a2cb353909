"""A draft for a headless front end: what the page would tell, for who has a token of it."""

from django.http import JsonResponse
from django.utils.translation import gettext as _

from cms.drafts import DraftError, draft_of

from .answers import problem
from .collections import fields_of


def preview(token):
    """404 for what is no token, 410 for one that is over. Nobody keeps the answer."""
    try:
        page, until = draft_of(token)
    except DraftError as error:
        if error.is_over:
            return problem(410, "Gone", _("This link does not work any more."))
        return problem(404, "Not Found", _("This is no link to a draft."))
    answer = {**fields_of(page), "preview_until": until.isoformat()}
    return JsonResponse(answer, headers={"Cache-Control": "no-store", "X-Robots-Tag": "noindex"})
