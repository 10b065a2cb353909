"""Somebody with a word of her own in every field, so that each trace of her can be found."""

import datetime
from decimal import Decimal
from io import StringIO

from django.core.management import call_command
from django.utils import timezone

from cms.models import Attempt
from registrations import registering
from registrations.models import DeadlineExtension, Registration
from tests.factories import MunicipalityFactory
from tests.registrations.cases import RegistrationCase, applicant, at, in_days
from tests.registrations.traces import columns_with

# A word for each thing that a form asks; PERSON and NEEDS and INVOICE are kept for different terms.
PERSON = {
    "Zwaluwina",
    "Kwikstaart",
    "zwaluw.kwik@voorbeeld.be",
    "Vogelwerf",
    "Nestbouwer",
    "Roodborsttapijt",
    "0499887766",
    "Vogelprijs",
}
NEEDS = {"Glutenvrees", "Ringleidingwens"}
INVOICE = {
    "0403170701",
    "Vogelhuisbank",
    "Zandlopersteeg",
    "factuur.vogel@voorbeeld.be",
    "Bestelbon777",
    "Vogelgem",
}
WAITING, CANCELLED = {"Wachtelina", "wachtel@voorbeeld.be"}, {"Afmeldina", "afmeld@voorbeeld.be"}
LATER = {"uitstel.vogel@voorbeeld.be"}
EVERYTHING = PERSON | NEEDS | INVOICE | WAITING | CANCELLED | LATER


class BirdCase(RegistrationCase):
    """Somebody with a word of her own in every field, somebody who waits, and somebody who cancelled."""

    @classmethod
    def setUpTestData(cls):
        super().setUpTestData()
        cls.event = cls.an_event(
            title="Vogeldag",
            slug="vogeldag",
            capacity=1,
            has_waitlist=True,
            price=Decimal(70),
            payment_method="invoice",
            substitution_allowed=True,
        )
        cls.town = MunicipalityFactory()
        cls.last_day = timezone.localdate(in_days(30))

    def setUp(self):
        now = timezone.now()
        needs = {
            "diet": "Glutenvrees",
            "access": "Ringleidingwens",
            "consent_version": "1",
            "consent_at": now,
        }
        invoice = {
            "entity": "Vogelhuisbank",
            "street": "Zandlopersteeg 1",
            "postal_code": "9000",
            "city": "Vogelgem",
            "email": "factuur.vogel@voorbeeld.be",
            "order_number": "Bestelbon777",
            "enterprise_number": "0403170701",
        }
        bird = applicant(
            "Zwaluwina Kwikstaart",
            email="zwaluw.kwik@voorbeeld.be",
            organisation="Vogelwerf",
            phone="0499887766",
            function="Nestbouwer",
            municipality=self.town,
            price_label="Vogelprijs",
            privacy_version="1",
            privacy_at=now,
            list_version="1",
            list_at=now,
            needs=needs,
            invoice=invoice,
            answers=[{"key": "a", "question": "Wat?", "answer": "Roodborsttapijt"}],
        )
        values = {name: value for name, value in bird.values.items() if name != "price_label"}
        self.register(
            bird._replace(values=values),
            applicant("Wachtelina Vink", email="wachtel@voorbeeld.be"),
            applicant("Afmeldina Mus", email="afmeld@voorbeeld.be"),
        )
        Registration.objects.filter(first_name="Zwaluwina").update(price_label="Vogelprijs")
        registering.cancel(self.of("Afmeldina Mus").pk, self.event.pk)
        Attempt.note(("register", "zwaluw.kwik@voorbeeld.be"))
        DeadlineExtension.objects.create(
            page=self.event,
            email="uitstel.vogel@voorbeeld.be",
            until=now + datetime.timedelta(days=2),
            token_hash="x",
        )
        self.bird = self.of("Zwaluwina Kwikstaart")

    def tick(self, moment):
        """Runs `tick` at this moment, twice, as mail goes out after the first; what stands where afterwards."""
        with at(moment):
            call_command("tick", stdout=StringIO())
            call_command("tick", stdout=StringIO())
        return columns_with(EVERYTHING)

    def day_after(self, days):
        """The first moment of the day so many days after the last day of the event."""
        day = self.last_day + datetime.timedelta(days=days)
        return timezone.make_aware(datetime.datetime.combine(day, datetime.time.min))

    def words(self, columns):
        return set().union(*columns.values()) if columns else set()
