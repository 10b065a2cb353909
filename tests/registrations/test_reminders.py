"""The reminder on the day before, and the mail to who organises."""

from django.core.management import call_command

from cms.models import OutgoingMail
from cms.one_by_one import SomeFailedError
from registrations import registering, reminders, telling
from registrations.models import Registration, RegistrationMail, Telling
from tests.events.factories import moment, session
from tests.registrations.cases import NAMES, RegistrationCase, applicant, at
from tests.registrations.mails import last_mail


class ReminderTests(RegistrationCase):
    """The event is on 28 March 2027, the day on which the clock goes forward at two."""

    @classmethod
    def setUpTestData(cls):
        super().setUpTestData()
        cls.event.venue_name = "Stadhuis"
        cls.move("2027-03-28 09:00")

    @classmethod
    def move(cls, text):
        cls.event.sessions.set([session(text)])
        cls.event.save()

    def setUp(self):
        with at("2027-03-01 12:00"):
            self.register(*NAMES[:4])

    def reminded(self, text):
        """Runs the reminders at this moment; who was reminded by now."""
        with at(text):
            reminders.send_due()
        rows = RegistrationMail.objects.filter(kind="reminder").order_by("registration__number")
        return [row.registration.name for row in rows]

    def test_it_goes_out_on_the_day_before_by_the_clock_on_the_wall(self):
        self.assertEqual(self.reminded("2027-03-26 23:59"), [])
        self.assertEqual(self.reminded("2027-03-27 08:59"), [])
        self.assertEqual(self.reminded("2027-03-27 09:00"), NAMES[:3])

    def test_before_a_day_on_which_the_clock_goes_back(self):
        """24 hours before 9 o'clock on 31 October is 10 o'clock on the day before."""
        self.move("2027-10-31 09:00")

        self.assertEqual(self.reminded("2027-10-30 09:00"), NAMES[:3])

    def test_it_goes_out_once(self):
        self.reminded("2027-03-27 09:00")
        self.reminded("2027-03-27 09:01")

        self.assertEqual(RegistrationMail.objects.filter(kind="reminder").count(), 3)

    def test_the_place_is_that_of_the_moment(self):
        self.event.venue_name, self.event.venue_status = "Bibliotheek", "changed"
        self.event.save()

        self.reminded("2027-03-27 09:00")

        mail = last_mail("reminder")
        self.assertEqual(mail["Subject"], "Morgen: Inspiratiedag")
        self.assertIn("Bibliotheek", mail.text)
        self.assertIn("9 uur", mail.text)

    def test_not_to_who_cancelled_or_waits(self):
        with at("2027-03-02 12:00"):
            registering.cancel(self.of(NAMES[0]).pk, self.event.pk)
            registering.cancel(self.of(NAMES[1]).pk, self.event.pk)

        self.assertEqual(self.reminded("2027-03-27 09:00"), [NAMES[2], NAMES[3]])

    def test_not_to_who_registers_on_that_day(self):
        self.event.capacity = 9
        self.event.save()
        with at("2027-03-27 08:00"):
            self.register(NAMES[6])

        self.assertNotIn(NAMES[6], self.reminded("2027-03-27 09:00"))

    def test_not_of_what_does_not_go_on(self):
        self.event.sessions.set([session("2027-03-28 09:00", status="cancelled")])
        self.event.save()

        self.assertEqual(self.reminded("2027-03-27 09:00"), [])

    def test_one_event_that_fails_holds_up_no_other_and_is_said(self):
        other = self.an_event(title="Studiedag", slug="studiedag")
        other.sessions.set([session("2027-03-28 14:00")])
        other.save()
        with at("2027-03-01 12:00"):
            self.register(NAMES[5], page=other)
        # No form takes this.
        Registration.objects.filter(page=self.event).update(email="an\nbcc: bo@voorbeeld.be")

        with self.assertRaises(SomeFailedError), self.assertLogs("cms.one_by_one", "ERROR"):
            self.reminded("2027-03-27 09:00")

        self.assertEqual(RegistrationMail.objects.get(kind="reminder").registration.name, NAMES[5])

    def test_more_events_cost_no_more_queries_while_none_is_tomorrow(self):
        def look():
            with at("2027-03-20 12:00"):
                reminders.send_due()

        few = self.count_queries_of(look)
        for number in range(4):
            self.register(NAMES[0], page=self.an_event(title=f"Dag {number}"))
        look()

        self.assertEqual(self.count_queries_of(look), few)

    def test_tick_sends_it(self):
        with at("2027-03-27 09:30"):
            call_command("tick")

        self.assertEqual(RegistrationMail.objects.filter(kind="reminder").count(), 3)


class TellingTests(RegistrationCase):
    @classmethod
    def setUpTestData(cls):
        super().setUpTestData()
        cls.tell("organisator@voorbeeld.be")

    @classmethod
    def tell(cls, *addresses, daily=False):
        cls.event.registration_recipients = [("address", address) for address in addresses]
        cls.event.registration_mails_daily = daily
        cls.event.save()

    def mails(self):
        return list(OutgoingMail.objects.filter(recipients=["organisator@voorbeeld.be"]).order_by("pk"))

    def test_who_organises_reads_how_many_and_never_who(self):
        needs = {"diet": "glutenvrij", "consent_version": "1", "consent_at": moment("2026-01-01 12:00")}
        self.register(applicant(NAMES[0], needs=needs), *NAMES[1:4])

        telling.send_due()
        telling.send_due()

        [mail] = self.mails()
        content = bytes(mail.content).decode()
        self.assertIn("4 nieuwe inschrijvingen: Inspiratiedag", content)
        self.assertIn("1 van hen staat op de wachtlijst.", content)
        for word in ("Aerts", "glutenvrij", "an.aerts"):
            self.assertNotIn(word, content)

    def test_later_ones_are_in_the_next_mail(self):
        self.register(NAMES[0])
        telling.send_due()
        self.register(NAMES[1])

        telling.send_due()

        self.assertIn("1 nieuwe inschrijving", bytes(self.mails()[1].content).decode())

    def test_once_a_day_if_the_event_says_so(self):
        self.tell("organisator@voorbeeld.be", daily=True)
        with at("2026-12-10 06:59"):
            self.register(NAMES[0])
            telling.send_due()
        self.assertEqual(self.mails(), [])

        for hour in ("07:00", "12:00", "23:00"):
            with at(f"2026-12-10 {hour}"):
                telling.send_due()
                self.register(NAMES[1])
        with at("2026-12-11 07:00"):
            telling.send_due()

        self.assertEqual(len(self.mails()), 2)

    def test_nobody_to_tell_means_no_mail_and_no_old_news_later(self):
        self.tell()
        self.register(NAMES[0])
        telling.send_due()

        self.tell("organisator@voorbeeld.be")
        telling.send_due()

        self.assertEqual(self.mails(), [])
        self.assertEqual(Telling.objects.get().last_number, 1)

    def test_what_the_officer_registers_is_no_news(self):
        self.register(applicant(NAMES[0], source="officer"))

        telling.send_due()

        self.assertEqual(self.mails(), [])
