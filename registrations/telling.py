"""Tells who organises that people registered: how many, never who. Names stand in the list, for who may see it."""

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.db.models import Max
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import ngettext
from wagtail.models import Page

from cms.mail import AUTOMATIC, enqueue
from cms.one_by_one import one_by_one

from .models import Registration, State, Telling

# Once a day: from this hour on the clock here.
FROM_HOUR = 7


def send_due() -> None:
    """Writes to the organisers of each page with registrations that they were not told of.

    At once means within a minute: who registers in a crowd is in one mail.
    """
    numbers = new_registrations().values("page").annotate(newest=Max("number")).order_by("page")
    last_numbers = dict(Telling.objects.values_list("page", "last_number"))
    keys = [row["page"] for row in numbers if row["newest"] > last_numbers.get(row["page"], 0)]
    one_by_one(tell, Page.objects.filter(pk__in=keys).specific())


def new_registrations():
    """Not those that the officer made."""
    return Registration.objects.filter(anonymised_at=None).exclude(source=Registration.Source.OFFICER)


@transaction.atomic
def tell(page) -> None:
    terms, here = page.registration_terms(), timezone.localtime()
    Telling.objects.get_or_create(page_id=page.pk)
    row = Telling.objects.select_for_update().get(page=page.pk)
    if terms and terms.tells_daily and (here.hour < FROM_HOUR or row.on == here.date()):
        return
    registrations = list(new_registrations().filter(page=page.pk, number__gt=row.last_number))
    if not registrations:
        return
    for address in terms.tell if terms else ():
        enqueue(message_of(page, registrations, address))
    row.last_number, row.on = max(each.number for each in registrations), here.date()
    row.save()


def message_of(page, registrations, address) -> EmailMessage:
    with translation.override("nl"):
        number = len(registrations)
        subject = ngettext("%d new registration: ", "%d new registrations: ", number) % number + page.title
        context = {
            "title": page.title,
            "waiting": len([each for each in registrations if each.state == State.WAITING]),
            "number": number,
            "address": settings.WAGTAILADMIN_BASE_URL + reverse("wagtailadmin_pages:edit", args=[page.pk]),
        }
        body = render_to_string("registrations/mail/organiser.txt", context)
    return EmailMessage(" ".join(subject.split()), body, to=[address], headers=dict(AUTOMATIC))
