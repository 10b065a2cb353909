"""What each mail says, in text and in HTML, and what it carries."""

import datetime
from decimal import Decimal

from django.test import override_settings

from cms.models import OutgoingMail
from registrations import registering
from registrations.mailing import write
from registrations.models import Registration, State
from registrations.seats import locked
from tests.events.factories import session
from tests.registrations.cases import NAMES, RegistrationCase, applicant, in_days, wall_clock
from tests.registrations.mails import last_mail, waiting_mails


class WordsTests(RegistrationCase):
    """`event` costs € 70, free of charge up to and including a day, as seed 004."""

    @classmethod
    def setUpTestData(cls):
        super().setUpTestData()
        cls.paid = cls.an_event(
            title="Studiedag",
            slug="studiedag",
            capacity=1,
            has_waitlist=True,
            price=Decimal(70),
            payment_method="invoice",
            free_cancellation_until=in_days(20).date(),
            cancellation_after="full",
            substitution_allowed=True,
            venue_name="Stadhuis",
            venue_city="Brugge",
            venue_status="provisional",
        )

    def test_a_confirmation_says_when_where_and_what_cancelling_costs(self):
        self.register(NAMES[0], page=self.paid)

        mail = last_mail("confirmed")

        self.assertEqual(mail["Subject"], "Je bent ingeschreven: Studiedag")
        for text in (mail.text, mail.html):
            self.assertIn("van 9 tot 16 uur", text)
            self.assertIn("Stadhuis, Brugge (onder voorbehoud)", text)
            self.assertIn("tot en met", text)
            self.assertIn("daarna: €\xa070", text)
            self.assertRegex(text, r"http://localhost/inschrijving/[\w-]{43}/")

    def test_the_words_of_the_event_keep_their_links(self):
        self.paid.confirmation_text = (
            '<p>Lees <a href="/over/">hoe je er <b>raakt</b></a>.</p><script>x</script>'
        )
        self.paid.save()

        self.register(NAMES[0], page=self.paid)

        mail = last_mail("confirmed")
        self.assertIn('<a href="http://localhost/over/">hoe je er <b>raakt</b></a>', mail.html)
        self.assertIn("http://localhost/over/", mail.text)
        self.assertNotIn("<script", mail.html)

    def test_text_and_html_hold_the_same_sentences(self):
        self.register(NAMES[0], NAMES[1], page=self.paid)
        registering.hand_over(self.of(NAMES[0]).pk, self.paid.pk, applicant(NAMES[2]))
        registering.cancel(self.of(NAMES[2]).pk, self.paid.pk)

        mails = waiting_mails()

        self.assertEqual(len(mails), 6)
        for mail in mails:
            for sentence in filter(None, map(str.strip, mail.text.splitlines())):
                if not sentence.startswith("http"):
                    self.assertIn(sentence.rstrip(":").split(" http")[0], mail.html.replace("&#x27;", "'"))

    def test_no_mail_holds_what_somebody_typed(self):
        """#27: an advert in the name field would be mailed to a stranger."""
        person = applicant("Kas Koop", organisation="Koop Nu", function="Verkoper")
        self.register(person, person, page=self.paid)
        registering.hand_over(self.of("Kas Koop").pk, self.paid.pk, applicant("Bit Coin"))

        texts = " ".join(mail["Subject"] + mail.text + mail.html for mail in waiting_mails())

        for word in ("Kas", "Koop", "Verkoper", "Bit", "Coin"):
            self.assertNotIn(word, texts)

    def test_who_waits_reads_the_place_in_the_line(self):
        self.register(*NAMES[:3], page=self.paid)

        mail = last_mail("waiting")

        self.assertIn("Je bent nummer 2 op de wachtlijst.", mail.text)
        self.assertEqual(mail.methods, [])

    def test_who_moves_up_reads_until_when_to_decline(self):
        self.register(*NAMES[:2], page=self.paid)
        registering.cancel(self.of(NAMES[0]).pk, self.paid.pk)

        mail = last_mail("moved_up")

        self.assertIn("Weiger met de link, gratis vóór", mail.text)
        self.assertEqual(mail.methods, ["PUBLISH"])

    def test_a_cancellation_says_what_it_costs(self):
        self.paid.free_cancellation_until = in_days(-1).date()
        self.paid.save()
        self.register(NAMES[0], page=self.paid)
        registering.cancel(self.of(NAMES[0]).pk, self.paid.pk)

        self.assertIn("betaal je nog €\xa070", last_mail("cancelled").text)
        self.assertEqual(self.of(NAMES[0]).state, State.CANCELLED_CHARGED)

    def test_a_free_cancellation_says_so(self):
        self.register(NAMES[0], page=self.paid)
        registering.cancel(self.of(NAMES[0]).pk, self.paid.pk)

        self.assertIn("Het kost je niets.", last_mail("cancelled").text)

    def test_a_substitute_reads_what_happens_with_the_data_and_the_other_that_links_are_dead(self):
        self.register(NAMES[0], page=self.paid)
        registering.hand_over(self.of(NAMES[0]).pk, self.paid.pk, applicant(NAMES[1]))

        received, passed_on = last_mail("received"), last_mail("handed_over")

        self.assertIn("6 maanden na de activiteit wissen we ze", received.text)
        self.assertIn("vorige links werken niet meer", passed_on.text)
        self.assertEqual((received.methods, passed_on.methods), (["PUBLISH"], ["CANCEL"]))

    def test_what_the_form_mails_again_is_one_mail_with_a_new_link(self):
        self.register(NAMES[0])
        self.register(NAMES[0])
        registering.resend_links(self.event.pk, "an.aerts@voorbeeld.be")

        links = {mail.text.split("/inschrijving/")[1][:43] for mail in waiting_mails()}

        self.assertEqual(len(links), 3)
        self.assertEqual(self.of(NAMES[0]).links.count(), 3)

    def test_an_event_of_which_little_is_known_says_so(self):
        page = self.a_trajectory(zorg=2)

        self.register(applicant(NAMES[0], parts=(str(page.tracks[0].id),)), page=page)

        text = last_mail("confirmed").text
        self.assertIn("nog te bepalen", text)
        self.assertIn("zorg", text)


