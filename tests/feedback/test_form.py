"""What a reader writes: stored once, within bounds, and only about pages that everybody may see."""

import uuid

from django.core import mail
from django.test import override_settings
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase as HypothesisTestCase
from wagtail.models import PageViewRestriction, Site

from cms.mail import send_waiting
from cms.models import OutgoingMail
from cms.models.read_only import ReadOnlyMode
from feedback import receiving
from feedback.forms import CODE, LINK, FeedbackForm
from feedback.models import LONGEST_TEXT, Feedback
from tests.factories import HomePageFactory
from tests.feedback.cases import FeedbackCase
from tests.registrations.cases import aged_key

TWO_LINKS = "Kijk op https://kopen.example/goed en op www.winst.example."


class WritingTests(FeedbackCase):
    def test_what_is_sent_is_stored_for_the_team(self):
        response = self.write("De uren kloppen niet.\r\nHet is nu 9 uur.", email="an@voorbeeld.be")

        self.assertRedirects(response, self.address(more="dank/"), status_code=303)
        feedback = Feedback.objects.get()
        self.assertEqual((feedback.page_id, feedback.email), (self.page.pk, "an@voorbeeld.be"))
        self.assertEqual(feedback.text, "De uren kloppen niet.\nHet is nu 9 uur.")

    def test_nobody_is_mailed_what_was_written(self):
        self.write("Geheimtaal", email="an@voorbeeld.be")
        send_waiting()

        self.assertFalse(OutgoingMail.objects.exists())
        self.assertEqual(mail.outbox, [])

    def test_sending_the_form_twice_stores_once(self):
        key = aged_key()
        addresses = {self.write(key=key).url for _press in range(2)}

        self.assertEqual(addresses, {self.address(more="dank/")})
        self.assertEqual(Feedback.objects.count(), 1)

    def test_a_deleted_text_does_not_come_back_by_sending_the_form_again(self):
        key = aged_key()
        self.write(key=key)
        Feedback.objects.all().delete()

        self.write(key=key)

        self.assertFalse(Feedback.objects.exists())

    def test_what_is_wrong_stands_above_and_beside_the_field_and_nothing_is_lost(self):
        response = self.write("", email="an@")

        self.assertContains(response, "Dit klopt nog niet", status_code=422)
        self.assertContains(response, 'href="#id_text"', status_code=422)
        self.assertContains(response, 'id="id_email_error"', status_code=422)
        self.assertContains(response, 'value="an@"', status_code=422)

    def test_pages_of_the_form_are_kept_by_nobody_and_found_by_no_search_engine(self):
        response = self.client.get(self.address())

        self.assertEqual(response["Cache-Control"], "private, no-store")
        self.assertIn("noindex", response["X-Robots-Tag"])
        self.assertFalse(response.cookies)

    def test_in_read_only_mode_the_text_stays_to_be_sent_again(self):
        ReadOnlyMode.switch_on()
        self.addCleanup(ReadOnlyMode.switch_off)

        data = {"text": "Bewaar dit even.", "g-key": aged_key()}
        response = self.client.post(self.address(), data, headers={"Origin": "http://testserver"})

        self.assertContains(response, "Bewaar dit even.", status_code=503)
        self.assertFalse(Feedback.objects.exists())


class SpamTests(FeedbackCase):
    def test_more_than_one_link_and_codes_are_refused_in_words(self):
        for text, words in (
            (TWO_LINKS, "hoogstens één webadres"),
            ("goedkoop.com en winst.ru", "hoogstens één webadres"),
            ('<a href="x">hier</a>', "gewone tekst"),
            ("[url=https://kopen.example]hier[/url]", "gewone tekst"),
        ):
            with self.subTest(text):
                self.assertContains(self.write(text), words, status_code=422)

        self.assertFalse(Feedback.objects.exists())

    def test_what_people_write_is_no_spam(self):
        for text in (
            "De link https://www.vlaanderen.be/x?y=1#z werkt niet.",
            "Het is an@gemeente.be in plaats van bo@gemeente.be.",
            "Een gezin < 3 personen en > 5 [noot 2]",
            "1.000 euro, art. 4.2, d.w.z. niets",
        ):
            with self.subTest(text):
                self.assertTrue(FeedbackForm({"text": text}).is_valid())

    def test_a_national_number_is_refused(self):
        self.assertContains(self.write("Ik ben 85.07.30-033.28"), "rijksregisternummer", status_code=422)

    def test_the_trap_a_fast_form_and_a_form_without_key_are_refused(self):
        for fields in ({"g-vak7": "x"}, {"key": aged_key(0)}, {"g-key": ""}, {"key": "verzonnen"}):
            with self.subTest(fields):
                self.assertEqual(self.write(**fields).status_code, 422)

        self.assertFalse(Feedback.objects.exists())

    def test_the_same_text_again_looks_like_spam(self):
        self.write("Mooie site, kijk eens bij ons.")
        self.write("Mooie site, kijk eens bij ons.", page=self.general)

        self.assertEqual(Feedback.objects.open().count(), 1)
        self.assertEqual(Feedback.objects.get(state="spam").page_id, self.general.pk)

    def test_one_address_writes_so_often_in_an_hour(self):
        for number in range(receiving.TEXTS):
            self.assertEqual(self.write(f"Tekst {number}").status_code, 303)

        response = self.write("Nog een lange tekst", email="an@voorbeeld.be")

        self.assertContains(response, "over een uur", status_code=429)
        self.assertEqual(response["Retry-After"], "3600")
        self.assertEqual(response.context["feedback_form"]["text"].value(), "Nog een lange tekst")
        self.assertContains(response, "Nog een lange tekst", status_code=429)
        self.assertEqual(Feedback.objects.count(), receiving.TEXTS)

    def test_many_addresses_together_store_no_more_than_a_page_has_room_for(self):
        for number in range(receiving.TEXTS_ON_PAGE + 3):
            data = {"text": f"Tekst {number}", "g-key": aged_key()}
            self.client.post(self.address(), data, REMOTE_ADDR=f"203.0.113.{number}")

        self.assertEqual(Feedback.objects.count(), receiving.TEXTS_ON_PAGE)

    def test_an_address_with_a_line_break_starts_no_header(self):
        response = self.write(email="an@voorbeeld.be\r\nBcc: iedereen@voorbeeld.be")

        self.assertEqual(response.status_code, 422)


