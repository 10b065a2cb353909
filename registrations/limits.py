"""How often one visitor may register in an hour: by network address, high enough for an office, and by mailbox."""

from cms.limits import subject_of
from cms.models import Attempt

# Forms sent, people registered and links that were wrong, for one network address.
FORMS, PEOPLE, WRONG_LINKS = 120, 60, 30
# Mails to one address that somebody typed.
MAILS_TO_ONE = 10


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
