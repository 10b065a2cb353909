"""Files for spreadsheets and the bookkeeping, and the lists for the day itself."""

import csv
import io
from decimal import Decimal

from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from audit.models import Action, AuditEntry
from registrations import registering
from registrations.models import InvoiceData, Registration
from tests.registrations.cases import NAMES, applicant
from tests.registrations.officers import OfficerCase

FORMULAS = ["=1+1", "+1", "-1", "@SUM(A1)", "\tx", "\rx"]
OCMW = {
    "entity": "OCMW Poperinge",
    "enterprise_number": "0403170701",
    "street": "Veurnestraat 22",
    "postal_code": "8970",
    "city": "Poperinge",
    "order_number": "PO-7",
}


def needs(**values):
    return {"consent_version": "1", "consent_at": timezone.now(), **values}


def content_of(sheet):
    return str([[cell.value for cell in row] for row in sheet]).encode()


class ExportCase(OfficerCase):
    def rows(self, name, page=None, **query):
        response = self.look(name, page=page, export="csv", **query)
        return list(csv.DictReader(io.StringIO(b"".join(response.streaming_content).decode())))

    def sheet(self, name, page=None):
        response = self.look(name, page=page, export="xlsx")
        return load_workbook(io.BytesIO(b"".join(response.streaming_content))).active


class PeopleTests(ExportCase):
    def test_the_file_has_everybody_with_state_and_answers(self):
        answers = [{"key": "t", "question": "Welke trein?", "answer": "Die van 8"}]
        self.register(applicant(NAMES[0], answers=answers), *[applicant(name) for name in NAMES[1:4]])

        rows = self.rows("list")

        self.assertEqual([row["achternaam"] for row in rows], ["Aerts", "Baert", "Claes", "De Smet"])
        self.assertEqual(rows[0]["Welke trein?"], "Die van 8")
        self.assertEqual(rows[3]["stand"], "wachtlijst, plaats 1")

    def test_the_filter_holds_for_the_file(self):
        self.register(*NAMES[:4])

        rows = self.rows("list", state="waiting")

        self.assertEqual([row["achternaam"] for row in rows], ["De Smet"])

    def test_no_cell_is_carried_out_as_a_formula(self):
        self.register(NAMES[0])
        for text in FORMULAS:
            Registration.objects.update(organisation=text)

            row, cells = self.rows("list")[0], self.sheet("list")[2]

            self.assertEqual(row["organisatie"], f"'{text}")
            self.assertNotIn("f", {cell.data_type for cell in cells})

    def test_food_and_access_are_in_no_file(self):
        self.register(applicant(NAMES[0], needs=needs(diet="Glutenvrij", access="Rolstoel")))
        for name in ("list", "invoices"):
            for kind in ("csv", "xlsx"):
                response = self.look(name, export=kind)
                text = b"".join(response.streaming_content)
                if kind == "xlsx":
                    text = str(
                        [[cell.value for cell in row] for row in load_workbook(io.BytesIO(text)).active]
                    ).encode()
                self.assertNotIn(b"Glutenvrij", text)
                self.assertNotIn(b"Rolstoel", text)
        for name in ("list", "attendance", "check_in"):
            self.assertNotContains(self.look(name), "Glutenvrij")

    def test_the_audit_log_has_the_file_with_the_page_and_no_name(self):
        self.register(NAMES[0])

        self.rows("list", q="Aerts")

        entry = AuditEntry.objects.get(action=Action.EXPORTED)
        self.assertEqual(
            entry.detail,
            {"list": "registrations_list", "format": "csv", "filters": ["q"], "page": self.event.pk},
        )


