"""Whatever is sent to a form of registering, it is answered, and nothing breaks."""

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase as HypothesisTestCase

from cms.models import Attempt
from tests.registrations.cases import INVOICE, NAMES, RegistrationCase, form_data

NAMES_OF_FIELDS = [
    "g-key", "g-vak7", "a-people", "a-privacy", "a-accepts_waiting", "a-clashes_seen", "more", "less", "email",
    *[f"p{number}-{name}" for number in (0, 1, 9) for name in (
        "first_name", "last_name", "email", "phone", "organisation", "function", "municipality", "parts", "price",
        "diet", "access", "needs_consent", "on_list", "q_1",
    )],
    *[name.replace("__", "-") for name in INVOICE], "i-peppol_id", "i-email", "i-order_number", "i-is_private",
]  # fmt: skip
ODD = st.one_of(
    st.text(max_size=30),
    st.sampled_from(
        [
            "\x00",
            "\ud800".encode("utf-8", "surrogatepass").decode("latin-1"),
            "9" * 400,
            "-1",
            "1e400",
            "NaN",
            "on",
            "‮",
            "é" * 300,
        ]
    ),
    st.lists(st.text(max_size=5), max_size=3),
)


class OddInputTests(HypothesisTestCase, RegistrationCase):
    @classmethod
    def setUpTestData(cls):
        super().setUpTestData()
        cls.paid = cls.an_event(
            title="Studiedag", slug="studiedag", price=70, payment_method="invoice", substitution_allowed=True
        )

    @settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(st.dictionaries(st.sampled_from(NAMES_OF_FIELDS), ODD, max_size=8), st.booleans())
    def test_a_form_is_answered(self, odd, is_else_right):
        Attempt.objects.all().delete()
        data = form_data(NAMES[0], **INVOICE) if is_else_right else {}

        for more in ("", "link/"):
            response = self.client.post(self.address(self.paid, more), data | odd)

            self.assertIn(response.status_code, (200, 303, 400, 409, 422, 429))

    @settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(st.dictionaries(st.sampled_from(NAMES_OF_FIELDS), ODD, max_size=6))
    def test_a_private_link_is_answered(self, odd):
        Attempt.objects.all().delete()
        self.send(NAMES[0], page=self.paid, **INVOICE)
        token = self.token_of(NAMES[0])

        for more in ("wijzigen/", "doorgeven/", "deelnemers/", ""):
            response = self.client.post(f"/inschrijving/{token}/{more}", odd)

            self.assertIn(response.status_code, (200, 303, 400, 404, 405, 422, 429))

    @settings(max_examples=40, deadline=None)
    @given(
        st.text(
            alphabet=st.characters(blacklist_characters="/?#", blacklist_categories=["Cs"]),
            min_size=1,
            max_size=60,
        )
    )
    def test_any_token_is_answered(self, token):
        Attempt.objects.all().delete()

        for address in (f"/inschrijving/{token}/", f"/inschrijving/{token}/gegevens.json"):
            self.assertIn(self.client.get(address).status_code, (301, 302, 400, 404))
