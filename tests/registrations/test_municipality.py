"""The choice of a municipality: as Django would show it, and cheap with hundreds of them."""

from datetime import date

from django import forms
from django.db import connection
from django.test import TestCase
from django.test.utils import CaptureQueriesContext

from registrations.forms.municipality import OF_TODAY, MunicipalitySelect
from tests.factories import MunicipalityFactory
from tests.registrations.cases import RegistrationCase


class MunicipalityForm(forms.Form):
    """The choice, once as we show it and once as Django does."""

    ours = forms.ModelChoiceField(OF_TODAY, required=False, empty_label="", widget=MunicipalitySelect)
    django = forms.ModelChoiceField(OF_TODAY, required=False, empty_label="")


class MunicipalitySelectTests(TestCase):
    def test_it_is_what_django_shows(self):
        ieper = MunicipalityFactory(name="Ieper & <omstreken>")
        MunicipalityFactory(name="Lovendegem", valid_until=date(2018, 12, 31))

        for value in (None, "", ieper.pk, str(ieper.pk), '"><script>'):
            form = MunicipalityForm(initial={"ours": value, "django": value})

            shown = str(form["ours"])

            self.assertHTMLEqual(shown, str(form["django"]).replace("django", "ours"))
            self.assertIn("Ieper &amp; &lt;omstreken&gt;", shown)

    def test_a_municipality_that_merges_is_no_choice_any_more(self):
        town = MunicipalityFactory()
        self.assertIn(town.name, str(MunicipalityForm()["ours"]))

        town.valid_until = date(2024, 12, 31)
        town.save()

        self.assertNotIn(town.name, str(MunicipalityForm()["ours"]))


class GrowthTests(RegistrationCase):
    def test_more_municipalities_and_people_cost_no_more_queries(self):
        MunicipalityFactory.create_batch(2)
        self.client.get(self.address())  # reads what is kept
        with CaptureQueriesContext(connection) as few:
            self.client.get(self.address())

        MunicipalityFactory.create_batch(20)
        self.client.get(self.address())
        with CaptureQueriesContext(connection) as many:
            self.client.get(self.address())

        self.assertEqual(len(few), len(many))
