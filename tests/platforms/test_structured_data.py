"""What a platform and its coordinators tell machines: what their pages show, as far as each person shows it."""

import datetime

from django.utils import timezone

from cms.sections import load_sections
from platforms.models import CoordinatorPage, PlatformMunicipality, PlatformPage
from tests.cms.heads import data_of
from tests.factories import MunicipalityFactory, PersonFactory
from tests.platforms.cases import PlatformTestCase
from tests.platforms.factories import (
    ActionProgrammePageFactory,
    CoordinatorPageFactory,
    PlatformPageFactory,
)

YESTERDAY = timezone.localdate() - datetime.timedelta(days=1)


class PlatformDataTests(PlatformTestCase):
    def data(self, page, kind):
        return data_of(self.client.get(page.url), kind)

    def test_a_platform_names_the_municipalities_it_serves_by_their_code(self):
        platform = PlatformPageFactory(
            parent=self.platforms,
            street="Grote Markt 1",
            postal_code="8900",
            city="Ieper",
            founded_year=2018,
            rows={
                "municipalities": [
                    PlatformMunicipality(municipality=MunicipalityFactory(name="Ieper", nis_code="33011"))
                ]
            },
        )

        data = self.data(platform, "GovernmentOrganization")

        self.assertEqual(data["areaServed"][0]["name"], "Ieper")
        self.assertEqual(data["areaServed"][0]["identifier"]["value"], "33011")
        self.assertEqual(data["foundingDate"], "2018")
        self.assertEqual(data["address"]["streetAddress"], "Grote Markt 1")

    def test_without_its_own_list_it_serves_its_region(self):
        data = self.data(self.platform, "GovernmentOrganization")

        self.assertEqual([area["name"] for area in data["areaServed"]], ["Westhoek"])

    def test_coordinators_are_reached_as_far_as_they_show_it(self):
        person = PersonFactory(
            email="an@voorbeeld.be", phone="+3257998877", show_phone=False, mobile="+32478492381"
        )
        CoordinatorPageFactory(parent=self.platform, person=person)

        (point,) = self.data(self.platform, "GovernmentOrganization")["contactPoint"]

        self.assertEqual(point["email"], "an@voorbeeld.be")
        self.assertNotIn("telephone", point)

    def test_who_left_has_no_contact_point(self):
        CoordinatorPageFactory(parent=self.platform, person=PersonFactory(email="an@voorbeeld.be"))
        gone = PersonFactory(last_name="Vertrokken", email="weg@voorbeeld.be", active_until=YESTERDAY)
        CoordinatorPageFactory(parent=self.platform, person=gone)

        points = self.data(self.platform, "GovernmentOrganization")["contactPoint"]

        self.assertEqual([point["email"] for point in points], ["an@voorbeeld.be"])

    def test_a_draft_of_a_coordinator_has_no_contact_point(self):
        person = PersonFactory(email="an@voorbeeld.be")
        CoordinatorPageFactory(parent=self.platform, person=person, live=False)

        self.assertNotIn("contactPoint", self.data(self.platform, "GovernmentOrganization"))

    def test_a_coordinator_is_a_person_of_the_platform(self):
        person = PersonFactory(
            first_name="Lien", last_name="De Vos", email="lien@voorbeeld.be", phone="+3257998877"
        )
        page = CoordinatorPageFactory(parent=self.platform, person=person, job_title="Coördinator")

        data = self.data(page, "Person")

        self.assertEqual((data["name"], data["jobTitle"]), ("Lien De Vos", "Coördinator"))
        self.assertEqual(data["worksFor"][0]["name"], "Welzijnsplatform Heuvelland")
        self.assertEqual(data["contactPoint"]["telephone"], ["+3257998877"])

    def test_a_hidden_number_is_in_no_data(self):
        person = PersonFactory(
            email="verborgen@voorbeeld.be", show_email=False, phone="+3257998877", show_phone=False
        )
        page = CoordinatorPageFactory(parent=self.platform, person=person)

        for address in (page.url, self.platform.url, self.directory.url):
            data_text = str(data_of(self.client.get(address)))

            self.assertNotIn("verborgen@voorbeeld.be", data_text)
            self.assertNotIn("57998877", data_text)

    def test_the_directory_gives_no_contact_details_to_gather(self):
        person = PersonFactory(email="an@voorbeeld.be")
        CoordinatorPageFactory(parent=self.platform, person=person)

        self.assertNotIn("an@voorbeeld.be", str(data_of(self.client.get(self.directory.url))))

    def test_a_programme_says_its_period(self):
        page = ActionProgrammePageFactory(parent=self.platform)

        data = self.data(page, "CreativeWork")

        self.assertEqual(data["temporalCoverage"], "2019/2022")
        self.assertEqual(data["creator"]["name"], "Welzijnsplatform Heuvelland")

    def test_more_coordinators_and_municipalities_cost_no_more_queries(self):
        def add(count):
            for _number in range(count):
                CoordinatorPageFactory(parent=self.platform)
                self.platform.municipalities.add(PlatformMunicipality(municipality=MunicipalityFactory()))
            self.platform.save()

        add(2)
        few = self.count_queries(self.platform.url)
        add(10)

        self.assertEqual(self.count_queries(self.platform.url), few)


class PlatformEntryTests(PlatformTestCase):
    def test_an_entry_of_a_coordinator_is_a_name_and_a_function(self):
        person = PersonFactory(email="an@voorbeeld.be", phone="+3257998877")
        page = CoordinatorPageFactory(parent=self.platform, person=person)

        entry = page.as_entry()

        self.assertEqual(
            [(party.name, party.role) for party in entry.people], [(person.name, page.job_title)]
        )
        self.assertNotIn("57998877", f"{entry} {entry.body}")
        self.assertNotIn("an@voorbeeld.be", f"{entry} {entry.body}")

    def test_more_entries_cost_no_more_queries(self):
        def read():
            pages = load_sections(PlatformPage.objects.listed().for_entries())
            people = load_sections(CoordinatorPage.objects.listed().for_entries())
            return [(page.as_entry(), str(page.as_entry().body)) for page in [*pages, *people]]

        CoordinatorPageFactory(parent=self.platform)
        few = self.count_queries_of(read)
        for platform in PlatformPageFactory.create_batch(5, parent=self.platforms):
            CoordinatorPageFactory(parent=platform)

        self.assertEqual(self.count_queries_of(read), few)
        self.assertEqual(len(read()), 12)