class InvoiceTests(ExportCase):
    def setUp(self):
        super().setUp()
        self.event = self.an_event(
            title="Betaald", slug="betaald", price=Decimal(70), payment_method="invoice"
        )
        people = [applicant(name, invoice=OCMW) for name in NAMES[:2]]
        self.register(*people, applicant(NAMES[2], invoice=OCMW | {"peppol_id": "9925:be0403170701"}))

    def test_the_file_has_what_ubl_needs(self):
        rows = self.rows("invoices")

        self.assertEqual(rows[0]["Peppol-id"], "0208:0403170701")
        self.assertEqual(rows[2]["Peppol-id"], "9925:be0403170701")
        self.assertEqual((rows[0]["bedrag in euro"], rows[0]["deelnemer"]), ("70.00", NAMES[0]))
        self.assertEqual((rows[0]["bestelnummer"], rows[0]["activiteit"]), ("PO-7", "Betaald"))

    def test_the_chosen_ones_are_marked_once_and_the_filter_leaves_the_others(self):
        keys = list(InvoiceData.objects.values_list("pk", flat=True))
        self.do("invoices_mark", chosen=keys[:2], invoiced_on="1-12-2026")
        self.do("invoices_mark", chosen=keys[:1], invoiced_on="5-12-2026")

        days = [invoice.invoiced_on for invoice in InvoiceData.objects.order_by("pk")]
        self.assertEqual([day and day.day for day in days], [1, 1, None])
        self.assertEqual([row["deelnemer"] for row in self.rows("invoices", invoiced="no")], [NAMES[2]])

    def test_nothing_chosen_or_no_day_is_said(self):
        nothing = self.do("invoices_mark", invoiced_on="1-12-2026")
        no_day = self.do("invoices_mark", chosen=[InvoiceData.objects.first().pk], invoiced_on="morgen")

        self.assertContains(nothing, "Kies minstens één factuur")
        self.assertContains(no_day, "Vul de dag in")
        self.assertFalse(InvoiceData.objects.exclude(invoiced_on=None).exists())

    def test_no_invoice_of_another_event_is_marked(self):
        other = self.an_event(title="Ander", slug="ander", price=Decimal(70), payment_method="invoice")

        self.do("invoices_mark", page=other, chosen=[InvoiceData.objects.first().pk], invoiced_on="1-12-2026")

        self.assertFalse(InvoiceData.objects.exclude(invoiced_on=None).exists())

    def test_reviewers_still_reach_those_of_a_deleted_event(self):
        Registration.objects.update(anonymised_at=timezone.now(), first_name="", last_name="", identity="")
        self.event.delete()
        address = reverse("registrations_invoices_left")

        refused = self.client.get(address)
        self.client.force_login(self.reviewer)
        shown = self.client.get(address)

        self.assertEqual(refused.status_code, 302)
        self.assertContains(shown, "OCMW Poperinge", count=3)
        self.assertContains(shown, "Betaald")


class OnTheDayTests(OfficerCase):
    def test_the_list_to_sign_is_by_name_and_has_who_has_a_seat(self):
        self.register(*[NAMES[number] for number in (2, 0, 1, 3)])

        response = self.look("attendance")

        self.assertEqual([str(person) for person, _parts in response.context["rows"]], sorted(NAMES[:3]))
        self.assertNotContains(response, "De Smet")

    def test_it_can_be_of_one_track(self):
        page = self.a_trajectory(zorg=None, wonen=None)
        zorg, wonen = [str(track.id) for track in page.tracks]
        self.register(applicant(NAMES[0], parts=(zorg,)), applicant(NAMES[1], parts=(zorg, wonen)), page=page)

        response = self.look("attendance", page=page, part=wonen)

        self.assertEqual([str(person) for person, _parts in response.context["rows"]], [NAMES[1]])

    def test_more_people_cost_no_more_queries(self):
        self.event.capacity = None
        self.event.save()
        self.register(*NAMES[:2])
        screens = [self.screen(name) for name in ("attendance", "check_in", "catering")]
        few = [self.count_queries(screen) for screen in screens]

        self.register(*NAMES[2:])

        self.assertEqual([self.count_queries(screen) for screen in screens], few)

    def test_the_door_searches_and_comes_back_to_the_same_search(self):
        self.register(*NAMES[:3])
        an = self.of(NAMES[0])

        found_an = self.look("check_in", q="aerts")
        response = self.client.post(
            self.screen("presence", an.pk), {"state": "present", "check_in": "1", "q": "aerts"}
        )

        self.assertEqual([str(person) for person in found_an.context["people"]], [NAMES[0]])
        self.assertEqual(response.headers["Location"], f"{self.screen('check_in')}?q=aerts#r{an.pk}")
        self.assertContains(self.look("check_in"), "1 van de 3 zijn er")

    def test_the_caterer_gets_numbers_and_texts_without_names(self):
        self.register(
            applicant(NAMES[0], needs=needs(diet="Vegetarisch")),
            applicant(NAMES[1], needs=needs(diet=" vegetarisch. ", access="Rolstoel")),
            applicant(NAMES[2], needs=needs(diet="Geen noten")),
        )
        self.register(applicant(NAMES[3], needs=needs(diet="Wacht nog")))

        response = self.look("catering")

        self.assertEqual(response.context["diets"], [("Vegetarisch", 2), ("Geen noten", 1)])
        self.assertEqual(response.context["access"], [("Rolstoel", 1)])
        self.assertNotContains(response, "Aerts")

    def test_who_did_not_come_eats_nothing(self):
        self.register(applicant(NAMES[0], needs=needs(diet="Vegetarisch")))
        registering.note_attendance(self.of(NAMES[0]).pk, self.event.pk, "absent")

        self.assertEqual(self.look("catering").context["number"], 0)
