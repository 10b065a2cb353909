"""What the officer does: register by hand, change, cancel, let in, hand over, note who is there, erase."""

import datetime
from decimal import Decimal

from audit.models import Action, AuditEntry
from registrations import registering
from registrations.models import InvoiceData, Needs, Registration, State
from tests.registrations.cases import NAMES, applicant
from tests.registrations.officers import OfficerCase

CARLA = {"first_name": "Carla", "last_name": "Coppens", "email": "carla@voorbeeld.be"}


class ByHandTests(OfficerCase):
    def test_it_works_after_the_deadline_and_mails_a_confirmation(self):
        over = self.an_event(days=-1, title="Gisteren", slug="gisteren", capacity=3)

        response = self.do("add", page=over, **CARLA)

        carla = self.of("Carla Coppens")
        self.assertEqual((carla.state, carla.source), (State.CONFIRMED, Registration.Source.OFFICER))
        self.assertContains(response, "Carla Coppens is ingeschreven")
        self.assertEqual(carla.mails.get().kind, "confirmed")

    def test_when_it_is_full_the_person_waits(self):
        self.register(*NAMES[:3])

        response = self.do("add", **CARLA)

        self.assertEqual(self.of("Carla Coppens").state, State.WAITING)
        self.assertContains(response, "wachtlijst, plaats 1")

    def test_a_held_place_is_given_when_the_public_ones_are_taken(self):
        self.event.capacity, self.event.held_seats = 4, 1
        self.event.save()
        self.register(*NAMES[:3])

        self.do("add", **CARLA, takes_held_seat="on")

        carla = self.of("Carla Coppens")
        self.assertEqual((carla.state, carla.has_held_seat), (State.CONFIRMED, True))
        self.assertEqual(self.look("list").context["held"], 1)

    def test_somebody_without_an_address_is_registered_and_gets_no_mail(self):
        self.do("add", **CARLA | {"email": ""})

        self.assertEqual(self.of("Carla Coppens").state, State.CONFIRMED)
        self.assertFalse(self.of("Carla Coppens").mails.exists())

    def test_who_is_registered_already_is_said_so_and_what_was_typed_stays(self):
        self.do("add", **CARLA)

        response = self.do("add", **CARLA)

        self.assertContains(response, "al ingeschreven")
        self.assertContains(response, 'value="Coppens"')
        self.assertEqual(Registration.objects.count(), 1)

    def test_food_is_kept_only_with_consent_and_no_other_consent_is_noted(self):
        refused = self.do("add", **CARLA, diet="Halal")
        self.do("add", **CARLA, diet="Halal", needs_consent="on")

        carla = self.of("Carla Coppens")
        self.assertContains(refused, "needs_consent")
        self.assertEqual(carla.needs.diet, "Halal")
        self.assertEqual((carla.privacy_version, carla.list_at), ("", None))

    def test_the_data_for_the_invoice_may_come_along_or_not(self):
        paid = self.an_event(title="Betaald", slug="betaald", price=Decimal(70), payment_method="invoice")
        invoice = {
            "invoice-entity": "OCMW Poperinge",
            "invoice-enterprise_number": "0403.170.701",
            "invoice-street": "Veurnestraat 22",
            "invoice-postal_code": "8970",
            "invoice-city": "Poperinge",
        }
        self.do("add", page=paid, **CARLA)
        incomplete = self.do("add", page=paid, first_name="An", last_name="Aerts", **{"invoice-entity": "X"})
        self.do("add", page=paid, first_name="An", last_name="Aerts", **invoice)

        self.assertIn("street", incomplete.context["invoice_form"].errors)
        stored = InvoiceData.objects.get()
        self.assertEqual(
            (stored.participant, stored.amount, stored.peppol_id), ("An Aerts", 70, "0208:0403170701")
        )


class ChangeTests(OfficerCase):
    def test_data_change_and_food_stays(self):
        needs = {"diet": "Halal", "consent_version": "1", "consent_at": "2026-01-01T00:00Z"}
        self.register(applicant(NAMES[0], needs=needs))
        an = self.of(NAMES[0])

        self.do("change", an.pk, first_name="An", last_name="Aerts", email=an.email, function="Diensthoofd")

        an.refresh_from_db()
        self.assertEqual((an.function, an.needs.diet), ("Diensthoofd", "Halal"))
        self.assertNotContains(self.look("change", an.pk), "Halal")

    def test_another_track_is_chosen(self):
        page = self.a_trajectory(zorg=1, wonen=None)
        zorg, wonen = [str(track.id) for track in page.tracks]
        self.register(applicant(NAMES[0], parts=(zorg,)), page=page)
        an = self.of(NAMES[0])
        self.assertContains(self.look("change", an.pk, page=page), "checked", count=1)

        self.do("change", an.pk, page=page, **{**an_in_the_form(an), "parts": [wonen]})

        places = dict(an.places.values_list("label", "state"))
        self.assertEqual(places, {"zorg": "cancelled", "wonen": "confirmed"})

    def test_into_somebody_else_is_refused_in_words(self):
        self.register(*NAMES[:2])

        response = self.do("change", self.of(NAMES[0]).pk, **an_in_the_form(self.of(NAMES[1])))

        self.assertContains(response, "al ingeschreven")


