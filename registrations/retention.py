"""Forgets people in time, or at once for who asks: the terms stand beside the fields (`Kept`), here they are done.

A registration is anonymised in place, so that the counts stay: its state, page and parts, without a word about anybody.
"""

import datetime

from django.conf import settings
from django.db import transaction
from django.db.models import Max, Q
from django.db.models.functions import Coalesce
from django.utils import timezone

from cms import erasure_log
from cms.models import Attempt, Kept, OutgoingMail, names_kept
from cms.models.attempts import digest_of
from cms.one_by_one import one_by_one
from cms.registering import end_of_day

from . import policy, registering
from .facts import facts_by_page, moment_of
from .mailing import write_farewell
from .models import (
    DeadlineExtension,
    InvoiceData,
    Needs,
    PrivateLink,
    Receipt,
    Registration,
    RegistrationMail,
    State,
)
from .registering import move_up
from .seats import locked

# Of an event whose end nobody knows: this long after somebody registered last.
LONGEST_WITHOUT_END = datetime.timedelta(days=365)
# From 1 January after the invoice (Belgian VAT Code, article 60).
INVOICE_YEARS = 10
# Who has nothing to expect once the event is over.
ENDED = (State.WAITING, State.CANCELLED, State.CANCELLED_CHARGED, State.REPLACED)
# Who has something to pay and left no data for an invoice is kept as who came: somebody has to write to them.
OWES_WITHOUT_INVOICE = Q(charge__gt=0, charge__isnull=False, invoice=None)


def forget_due() -> None:
    """Erases all that is past its term; `tick` calls it."""
    now = timezone.now()
    Attempt.forget()
    Receipt.objects.filter(created_at__lte=now - Receipt.KEPT).delete()
    DeadlineExtension.objects.filter(until__lte=now).delete()
    empty_last_mails()
    forget_invoices(timezone.localdate(now))
    forget_people(now)


def ends_of_pages() -> dict[int, datetime.datetime]:
    """When each event with people who are not forgotten is over, from the start of the next day on."""
    registrations = Registration.objects.filter(anonymised_at=None).order_by()
    newest = dict(registrations.values_list("page").annotate(Max("registered_at")))
    facts = facts_by_page(newest.keys())
    return {
        page_id: moment_of(facts.get(page_id, {}).get("ends")) or registered_at + LONGEST_WITHOUT_END
        for page_id, registered_at in newest.items()
    }


def needs_end(ended) -> datetime.datetime:
    """When what people eat and need is erased."""
    last_day = last_day_of(ended)
    return end_of_day(last_day + datetime.timedelta(days=settings.REGISTRATIONS_KEPT["needs_days"]))


def people_end(ended) -> datetime.datetime:
    """When people are anonymised: after whole months on the calendar, not so many days."""
    return end_of_day(months_after(last_day_of(ended), settings.REGISTRATIONS_KEPT["person_months"]))


def last_day_of(ended) -> datetime.date:
    return timezone.localdate(ended - datetime.timedelta(microseconds=1))


def months_after(day, months) -> datetime.date:
    """The same day of a later month, or its last one: 31 August gives 28 February."""
    years, month = divmod(day.month - 1 + months, 12)
    first_of_next = datetime.date(day.year + years + (month == 11), (month + 1) % 12 + 1, 1)
    last = first_of_next - datetime.timedelta(days=1)
    return last.replace(day=min(day.day, last.day))


def forget_people(now) -> None:
    """Erases needs, then who waited or cancelled, then everybody, of the events that are over for long enough."""
    ends = {page_id: ended for page_id, ended in ends_of_pages().items() if now >= ended}
    without_needs = [page_id for page_id, ended in ends.items() if now >= needs_end(ended)]
    without_people = [page_id for page_id, ended in ends.items() if now >= people_end(ended)]
    Needs.objects.filter(registration__page__in=without_needs).delete()
    registrations = Registration.objects.filter(anonymised_at=None)
    ended = Q(page__in=ends, state__in=ENDED) & ~OWES_WITHOUT_INVOICE
    due = registrations.filter(Q(page__in=without_people) | ended).values_list("pk", "page")
    last_days = {key: last_day_of(ends[page_id]) for key, page_id in due}
    one_by_one(lambda key: anonymise(key, last_days[key]), last_days)


@transaction.atomic
def anonymise(key, last_day=None) -> None:
    """Takes the person out of a registration, by the terms of its fields, and deletes all that hangs on it.

    `last_day` of the event is noted for an invoice without a day: its ten years have to begin somewhere.
    """
    registration = Registration.objects.select_for_update().get(pk=key)
    forget_traces(registration)
    invoices = InvoiceData.objects.filter(registration=registration)
    invoices.filter(event_day=None, invoiced_on=None).update(event_day=last_day or timezone.localdate())
    invoices.update(registration=None)
    for name in names_kept(Registration, Kept.PERSON):
        setattr(registration, name, emptied(Registration._meta.get_field(name)))
    registration.anonymised_at = timezone.now()
    registration.save()


