"""Who may say what a platform has and does, and what a long list of municipalities costs."""

import datetime

from django.urls import reverse

from fields.dates import DatePrecision
from platforms.models import PlatformMunicipality, PlatformPage
from platforms.teams import team_of
from tests.factories import MunicipalityFactory, UserFactory
from tests.platforms.factories import PlatformPageFactory
from tests.platforms.test_facts import TOLD, FactsTestCase


class TeamTests(FactsTestCase):
    @classmethod
    def setUpTestData(cls):
        super().setUpTestData()
        cls.other = PlatformPageFactory(parent=cls.platforms, title="Welzijnsplatform Elders")
        cls.member, cls.stranger = UserFactory(), UserFactory()
        cls.member.groups.add(team_of(cls.platform))
        cls.stranger.groups.add(team_of(cls.other))

    def post_form(self):
        address = reverse("wagtailadmin_pages:edit", args=[self.platform.pk])
        return self.client.post(address, self.form_data())

    def test_a_member_of_the_team_says_all_facts_of_its_own_platform(self):
        self.client.force_login(self.member)

        response = self.post_form()

        self.assertEqual(response.status_code, 302)
        self.assertEqual(self.told(), TOLD)

    def test_a_member_finds_every_fact_in_the_form(self):
        self.fill()
        self.client.force_login(self.member)

        response = self.client.get(reverse("wagtailadmin_pages:edit", args=[self.platform.pk]))

        for text in [
            "Gemeenten in het werkingsgebied",
            "Personeel per jaar",
            "twee projecten",
            "De Kruidenier",
        ]:
            self.assertContains(response, text)

    def test_another_team_changes_nothing(self):
        self.client.force_login(self.stranger)

        response = self.post_form()

        self.assertNotEqual(response.status_code, 200)
        self.assertEqual(set(map(len, self.told().values())), {0})
        self.assertFalse(PlatformPage.objects.get(pk=self.platform.pk).has_unpublished_changes)

    def test_another_team_does_not_see_the_form(self):
        self.client.force_login(self.stranger)

        response = self.client.get(reverse("wagtailadmin_pages:edit", args=[self.platform.pk]))

        self.assertRedirects(response, reverse("wagtailadmin_home"), fetch_redirect_response=False)


class MunicipalityTests(FactsTestCase):
    def serve(self, count):
        """The platform works for so many municipalities more, since a day, a month or a year."""
        for number in range(count):
            self.platform.municipalities.add(
                PlatformMunicipality(
                    municipality=MunicipalityFactory(),
                    since=datetime.date(2001 + number, 5, 17),
                    since_precision=DatePrecision.values[number % len(DatePrecision.values)],
                )
            )
        self.platform.save()

    def test_many_municipalities_with_a_date_cost_no_more_queries(self):
        addresses = [
            self.platform.url,
            self.platforms.url,
            f"/api/v1/platforms/{self.platform.translation_key}",
            f"/++api++{self.platform.url}",
        ]
        self.serve(3)
        few = [self.count_queries(address) for address in addresses]
        self.serve(17)

        self.assertEqual([self.count_queries(address) for address in addresses], few)
        self.assertEqual(len(self.told()["municipalities"]), 20)
