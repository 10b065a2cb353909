"""What search never reveals: as a result, in a count, as a suggestion or as a correction."""

import datetime
from unittest import mock

from django.core.management import call_command
from django.utils import timezone
from wagtail.models import PageViewRestriction

from news.models import NewsPerson
from practices.models import PracticeContact
from search.models import SearchRefresh
from search.queries import correct_query
from tests.cases import SiteTestCase
from tests.factories import (
    NewsPageFactory,
    OrganisationFactory,
    PersonFactory,
    StandardPageFactory,
    ThemeFactory,
    UserFactory,
)
from tests.platforms.factories import CoordinatorPageFactory, PlatformIndexPageFactory, PlatformPageFactory
from tests.practices.factories import PracticeIndexPageFactory, PracticePageFactory
from tests.search.search import ADDRESS, SUGGESTIONS, shown, titles_found

SECRET, MISTYPED = "Geheimhouding", "geheimhoudng"


class HiddenPageTests(SiteTestCase):
    def assert_hidden(self):
        for query in (SECRET, MISTYPED, SECRET[:5]):
            with self.subTest(query=query):
                page = self.client.get(ADDRESS, {"q": query})
                self.assertEqual(page.status_code, 200)
                self.assertEqual(page.context["search"].total, 0)
                self.assertIsNone(correct_query(query, shown))
                self.assertEqual(self.client.get(SUGGESTIONS, {"q": query}).json(), {"suggestions": []})
        self.assertNotContains(self.client.get(ADDRESS, {"q": MISTYPED}), SECRET)

    def test_a_draft(self):
        NewsPageFactory(parent=self.news, title=SECRET, live=False).save_revision()

        self.assert_hidden()

    def test_the_draft_of_a_public_page(self):
        page = NewsPageFactory(parent=self.news, title="Openbaar")
        page.title = SECRET
        page.search_description = SECRET
        page.save_revision()

        self.assert_hidden()

    def test_a_page_that_is_taken_offline(self):
        NewsPageFactory(parent=self.news, title=SECRET).unpublish()

        self.assert_hidden()

    def test_a_private_page_and_what_is_below_it(self):
        above = StandardPageFactory(parent=self.home, title="Besloten")
        StandardPageFactory(parent=above, title=SECRET)
        PageViewRestriction.objects.create(page=above, restriction_type=PageViewRestriction.LOGIN)

        self.assert_hidden()

    def test_a_page_below_an_unpublished_one(self):
        above = StandardPageFactory(parent=self.home, title="Sectie")
        StandardPageFactory(parent=above, title=SECRET)
        above.unpublish()

        self.assert_hidden()

    def test_a_coordinator_who_has_left(self):
        yesterday = timezone.localdate() - datetime.timedelta(days=1)
        person = PersonFactory(first_name="An", last_name=SECRET, active_until=yesterday)
        platform = PlatformPageFactory(parent=PlatformIndexPageFactory(parent=self.home))
        CoordinatorPageFactory(parent=platform, person=person)

        self.assert_hidden()

    def test_a_name_from_a_vocabulary_that_no_public_page_has(self):
        OrganisationFactory(name=SECRET)
        ThemeFactory(name=f"{SECRET} thema")
        PersonFactory(last_name=SECRET)
        NewsPageFactory(parent=self.news, title="Ontwerp", live=False, themes=[ThemeFactory(name=SECRET)])

        self.assert_hidden()

    def test_a_hidden_word_does_not_stand_in_the_way_of_a_correction(self):
        """Else its absence would tell that the word is known."""
        NewsPageFactory(parent=self.news, title="wonne", live=True).unpublish()
        NewsPageFactory(parent=self.news, title="Wonen")

        self.assertEqual(correct_query("wonne", shown), "wonen")


class HiddenFieldTests(SiteTestCase):
    def test_ways_to_reach_somebody_are_found_where_the_page_shows_them(self):
        person = PersonFactory(
            last_name="Zichtbaar",
            email="an@adresje.be",
            phone="+3215793981",
            mobile="+32470123456",
            show_mobile=True,
        )
        platform = PlatformPageFactory(
            parent=self.home, title="Platform", email="platformpost@adresje.be", phone="+3215793982"
        )
        CoordinatorPageFactory(parent=platform, person=person)

        for query in ["an@adresje.be", "015 79 39 81", "+32 15 79 39 81", "0470/12.34.56"]:
            self.assertEqual(titles_found(query), ["An Zichtbaar"], query)
        self.assertEqual(titles_found("015793982"), ["Platform"])

    def test_ways_to_reach_somebody_who_does_not_show_them_are_not_indexed(self):
        person = PersonFactory(
            email="verborgen@adresje.be", phone="+3215793981", show_email=False, show_phone=False
        )
        platform = PlatformPageFactory(parent=self.home, website="https://webplek.be")
        CoordinatorPageFactory(parent=platform, person=person)

        for query in ["verborgen", "adresje", "015 79 39 81", "3215793981", "webplek"]:
            self.assertEqual(titles_found(query), [], query)

    def test_ways_to_reach_somebody_about_a_practice_are_found(self):
        contact = PracticeContact(name="An", email="mailtje@adresje.be", phone="+3215793983")
        index = PracticeIndexPageFactory(parent=self.home)
        PracticePageFactory(parent=index, title="Praktijk", rows={"contacts": [contact]})

        self.assertEqual(titles_found("mailtje@adresje.be"), ["Praktijk"])
        self.assertEqual(titles_found("015/793983"), ["Praktijk"])

    def test_comments_of_editors_are_not_indexed(self):
        page = NewsPageFactory(parent=self.news, title="Met opmerking")
        page.wagtail_admin_comments.create(user=UserFactory(), text=SECRET, contentpath="title")
        page.save()

        self.assertEqual(titles_found(SECRET), [])


class ThingsThatChangeTests(SiteTestCase):
    def test_somebody_who_leaves_is_found_until_the_last_day(self):
        today = timezone.localdate()
        person = PersonFactory(first_name="Lut", last_name="Vertrekker", active_until=today)
        page = NewsPageFactory(parent=self.news, title="Team", rows={"people": [NewsPerson(person=person)]})
        self.assertEqual(titles_found("vertrekker"), ["Team"])
        self.assertEqual(SearchRefresh.objects.get(page=page).due_on, today + datetime.timedelta(days=1))

        with self.on(today + datetime.timedelta(days=1)):
            call_command("tick")

            self.assertEqual(titles_found("vertrekker"), [])
        self.assertEqual(titles_found("team"), ["Team"])

    def test_a_new_name_is_found_after_the_next_tick(self):
        organisation = OrganisationFactory(name="Oudenaam")
        index = PracticeIndexPageFactory(parent=self.home)
        PracticePageFactory(parent=index, title="Praktijk", owner=organisation)
        organisation.name = "Nieuwenaam"
        organisation.save()

        call_command("tick")

        self.assertEqual(titles_found("nieuwenaam"), ["Praktijk"])
        self.assertEqual(titles_found("oudenaam"), [])
        self.assertFalse(SearchRefresh.objects.exists())

    def on(self, day):
        moment = timezone.make_aware(datetime.datetime.combine(day, datetime.time(12)))
        return mock.patch("django.utils.timezone.now", return_value=moment)