class HiddenPageTests(FeedbackCase):
    """Nothing tells that there is a page: not its title, not another answer than for a page that never was."""

    def assert_unknown(self, page):
        for more, method in (("", "get"), ("", "post"), ("nuttig/", "post"), ("dank/", "get")):
            response = getattr(self.client, method)(self.address(page, more), {"nuttig": "ja", "text": "x"})
            self.assertEqual(response.status_code, 404, more)
            self.assertNotContains(response, page.title, status_code=404)

    def test_a_draft(self):
        self.page.unpublish()

        self.assert_unknown(self.page)

    def test_a_page_below_a_draft(self):
        self.westhoek.unpublish(set_expired=False)
        type(self.page).objects.filter(pk=self.page.pk).update(live=True)

        self.assert_unknown(self.page)

    def test_a_page_behind_a_password_or_a_sign_in(self):
        for kind in ("password", "login"):
            with self.subTest(kind):
                restriction = PageViewRestriction.objects.create(
                    page=self.westhoek, restriction_type=kind, password="geheim"
                )
                self.assert_unknown(self.page)
                restriction.delete()

    def test_a_page_of_another_site(self):
        other = HomePageFactory(parent=self.home.get_parent(), title="Een andere site", slug="andere")
        Site.objects.create(hostname="andere.example", root_page=other)

        self.assert_unknown(other)

    def test_a_number_that_nothing_has(self):
        self.assertEqual(self.client.get(f"/reactie/{uuid.uuid4()}/").status_code, 404)
        self.assertEqual(self.client.get("/reactie/12/").status_code, 404)


class OddRequestTests(FeedbackCase):
    def test_other_methods_are_405(self):
        for more, method in (("", "put"), ("", "delete"), ("nuttig/", "get"), ("dank/", "post")):
            with self.subTest(more + method):
                self.assertEqual(getattr(self.client, method)(self.address(more=more)).status_code, 405)

    def test_a_text_that_is_too_long_is_said_to_be(self):
        response = self.write("x" * (LONGEST_TEXT + 1))

        self.assertContains(response, "1000 tekens", status_code=422)

    @override_settings(DATA_UPLOAD_MAX_MEMORY_SIZE=10_000)
    def test_a_giant_body_is_refused(self):
        self.assertIn(self.write("x" * 20_000).status_code, (400, 413))

    def test_a_body_of_another_kind_is_no_error(self):
        for kind, body in (
            ("application/json", b"{}"),
            ("multipart/form-data", b"x"),
            ("text/plain", b"\xff"),
        ):
            with self.subTest(kind):
                response = self.client.generic("POST", self.address(), body, content_type=kind)

                self.assertLess(response.status_code, 500)


class AnyTextTests(HypothesisTestCase):
    @settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
    @given(st.text(max_size=1200), st.text(max_size=60))
    def test_whatever_is_typed_gets_an_answer(self, text, email):
        form = FeedbackForm({"text": text, "email": email})

        if form.is_valid():
            self.assertLessEqual(len(form.cleaned_data["text"]), LONGEST_TEXT)
            self.assertLessEqual(len(LINK.findall(form.cleaned_data["text"])), 1)
            self.assertIsNone(CODE.search(form.cleaned_data["text"]))
            self.assertNotIn("\n", form.cleaned_data["email"])
        else:
            self.assertTrue(form.errors)
