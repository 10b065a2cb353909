"""Listings in every format: which pages they have, for whom, and which query strings they reject."""

from urllib.parse import urlencode

from django.http import QueryDict
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase as HypothesisTestCase
from wagtail.models import PageViewRestriction, Site

from partners.formats import FORMATS
from platforms.models import CoordinatorIndexPage
from tests.factories import StandardPageFactory, UserFactory
from tests.platforms.factories import CoordinatorIndexPageFactory
from tests.practices.test_filters import queries, queries_as_typed
from tests.practices.varied import VariedPractices

from .cases import PartnerTestCase, every_format, uuid
from .readers import FOR_PROGRAMS, PAGED, READERS


class RoutingTests(PartnerTestCase):
    def test_every_format_has_a_reader_in_the_tests(self):
        self.assertEqual(set(READERS), set(FORMATS))

    def test_a_list_has_the_pages_below_its_section(self):
        for kind, name in every_format():
            with self.subTest(kind=kind, name=name):
                site_wide, own = self.make(kind), self.make(kind, parent=self.own_lists[kind])

                self.assertEqual(set(self.ids(self.lists[kind], name)) >= {uuid(site_wide), uuid(own)}, True)
                self.assertIn(uuid(own), self.ids(self.own_lists[kind], name))
                self.assertNotIn(uuid(site_wide), self.ids(self.own_lists[kind], name))

    def test_pages_and_lists_of_people_have_no_formats(self):
        about = StandardPageFactory(parent=self.home, slug="over-ons")
        people = CoordinatorIndexPage.objects.first() or CoordinatorIndexPageFactory(parent=self.home)
        for page in (self.home, about, people, self.platform):
            for name in FORMATS:
                with self.subTest(page=page, name=name):
                    self.assertEqual(self.fetch(page, name).status_code, 404)

    def test_an_unknown_format_is_404(self):
        for name in ("feed.xml", "export.xlsx", "feed.atom/"):
            with self.subTest(name):
                self.assertEqual(self.fetch(self.news, name).status_code, 404)

    def test_the_old_url_of_a_list_redirects_to_the_new_one(self):
        page = self.make("news", parent=self.own_lists["news"])
        old = self.own_lists["news"].url
        self.platform.slug = "de-heuvels"
        with self.captureOnCommitCallbacks(execute=True):
            self.platform.save_revision().publish()

        response = self.client.get(f"{old}feed.atom?theme=wonen", follow=True)

        self.assertEqual(response.redirect_chain[0][1], 301)
        self.assertIn("/de-heuvels/nieuws/feed.atom?theme=wonen", response.redirect_chain[0][0])
        self.assertEqual(READERS["feed.atom"](response.content), [uuid(page)])

    def test_the_old_url_of_a_restricted_list_is_404(self):
        old = self.own_lists["news"].url
        self.platform.slug = "de-heuvels"
        with self.captureOnCommitCallbacks(execute=True):
            self.platform.save_revision().publish()
        PageViewRestriction.objects.create(page=self.platform, restriction_type="login")

        self.assertEqual(self.client.get(f"{old}feed.atom").status_code, 404)

    def test_an_unknown_host_gets_the_default_site(self):
        page = self.make("news")
        site = Site.objects.get()
        site.hostname = "www.voorbeeld.be"
        site.save()
        self.addCleanup(Site.clear_site_root_paths_cache)

        response = self.fetch(self.news, "feed.json", headers={"host": "localhost"})

        self.assertEqual(READERS["feed.json"](response.content), [uuid(page)])
        self.assertContains(response, "http://www.voorbeeld.be/nieuws/")


class VisibilityTests(PartnerTestCase):
    """Every user gets the same listed content, whatever the cookies."""

    def ways_to_hide(self, kind):
        """A function for each way to hide a page; each makes a page, hides it and returns it."""

        def draft():
            page = self.make(kind)
            page.unpublish()
            return page

        def restricted():
            page = self.make(kind)
            PageViewRestriction.objects.create(page=page, restriction_type="login")
            return page

        def in_private_section():
            page = self.make(kind, parent=self.own_lists[kind])
            PageViewRestriction.objects.create(page=self.platform, restriction_type="login")
            return page

        def below_unpublished():
            page = self.make(kind, parent=self.own_lists[kind])
            self.platform.unpublish()
            return page

        return [draft, restricted, in_private_section, below_unpublished]

    def test_pages_that_are_not_listed_are_in_no_format_for_any_user(self):
        users = [None, UserFactory(), UserFactory(is_superuser=True)]
        for kind, name in every_format():
            for hide in self.ways_to_hide(kind):
                page = hide()
                for user in users:
                    with self.subTest(kind=kind, name=name, hidden_by=hide.__name__, user=user):
                        if user:
                            self.client.force_login(user)
                        response = self.fetch(self.lists[kind], name)
                        self.assertNotIn(uuid(page), READERS[name](response.content))
                        self.assertNotContains(response, page.title)
                self.client.logout()

    def test_a_list_that_is_not_listed_is_404(self):
        for hide in (
            lambda: PageViewRestriction.objects.create(page=self.platform, restriction_type="login"),
            self.platform.unpublish,
        ):
            hide()
            for kind, name in every_format():
                with self.subTest(kind=kind, name=name):
                    hidden = self.fetch(self.own_lists[kind], name)
                    absent = self.client.get(f"/platformen/atlantis/{name}")
                    self.assertEqual(hidden.status_code, 404)
                    self.assertEqual(hidden.content, absent.content)
            PageViewRestriction.objects.all().delete()

    def test_a_draft_changes_no_response(self):
        for kind, name in every_format():
            with self.subTest(kind=kind, name=name):
                page = self.make(kind)
                before = self.fetch(self.lists[kind], name)

                page.title = "Een geheim plan"
                page.save_revision()
                hidden = self.make(kind, live=False)
                hidden.save_revision()

                after = self.fetch(self.lists[kind], name)
                self.assertEqual(after["ETag"], before["ETag"])
                self.assertEqual(after.content, before.content)


