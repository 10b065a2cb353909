"""Writes the mails about a registration, in the transaction that changes it."""

import re
from html import unescape
from urllib.parse import urljoin

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.html import strip_tags
from django.utils.safestring import mark_safe

from api.html import absolutise
from cms.mail import AUTOMATIC, enqueue

from . import mail_words
from .calendar_entry import CANCEL, PUBLISH, attachment
from .meetings import left_meetings, meetings_of
from .models import Place, PrivateLink, RegistrationMail, State

BLOCK_ENDS = re.compile(r"</(?:p|li|h\d|ul|ol)>|<br\s*/?>", re.IGNORECASE)
LINKS = re.compile(r'<a\b[^>]*href="([^"]*)"[^>]*>(.*?)</a>', re.IGNORECASE | re.DOTALL)


def write(kind, registration, seats, *, version="0", **details) -> RegistrationMail | None:
    """Puts a mail of this kind in the outbox and records it; None if this one was written before.

    `registrations.mail_words` has the kinds; `seats` gives the page and its terms.
    """
    if not registration.email or registration.mails.filter(kind=kind, version=version).exists():
        return None
    address = private_address(PrivateLink.make(registration), seats.page)
    message = make_message(kind, registration, seats, address, **details)
    return RegistrationMail.objects.create(
        registration=registration,
        kind=kind,
        version=version,
        recipient=registration.email,
        subject=message.subject[:255],
        outgoing=enqueue(message),
    )


def write_farewell(registration, seats, **details) -> None:
    """The last mail to somebody who is erased. Its row has no address; `tick` empties the outbox's once it is sent."""
    if not registration.email:
        return
    message = make_message("erased", registration, seats, "", **details)
    registration.mails.filter(kind="erased").delete()
    RegistrationMail.objects.create(registration=registration, kind="erased", outgoing=enqueue(message))


def private_address(token, page) -> str:
    return urljoin(page.full_url or settings.WAGTAILADMIN_BASE_URL, f"/inschrijving/{token}/")


def make_message(kind, registration, seats, address, **details) -> EmailMultiAlternatives:
    """The mail in text and HTML, with its calendar entries. `address` is the private link, or empty."""
    page, terms = seats.page, seats.terms
    with translation.override("nl"):
        words = mail_words.words_of(kind, registration, page, terms, **details)
        context = context_of(words, registration, seats, address)
        message = EmailMultiAlternatives(
            words.subject,
            render_to_string("registrations/mail/message.txt", context),
            to=[registration.email],
            reply_to=[terms.reply_to] if terms.reply_to else None,
            headers=dict(AUTOMATIC),  # the outbox adds the Message-ID
        )
        message.attach_alternative(render_to_string("registrations/mail/message.html", context), "text/html")
        for entry in calendar_entries(words.method, registration, page, terms):
            message.attach(entry)
    return message


def context_of(words, registration, seats, address) -> dict:
    page, terms = seats.page, seats.terms
    note = terms.confirmation_text if words.has_note and registration.state != State.WAITING else ""
    note = absolutise(note, page.full_url or "")
    return {
        "words": words,
        "title": page.title,
        "page_address": page.full_url or settings.WAGTAILADMIN_BASE_URL,
        "facts": mail_words.facts_of(registration, page, terms) if words.shows_event else [],
        "note_html": mark_safe(note),  # noqa: S308 - rich text, cleaned when it was stored and again for the terms
        "note_text": as_text(note),
        "address": address,
        "reply_to": terms.reply_to,
    }


def as_text(html) -> str:
    """Rich text as lines; the address of a link stands behind its words."""
    html = LINKS.sub(lambda link: f"{link[2]} ({link[1]})" if link[2] != link[1] else link[1], html)
    lines = unescape(strip_tags(BLOCK_ENDS.sub("\n", html))).splitlines()
    return "\n".join(line.strip() for line in lines if line.strip())


def calendar_entries(method, registration, page, terms) -> list:
    """Who has a place gets its meetings in the calendar; what was left or cancelled goes out of it again."""
    organiser = terms.reply_to or settings.DEFAULT_FROM_EMAIL.rpartition("<")[2].rstrip(">")
    entries = [
        attachment(each, registration, page, occurrences, organiser)
        for each, occurrences in meetings_by_method(method, registration, page)
    ]
    return [entry for entry in entries if entry]


def meetings_by_method(method, registration, page) -> list[tuple]:
    if method == CANCEL:
        return [(CANCEL, every_meeting(registration, page))]
    if method != PUBLISH:
        return []
    pairs = [(CANCEL, left_meetings(registration, page))]
    if registration.places.filter(state=Place.State.CONFIRMED).exists():
        pairs.insert(0, (PUBLISH, meetings_of(registration, page)))
    return pairs


def every_meeting(registration, page) -> list:
    """Those that this person has or had: who cancelled has no place any more, and who passed it on no row."""
    return left_meetings(registration, page) or meetings_of(registration, page)
