from datetime import timedelta

from django.urls import reverse
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase as HypothesisTestCase

from platforms.models import CoordinatorPage, CurrentTheme, PlatformPage
from tests.factories import MunicipalityFactory, OrganisationFactory, PersonFactory, ThemeFactory, UserFactory
from tests.platforms.cases import PlatformTestCase
from tests.platforms.factories import CoordinatorPageFactory, PlatformPageFactory, many

CONTACT = {"phone": "+3215793981", "mobile": "+32478492381", "email": "an@voorbeeld.be"}
PHONE, MOBILE = "015 79 39 81", "0478 49 23 81"


def yesterday():
    return timezone.localdate() - timedelta(days=1)


class CoordinatorPageTests(PlatformTestCase):
    def test_shows_everything_of_the_coordinator(self):
        town = MunicipalityFactory(name="Brugge", codes=["8200"])
        person = PersonFactory(
            **CONTACT,
            show_mobile=True,
            website="https://www.voorbeeld.be",
            organisation=OrganisationFactory(name="IGEMO"),
            street="Tillegemstraat 81",
            postal_code="8200",
            municipality=town,
        )
        page = CoordinatorPageFactory(
            parent=self.platform,
            person=person,
            available="maandag tot en met donderdag",
            languages=[("language", "nl"), ("language", "fr"), ("language", "nl")],
            themes=[ThemeFactory(name="Wonen")],
        )

        response = self.client.get(page.url)

        expected = [person.name, "Regionale coördinator", self.platform.title, "IGEMO", PHONE, MOBILE]
        expected += [
            "an@voorbeeld.be",
            "www.voorbeeld.be",
            "Tillegemstraat 81",
            "8200 Brugge",
            "donderdag",
            "Wonen",
        ]
        for text in expected:
            self.assertContains(response, text)
        self.assertEqual(len(page.language_names), 2)

    def test_a_hidden_number_stands_nowhere(self):
        person = PersonFactory(**CONTACT, show_phone=False, show_mobile=False, show_email=False)
        page = CoordinatorPageFactory(parent=self.platform, person=person)

        for address in [page.url, self.platform.url, self.directory.url, self.platforms.url]:
            response = self.client.get(address)
            self.assertContains(response, person.name)
            for secret in [PHONE, person.phone, MOBILE, person.mobile, person.email]:
                self.assertNotContains(response, secret)

    def test_without_themes_shows_those_of_the_platform(self):
        self.platform.current_themes.add(CurrentTheme(label="thuis", theme=ThemeFactory(name="Thuiszorg")))
        self.platform.save()
        page = CoordinatorPageFactory(parent=self.platform)

        self.assertContains(self.client.get(page.url), "Thuiszorg")

    def test_on_the_last_day_a_coordinator_is_still_there(self):
        person = PersonFactory(active_until=timezone.localdate())
        page = CoordinatorPageFactory(parent=self.platform, person=person)

        self.assertContains(self.client.get(page.url), person.name)
        self.assertContains(self.client.get(self.platform.url), person.name)

    def test_who_has_left_is_off_the_site(self):
        person = PersonFactory(active_until=yesterday())
        page = CoordinatorPageFactory(parent=self.platform, person=person)

        self.assertEqual(self.client.get(page.url).status_code, 404)
        for address in [self.platform.url, self.directory.url, self.platforms.url]:
            self.assertNotContains(self.client.get(address), person.name)

    def test_publishing_needs_a_person_and_a_function(self):
        page = CoordinatorPageFactory(
            parent=self.platform,
            title="Nog niemand",
            person=None,
            job_title="",
            search_description="",
            live=False,
        )

        problem_fields = [problem.field for problem in page.publishing_problems()]

        self.assertEqual(problem_fields, ["person", "job_title"])


class CoordinatorFormTests(PlatformTestCase):
    def setUp(self):
        self.client.force_login(UserFactory(is_superuser=True, is_staff=True))

    def submit(self, **fields):
        """Save the form for a new coordinator."""
        add = reverse("wagtailadmin_pages:add", args=["platforms", "coordinatorpage", self.platform.pk])
        relations = ["page_themes", "comments"]
        rows = {f"{name}-{part}": 0 for name in relations for part in ("TOTAL_FORMS", "INITIAL_FORMS")}
        empty = dict.fromkeys(["title", "slug", "job_title", "search_description", "person", "tags"], "")
        return self.client.post(add, {**empty, **rows, "languages-count": 0, **fields})

    def test_the_page_is_called_after_the_person(self):
        person = PersonFactory(first_name="Lien", last_name="De Vos")

        self.submit(person=person.pk, job_title="Coördinator", **{"action-publish": "1"})

        page = CoordinatorPage.objects.get()
        self.assertEqual((page.title, page.slug, page.live), ("Lien De Vos", "lien-de-vos", True))

    def test_without_a_person_a_draft_needs_a_title(self):
        response = self.submit()

        self.assertFalse(CoordinatorPage.objects.exists())
        self.assertIn("title", response.context["form"].errors)


