"""Shared links to a revision of a page, published or not, that expire.

The link holds the revision and the expiry time, signed with SECRET_KEY; nothing is stored.
"""

from datetime import UTC, datetime, timedelta

from django.core import signing
from django.utils import timezone
from wagtail.models import Revision

from cms.models import BasePage

SALT = "cms.drafts"
# Lifetime of a link for a front end, which fetches at once.
FOR_FRONT_END = timedelta(hours=1)
DAYS = [1, 7, 28]
USUAL_DAYS = 7


class DraftError(Exception):
    """The link is invalid, or expired (`is_expired`)."""

    def __init__(self, is_expired=False):
        super().__init__("This link is over." if is_expired else "This is no link to a draft.")
        self.is_expired = is_expired


def token_for(revision, lifetime) -> tuple[str, datetime]:
    """A token for this revision and the moment it expires, a whole minute."""
    until = (timezone.now() + lifetime).replace(second=0, microsecond=0)
    return signing.dumps([revision.pk, int(until.timestamp())], salt=SALT), until


def draft_of(token) -> tuple[BasePage, datetime]:
    """The page in the revision of this token, and when the token expires. Raises DraftError."""
    try:
        key, seconds = signing.loads(token, salt=SALT)
    except (signing.BadSignature, ValueError):
        raise DraftError from None
    until = datetime.fromtimestamp(seconds, UTC)
    if until <= timezone.now():
        raise DraftError(is_expired=True)
    revision = Revision.page_revisions.filter(pk=key).first()
    page = revision and revision.as_object()
    if not isinstance(page, BasePage) or not page.is_active:
        raise DraftError(is_expired=True)
    return page, until
