"""What changed of an event is noted at each publication, and mailed when an editor says so."""

import datetime
from decimal import Decimal

from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone

from cms.models import OutgoingMail
from registrations import policy, registering
from registrations.announcements import announce
from registrations.models import EventChange, Registration, RegistrationMail, State
from tests.events.factories import session
from tests.permissions.factories import a_reviewer
from tests.permissions.url_walk import form_in
from tests.registrations.cases import NAMES, RegistrationCase, in_days, wall_clock
from tests.registrations.mails import last_mail


class ChangeCase(RegistrationCase):
    @classmethod
    def setUpTestData(cls):
        super().setUpTestData()
        cls.event.venue_name, cls.event.venue_status = "Stadhuis", "provisional"
        cls.event.save()

    def publish(self, **values):
        """Publishes the event with these values, as an editor does."""
        page = self.event.specific_class.objects.get(pk=self.event.pk)
        page.sessions.set(values.pop("sessions", page.sessions.all()))
        for name, value in values.items():
            setattr(page, name, value)
        with self.captureOnCommitCallbacks(execute=True):
            page.save_revision().publish()
        self.event = self.event.specific_class.objects.get(pk=self.event.pk)

    def moved(self, **ahead):
        """The session of the event, so much later."""
        row = self.event.sessions.get()
        row.starts_at += datetime.timedelta(**ahead)
        row.ends_at += datetime.timedelta(**ahead)
        return [row]


class NotingTests(ChangeCase):
    def setUp(self):
        self.publish()
        self.register(*NAMES[:2])

    def test_a_venue_that_is_sure_now_is_a_change(self):
        """Seed 001: “Wijzigingen locatie worden tijdig aangekondigd per mail aan de deelnemers”."""
        self.publish(venue_status="confirmed")

        change = EventChange.objects.get()
        [line] = change.lines
        self.assertEqual(line["label"], "Locatie")
        self.assertIn("onder voorbehoud", line["old"])
        self.assertNotIn("onder voorbehoud", line["new"])
        self.assertFalse(change.moves_day or change.is_mailed)

    def test_another_hour_of_begin_opens_free_cancelling(self):
        self.publish(sessions=self.moved(hours=1))

        change = EventChange.objects.get()
        self.assertIn("van 9 tot 16 uur", change.lines[0]["old"])
        self.assertIn("van 10 tot 17 uur", change.lines[0]["new"])
        self.assertTrue(change.moves_day)
        self.assertTrue(policy.has_moved_since(self.of(NAMES[0])))

    def test_another_end_is_a_change_that_opens_nothing(self):
        row = self.event.sessions.get()
        row.ends_at += datetime.timedelta(hours=1)

        self.publish(sessions=[row])

        change = EventChange.objects.get()
        self.assertEqual((len(change.lines), change.moves_day), (1, False))

    def test_a_cancelled_event_is_one_line(self):
        [row] = self.moved()
        row.status = "cancelled"

        self.publish(sessions=[row])

        change = EventChange.objects.get()
        self.assertEqual(
            change.lines, [{"label": "Gaat het door?", "old": "gaat door", "new": "gaat niet door"}]
        )
        self.assertTrue(change.is_cancellation)

    def test_other_words_on_the_page_are_no_change(self):
        self.publish(title="Een andere titel", what="<p>Meer uitleg.</p>")

        self.assertFalse(EventChange.objects.exists())

    def test_without_participants_nothing_has_to_be_told(self):
        Registration.objects.update(state=State.CANCELLED)

        self.publish(venue_name="Bibliotheek")

        self.assertFalse(EventChange.objects.exists())

    def test_more_seats_let_people_move_up_when_the_publication_is_stored(self):
        self.register(*NAMES[2:5])

        self.publish(capacity=4)

        self.assertEqual(self.of(NAMES[3]).state, State.CONFIRMED)
        self.assertEqual(self.of(NAMES[4]).state, State.WAITING)

    def test_publishing_by_schedule_notes_it_too_and_mails_nobody(self):
        self.event.venue_name = "Bibliotheek"
        self.event.save_revision(approved_go_live_at=timezone.now())

        call_command("tick")

        self.assertFalse(EventChange.objects.get().is_mailed)
        self.assertFalse(RegistrationMail.objects.filter(kind="event_change").exists())

    def test_a_session_that_is_added_moves_nobody(self):
        starts = in_days(31)

        self.publish(sessions=[*self.event.sessions.all(), session(wall_clock(starts))])

        change = EventChange.objects.get()
        self.assertEqual((change.lines[0]["old"], change.moves_day), ("nog niets", False))


