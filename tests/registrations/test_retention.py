"""The clock moves past each term, and every column of every table is read: what may be left stands in the test."""

import datetime
import logging
from decimal import Decimal
from io import StringIO

from django.apps import apps
from django.test import SimpleTestCase, override_settings
from django.utils import timezone

from cms.models import Attempt, SeatCount
from cms.registering import WHOLE
from registrations import registering, retention
from registrations.models import (
    InvoiceData,
    Needs,
    Place,
    PrivateLink,
    Receipt,
    Registration,
    RegistrationMail,
    State,
)
from tests.registrations.birds import EVERYTHING, INVOICE, LATER, NEEDS, PERSON, BirdCase
from tests.registrations.cases import NAMES, RegistrationCase, at
from tests.registrations.traces import columns_with, files_with, words_in


class DataMapTests(SimpleTestCase):
    def test_every_field_of_every_model_names_its_term(self):
        """#23: what is forgotten is what nobody thought of."""
        for model in apps.get_app_config("registrations").get_models():
            fields = {field.name for field in model._meta.concrete_fields if not field.primary_key}

            self.assertEqual(set(model.retention), fields, model.__name__)

    def test_months_are_those_of_the_calendar(self):
        day = datetime.date(2026, 8, 31)

        later = [retention.months_after(day, months) for months in (1, 4, 6, 24)]

        self.assertEqual(list(map(str, later)), ["2026-09-30", "2026-12-31", "2027-02-28", "2028-08-31"])


