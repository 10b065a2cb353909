"""The register of processing says what the site does: its fields and terms are read from the same data."""

from django.apps import apps
from django.test import SimpleTestCase, override_settings
from django.urls import reverse
from django.utils import translation

from cms.models import Kept, names_kept
from cms.processing import name_of
from registrations import consents
from registrations.models import InvoiceData, Needs, Registration
from registrations.processing import activities
from tests.permissions.factories import a_reviewer, a_user
from tests.registrations.cases import NAMES, RegistrationCase, applicant


def lines():
    with translation.override("nl"):
        return {activity.title: activity for activity in activities()}


class RegisterTests(SimpleTestCase):
    def test_each_kind_has_all_that_article_30_asks(self):
        for activity in lines().values():
            for label, texts in activity.rows:
                self.assertTrue(texts and all(texts), f"{activity.title}: {label}")

    def test_every_field_about_a_person_is_in_it(self):
        with translation.override("nl"):
            data = " ".join(" ".join(activity.data) for activity in activities()).casefold()
            for model, term in (
                (Registration, Kept.PERSON),
                (Needs, Kept.NEEDS),
                (InvoiceData, Kept.INVOICE),
            ):
                for name in names_kept(model, term):
                    self.assertIn(name_of(model, name).casefold(), data, name)

    def test_none_of_them_has_only_the_name_of_its_column(self):
        with translation.override("nl"):
            for model in apps.get_app_config("registrations").get_models():
                for name, term in model.retention.items():
                    if term != Kept.NAMELESS:
                        self.assertNotEqual(name_of(model, name), name.replace("_", " "), model.__name__)

    @override_settings(REGISTRATIONS_KEPT={"needs_days": 3, "person_months": 14})
    def test_the_terms_are_those_of_the_operator(self):
        terms = {title: " ".join(activity.term) for title, activity in lines().items()}

        self.assertIn("14 maanden", terms["Mensen die zich inschrijven voor een activiteit"])
        self.assertIn("3 dagen", terms["Wat deelnemers eten en nodig hebben"])


class ScreenTests(RegistrationCase):
    def test_reviewers_read_it_and_others_do_not(self):
        self.client.force_login(a_reviewer(self.home))
        self.assertContains(self.client.get(reverse("processing")), "btw-wetboek")

        self.client.force_login(a_user())
        self.assertNotEqual(self.client.get(reverse("processing")).status_code, 200)

    def test_it_names_nobody_who_registered(self):
        self.register(applicant(NAMES[0], organisation="Vogelwerf"))
        self.client.force_login(a_reviewer(self.home))

        content = self.client.get(reverse("processing")).content.decode()

        self.assertNotIn("Vogelwerf", content)
        self.assertNotIn("Aerts", content)


class ConsentTests(SimpleTestCase):
    def test_the_texts_say_the_terms_that_the_site_keeps(self):
        with translation.override("nl"):
            self.assertIn("6 maanden na de activiteit wissen we ze", str(consents.PRIVACY))
            self.assertIn("Dat wordt 7 dagen na de activiteit gewist.", str(consents.NEEDS))

    def test_the_versions_name_the_terms(self):
        """So another term is another version, and it stays known what somebody agreed to."""
        self.assertTrue(consents.PRIVACY_VERSION.endswith("/6"))
        self.assertTrue(consents.NEEDS_VERSION.endswith("/7"))
