"""The statements that the law asks for: structured, honest, and linked from every page."""

import datetime
from io import StringIO

from django.core.management import call_command
from django.test import TestCase
from django.utils import timezone
from wagtail.models import Site

from cms.models import Navigation, Publisher
from home.management import statements
from home.models import AccessibilityStatementPage, HomePage, PrivacyStatementPage
from tests.cases import SiteTestCase
from tests.factories import StandardPageFactory

EXCEPTION = {"what": "Oude video’s", "reason": "burden", "explanation": "Het zijn er 400.", "alternative": ""}


class AccessibilityStatementTests(SiteTestCase):
    @classmethod
    def setUpTestData(cls):
        super().setUpTestData()
        cls.page = cls.home.add_child(instance=statements.accessibility())

    def refused(self, **values):
        for name, value in values.items():
            setattr(self.page, name, value)
        return {problem.field for problem in self.page.publishing_problems()}

    def test_says_how_accessible_and_what_is_not_and_why(self):
        self.page.exceptions = [("exception", EXCEPTION)]
        self.page.save()

        response = self.client.get(self.page.url)

        self.assertContains(response, "gedeeltelijk toegankelijk")
        self.assertContains(response, "Oude video’s")
        self.assertContains(response, "het zou een onevenredige last zijn")
        self.assertContains(response, "22\xa0november\xa02026")
        self.assertContains(response, "Vlaamse Ombudsdienst")

    def test_names_the_publisher_with_all_that_the_law_asks(self):
        publisher = Publisher.for_site(self.home.get_site())
        publisher.name, publisher.email, publisher.enterprise_number = "W13", "info@w13.be", "0403170701"
        publisher.street, publisher.postal_code, publisher.city = "Budastraat 27", "8500", "Kortrijk"
        publisher.save()

        response = self.client.get(self.page.url)
        main = response.content.decode().partition("<main")[2].partition("</main>")[0]

        for words in ("W13", "info@w13.be", "0403.170.701", "Budastraat 27, 8500 Kortrijk"):
            self.assertIn(words, main)

    def test_says_openly_that_the_publisher_is_not_known_yet(self):
        self.assertContains(self.client.get(self.page.url), "in te vullen in de instellingen")

    def test_what_comes_with_the_software_may_be_published(self):
        self.assertEqual(self.refused(), set())

    def test_partly_accessible_asks_what_is_not(self):
        self.assertEqual(self.refused(exceptions=[]), {"exceptions"})

    def test_fully_accessible_has_no_exceptions(self):
        self.assertEqual(self.refused(status="full"), {"status"})

    def test_an_independent_party_has_a_name(self):
        self.assertEqual(self.refused(method="third_party"), {"assessed_by"})

    def test_dates_follow_each_other(self):
        tomorrow = timezone.localdate() + datetime.timedelta(days=1)

        self.assertEqual(self.refused(prepared_on=tomorrow), {"prepared_on"})
        self.assertEqual(
            self.refused(prepared_on=datetime.date(2026, 5, 2), reviewed_on=datetime.date(2026, 5, 1)),
            {"reviewed_on"},
        )

    def test_there_is_one(self):
        self.assertFalse(AccessibilityStatementPage.can_create_at(self.home))


class PrivacyStatementTests(SiteTestCase):
    @classmethod
    def setUpTestData(cls):
        super().setUpTestData()
        cls.page = cls.home.add_child(instance=statements.privacy())

    def test_says_of_each_use_of_data_on_what_ground_and_for_how_long(self):
        response = self.client.get(self.page.url)

        self.assertContains(response, "Geen persoonsgegevens")
        self.assertContains(response, "400 dagen per dag")
        self.assertContains(response, "6 maanden na de activiteit")
        self.assertContains(response, "Vlaamse Toezichtcommissie")

    def test_a_statement_without_any_use_is_refused(self):
        self.page.processings = []

        self.assertEqual({problem.field for problem in self.page.publishing_problems()}, {"processings"})

    def test_what_comes_with_the_software_may_be_published(self):
        self.assertEqual(list(self.page.publishing_problems()), [])


class FooterTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        call_command("make_site", stdout=StringIO())
        cls.home = HomePage.objects.get()

    def labels(self):
        return [label for label, _address in Navigation.for_site(Site.objects.get()).visible_links()[1]]

    def test_both_statements_stand_at_the_foot_of_every_page(self):
        page = StandardPageFactory(parent=self.home)

        response = self.client.get(page.url)

        self.assertContains(response, "/toegankelijkheidsverklaring/")
        self.assertContains(response, "/privacy/")

    def test_they_stay_when_an_editor_takes_all_links_away(self):
        navigation = Navigation.for_site(Site.objects.get())
        navigation.footer_links = []
        navigation.save()

        self.assertEqual(self.labels(), ["Toegankelijkheidsverklaring", "Privacyverklaring"])

    def test_a_statement_that_an_editor_links_stands_there_once(self):
        navigation = Navigation.for_site(Site.objects.get())
        page = PrivacyStatementPage.objects.get()
        navigation.footer_links = [navigation.footer_links.model(page=page, label="Jouw gegevens")]
        navigation.save()

        self.assertEqual(self.labels(), ["Jouw gegevens", "Toegankelijkheidsverklaring"])

    def test_a_draft_is_not_linked(self):
        PrivacyStatementPage.objects.get().unpublish()

        self.assertNotIn("Privacyverklaring", self.labels())
