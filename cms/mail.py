"""The outbox: sending mail stores it in the database, and `manage.py tick` delivers it.

So no request waits for a mail server, a rolled-back transaction sends nothing, and failed mail is retried. A mail keeps
its Message-ID: if a process is killed between sending and saving that, mail programs show one message.
"""

import logging
import re
import smtplib
from contextlib import suppress
from email import message_from_bytes, policy
from email.message import Message
from email.utils import make_msgid, parseaddr
from time import monotonic

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend

from cms.models import OutgoingMail

logger = logging.getLogger(__name__)

# Headers of mail that no person writes: answering machines leave it alone (RFC 3834, and what Exchange reads).
AUTOMATIC = {"Auto-Submitted": "auto-generated", "X-Auto-Response-Suppress": "All"}
# Limits of one run, because `tick` has other work too.
RUN_SECONDS, AT_ONCE = 30, 200
# Errors of one message; any other error concerns the mail server and ends the run.
OF_ONE_MESSAGE = (
    smtplib.SMTPRecipientsRefused,
    smtplib.SMTPSenderRefused,
    smtplib.SMTPDataError,
    ValueError,
)


class OutboxBackend(BaseEmailBackend):
    """An e-mail backend that stores messages. Rejects headers with a line break before anything is stored."""

    def send_messages(self, email_messages):
        mails = [mail_of(message) for message in email_messages if message.recipients()]
        return len(OutgoingMail.objects.bulk_create(mails))


def enqueue(message) -> OutgoingMail:
    """Stores one message in the outbox and gives its row, for who records what became of it."""
    mail = mail_of(message)
    mail.save()
    return mail


def mail_of(message):
    # Django's default looks up this machine's name on the network, and waits for it.
    domain = parseaddr(message.from_email)[1].rpartition("@")[2] or None
    if not any(name.lower() == "message-id" for name in message.extra_headers):
        message.extra_headers["Message-ID"] = make_msgid(domain=domain)
    return OutgoingMail(
        content=message.message().as_bytes(linesep="\r\n"),
        sender=message.from_email,
        recipients=message.recipients(),
    )


class StoredMIME(Message):
    """A parsed message that is sent as the bytes it was parsed from."""

    raw = b""

    def as_bytes(self, unixfrom=False, linesep="\n"):
        return self.raw.replace(b"\r\n", linesep.encode())


class StoredMessage(EmailMessage):
    """A mail of the outbox as Django's backends expect it."""

    def __init__(self, mail):
        self.raw = bytes(mail.content)
        parsed = message_from_bytes(self.raw, policy=policy.default)
        text = parsed.get_body(("plain", "html"))
        super().__init__(
            subject=parsed["Subject"] or "",
            body=text.get_content().replace("\r\n", "\n") if text else "",
            from_email=mail.sender,
            to=mail.recipients,
        )

    def message(self):
        message = message_from_bytes(self.raw, _class=StoredMIME)
        message.raw = self.raw
        return message


def send_waiting() -> None:
    """Delivers the mails that are due. Stops at the first failure of the mail server, as the next would wait too."""
    for mail in OutgoingMail.objects.too_old():
        give_up(mail, mail.error)
    keys = list(OutgoingMail.objects.due().values_list("pk", flat=True)[:AT_ONCE])
    if not keys:
        return
    connection, stop_at = get_connection(settings.OUTBOX_DELIVERS_BY), monotonic() + RUN_SECONDS
    for key in keys:
        if monotonic() > stop_at or not deliver(key, connection):
            break
    with suppress(Exception):
        # A failure to disconnect changes nothing about what was sent.
        connection.close()


def deliver(key, connection) -> bool:
    """Delivers one mail, unless another process has it. False if the mail server failed."""
    mail = OutgoingMail.objects.claim(key)
    if mail is None:
        return True
    try:
        connection.open()
        connection.send_messages([StoredMessage(mail)])
    except OF_ONE_MESSAGE as error:
        fail(mail, error)
        return True
    except Exception as error:
        fail(mail, error)
        return False
    mail.mark_sent()
    return True


def fail(mail, error):
    reason = without_addresses(f"{type(error).__name__}: {error}", mail.recipients)[:255]
    if is_permanent_error(error):
        give_up(mail, reason)
    else:
        logger.warning("Mail %s is not sent yet (attempt %s): %s", mail.pk, mail.attempts, reason)
        mail.postpone(reason)


def without_addresses(reason, recipients) -> str:
    """What a mail server answers repeats the address; the log and the outbox name the mail by its number."""
    for address in recipients:
        reason = re.sub(re.escape(parseaddr(address)[1]), "…", reason, flags=re.IGNORECASE)
    return reason


def give_up(mail, reason):
    logger.error("Mail %s is given up after %s attempts: %s", mail.pk, mail.attempts, reason)
    mail.give_up(reason)


def is_permanent_error(error) -> bool:
    """True if the server permanently rejected all recipients (5xx, RFC 5321); 4xx is temporary."""
    refused = isinstance(error, smtplib.SMTPRecipientsRefused)
    return refused and all(code >= 500 for code, _reason in error.recipients.values())
