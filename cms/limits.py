"""How much one visitor may do in an hour, counted by network address."""

from cms.client_addresses import client_address
from cms.models import Attempt
from cms.models.read_only import is_read_only

RETRY_AFTER = {"Retry-After": str(int(Attempt.WINDOW.total_seconds()))}


def subject_of(request) -> str:
    return client_address(request) or "unknown"


def is_one_too_many(request, kind, most) -> bool:
    """Notes an attempt from this network address; True if there were as many as may be already."""
    subject = subject_of(request)
    if Attempt.lately(kind, subject) >= most:
        return True
    if is_read_only():
        return False  # a wrong link is looked at; forms don't come this far
    Attempt.note((kind, subject))
    return False
