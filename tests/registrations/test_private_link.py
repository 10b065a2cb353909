"""The private link: what it shows and does, for its own registration and no other."""

from django.test import Client, SimpleTestCase
from django.urls import reverse

from cms.models import Attempt
from monitoring.requests import without_secrets
from registrations.models import DeadlineExtension, EventChange, Registration, State
from registrations.models.links import hash_of
from tests.registrations.cases import INVOICE, NAMES, RegistrationCase, applicant, form_data, in_days

ALL = ("", "wijzigen/", "annuleren/", "doorgeven/", "gegevens.json", "wissen/")


class PrivateLinkCase(RegistrationCase):
    @classmethod
    def setUpTestData(cls):
        super().setUpTestData()
        cls.event.substitution_allowed = True
        cls.event.save()

    def setUp(self):
        self.register(*NAMES[:5])
        self.token = self.token_of(NAMES[0])

    def own(self, more="", token=None):
        return f"{reverse('registration', args=[token or self.token])}{more}"

    def values(self, name=NAMES[0], prefix="p0", **more):
        values = applicant(name).values
        return {f"{prefix}-{field}": values[field] for field in ("first_name", "last_name", "email")} | more


class ShowingTests(PrivateLinkCase):
    def test_it_shows_the_own_registration_and_nothing_of_others(self):
        for more in ALL:
            with self.subTest(more):
                response = self.client.get(self.own(more))

                self.assertEqual(response.status_code, 200)
                html = response.content.decode()
                for name in NAMES[1:5]:
                    self.assertNotIn(name, html)
                    self.assertNotIn(applicant(name).values["email"], html)

    def test_nothing_keeps_it_and_its_address_leaks_nowhere(self):
        for more in ALL:
            response = self.client.get(self.own(more))

            self.assertEqual(response.headers["Cache-Control"], "private, no-store")
            self.assertEqual(response.headers["Referrer-Policy"], "no-referrer")
            self.assertFalse(response.cookies)

    def test_looking_at_it_changes_nothing(self):
        before = list(Registration.objects.values())

        for more in (*ALL, "deelnemers/"):
            self.client.get(self.own(more))

        self.assertEqual(list(Registration.objects.values()), before)

    def test_a_wrong_link_says_so_and_guessing_is_throttled(self):
        codes = [self.client.get(self.own(token=f"{'x' * 40}{number}")).status_code for number in range(31)]

        self.assertEqual(codes, [404] * 30 + [429])

    def test_a_right_link_is_never_throttled(self):
        for _time in range(40):
            self.client.get(self.own())

        self.assertEqual(Attempt.objects.filter(kind="link").count(), 0)
        self.assertEqual(self.client.get(self.own()).status_code, 200)

    def test_the_list_has_only_who_agreed(self):
        Registration.objects.filter(first_name="Bo").update(list_at=in_days(0))

        response = self.client.get(self.own())

        self.assertContains(response, "Bo Baert")
        self.assertNotContains(response, "Cis Claes")

    def test_who_waits_sees_the_place_in_the_line(self):
        response = self.client.get(self.own(token=self.token_of(NAMES[4])))

        self.assertContains(response, "nummer 2 in de rij")

    def test_it_works_while_the_event_is_offline(self):
        self.event.unpublish()

        self.assertEqual(self.client.get(self.own()).status_code, 200)


class ActingTests(PrivateLinkCase):
    def test_it_changes_without_csrf_cookie_or_script(self):
        client = Client(enforce_csrf_checks=True)

        response = client.post(
            self.own("wijzigen/"), self.values(**{"p0-function": "Diensthoofd", "p0-on_list": "on"})
        )

        self.assertRedirects(response, self.own("?gedaan=gewijzigd"), 303)
        registration = self.of(NAMES[0])
        self.assertEqual(registration.function, "Diensthoofd")
        self.assertIsNotNone(registration.list_at)

    def test_a_change_with_errors_keeps_what_was_typed(self):
        response = self.client.post(self.own("wijzigen/"), self.values(**{"p0-email": "nergens"}))

        self.assertContains(response, 'value="nergens"', status_code=422)

    def test_cancelling_twice_changes_nothing_more(self):
        for _time in range(2):
            response = self.client.post(self.own("annuleren/"))

        self.assertEqual(response.status_code, 303)
        self.assertEqual(self.of(NAMES[0]).state, State.CANCELLED)
        self.assertEqual(self.of(NAMES[0]).mails.filter(kind="cancelled").count(), 1)
        self.assertEqual(self.of(NAMES[3]).state, State.CONFIRMED)

    def test_who_waits_can_cancel_by_the_same_link(self):
        token = self.token_of(NAMES[4])

        self.client.post(self.own("annuleren/", token))

        self.assertEqual(self.of(NAMES[4]).state, State.CANCELLED)
        self.assertEqual(self.client.get(self.own(token=token)).status_code, 200)

    def test_handing_over_ends_the_own_link(self):
        response = self.client.post(self.own("doorgeven/"), self.values("Zeno Zeegers", "p1"))

        self.assertEqual(response.status_code, 200)
        self.assertEqual(self.of("Zeno Zeegers").state, State.CONFIRMED)
        self.assertEqual(self.client.get(self.own()).status_code, 404)

    def test_the_list_is_joined_and_left(self):
        self.client.post(self.own("deelnemers/"), {"on": "1"})
        joined = self.of(NAMES[0]).list_at
        self.client.post(self.own("deelnemers/"))

        self.assertIsNotNone(joined)
        self.assertIsNone(self.of(NAMES[0]).list_at)

    def test_nothing_can_be_changed_once_it_has_begun(self):
        session = self.event.sessions.get()
        session.starts_at = in_days(-1)
        session.save()
        self.event.save()

        for more in ("wijzigen/", "annuleren/", "doorgeven/"):
            self.client.post(self.own(more), self.values())

        self.assertEqual(self.of(NAMES[0]).state, State.CONFIRMED)