def forget_traces(registration) -> None:
    """Mails on their way are withdrawn, but for the last one; links die; receipts and later deadlines forget him."""
    mails = registration.mails.exclude(kind="erased")
    OutgoingMail.objects.filter(pk__in=mails.values("outgoing")).withdraw()
    mails.delete()
    PrivateLink.objects.filter(registration=registration).delete()
    Needs.objects.filter(registration=registration).delete()
    DeadlineExtension.objects.filter(page=registration.page_id, email__iexact=registration.email).delete()
    for receipt in Receipt.objects.filter(page=registration.page_id):
        people = [person for person in receipt.people if not is_same(person, registration)]
        if people != receipt.people:
            receipt.people = people
            receipt.save(update_fields=["people"])


def is_same(person, registration) -> bool:
    """Whether an entry of a receipt is about this person."""
    pair = (person["email"].casefold(), person["name"].casefold())
    return pair == (registration.email.casefold(), registration.name.casefold())


def emptied(field):
    """What a field holds of nobody."""
    return None if field.null else field.get_default()


def forget_invoices(today) -> None:
    """Deletes data of invoices ten years after 1 January of the year after."""
    dated = InvoiceData.objects.annotate(day=Coalesce("invoiced_on", "event_day"))
    dated.filter(day__lt=datetime.date(today.year - INVOICE_YEARS, 1, 1)).delete()


def empty_last_mails() -> None:
    """The outbox keeps an address for two weeks after a mail; of who was erased only until it is sent."""
    last = RegistrationMail.objects.filter(kind="erased").exclude(outgoing=None)
    mails = OutgoingMail.objects.filter(pk__in=last.values("outgoing"))
    done = [mail.pk for mail in mails if mail.sent_at or mail.given_up_at]
    OutgoingMail.objects.filter(pk__in=done).delete()


def erase(registration_id, page_id) -> None:
    """Erases somebody who asks for it: first the registration ends by the event's rule, and others move up.

    Writes one last mail. Data of an invoice are kept, as the law demands. Once the event has begun the place stays, as
    a count without a name. The number goes into the log of erasures, so that a restore erases it again.
    """
    with locked(page_id) as seats:
        registration = Registration.objects.select_for_update().get(pk=registration_id, page=page_id)
        if registration.anonymised_at:
            return
        charge = None
        if policy.may_manage(registration, seats.terms, seats.now):
            registering.end(registration, seats)
            charge = registration.charge
        keeps_invoice = InvoiceData.objects.filter(registration=registration).exists()
        write_farewell(registration, seats, charge=charge, keeps_invoice=keeps_invoice)
        anonymise(registration.pk)
        move_up(seats)
        # Before the transaction ends: who can't be noted would come back with a backup.
        erasure_log.record(registration.pk, "registration")


def erase_again(since, logs) -> None:
    """After a restore: whoever was erased since the backup. Writes to nobody; what is free goes to the next later."""
    keys = erasure_log.erased_since(since, logs, "registration")
    for registration in Registration.objects.filter(pk__in=keys, anonymised_at=None):
        with locked(registration.page_id) as seats:
            if policy.may_manage(registration, seats.terms, seats.now):
                registering.end(registration, seats)
            anonymise(registration.pk)
            erasure_log.record(registration.pk, "registration")


def data_of(registration) -> dict:
    """Everything that the tables hold about one person, under the names of the columns (GDPR, articles 15 and 20)."""
    email, page = registration.email, registration.page
    mails = registration.mails.all()
    receipts = Receipt.objects.filter(page=page)
    municipality = registration.municipality
    return {
        "event": {"title": page.title, "address": page.full_url},
        "registration": {**columns_of(registration), "municipality": municipality and municipality.name},
        "places": list(map(columns_of, registration.places.all())),
        "needs": list(map(columns_of, Needs.objects.filter(registration=registration))),
        "invoice": list(map(columns_of, InvoiceData.objects.filter(registration=registration))),
        "mails": list(map(columns_of, mails)),
        "outbox": list(map(columns_of, OutgoingMail.objects.filter(pk__in=mails.values("outgoing")))),
        "links": list(map(columns_of, registration.links.all())),
        "receipts": [
            {
                **columns_of(receipt),
                "people": [each for each in receipt.people if is_same(each, registration)],
            }
            for receipt in receipts
            if any(is_same(each, registration) for each in receipt.people)
        ],
        "later_deadlines": list(map(columns_of, DeadlineExtension.objects.filter(email__iexact=email))),
        "attempts": list(map(columns_of, Attempt.objects.filter(subject=digest_of(email)))) if email else [],
    }


def columns_of(row) -> dict:
    """The columns of a row, in values that JSON has; a message as text."""
    columns = {field.attname: field.value_from_object(row) for field in row._meta.concrete_fields}
    return {
        name: bytes(value).decode(errors="replace") if isinstance(value, bytes | memoryview) else value
        for name, value in columns.items()
    }