class TermTests(BirdCase):
    def test_all_words_are_there_to_begin_with(self):
        """Else the tests below would prove nothing."""
        self.assertEqual(self.words(columns_with(EVERYTHING)), EVERYTHING)

    def test_an_hour_later_attempts_are_gone_and_a_day_later_receipts(self):
        self.tick(timezone.now() + datetime.timedelta(hours=1))
        self.assertFalse(Attempt.objects.exists())
        self.assertTrue(Receipt.objects.exists())

        columns = self.tick(timezone.now() + datetime.timedelta(days=1))

        self.assertFalse(any(column.startswith("registrations_receipt") for column in columns))
        self.assertEqual(self.words(columns), EVERYTHING)

    def test_a_later_deadline_is_gone_at_that_deadline(self):
        columns = self.tick(timezone.now() + datetime.timedelta(days=2))

        self.assertEqual(self.words(columns), EVERYTHING - LATER)

    def test_two_weeks_after_a_mail_its_address_is_in_the_outbox_no_more(self):
        self.tick(timezone.now())

        columns = self.tick(timezone.now() + datetime.timedelta(days=15))

        self.assertFalse(any(column.startswith("cms_outgoingmail") for column in columns))

    def test_until_the_event_is_over_nobody_is_forgotten(self):
        columns = self.tick(self.day_after(1) - datetime.timedelta(seconds=1))

        self.assertEqual(self.words(columns), EVERYTHING - LATER)

    def test_who_waited_or_cancelled_is_forgotten_as_soon_as_it_is_over(self):
        columns = self.tick(self.day_after(1))

        self.assertEqual(self.words(columns), PERSON | NEEDS | INVOICE)
        self.assertEqual(RegistrationMail.objects.exclude(registration=self.bird).count(), 0)

    def test_needs_are_gone_seven_days_after_the_last_day(self):
        before = self.tick(self.day_after(8) - datetime.timedelta(seconds=1))
        after = self.tick(self.day_after(8))

        self.assertEqual(self.words(before), PERSON | NEEDS | INVOICE)
        self.assertEqual(self.words(after), PERSON | INVOICE)
        self.assertFalse(Needs.objects.exists())

    def test_after_six_months_only_the_data_of_the_invoice_are_left(self):
        end = retention.people_end(self.day_after(1))
        before = self.tick(end - datetime.timedelta(seconds=1))

        after = self.tick(end)

        self.assertEqual(self.words(before), PERSON | INVOICE)
        self.assertEqual(self.words(after), INVOICE | {"Zwaluwina", "Kwikstaart"})
        self.assertEqual({column.split(".")[0] for column in after}, {"registrations_invoicedata"})
        self.assertIsNone(InvoiceData.objects.get().registration)
        self.assertEqual((PrivateLink.objects.count(), RegistrationMail.objects.count()), (0, 0))

    def test_the_counts_stay_without_a_name(self):
        self.tick(retention.people_end(self.day_after(1)))

        states = Registration.objects.order_by("number").values_list(
            "state", "identity", "email", "municipality"
        )
        self.assertEqual(
            list(states),
            [(State.CONFIRMED, "", "", None), (State.WAITING, "", "", None), (State.CANCELLED, "", "", None)],
        )
        self.assertEqual(Place.objects.count(), 3)
        self.assertEqual(SeatCount.objects.of(self.event)[WHOLE].taken, 1)

    def test_the_data_of_an_invoice_are_kept_ten_years_from_1_january_after_it(self):
        InvoiceData.objects.update(invoiced_on=datetime.date(2027, 2, 1))
        last = timezone.make_aware(datetime.datetime(2037, 12, 31, 23, 59))

        self.assertEqual(self.words(self.tick(last)), INVOICE | {"Zwaluwina", "Kwikstaart"})
        self.assertEqual(self.tick(last + datetime.timedelta(minutes=1)), {})

    def test_without_an_invoice_the_day_of_the_event_counts(self):
        year = self.last_day.year + 11
        moment = timezone.make_aware(datetime.datetime(year, 1, 1))

        self.tick(moment - datetime.timedelta(seconds=1))
        self.assertTrue(InvoiceData.objects.exists())
        self.tick(moment)

        self.assertFalse(InvoiceData.objects.exists())

    @override_settings(REGISTRATIONS_KEPT={"needs_days": 1, "person_months": 1})
    def test_the_operator_may_choose_shorter_terms(self):
        columns = self.tick(self.day_after(2))
        self.assertEqual(self.words(columns), PERSON | INVOICE)

        columns = self.tick(retention.people_end(self.day_after(1)))

        self.assertEqual(self.words(columns), INVOICE | {"Zwaluwina", "Kwikstaart"})

    def test_who_still_has_to_pay_and_left_no_data_for_it_is_kept_as_who_came(self):
        registering.cancel(self.bird.pk, self.event.pk, charge=Decimal(70))
        InvoiceData.objects.all().delete()

        columns = self.tick(self.day_after(1))

        self.assertIn("Zwaluwina", self.words(columns))

    def test_of_an_event_without_a_date_people_are_forgotten_in_the_end(self):
        self.event.sessions.all().delete()
        type(self.event).objects.filter(pk=self.event.pk).update(first_day=None, last_day=None)

        later = self.bird.registered_at + retention.LONGEST_WITHOUT_END
        with at(retention.people_end(later) + datetime.timedelta(days=1)):
            retention.forget_due()

        self.assertEqual(set(columns_with(PERSON | NEEDS)), {"registrations_invoicedata.participant"})

    def test_logs_and_files_hold_no_word_of_it(self):
        stream = StringIO()
        handler = logging.StreamHandler(stream)
        logging.getLogger().addHandler(handler)
        self.addCleanup(logging.getLogger().removeHandler, handler)
        with self.assertLogs(level="DEBUG") as logs:
            for days in (0, 1, 8, 400, 5000):
                self.tick(self.day_after(days))
            logging.getLogger("registrations").warning("one line, or assertLogs fails")

        words = words_in(" ".join(logs.output) + stream.getvalue(), EVERYTHING)

        self.assertEqual((words, files_with(EVERYTHING)), (set(), {}))


class GrowthTests(RegistrationCase):
    def test_more_events_cost_no_more_queries_while_nothing_is_due(self):
        """`tick` looks each minute."""
        self.register(NAMES[0])
        few = self.count_queries_of(retention.forget_due)
        for number in range(4):
            self.register(NAMES[0], page=self.an_event(title=f"Dag {number}"))
        retention.forget_due()

        self.assertEqual(self.count_queries_of(retention.forget_due), few)