class CostTests(RegistrationCase):
    """Seed 004: € 70, free of charge up to and including a day, the whole price after that."""

    @classmethod
    def setUpTestData(cls):
        super().setUpTestData()
        cls.event = cls.an_event(
            title="Studiedag",
            slug="studiedag",
            price=70,
            payment_method="invoice",
            free_cancellation_until=in_days(-2).date(),
            cancellation_after="full",
        )

    def setUp(self):
        self.send("An Aerts", **INVOICE)
        self.own = reverse("registration_cancel", args=[self.token_of("An Aerts")])

    def test_it_says_beforehand_what_it_costs(self):
        self.assertContains(self.client.get(self.own), "€\xa070")

    def test_too_late_is_charged_and_the_invoice_stays(self):
        self.client.post(self.own)

        registration = self.of("An Aerts")
        self.assertEqual((registration.state, registration.charge), (State.CANCELLED_CHARGED, 70))
        self.assertEqual(registration.invoice.amount, 70)

    def test_in_time_is_free_and_there_is_nothing_to_invoice(self):
        self.event.free_cancellation_until = in_days(2).date()
        self.event.save()

        self.client.post(self.own)

        registration = self.of("An Aerts")
        self.assertEqual((registration.state, registration.charge), (State.CANCELLED, 0))
        self.assertFalse(hasattr(registration, "invoice"))

    def test_who_organises_and_moves_the_day_opens_free_cancelling_again(self):
        EventChange.objects.create(page=self.event, moves_day=True)

        self.client.post(self.own)

        self.assertEqual(self.of("An Aerts").state, State.CANCELLED)

    def test_a_move_before_one_registered_opens_nothing(self):
        EventChange.objects.create(page=self.event, moves_day=True, at=in_days(-5))

        self.client.post(self.own)

        self.assertEqual(self.of("An Aerts").state, State.CANCELLED_CHARGED)


class LogTests(SimpleTestCase):
    def test_no_log_has_the_token(self):
        for path in (
            "/inschrijving/GEHEIM/wijzigen/",
            "/a/inschrijven/later/GEHEIM/",
            "/a/inschrijven/klaar/GEHEIM/",
        ):
            self.assertNotIn("GEHEIM", without_secrets(path))


class LaterDeadlineTests(RegistrationCase):
    """A later deadline for one person: by a link, until then, once."""

    def setUp(self):
        self.event.registration_deadline = in_days(-1)
        self.event.save()
        DeadlineExtension.objects.create(
            page=self.event, email="an@voorbeeld.be", until=in_days(2), token_hash=hash_of("t" * 40)
        )
        self.later = self.address(more=f"later/{'t' * 40}/")

    def test_it_opens_the_form_for_who_has_the_link_only(self):
        self.assertContains(self.client.get(self.later), 'method="post"')
        self.assertNotContains(self.client.get(self.address()), 'method="post"')
        self.assertEqual(self.client.get(self.address(more=f"later/{'x' * 40}/")).status_code, 404)

    def test_it_registers_once(self):
        codes = [self.client.post(self.later, form_data(name)).status_code for name in NAMES[:2]]

        self.assertEqual(codes, [303, 404])
        self.assertEqual(self.states(), {NAMES[0]: State.CONFIRMED})

    def test_it_ends(self):
        DeadlineExtension.objects.update(until=in_days(-1))

        self.assertEqual(self.client.post(self.later, form_data(NAMES[0])).status_code, 404)