def an_in_the_form(registration):
    return {name: getattr(registration, name) for name in ("first_name", "last_name", "email")}


class CancelTests(OfficerCase):
    def setUp(self):
        super().setUp()
        cost = {"price": Decimal(70), "payment_method": "invoice"}
        over = {"free_cancellation_until": datetime.date(2020, 1, 1), "cancellation_after": "full"}
        seats = {"capacity": 1, "has_waitlist": True}
        self.paid = self.an_event(days=2, title="Betaald", slug="betaald", **cost, **over, **seats)
        self.register(*NAMES[:2], page=self.paid)

    def test_it_says_what_it_costs_and_the_rule_is_the_default(self):
        an = self.of(NAMES[0])
        self.assertContains(self.look("cancel", an.pk, page=self.paid), "70")

        self.do("cancel", an.pk, page=self.paid, by_rule="rule")

        an.refresh_from_db()
        self.assertEqual((an.state, an.charge), (State.CANCELLED_CHARGED, 70))
        self.assertEqual(self.of(NAMES[1]).state, State.CONFIRMED)

    def test_the_officer_may_let_it_be_free(self):
        an = self.of(NAMES[0])

        self.do("cancel", an.pk, page=self.paid, by_rule="other", charge="0")

        an.refresh_from_db()
        self.assertEqual((an.state, an.charge), (State.CANCELLED, 0))

    def test_another_amount_has_to_be_filled_in(self):
        an = self.of(NAMES[0])

        response = self.do("cancel", an.pk, page=self.paid, by_rule="other")

        self.assertContains(response, "Vul een bedrag in")
        self.assertEqual(self.of(NAMES[0]).state, State.CONFIRMED)

    def test_there_is_no_place_for_a_reason(self):
        response = self.look("cancel", self.of(NAMES[0]).pk, page=self.paid)

        self.assertEqual(set(response.context["form"].fields), {"by_rule", "charge"})

    def test_what_was_cancelled_is_not_cancelled_again(self):
        an = self.of(NAMES[0])
        self.do("cancel", an.pk, page=self.paid, by_rule="other", charge="0")

        response = self.do("cancel", an.pk, page=self.paid, by_rule="rule")

        an.refresh_from_db()
        self.assertEqual(an.charge, 0)
        self.assertContains(response, "geannuleerd")


class OtherActsTests(OfficerCase):
    def test_who_waits_is_let_in_if_there_is_room(self):
        self.register(*NAMES[:5])
        refused = self.do("let_in", self.of(NAMES[4]).pk)
        self.event.capacity = 4
        self.event.save()

        self.do("let_in", self.of(NAMES[4]).pk)

        self.assertContains(refused, "Er is geen plaats vrij")
        self.assertEqual(self.of(NAMES[4]).state, State.CONFIRMED)
        self.assertEqual(self.of(NAMES[3]).state, State.WAITING)

    def test_a_colleague_takes_the_place(self):
        self.register(*NAMES[:3])

        self.do("hand_over", self.of(NAMES[0]).pk, **CARLA)

        self.assertEqual(self.of("Carla Coppens").state, State.CONFIRMED)
        self.assertEqual(self.of(NAMES[0]).state, State.REPLACED)
        self.assertContains(self.look("one", self.of(NAMES[0]).pk), "Carla Coppens")

    def test_presence_is_noted_and_taken_back(self):
        self.register(NAMES[0])
        key = self.of(NAMES[0]).pk
        states = []
        for state in ("present", "confirmed", "absent"):
            self.do("presence", key, state=state)
            states.append(self.of(NAMES[0]).state)

        self.assertEqual(states, ["present", "confirmed", "absent"])

    def test_nonsense_as_presence_changes_nothing(self):
        self.register(NAMES[0])

        for state in ("cancelled", "", "x"):
            self.do("presence", self.of(NAMES[0]).pk, state=state)

        self.assertEqual(self.of(NAMES[0]).state, State.CONFIRMED)

    def test_the_link_is_sent_again(self):
        self.register(NAMES[0])

        self.do("link", self.of(NAMES[0]).pk)

        self.assertEqual(set(self.of(NAMES[0]).mails.values_list("kind", flat=True)), {"confirmed", "link"})

    def test_a_button_does_nothing_by_get(self):
        self.register(NAMES[0])
        key = self.of(NAMES[0]).pk
        for name in ("let_in", "presence", "link"):
            self.assertEqual(self.look(name, key).status_code, 405)

    def test_an_erasure_is_in_the_audit_log_by_number(self):
        self.register(NAMES[0])
        an = self.of(NAMES[0])

        self.do("erase", an.pk)
        self.do("erase", an.pk)

        an.refresh_from_db()
        self.assertEqual((an.name, an.email), ("", ""))
        entry = AuditEntry.objects.get(action=Action.ERASED)
        self.assertEqual((entry.object_key, entry.object_name), (str(an.pk), ""))
        self.assertEqual(entry.detail["page"], self.event.pk)

    def test_the_registration_of_a_present_one_counts_as_a_seat(self):
        self.register(*NAMES[:4])
        registering.note_attendance(self.of(NAMES[0]).pk, self.event.pk, "present")

        self.assertEqual(self.of(NAMES[3]).state, State.WAITING)
        self.assertFalse(Needs.objects.exists())
