"""What the form says of seats, tracks, sessions and the invoice when it is sent."""

import re

from events.models.session import EventSession
from registrations.admission import RefusedError
from registrations.models import InvoiceData, State
from registrations.registering import cancel, change
from tests.registrations.cases import (
    INVOICE,
    NAMES,
    RegistrationCase,
    applicant,
    form_data,
)


class SeatsLeftTests(RegistrationCase):
    def test_full_when_it_is_sent_offers_the_waiting_list_and_keeps_what_was_typed(self):
        self.register(*NAMES[:3])

        response = self.send(NAMES[3])

        self.assertEqual(response.status_code, 409)
        self.assertContains(response, "dirk.de.smet@voorbeeld.be", status_code=409)
        self.assertContains(response, "a-accepts_waiting", status_code=409)

        self.send(NAMES[3], waiting=True)

        self.assertEqual(self.of(NAMES[3]).state, State.WAITING)

    def test_full_without_waiting_list_says_so(self):
        self.event.has_waitlist = False
        self.event.save()
        self.register(*NAMES[:3])

        page, sent = self.client.get(self.address()), self.send(NAMES[3])

        self.assertContains(page, "Alle plaatsen zijn ingenomen")
        self.assertNotContains(page, '<form method="post"')
        self.assertEqual(sent.status_code, 409)

    def test_a_cancelled_seat_can_be_had_again(self):
        self.register(*NAMES[:3])
        self.assertNotContains(self.client.get(self.address()), "plaats over")

        cancel(self.of(NAMES[0]).pk, self.event.pk)

        self.assertContains(self.client.get(self.address()), "Nog 1 plaats")


class FullTrackTests(RegistrationCase):
    @classmethod
    def setUpTestData(cls):
        super().setUpTestData()
        cls.page = cls.a_trajectory(zorg=1, wonen=2, werken=9)
        cls.zorg, cls.wonen, _werken = [str(track.id) for track in cls.page.tracks]

    def setUp(self):
        self.register(applicant(NAMES[0], parts=(self.zorg,)), page=self.page)

    def test_the_form_says_what_is_full(self):
        response = self.client.get(self.address(self.page))

        self.assertContains(response, "zorg (volzet)")
        self.assertContains(response, "wonen (nog 2 plaatsen)")

    def test_nobody_waits_for_a_track_without_having_said_so(self):
        without = self.send(NAMES[1], page=self.page, p0__parts=[self.zorg])
        with_tick = self.send(NAMES[1], page=self.page, p0__parts=[self.zorg], waiting=True)

        self.assertContains(without, "zorg: volzet. Vink hieronder aan", status_code=409)
        self.assertEqual(with_tick.status_code, 303)
        self.assertEqual(self.of(NAMES[1]).state, State.WAITING)

    def test_a_group_needs_a_place_for_each(self):
        parts = {f"p{number}__parts": [self.wonen] for number in range(3)}

        response = self.send(*NAMES[1:4], page=self.page, **parts)

        self.assertContains(response, "wonen: nog 2 plaatsen.", status_code=409)

    def test_without_waiting_list_a_full_track_is_refused_also_in_a_change(self):
        self.page.has_waitlist = False
        self.page.save()
        self.send(NAMES[1], page=self.page, p0__parts=[self.wonen])

        sent = self.send(NAMES[2], page=self.page, p0__parts=[self.zorg], waiting=True)
        with self.assertRaises(RefusedError):
            change(self.of(NAMES[1]).pk, self.page.pk, applicant(NAMES[1], parts=(self.zorg, self.wonen)))

        self.assertContains(sent, "zorg: volzet. Kies iets anders.", status_code=409)
        self.assertEqual(self.of(NAMES[1]).places.count(), 1)


