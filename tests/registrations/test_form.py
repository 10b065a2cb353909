"""The form to register: what it asks, what it keeps, and when it registers nobody."""

import re

from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cms.models import Attempt, ReadOnlyMode
from registrations.models import Needs, Receipt, Registration, State
from tests.registrations.cases import (
    NAMES,
    RegistrationCase,
    aged_key,
    applicant,
    form_data,
    in_days,
)


class FormTests(RegistrationCase):
    def test_it_registers_without_cookie_and_shows_where_the_mail_goes(self):
        client = Client(enforce_csrf_checks=True)

        response = client.post(self.address(), form_data("An Aerts"), follow=True)

        self.assertContains(response, "an.aerts@voorbeeld.be")
        self.assertEqual(response.redirect_chain[0][1], 303)
        self.assertEqual(self.states(), {"An Aerts": State.CONFIRMED})
        self.assertFalse(client.cookies)

    def test_the_form_sets_no_cookie_and_nothing_keeps_it(self):
        response = self.client.get(self.address())

        self.assertEqual(response.status_code, 200)
        self.assertFalse(response.cookies)
        self.assertEqual(response.headers["Cache-Control"], "private, no-store")
        self.assertEqual(response.headers["Referrer-Policy"], "no-referrer")
        self.assertIn("noindex", response.headers["X-Robots-Tag"])

    def test_errors_stand_beside_the_field_and_above_and_what_was_typed_stays(self):
        response = self.send("An Aerts", p0__email="geen adres", p0__function="Diensthoofd", privacy=False)

        self.assertEqual(response.status_code, 422)
        html = response.content.decode()
        self.assertIn("<title>Fout: ", html)
        self.assertIn('href="#id_p0-email"', html)
        self.assertIn('id="id_p0-email_error"', html)
        self.assertRegex(html, r'<div[^>]*role="alert"[^>]*autofocus')
        self.assertIn('value="geen adres"', html)
        self.assertIn('value="Diensthoofd"', html)
        self.assertEqual(Registration.objects.count(), 0)

    def test_each_link_of_the_summary_leads_to_a_field(self):
        page = self.a_trajectory(zorg=2, wonen=2)

        response = self.client.post(self.address(page), {"g-key": aged_key(), "a-people": "2"})

        html = response.content.decode()
        targets = re.findall(r'<li>\s*<a href="#([^"]+)"', html)
        self.assertGreater(len(targets), 6)
        for target in targets:
            self.assertIn(f'id="{target}"', html)

    def test_it_asks_only_what_the_event_needs(self):
        response = self.client.get(self.address())

        self.assertNotContains(response, "i-enterprise_number")
        self.assertNotContains(response, "p0-parts")

    def test_a_plus_and_an_apostrophe_stay_as_they_were_typed(self):
        self.send("An Aerts", p0__email="O'Hara+werk@voorbeeld.be")

        self.assertEqual(self.of("An Aerts").email, "O'Hara+werk@voorbeeld.be")

    def test_advertising_and_line_breaks_in_names_are_refused(self):
        for name in ("Koop nu www.spam.be", "https://spam.example", "An\r\nBcc: wie@dan.ook"):
            with self.subTest(name):
                response = self.send("An Aerts", p0__first_name=name)

                self.assertEqual(response.status_code, 422)
        self.assertEqual(Registration.objects.count(), 0)

    def test_a_national_number_is_refused(self):
        response = self.send("An Aerts", p0__access="Mijn nummer is 85.07.30-033.28", p0__needs_consent="on")

        self.assertEqual(response.status_code, 422)
        self.assertContains(response, "rijksregisternummer", status_code=422)

    def test_needs_are_kept_only_with_their_own_consent(self):
        refused = self.send("An Aerts", p0__diet="vegetarisch")
        self.send("Bo Baert", p0__diet="vegetarisch", p0__needs_consent="on")

        self.assertEqual(refused.status_code, 422)
        needs = Needs.objects.get()
        self.assertEqual((needs.registration.first_name, needs.diet), ("Bo", "vegetarisch"))
        self.assertTrue(needs.consent_version and needs.consent_at)

    def test_what_was_read_is_stored_with_version_and_moment(self):
        self.send("An Aerts")

        registration = self.of("An Aerts")
        self.assertTrue(registration.privacy_version and registration.privacy_at)
        self.assertIsNone(registration.list_at)

    def test_nonsense_gets_an_answer_and_no_500(self):
        for data in (
            {},
            {"a-people": "9999"},
            {"a-people": "x"},
            {"p0-email": "\x00"},
            {"p0-municipality": "99999999999999999999"},
        ):
            with self.subTest(data):
                response = self.client.post(self.address(), data)

                self.assertIn(response.status_code, (400, 422))

    def test_without_form_there_is_no_address(self):
        self.event.registration_mode = "none"
        self.event.save()

        response = self.client.get(self.address())

        self.assertEqual(response.status_code, 404)

    def test_hidden_events_have_no_form(self):
        self.event.unpublish()

        self.assertEqual(self.client.get(self.address()).status_code, 404)
        self.assertEqual(self.send("An Aerts").status_code, 404)