class DirectoryFilterTests(PlatformTestCase):
    """By theme and platform, in one form."""

    @classmethod
    def setUpTestData(cls):
        super().setUpTestData()
        cls.living, cls.care = (
            ThemeFactory(name="Wonen", slug="wonen"),
            ThemeFactory(name="Zorg", slug="zorg"),
        )
        cls.shelter = ThemeFactory(name="Noodopvang", slug="noodopvang", parent=cls.living)
        cls.other = PlatformPageFactory(parent=cls.platforms, slug="kempen", current_themes=[])
        cls.other.current_themes.add(CurrentTheme(label="zorgen", theme=cls.care))
        cls.other.save()
        for last_name, platform, themes in [
            ("Aerts", cls.platform, [cls.living]),
            ("Baert", cls.platform, [cls.shelter, cls.care]),
            ("Claes", cls.other, []),
        ]:
            CoordinatorPageFactory(parent=platform, person__last_name=last_name, themes=themes)

    def names(self, query):
        self.response = self.client.get(f"{self.directory.url}?{query}")
        return [entry.person.last_name for entry in self.response.context["entries"]]

    def test_a_theme_means_its_parts_too(self):
        self.assertEqual(self.names("theme=wonen"), ["Aerts", "Baert"])
        self.assertEqual(self.names("theme=noodopvang"), ["Baert"])

    def test_without_themes_of_their_own_those_of_the_platform_count(self):
        self.assertEqual(self.names("theme=zorg"), ["Baert", "Claes"])

    def test_one_key_twice_means_or_and_two_keys_mean_and(self):
        self.assertEqual(self.names("theme=noodopvang&theme=zorg"), ["Baert", "Claes"])
        self.assertEqual(self.names("theme=zorg&platform=kempen"), ["Claes"])

    def test_an_unknown_value_shows_everybody_with_a_word_about_it(self):
        everybody = ["Aerts", "Baert", "Claes"]
        for query in ["theme=atlantis", "platform=atlantis", "theme=wonen&platform=atlantis"]:
            self.assertEqual(self.names(query), everybody)
            self.assertContains(self.response, "“atlantis”")

    def test_other_keys_are_ignored(self):
        self.assertEqual(self.names("utm_source=mail&theme=zorg"), ["Baert", "Claes"])

    def test_nobody_found_is_said(self):
        self.assertEqual(self.names("theme=wonen&platform=kempen"), [])

        self.assertContains(self.response, 'href="?theme=wonen"')

    def test_every_choice_says_how_many_it_gives(self):
        self.names("platform=kempen")

        themes, platforms = self.response.context["form"].results.groups
        counts = {choice.value: choice.count for top, parts in themes.choices for choice in (top, *parts)}
        self.assertEqual([counts[slug] for slug in ("wonen", "noodopvang", "zorg")], [0, 0, 1])
        self.assertEqual({choice.value: choice.count for choice, _parts in platforms.choices}["kempen"], 1)
        self.assertEqual(platforms.chosen, 1)

    def test_a_chip_takes_its_filter_away(self):
        self.names("theme=wonen&theme=zorg&platform=kempen")

        chips = {chip.label: chip.query for chip in self.response.context["form"].results.chips}
        self.assertEqual(chips["Wonen"], "?theme=zorg&platform=kempen")


class DirectoryQueryTests(PlatformTestCase, HypothesisTestCase):
    @settings(max_examples=40)
    @given(st.dictionaries(st.sampled_from(["theme", "platform", "page", "x"]), st.text(max_size=30)))
    def test_no_query_string_breaks_it(self, query):
        self.assertIn(self.client.get(self.directory.url, query).status_code, [200, 302, 400, 404])


class DirectoryTests(PlatformTestCase):
    def test_is_sorted_by_last_name_whatever_the_platform(self):
        other = PlatformPageFactory(parent=self.platforms)
        for last_name, platform in [
            ("Welvaert", self.platform),
            ("De Vos", other),
            ("huyberechts", self.platform),
        ]:
            CoordinatorPageFactory(parent=platform, person__last_name=last_name)

        entries = self.client.get(self.directory.url).context["entries"]

        self.assertEqual([entry.person.last_name for entry in entries], ["De Vos", "huyberechts", "Welvaert"])

    def test_shows_no_way_to_reach_people(self):
        person = PersonFactory(**CONTACT, show_mobile=True)
        CoordinatorPageFactory(parent=self.platform, person=person, job_title_short="Regio")

        response = self.client.get(self.directory.url)

        self.assertContains(response, person.name)
        self.assertContains(response, "Regio")
        self.assertContains(response, self.platform.title)
        for secret in [PHONE, person.phone, MOBILE, person.mobile, person.email]:
            self.assertNotContains(response, secret)

    def test_more_coordinators_cost_no_more_queries(self):
        def person():
            return PersonFactory(organisation=OrganisationFactory())

        def grow(count):
            for page in many(PlatformPage, count, self.platforms, region=self.region):
                many(CoordinatorPage, 1, page, person=person)

        grow(10)
        few = self.count_queries(self.directory.url)
        grow(190)

        self.assertEqual(self.count_queries(self.directory.url), few)
