"""Links that show a version of a page, published or not, to whoever has them: until a moment that the editor sees.

The link itself says which version and until when, signed with the site's secret: nothing is kept of it.
"""

from datetime import UTC, datetime, timedelta

from django.core import signing
from django.utils import timezone
from wagtail.models import Revision

from cms.models import BasePage

SALT = "cms.drafts"
# A front end fetches it at once; a colleague reads it when there is time.
FOR_FRONT_END = timedelta(hours=1)
DAYS = [1, 7, 28]
USUAL_DAYS = 7


class DraftError(Exception):
    """The link leads to no version of a page, or not any more (`is_over`)."""

    def __init__(self, is_over=False):
        super().__init__("This link is over." if is_over else "This is no link to a draft.")
        self.is_over = is_over


def token_for(revision, lifetime):
    """A token for this version of a page, and the moment until which it counts: a whole minute."""
    until = (timezone.now() + lifetime).replace(second=0, microsecond=0)
    return signing.dumps([revision.pk, int(until.timestamp())], salt=SALT), until


def draft_of(token):
    """The page in the version of this token, and until when it may be seen. DraftError when it may not."""
    try:
        key, seconds = signing.loads(token, salt=SALT)
    except (signing.BadSignature, ValueError):
        raise DraftError from None
    until = datetime.fromtimestamp(seconds, UTC)
    if until <= timezone.now():
        raise DraftError(is_over=True)
    revision = Revision.page_revisions.filter(pk=key).first()
    page = revision and revision.as_object()
    if not isinstance(page, BasePage) or not page.is_active:
        raise DraftError(is_over=True)
    return page, until
