"""Says whose request it is that acts, and records what leaves the admin as a file."""

import re

from .context import answering, current
from .models import Action, Door
from .recording import record
from .signals.refusals import log_refusal

# What Wagtail's filters are called. Values are left out: a search field holds whatever somebody typed.
FILTER_NAME = re.compile(r"[a-z_]{1,40}")
NO_FILTERS = {"export", "p", "ordering"}
REFUSED = {401, 403}


class AuditMiddleware:
    """Stands inside the middleware that knows who the user is."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        with answering(request):
            response = self.get_response(request)
            if is_export(request, response):
                record_export(request)
            elif response.status_code in REFUSED and is_worth_a_line(request):
                log_refusal("denied")
            return response


def is_export(request, response) -> bool:
    """Whether the admin answers with a file: a list as CSV or XLSX, of Wagtail's or ours."""
    is_file = response.headers.get("Content-Disposition", "").startswith("attachment")
    return is_file and response.status_code == 200 and current().door == Door.ADMIN


def record_export(request):
    """Before the first byte leaves: the response is a stream. A list that is about one page names its number."""
    page = request.resolver_match.kwargs.get("page_id")
    filters = [name for name, value in request.GET.items() if value and name not in NO_FILTERS]
    record(
        Action.EXPORTED,
        list=request.resolver_match.view_name,
        format=request.GET.get("export", "")[:10],
        filters=sorted(filter(FILTER_NAME.fullmatch, filters))[:20],
        **({"page": page} if page else {}),
    )


def is_worth_a_line(request):
    """Whether somebody who signed in was refused, or a token; a visitor who is asked for a password is no news."""
    return current().user is not None or "Authorization" in request.headers
