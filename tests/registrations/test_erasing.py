"""Who asks for it is erased at once, and gets before that all that the tables hold."""

import json
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory

from django.core.serializers.json import DjangoJSONEncoder
from django.test import override_settings
from django.utils import timezone

from cms import erasure_log
from cms.erasure_log import erased_since
from cms.mail import send_waiting
from cms.models import Attempt, OutgoingMail
from cms.signals.definitions import restored
from registrations import registering, retention
from registrations.models import InvoiceData, Needs, PrivateLink, RegistrationMail, State
from registrations.models.links import hash_of
from tests.registrations.birds import CANCELLED, INVOICE, NEEDS, PERSON, WAITING, BirdCase
from tests.registrations.cases import at, in_days
from tests.registrations.traces import columns_with, words_in


class ErasingTests(BirdCase):
    def setUp(self):
        super().setUp()
        folder = self.enterContext(TemporaryDirectory())
        self.log_file = Path(folder) / "erasures.log"
        self.enterContext(override_settings(ERASURE_LOG=str(self.log_file)))

    def erase(self):
        retention.erase(self.bird.pk, self.event.pk)

    def test_all_but_the_invoice_and_the_last_mail_is_gone_at_once(self):
        registering.cancel(self.bird.pk, self.event.pk, charge=Decimal(70))

        self.erase()

        columns = columns_with(PERSON | NEEDS | INVOICE)
        self.assertEqual(
            {column for column in columns if not column.startswith("registrations_invoicedata")},
            {"cms_outgoingmail.content", "cms_outgoingmail.recipients"},
        )

    def test_the_last_mail_is_sent_and_then_its_address_is_gone_too(self):
        self.erase()
        send_waiting()
        retention.forget_due()

        self.assertEqual(columns_with(PERSON | NEEDS | INVOICE), {})
        self.assertEqual(RegistrationMail.objects.filter(kind="erased").count(), 1)

    def test_mails_on_their_way_are_not_sent_any_more(self):
        self.erase()

        waiting = OutgoingMail.objects.waiting().filter(recipients=["zwaluw.kwik@voorbeeld.be"])

        self.assertEqual(waiting.count(), 1)

    def test_an_active_registration_ends_by_the_rule_and_the_next_moves_up(self):
        self.erase()

        self.bird.refresh_from_db()
        self.assertEqual(self.bird.state, State.CANCELLED)
        self.assertEqual(self.of("Wachtelina Vink").state, State.CONFIRMED)
        self.assertFalse(InvoiceData.objects.exists())

    def test_what_cancelling_costs_is_charged_and_its_data_are_kept(self):
        type(self.event).objects.filter(pk=self.event.pk).update(
            free_cancellation_until=in_days(-2).date(), cancellation_after="full"
        )

        self.erase()

        self.bird.refresh_from_db()
        self.assertEqual((self.bird.state, self.bird.charge), (State.CANCELLED_CHARGED, 70))
        self.assertEqual(InvoiceData.objects.get().participant, "Zwaluwina Kwikstaart")

    def test_who_was_there_stays_a_count(self):
        registering.note_attendance(self.bird.pk, self.event.pk, State.PRESENT)
        with at(in_days(30, hour=12)):
            self.erase()

        self.bird.refresh_from_db()
        self.assertEqual((self.bird.state, self.bird.name), (State.PRESENT, ""))

    def test_erasing_twice_is_erasing_once(self):
        self.erase()
        self.erase()

        self.assertEqual(RegistrationMail.objects.filter(kind="erased").count(), 1)

    def test_a_restore_erases_again_and_writes_to_nobody(self):
        since = timezone.now()
        erasure_log.record(self.bird.pk, "registration")
        number = OutgoingMail.objects.waiting().count()
        own = OutgoingMail.objects.waiting().filter(recipients=["zwaluw.kwik@voorbeeld.be"]).count()

        restored.send(sender=None, since=since, logs=[self.log_file])

        self.bird.refresh_from_db()
        self.assertTrue(self.bird.anonymised_at)
        self.assertEqual(OutgoingMail.objects.waiting().count(), number - own)

    def test_it_is_noted_by_number(self):
        since = timezone.now()

        self.erase()

        self.assertEqual(erased_since(since, [self.log_file], "registration"), {self.bird.pk})

    def test_who_can_not_be_noted_is_not_erased(self):
        with override_settings(ERASURE_LOG="/dev/full/erasures.log"), self.assertRaises(OSError):
            self.erase()

        self.assertEqual(self.of("Zwaluwina Kwikstaart").state, State.CONFIRMED)


class OwnDataTests(BirdCase):
    def test_the_download_equals_what_the_tables_hold(self):
        words = PERSON | NEEDS | INVOICE

        data = json.dumps(retention.data_of(self.bird), cls=DjangoJSONEncoder, ensure_ascii=False)

        self.assertEqual(words_in(data, words), words)
        self.assertEqual(words_in(data, WAITING | CANCELLED), set())

    def test_each_column_of_each_row_about_the_person_is_in_it(self):
        data = retention.data_of(self.bird)

        for name, rows in {
            "registration": [self.bird],
            "places": self.bird.places.all(),
            "needs": Needs.objects.filter(registration=self.bird),
            "invoice": InvoiceData.objects.filter(registration=self.bird),
            "mails": self.bird.mails.all(),
            "links": self.bird.links.all(),
            "attempts": Attempt.objects.all(),
        }.items():
            parts = data[name] if isinstance(data[name], list) else [data[name]]
            self.assertEqual(len(parts), len(rows), name)
            for part, row in zip(parts, rows, strict=True):
                for field in row._meta.concrete_fields:
                    self.assertEqual(part[field.attname], field.value_from_object(row))

    def test_no_table_holds_a_word_of_hers_that_is_not_in_it(self):
        """Every column with a word of hers belongs to a row of the download."""
        tables = {column.split(".")[0] for column in columns_with(PERSON | NEEDS | INVOICE)}

        names = {
            "registrations_registration",
            "registrations_needs",
            "registrations_invoicedata",
            "registrations_registrationmail",
            "registrations_receipt",
            "cms_outgoingmail",
        }
        self.assertEqual(tables, names)

    def test_the_hash_of_a_link_is_the_only_trace_of_it(self):
        token = PrivateLink.make(self.bird)

        self.assertEqual(set(columns_with({token})), set())
        self.assertEqual(set(columns_with({hash_of(token)})), {"registrations_privatelink.token_hash"})