class GroupTests(RegistrationCase):
    def test_a_colleague_is_added_and_taken_off_and_what_was_typed_stays(self):
        more = self.client.post(self.address(), form_data("An Aerts") | {"more": "1"})
        less = self.client.post(self.address(), form_data("An Aerts", "Bo Baert") | {"less": "1"})

        self.assertContains(more, 'name="p1-email"')
        self.assertContains(more, 'value="an.aerts@voorbeeld.be"')
        self.assertNotContains(more, 'role="alert"')
        self.assertNotContains(less, 'name="p1-email"')
        self.assertEqual(Registration.objects.count(), 0)

    def test_each_gets_a_link_of_his_own_and_consents_for_nobody_else(self):
        self.send("An Aerts", "Bo Baert", p1__needs_consent="on", p1__on_list="on", p1__diet="vis")

        colleague = self.of("Bo Baert")
        self.assertEqual(colleague.links.count(), 1)
        self.assertEqual((colleague.privacy_at, colleague.list_at), (None, None))
        self.assertEqual(Needs.objects.count(), 0)
        self.assertEqual(colleague.source, Registration.Source.COLLEAGUE)

    def test_somebody_who_stands_in_the_form_twice_is_pointed_out(self):
        response = self.send("An Aerts", "An Aerts")

        self.assertContains(response, "id_p1-email", status_code=422)

    def test_autofill_knows_whose_field_it_is(self):
        response = self.client.post(self.address(), form_data("An Aerts") | {"more": "1"})

        self.assertContains(response, 'autocomplete="given-name"')
        self.assertContains(response, 'autocomplete="section-p1 given-name"')


class DoublePostTests(RegistrationCase):
    def test_the_same_form_twice_is_one_registration_and_one_receipt(self):
        data = form_data("An Aerts")

        first, second = [self.client.post(self.address(), data) for _time in range(2)]

        self.assertEqual(first["Location"], second["Location"])
        self.assertEqual(Registration.objects.count(), 1)
        self.assertEqual(self.of("An Aerts").mails.count(), 1)

    def test_a_known_and_an_unknown_address_get_the_same_answer(self):
        self.send("An Aerts")

        known, unknown = self.send("An Aerts"), self.send("Bo Baert")

        pages = [self.client.get(response["Location"]).content.decode() for response in (known, unknown)]
        words = [
            page.replace("An Aerts", "N")
            .replace("an.aerts", "n")
            .replace("Bo Baert", "N")
            .replace("bo.baert", "n")
            for page in pages
        ]
        self.assertEqual(*words)
        self.assertEqual(known.status_code, unknown.status_code)

    def test_a_group_that_is_registered_already_gets_the_answer_of_a_new_one(self):
        self.register(*NAMES[:5])

        known = self.send(*NAMES[3:5], waiting=True)
        new = self.send("Piet Een", "Piet Twee", waiting=True)

        positions = [
            [
                person["position"]
                for person in Receipt.objects.get(key=response["Location"].split("/")[-2]).people
            ]
            for response in (known, new)
        ]
        self.assertEqual(*positions)

    def test_the_receipt_says_for_which_tracks_one_waits_also_to_who_is_registered(self):
        page = self.a_trajectory(zorg=1, wonen=None)
        keys = [str(track.id) for track in page.tracks]
        self.register(applicant(NAMES[0], parts=(keys[0],)), page=page)

        for name in (NAMES[1], NAMES[1], NAMES[2]):
            sent = self.send(name, page=page, p0__parts=keys, waiting=True)

            response = self.client.get(sent["Location"])
            self.assertContains(response, "heeft een plaats")
            self.assertContains(response, "Op de wachtlijst voor: zorg.")

    def test_the_receipt_has_the_words_of_the_event(self):
        self.event.confirmation_text = "<p>Tot <b>dan</b>.</p><script>x</script>"
        self.event.save()

        response = self.client.get(self.send("An Aerts")["Location"])

        self.assertContains(response, "<p>Tot <b>dan</b>.</p>")
        self.assertNotContains(response, "<script>x")

    def test_a_receipt_is_shown_for_a_day(self):
        address = self.send("An Aerts")["Location"]
        Receipt.objects.update(created_at=timezone.now() - Receipt.KEPT)

        self.assertEqual(self.client.get(address, follow=True).status_code, 404)