class OfficerTests(RegistrationCase):
    def test_what_an_officer_writes_is_shown_as_typed_and_is_no_html(self):
        self.register(NAMES[0])
        text = "Breng mee:\n- je badge\n\n<script>Tot {title}</script>"

        with locked(self.event.pk) as seats:
            write("officer", self.of(NAMES[0]), seats, version="1", subject="Tot {dan}!", text=text)

        mail = last_mail("officer")
        self.assertEqual(mail["Subject"], "Tot {dan}!")
        self.assertIn("Breng mee:\r\n- je badge\r\n\r\n<script>", mail.text)
        self.assertIn("Dag An,", mail.text)
        self.assertIn("&lt;script&gt;", mail.html)
        self.assertNotIn("<script>", mail.html)


class HeaderTests(RegistrationCase):
    def test_answering_machines_are_told_that_no_person_writes(self):
        """#28."""
        self.register(*NAMES[:2])

        first, second = waiting_mails()

        self.assertEqual(first["Auto-Submitted"], "auto-generated")
        self.assertTrue(first["Date"] and first["Message-ID"] != second["Message-ID"])
        self.assertEqual(
            [first.recipients, second.recipients], [["an.aerts@voorbeeld.be"], ["bo.baert@voorbeeld.be"]]
        )

    def test_each_mail_is_written_once(self):
        """#13: what is tried again after a conflict mails nobody twice."""
        self.register(NAMES[0])
        registering.resend_links(self.event.pk, "an.aerts@voorbeeld.be")
        registering.resend_links(self.event.pk, "an.aerts@voorbeeld.be")

        self.assertEqual(OutgoingMail.objects.count(), 2)

    def test_a_title_of_several_lines_makes_no_header_of_its_own(self):
        self.event.title = "Dag\nBcc: iedereen@voorbeeld.be"
        self.event.save(clean=False)

        self.register(NAMES[0])

        self.assertEqual(
            last_mail("confirmed")["Subject"], "Je bent ingeschreven: Dag Bcc: iedereen@voorbeeld.be"
        )


