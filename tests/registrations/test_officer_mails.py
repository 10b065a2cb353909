"""A mail of the officer to all or some, and a later deadline for one person."""

import uuid
from datetime import timedelta
from urllib.parse import urlsplit

from django.core import mail
from django.utils import timezone

from cms.models import OutgoingMail
from registrations import mail_words, registering
from registrations.models import DeadlineExtension, Registration, RegistrationMail
from registrations.models.links import hash_of
from registrations.officer.one import KINDS
from tests.registrations.cases import NAMES, applicant, in_days, wall_clock
from tests.registrations.officers import OfficerCase


class MailTests(OfficerCase):
    def setUp(self):
        super().setUp()
        self.register(*NAMES[:5])
        OutgoingMail.objects.all().delete()

    def data(self, **fields):
        words = {"subject": "Trein", "text": "Neem de trein van 8 uur."}
        return {"version": uuid.uuid4(), "states": ["confirmed"], **words, **fields}

    def mailed(self):
        return list(RegistrationMail.objects.filter(kind="officer").values_list("recipient", flat=True))

    def test_first_it_is_shown_with_the_number_of_people_and_nothing_is_sent(self):
        response = self.do("mail", **self.data())

        self.assertContains(response, "Dit gaat naar 3 mensen")
        self.assertContains(response, "Neem de trein van 8 uur.")
        self.assertEqual(self.mailed(), [])

    def test_then_each_gets_a_mail_of_the_own_with_no_other_address(self):
        self.do("mail", **self.data(), send="1")

        sent = self.delivered()
        self.assertEqual([message.to for message in sent], [[address_of(name)] for name in NAMES[:3]])
        self.assertTrue(all(not message.cc and not message.bcc for message in sent))
        self.assertIn("Neem de trein van 8 uur.", sent[0].body)
        self.assertEqual(sent[0].subject, "Trein")
        self.assertNotIn("Baert", sent[0].body)

    def test_sending_it_twice_mails_nobody_twice(self):
        data = self.data(send="1")

        self.do("mail", **data)
        self.do("mail", **data)

        self.assertEqual(len(self.mailed()), 3)

    def test_it_goes_to_those_in_chosen_states(self):
        registering.cancel(self.of(NAMES[4]).pk, self.event.pk)

        self.do("mail", **self.data(states=["waiting", "cancelled"], send="1"))

        self.assertEqual(set(self.mailed()), {address_of(NAMES[3]), address_of(NAMES[4])})

    def test_it_goes_to_those_in_chosen_tracks(self):
        page = self.a_trajectory(zorg=None, wonen=None)
        zorg, wonen = [str(track.id) for track in page.tracks]
        self.register(applicant(NAMES[5], parts=(zorg,)), applicant(NAMES[6], parts=(wonen,)), page=page)

        self.do("mail", page=page, **self.data(parts=[wonen], send="1"))

        self.assertEqual(self.mailed(), [address_of(NAMES[6])])

    def test_it_goes_to_who_was_ticked_in_the_list_and_nobody_of_elsewhere(self):
        elsewhere = self.an_event(title="Elders", slug="elders")
        self.register("Zita Zot", page=elsewhere)
        chosen = [self.of(name).pk for name in (NAMES[0], NAMES[3])]

        opened = self.look("mail", chosen=[*chosen, self.of("Zita Zot").pk])
        self.do("mail", **self.data(chosen=chosen, states=[], send="1"))
        refused = self.do("mail", **self.data(chosen=[self.of("Zita Zot").pk], send="1"))

        self.assertEqual([str(person) for person in opened.context["chosen"]], [NAMES[0], NAMES[3]])
        self.assertEqual(set(self.mailed()), {address_of(NAMES[0]), address_of(NAMES[3])})
        self.assertNotContains(refused, "Zot")

    def test_it_names_who_can_not_be_reached(self):
        Registration.objects.filter(first_name="Bo").update(email="")

        response = self.do("mail", **self.data())

        self.assertContains(response, "Dit gaat naar 2 mensen")
        self.assertContains(response, "Bo Baert")

    def test_without_anybody_nothing_can_be_sent(self):
        response = self.do("mail", **self.data(states=["absent"], send="1"))

        self.assertContains(response, "Dit gaat naar 0 mensen")
        self.assertEqual(self.mailed(), [])

    def test_braces_and_signs_of_html_are_only_signs(self):
        self.do("mail", **self.data(subject="{Trein} <b>", text="Tot {dan} <i>\n\nen verder"), send="1")

        message = self.delivered()[0]
        self.assertEqual(message.subject, "{Trein} <b>")
        self.assertIn("Tot {dan} <i>", message.body)

    def test_each_kind_of_mail_has_a_name_on_the_screen(self):
        self.assertEqual(set(mail_words.KINDS) - set(KINDS), set())

    def test_a_line_break_in_the_subject_is_no_header(self):
        self.do("mail", **self.data(subject="Trein\nBcc: x@voorbeeld.be", send="1"))

        for message in self.delivered():
            self.assertNotIn("\n", message.subject)
            self.assertEqual(message.bcc, [])


def address_of(name):
    return name.lower().replace(" ", ".") + "@voorbeeld.be"


class LaterDeadlineTests(OfficerCase):
    def test_the_link_goes_by_mail_and_only_its_hash_is_stored(self):
        until = timezone.now() + timedelta(days=2)

        self.do("later", email="laat@voorbeeld.be", until=wall_clock(until))

        given = DeadlineExtension.objects.get()
        self.delivered()
        address = next(word for word in mail.outbox[0].body.split() if "/later/" in word)
        token = address.rstrip("/").rpartition("/")[2]
        self.assertEqual(mail.outbox[0].to, ["laat@voorbeeld.be"])
        self.assertTrue(address.endswith(f"{self.event.url}inschrijven/later/{token}/"))
        self.assertEqual(given.token_hash, hash_of(token))
        self.assertContains(self.look("later"), "laat@voorbeeld.be")

    def test_by_the_link_one_registers_after_the_deadline(self):
        self.event.registration_deadline = in_days(-1)
        self.event.save_revision().publish()
        self.do("later", email="laat@voorbeeld.be", until=wall_clock(timezone.now() + timedelta(days=2)))
        self.delivered()
        link = next(word for word in mail.outbox[0].body.split() if "/later/" in word)
        self.client.logout()

        closed = self.client.get(f"{self.event.url}inschrijven/")
        opened = self.client.get(urlsplit(link).path)

        self.assertNotContains(closed, 'name="p0-first_name"')
        self.assertContains(opened, 'name="p0-first_name"')

    def test_it_has_to_be_in_the_future(self):
        response = self.do("later", email="laat@voorbeeld.be", until="2020-01-01 12:00")

        self.assertContains(response, "Kies een moment dat nog moet komen")
        self.assertFalse(DeadlineExtension.objects.exists())
