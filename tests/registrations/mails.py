"""Reads mails as a mail program does."""

from email import message_from_bytes, policy

from icalendar import Calendar

from cms.models import OutgoingMail
from registrations.models import RegistrationMail


class ReadMail:
    """A mail of the outbox, parsed from its bytes: text, HTML, headers and calendar entries."""

    def __init__(self, outgoing):
        self.message = message_from_bytes(bytes(outgoing.content), policy=policy.default)
        self.recipients = outgoing.recipients
        self.text = self.message.get_body(("plain",)).get_content()
        html = self.message.get_body(("html",))
        self.html = html.get_content() if html else ""

    def __getitem__(self, header):
        return self.message[header]

    @property
    def calendars(self) -> list[Calendar]:
        parts = [part for part in self.message.walk() if part.get_content_type() == "text/calendar"]
        return [Calendar.from_ical(part.get_content()) for part in parts]

    @property
    def methods(self) -> list[str]:
        return [str(calendar["method"]) for calendar in self.calendars]


def last_mail(kind, **of) -> ReadMail:
    """The newest mail of this kind that waits in the outbox."""
    return ReadMail(RegistrationMail.objects.filter(kind=kind, **of).latest("pk").outgoing)


def waiting_mails() -> list[ReadMail]:
    return [ReadMail(outgoing) for outgoing in OutgoingMail.objects.waiting().order_by("pk")]
