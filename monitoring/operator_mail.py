"""Mail to ADMINS, sent to the mail server at once.

Not by the outbox: that needs the database and `tick`, which are what such a mail may be about.
"""

import logging
from email.utils import make_msgid, parseaddr

from django.conf import settings
from django.core.mail import EmailMessage, get_connection

logger = logging.getLogger(__name__)


def mail_operators(subject, text) -> bool:
    """Whether nobody has to be mailed any more: it was sent, or there are no ADMINS. Never raises."""
    if not settings.ADMINS:
        return True
    # Django's default looks up this machine's name on the network, and waits for it.
    domain = parseaddr(settings.SERVER_EMAIL)[1].rpartition("@")[2] or None
    try:
        EmailMessage(
            f"{settings.EMAIL_SUBJECT_PREFIX}{subject}",
            text,
            settings.SERVER_EMAIL,
            [address for _name, address in settings.ADMINS],
            connection=get_connection(settings.OUTBOX_DELIVERS_BY),
            headers={"Message-ID": make_msgid(domain=domain)},
        ).send()
    except Exception as error:
        logger.warning("ADMINS could not be mailed: %s", type(error).__name__)
        return False
    return True
