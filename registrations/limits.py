"""How much one visitor may do in an hour: by network address, high enough for an office behind one, and by mailbox."""

from cms.client_addresses import client_address
from cms.models.read_only import is_read_only

from .models import Attempt

# Forms sent, people registered and links that were wrong, for one network address.
FORMS, PEOPLE, WRONG_LINKS = 120, 60, 30
# Mails to one address that somebody typed.
MAILS_TO_ONE = 10
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


def may_mail(request, addresses) -> bool:
    """Whether these people may be registered and mailed from here now; notes it if so."""
    subject = subject_of(request)
    if Attempt.lately("people", subject) + len(addresses) > PEOPLE:
        return False
    if any(Attempt.lately("mail", address) >= MAILS_TO_ONE for address in addresses):
        return False
    Attempt.note(
        *[("people", subject) for _address in addresses], *[("mail", address) for address in addresses]
    )
    return True