class PaidTests(RegistrationCase):
    @classmethod
    def setUpTestData(cls):
        super().setUpTestData()
        cls.event = cls.an_event(title="Studiedag", slug="studiedag", price=70, payment_method="invoice")

    def test_it_asks_who_pays_and_proposes_the_peppol_id(self):
        response = self.send("An Aerts", **INVOICE)

        self.assertEqual(response.status_code, 303)
        invoice = InvoiceData.objects.get()
        self.assertEqual((invoice.enterprise_number, invoice.peppol_id), ("0403170701", "0208:0403170701"))
        self.assertEqual(
            (invoice.amount, invoice.event_title, invoice.participant), (70, "Studiedag", "An Aerts")
        )

    def test_a_wrong_enterprise_number_is_refused_and_a_private_person_has_none(self):
        wrong = self.send("An Aerts", **{**INVOICE, "i__enterprise_number": "0403.170.702"})
        none = self.send("An Aerts", **{**INVOICE, "i__enterprise_number": ""})
        private = self.send("An Aerts", **{**INVOICE, "i__enterprise_number": "", "i__is_private": "on"})

        self.assertEqual([wrong.status_code, none.status_code, private.status_code], [422, 422, 303])

    def test_each_of_a_group_has_an_invoice_line(self):
        self.send("An Aerts", "Bo Baert", **INVOICE)

        self.assertEqual(InvoiceData.objects.count(), 2)


class PricesTests(RegistrationCase):
    @classmethod
    def setUpTestData(cls):
        super().setUpTestData()
        free = ("tier", {"label": "Wie niet meer rijdt", "amount": 0})
        half = ("tier", {"label": "Student", "amount": 10})
        cls.event = cls.an_event(
            title="Studiedag", slug="studiedag", price=70, payment_method="invoice", price_tiers=[free, half]
        )
        cls.free, cls.half = [price.key for price in cls.event.registration_terms().prices[1:]]

    def test_who_comes_for_free_fills_in_no_invoice(self):
        response = self.send("An Aerts", p0__price=self.free)

        self.assertEqual(response.status_code, 303)
        self.assertEqual((self.of("An Aerts").price, InvoiceData.objects.count()), (0, 0))

    def test_who_pays_does_also_beside_somebody_who_does_not(self):
        prices = {"p0__price": self.free, "p1__price": self.half}

        without = self.send("An Aerts", "Bo Baert", **prices)
        self.send("An Aerts", "Bo Baert", **prices, **INVOICE)

        self.assertEqual(without.status_code, 422)
        self.assertEqual([invoice.participant for invoice in InvoiceData.objects.all()], ["Bo Baert"])
        self.assertEqual(InvoiceData.objects.get().amount, 10)

    def test_an_error_elsewhere_does_not_ask_for_an_invoice_that_nobody_gets(self):
        response = self.send("An Aerts", p0__price=self.free, privacy=False)

        self.assertNotContains(response, "id_i-entity_error", status_code=422)

    def test_the_only_price_may_be_one_with_a_name(self):
        self.event.price = None
        self.event.price_tiers = [("tier", {"label": "Deelname", "amount": 15})]
        self.event.save()

        self.send("An Aerts", **INVOICE)

        self.assertEqual((self.of("An Aerts").price, self.of("An Aerts").price_label), (15, "Deelname"))


class ClashTests(RegistrationCase):
    """Sessions at the same time are said once; who means it sends the form again."""

    @classmethod
    def setUpTestData(cls):
        super().setUpTestData()
        cls.event.sessions_are_chosen = True
        first = cls.event.sessions.get()
        cls.event.sessions.add(
            EventSession(starts_at=first.starts_at, ends_at=first.ends_at, label="Wandeling")
        )
        cls.event.save()
        cls.keys = [part.key for part in cls.event.registration_terms().parts]

    def test_it_is_said_and_then_registered(self):
        data = form_data("An Aerts", p0__parts=self.keys)

        first = self.client.post(self.address(), data)
        mark = re.search(r'name="a-clashes_seen"\s+value="([^"]+)"', first.content.decode())[1]
        second = self.client.post(self.address(), data | {"a-clashes_seen": mark})

        self.assertContains(first, "zijn op hetzelfde moment", status_code=422)
        self.assertEqual(second.status_code, 303)
        self.assertEqual(self.of("An Aerts").places.count(), 2)

    def test_another_choice_is_looked_at_again(self):
        data = form_data("An Aerts", p0__parts=self.keys, a__clashes_seen=f"0:{self.keys[0]}")

        self.assertEqual(self.client.post(self.address(), data).status_code, 422)