class MailingTests(ChangeCase):
    def setUp(self):
        self.publish()
        self.register(*NAMES[:4])

    def test_the_mail_shows_old_and_new(self):
        self.publish(venue_name="Bibliotheek")

        number = announce(EventChange.objects.get())

        mail = last_mail("event_change")
        self.assertEqual(number, 4)
        self.assertEqual(mail["Subject"], "Gewijzigd: Inspiratiedag")
        for text in (mail.text, mail.html):
            self.assertIn("Stadhuis (onder voorbehoud)", text)
            self.assertIn("Bibliotheek (onder voorbehoud)", text)
        self.assertEqual(self.of(NAMES[0]).version, 1)

    def test_announcing_twice_mails_once(self):
        self.publish(venue_name="Bibliotheek")
        change = EventChange.objects.get()
        announce(change)

        self.assertEqual(announce(change), 0)
        self.assertEqual(RegistrationMail.objects.filter(kind="event_change").count(), 4)

    def test_changes_that_were_not_mailed_go_along(self):
        """Participants know the place of before both."""
        self.publish(venue_name="Bibliotheek", sessions=self.moved(days=1))
        self.publish(venue_name="Kerk")

        announce(EventChange.objects.latest("pk"))

        text = last_mail("event_change").text
        self.assertIn("was: Stadhuis (onder voorbehoud)", text)
        self.assertIn("is nu: Kerk (onder voorbehoud)", text)
        self.assertNotIn("Bibliotheek", text)
        self.assertIn("Annuleer dan gratis", text)
        self.assertFalse(EventChange.objects.filter(is_mailed=False).exists())

    def test_a_change_that_was_undone_before_anybody_heard_of_it_is_not_mailed(self):
        self.publish(venue_name="Bibliotheek")
        self.publish(venue_name="Stadhuis")

        self.assertEqual(announce(EventChange.objects.latest("pk")), 0)

    def test_who_registered_after_it_or_cancelled_is_not_mailed(self):
        registering.cancel(self.of(NAMES[1]).pk, self.event.pk)
        self.publish(venue_name="Bibliotheek", capacity=9)
        self.register(NAMES[5])

        announce(EventChange.objects.get())

        mailed = RegistrationMail.objects.filter(kind="event_change").values_list("recipient", flat=True)
        self.assertNotIn(self.of(NAMES[1]).email, mailed)
        self.assertNotIn(self.of(NAMES[5]).email, mailed)
        self.assertEqual(len(mailed), 3)

    def test_a_cancelled_event_goes_out_of_the_calendar(self):
        [row] = self.moved()
        row.status = "cancelled"
        self.publish(sessions=[row])

        announce(EventChange.objects.get())

        mail = last_mail("event_change", registration=self.of(NAMES[0]))
        [event] = mail.calendars[0].walk("VEVENT")
        self.assertEqual((mail.methods, event["STATUS"], event["SEQUENCE"]), (["CANCEL"], "CANCELLED", 1))
        self.assertEqual(mail["Subject"], "Gaat niet door: Inspiratiedag")


class ButtonTests(ChangeCase):
    def setUp(self):
        self.publish()
        self.client.force_login(a_reviewer(self.home))
        self.url = reverse("wagtailadmin_pages:edit", args=[self.event.pk])

    def test_it_is_shown_where_people_are_registered(self):
        self.assertNotContains(self.client.get(self.url), "mail-participants")

        self.register(NAMES[0])

        self.assertContains(self.client.get(self.url), 'value="mail-participants"')

    def test_it_publishes_and_mails(self):
        self.register(NAMES[0])
        values = self.values() | {"venue_name": "Bibliotheek", "action-publish": "mail-participants"}

        with self.captureOnCommitCallbacks(execute=True):
            response = self.client.post(self.url, values, follow=True)

        self.event.refresh_from_db()
        self.assertEqual(self.event.venue_name, "Bibliotheek")
        self.assertContains(response, "1 deelnemer krijgt een mail.")
        self.assertIn("Bibliotheek", last_mail("event_change").text)

    def test_the_other_button_mails_nobody(self):
        self.register(NAMES[0])
        values = self.values() | {"venue_name": "Bibliotheek", "action-publish": "action-publish"}

        with self.captureOnCommitCallbacks(execute=True):
            self.client.post(self.url, values)

        self.assertFalse(EventChange.objects.get().is_mailed)
        self.assertFalse(RegistrationMail.objects.filter(kind="event_change").exists())

    def test_without_a_change_it_says_that_nobody_is_mailed(self):
        self.register(NAMES[0])
        number = OutgoingMail.objects.count()

        response = self.client.post(
            self.url, self.values() | {"action-publish": "mail-participants"}, follow=True
        )

        self.assertContains(response, "Er is niemand gemaild")
        self.assertEqual(OutgoingMail.objects.count(), number)

    def values(self):
        """What the form of the event holds."""
        response = self.client.get(self.url)
        return form_in(response, response.content.decode())


class PaidTests(ChangeCase):
    def test_who_registered_before_the_day_moved_cancels_free_of_charge(self):
        self.publish(
            price=Decimal(50),
            payment_method="invoice",
            free_cancellation_until=in_days(-2).date(),
            cancellation_after="full",
        )
        self.register(NAMES[0])
        self.publish(sessions=self.moved(days=2))
        self.register(NAMES[1])

        registering.cancel(self.of(NAMES[0]).pk, self.event.pk)
        registering.cancel(self.of(NAMES[1]).pk, self.event.pk)

        self.assertEqual([self.of(name).charge for name in NAMES[:2]], [0, 50])