@override_settings(TAG_AUTHORITY="voorbeeld.be,2026")
class CalendarTests(RegistrationCase):
    """#19."""

    def test_the_entry_has_a_uid_of_our_host_and_the_time_zone_of_belgium(self):
        self.register(NAMES[0])

        [calendar] = last_mail("confirmed").calendars

        [event] = calendar.walk("VEVENT")
        [zone] = calendar.walk("VTIMEZONE")
        self.assertEqual(zone["TZID"], "Europe/Brussels")
        self.assertEqual(event["DTSTART"].params["TZID"], "Europe/Brussels")
        self.assertEqual(event["DTSTART"].dt, in_days(30))
        self.assertRegex(event["UID"], rf"\Aregistration-{self.of(NAMES[0]).pk}-\d+@voorbeeld\.be\Z")
        self.assertEqual((calendar["METHOD"], event["SEQUENCE"]), ("PUBLISH", 0))

    def test_the_uid_stays_and_the_sequence_rises(self):
        self.register(NAMES[0])
        first = last_mail("confirmed").calendars[0].walk("VEVENT")[0]
        registering.change(self.of(NAMES[0]).pk, self.event.pk, applicant(NAMES[0], function="Hoofd"))
        registering.cancel(self.of(NAMES[0]).pk, self.event.pk)

        changed = last_mail("changed").calendars[0].walk("VEVENT")[0]
        [calendar] = last_mail("cancelled").calendars

        cancelled = calendar.walk("VEVENT")[0]
        self.assertEqual(first["UID"], changed["UID"])
        self.assertEqual(first["UID"], cancelled["UID"])
        self.assertEqual([event["SEQUENCE"] for event in (first, changed, cancelled)], [0, 1, 2])
        self.assertEqual((calendar["METHOD"], cancelled["STATUS"]), ("CANCEL", "CANCELLED"))

    def test_no_two_people_share_an_entry(self):
        self.register(*NAMES[:2])

        uids = {mail.calendars[0].walk("VEVENT")[0]["UID"] for mail in waiting_mails()}

        self.assertEqual(len(uids), 2)

    def test_the_private_link_is_not_in_the_calendar(self):
        """Colleagues see each other's calendars."""
        self.register(NAMES[0])

        [calendar] = last_mail("confirmed").calendars

        self.assertNotIn(b"inschrijving", calendar.to_ical())

    def test_hours_have_the_offset_of_their_day(self):
        """#14: of two sessions one is in winter time and one in summer time; both are at nine o'clock here."""
        rows = {"sessions": [session("2027-03-27 09:00"), session("2027-03-29 09:00")]}
        self.event.sessions.set(rows["sessions"])
        self.event.save()

        self.register(NAMES[0])

        mail = last_mail("confirmed")
        hours = [datetime.timedelta(hours=1), datetime.timedelta(hours=2)]
        starts = [event["DTSTART"].dt for event in mail.calendars[0].walk("VEVENT")]
        self.assertEqual([start.utcoffset() for start in starts], hours)
        self.assertEqual(mail.text.count("9 uur"), 2)
        self.assertTrue(wall_clock(starts[1]).endswith("09:00"))

    def test_who_waits_gets_no_entry(self):
        self.register(*NAMES[:4])

        self.assertEqual(last_mail("waiting").calendars, [])
        self.assertEqual(Registration.objects.filter(state=State.WAITING).count(), 1)
