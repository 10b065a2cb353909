"""Lost updates: a program does not overwrite what somebody saved after the program read the page (RFC 9110, RFC 6585).

Wagtail 8.0.1 gives no ETag and checks nothing.
"""

import hashlib
import json

from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from cms.problem_details import problem

# By the address and the method: what replaces or publishes the text of a page, or throws it away.
REPLACING = {
    ("detail_page", "PATCH"),
    ("detail_page", "DELETE"),
    ("pages_actions_publish", "POST"),
    ("pages_actions_revert", "POST"),
    ("pages_actions_delete", "DELETE"),
}
SHOWING = {("detail_page", "GET"), ("detail_page", "PATCH"), ("list_pages", "POST")}
NEVER_SAVED = "0"
WHEN_UNKNOWN = _(
    "Somebody else saved the latest version of this page. Read it (?version=draft), and send its ETag as If-Match "
    "with what you change, so that nothing of it is overwritten by accident."
)
WHEN_OLD = _(
    "Somebody saved this page after you read it, so nothing was changed. Read it again (?version=draft), make your "
    "change in what is there now, and send its ETag as If-Match."
)


def version_of(revision) -> str:
    """What the version is called in an ETag. Autosave may write over a revision: hence its time."""
    return f"{revision.pk}-{int(revision.created_at.timestamp() * 1_000_000)}" if revision else NEVER_SAVED


def precondition_failure(request, kwargs):
    """The problem response for a write that may overwrite what somebody else saved, or None.

    428 if the latest version is somebody else's and the request does not say which version it knows; 412 if it knows
    another. Locks the page: call it in the transaction of the write. Says nothing to who may not edit the page.
    """
    if (request.resolver_match.url_name, request.method) not in REPLACING:
        return None
    page = Page.objects.select_for_update(of=("self",)).filter(pk=kwargs.get("page_id")).first()
    if page is None or not page.permissions_for_user(request.user).can_edit():
        return None
    known, latest = request.headers.get("If-Match"), page.get_latest_revision()
    if known is None:
        # A version of nobody was written by a command, such as an import.
        is_free = latest is None or latest.user_id in {None, request.user.pk}
        return None if is_free else refused(428, "Precondition Required", WHEN_UNKNOWN, latest)
    if known.strip() == "*" or version_of(latest) in versions_in(known):
        return None
    return refused(412, "Precondition Failed", WHEN_OLD, latest)


def versions_in(header) -> set[str]:
    """The versions named in If-Match. A proxy that compresses makes an ETag weak: that is the same version."""
    tags = (tag.strip().removeprefix("W/").strip('"') for tag in header.split(","))
    return {tag.partition(".")[0] for tag in tags}


def refused(status, title, detail, latest):
    return problem(status, title, detail, latest_revision=latest.pk if latest else None)


def add_etag(request, response, kwargs) -> None:
    """Names the latest version of the page in the ETag of a response that shows it to who may edit it."""
    if response.status_code >= 300 or (request.resolver_match.url_name, request.method) not in SHOWING:
        return
    key = kwargs.get("page_id") or json.loads(response.content).get("id")
    page = Page.objects.filter(pk=key).select_related("latest_revision").first()
    if page and page.permissions_for_user(request.user).can_edit():
        body = hashlib.sha256(response.content).hexdigest()[:16]
        response["ETag"] = f'"{version_of(page.latest_revision)}.{body}"'