class BotTests(RegistrationCase):
    def test_a_form_that_comes_at_once_is_shown_again_with_what_was_typed(self):
        data = form_data("An Aerts", key=aged_key(1))

        response = self.client.post(self.address(), data)

        self.assertEqual(response.status_code, 422)
        self.assertContains(response, 'value="an.aerts@voorbeeld.be"', status_code=422)
        self.assertContains(response, data["g-key"], status_code=422)
        self.assertEqual(Registration.objects.count(), 0)

    def test_the_hidden_field_shows_the_form_again_emptied_and_never_a_false_thanks(self):
        response = self.send("An Aerts", g__vak7="https://spam.example")

        self.assertEqual(response.status_code, 422)
        self.assertNotContains(response, "spam.example", status_code=422)
        self.assertContains(response, 'value="an.aerts@voorbeeld.be"', status_code=422)

    def test_a_forged_or_old_key_is_replaced(self):
        for key in ("nep:x:y", aged_key(25 * 60 * 60)):
            with self.subTest(key):
                response = self.send("An Aerts", key=key)

                self.assertEqual(response.status_code, 422)
                self.assertNotContains(response, key, status_code=422)

    def test_an_office_of_fifteen_behind_one_address_can_register(self):
        self.event.capacity = None
        self.event.save()

        codes = {self.send(f"Piet Nummer{letter}").status_code for letter in "abcdefghijklmno"}

        self.assertEqual(codes, {303})

    def test_nobody_can_have_mails_sent_in_bulk(self):
        self.event.capacity = None
        self.event.save()
        codes = []
        for letter in "abcdefghijklm":
            codes.append(self.send(f"Piet Nummer{letter}", p0__email="een@vreemde.be").status_code)

        self.assertEqual(codes, [303] * 10 + [429] * 3)
        self.assertEqual(Registration.objects.count(), 10)

    def test_one_address_registers_so_many_people_an_hour(self):
        self.event.capacity = None
        self.event.save()
        for number in range(6):
            self.send(*[f"Piet {number}{letter}" for letter in "abcdefghij"])

        response = self.send("An Aerts")

        self.assertEqual(response.status_code, 429)
        self.assertEqual(response.headers["Retry-After"], "3600")
        self.assertEqual(Registration.objects.count(), 60)

    def test_attempts_can_not_be_read_back(self):
        self.send("An Aerts")

        subjects = " ".join(Attempt.objects.values_list("subject", flat=True))
        self.assertNotIn("127.0.0.1", subjects)
        self.assertNotIn("an.aerts", subjects)


class ResendTests(RegistrationCase):
    def test_the_link_comes_again_and_the_answer_is_the_same_for_everybody(self):
        self.register("An Aerts")
        address = self.address(more="link/")

        answers = [
            self.client.post(address, {"g-key": aged_key(), "email": email})
            for email in ("an.aerts@voorbeeld.be", "on.bekend@voorbeeld.be")
        ]

        words = [
            answer.content.decode().replace("an.aerts", "x").replace("on.bekend", "x") for answer in answers
        ]
        self.assertEqual(*words)
        self.assertEqual(self.of("An Aerts").mails.filter(kind="link").count(), 1)

    def test_a_wrong_address_is_pointed_out(self):
        response = self.client.post(self.address(more="link/"), {"g-key": aged_key(), "email": "geen adres"})

        self.assertContains(response, 'href="#id_email"', status_code=422)
        self.assertContains(response, "<title>Fout: ", status_code=422)


class HoursTests(RegistrationCase):
    def test_before_it_opens_the_page_says_from_when(self):
        self.event.registration_opens_at = in_days(3, hour=10)
        self.event.save()

        page, sent = self.client.get(self.address()), self.send("An Aerts")

        self.assertContains(page, "Je kunt je inschrijven vanaf")
        self.assertEqual(sent.status_code, 409)


class ReadOnlyTests(RegistrationCase):
    def test_a_form_that_is_sent_meanwhile_registers_nobody_and_is_kept_to_send_again(self):
        ReadOnlyMode.switch_on()

        response = self.client.post(
            self.address(), form_data("An Aerts"), headers={"Origin": "http://testserver"}
        )
        link = self.client.get(reverse("registration", args=["x" * 40]))

        self.assertContains(response, "an.aerts@voorbeeld.be", status_code=503)
        self.assertEqual(link.status_code, 404)
        self.assertEqual(Registration.objects.count(), 0)