class ParameterTests(PartnerTestCase):
    """Invalid and unknown query parameters."""

    def test_an_invalid_value_is_rejected_with_the_reason(self):
        for kind, name in every_format():
            for bad in ({"theme": "atlantis"}, {"sort": "shoesize"}, {"year": "x", "theme": "atlantis"}):
                with self.subTest(kind=kind, name=name, bad=bad):
                    response = self.fetch(self.lists[kind], name, bad)
                    self.assert_rejected(response, name, next(iter(reversed(bad.values()))))

    def test_a_number_out_of_range_is_rejected(self):
        for name in PAGED:
            for bad in ({"limit": 0}, {"limit": 101}, {"page": "abc"}, {"page": 0}, {"limit": "-1"}):
                with self.subTest(name=name, bad=bad):
                    self.assert_rejected(self.fetch(self.news, name, bad), name, "")

    def assert_rejected(self, response, name, text):
        self.assertEqual(response.status_code, 400)
        self.assertNotIn("ETag", response)
        self.assertEqual(response["Cache-Control"], "no-store")
        if name in FOR_PROGRAMS:
            self.assertEqual(response["Content-Type"], "application/problem+json")
            self.assertEqual(response.json()["status"], 400)
            self.assertIn(text, response.json()["detail"])
        else:
            self.assertEqual(response["Content-Type"], "text/plain; charset=utf-8")
            self.assertIn(text, response.content.decode())

    def test_a_page_after_the_last_is_404(self):
        for name in PAGED:
            with self.subTest(name):
                self.assertEqual(self.fetch(self.news, name, {"page": 2}).status_code, 404)

    def test_an_unknown_parameter_is_ignored(self):
        for kind, name in every_format():
            with self.subTest(kind=kind, name=name):
                self.make(kind)
                plain = self.fetch(self.lists[kind], name)
                tagged = self.fetch(self.lists[kind], name, {"utm_source": "brief", "fbclid": "x"})
                self.assertEqual(tagged.content, plain.content)
                self.assertEqual(tagged["ETag"], plain["ETag"])


class SameListTests(VariedPractices, HypothesisTestCase):
    """For the same query string every format has the results of the list page, in its order, or that of feeds."""

    def expected(self, query_string, is_feed=False):
        form = self.index.filtered(QueryDict(query_string), is_feed=is_feed)
        return [str(page.translation_key) for page in form.results[:100]]

    @given(
        query=queries,
        sort=st.sampled_from(["", "title", "newest", "evidence", "recommended"]),
        text=st.sampled_from(["", "praktijk"]),
    )
    @settings(max_examples=40)
    def test_every_format_has_the_results_of_the_list_page(self, query, sort, text):
        query_parameters = {**query, **({"sort": sort} if sort else {}), **({"q": text} if text else {})}
        expected, in_feeds = (
            self.expected(urlencode(query_parameters, doseq=True), is_feed=is_feed)
            for is_feed in (False, True)
        )

        for name, read in READERS.items():
            if FORMATS[name].supports("practices"):
                many = {**query_parameters, "limit": 100} if name in PAGED else query_parameters
                response = self.client.get(f"{self.index.url}{name}?{urlencode(many, doseq=True)}")
                items = in_feeds if FORMATS[name].is_feed else expected
                self.assertEqual(read(response.content), items, (name, query_parameters))
        data = self.client.get(
            f"/api/v1/practices?{urlencode({**query_parameters, 'page_size': 100}, doseq=True)}"
        ).json()
        self.assertEqual([item["id"] for item in data["items"]], expected, query_parameters)

    def test_the_pages_of_a_feed_have_every_practice_once(self):
        expected = self.expected("sort=newest")
        for name in PAGED:
            with self.subTest(name):
                ids = []
                for number in range(1, 5):
                    response = self.client.get(f"{self.index.url}{name}?limit=10&page={number}")
                    ids += READERS[name](response.content)
                self.assertEqual(ids, expected)


class AnyQueryStringTests(VariedPractices, HypothesisTestCase):
    @given(query=queries_as_typed, limit=st.one_of(st.none(), st.text(max_size=20), st.integers()))
    @settings(max_examples=60)
    def test_no_query_string_fails(self, query, limit):
        query_parameters = {**query, **({} if limit is None else {"limit": limit})}
        for name in READERS:
            response = self.client.get(f"{self.index.url}{name}?{urlencode(query_parameters, doseq=True)}")
            assert response.status_code in {200, 400, 404}
            if response.status_code == 200:
                READERS[name](response.content)
