"""One query, every format: which pages a list gives outside, to whom, and what it refuses."""

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
from tests.practices.test_filters import VariedPractices, queries, queries_as_typed

from .cases import PartnerTestCase, every_format, uuid
from .readers import FOR_PROGRAMS, PAGED, READERS


class PlaceTests(PartnerTestCase):
    def test_every_format_is_read_by_the_tests(self):
        self.assertEqual(set(READERS), set(FORMATS))

    def test_a_list_holds_what_lies_below_its_section(self):
        for kind, name in every_format():
            with self.subTest(kind=kind, name=name):
                site_s, own = self.make(kind), self.make(kind, parent=self.own_lists[kind])

                self.assertEqual(set(self.ids(self.lists[kind], name)) >= {uuid(site_s), uuid(own)}, True)
                self.assertIn(uuid(own), self.ids(self.own_lists[kind], name))
                self.assertNotIn(uuid(site_s), self.ids(self.own_lists[kind], name))

    def test_there_are_no_formats_of_a_page_that_is_no_list_or_of_people(self):
        about = StandardPageFactory(parent=self.home, slug="over-ons")
        people = CoordinatorIndexPage.objects.first() or CoordinatorIndexPageFactory(parent=self.home)
        for page in (self.home, about, people, self.platform):
            for name in FORMATS:
                with self.subTest(page=page, name=name):
                    self.assertEqual(self.fetch(page, name).status_code, 404)

    def test_a_name_that_is_no_format_is_not_found(self):
        for name in ("feed.xml", "export.xlsx", "feed.atom/"):
            with self.subTest(name):
                self.assertEqual(self.fetch(self.news, name).status_code, 404)

    def test_the_old_address_of_a_list_leads_to_the_new_one(self):
        page = self.make("news", parent=self.own_lists["news"])
        old = self.own_lists["news"].url
        self.platform.slug = "de-heuvels"
        with self.captureOnCommitCallbacks(execute=True):
            self.platform.save_revision().publish()

        response = self.client.get(f"{old}feed.atom?theme=wonen", follow=True)

        self.assertEqual(response.redirect_chain[0][1], 301)
        self.assertIn("/de-heuvels/nieuws/feed.atom?theme=wonen", response.redirect_chain[0][0])
        self.assertEqual(READERS["feed.atom"](response.content), [uuid(page)])

    def test_the_old_address_of_a_hidden_list_leads_nowhere(self):
        old = self.own_lists["news"].url
        self.platform.slug = "de-heuvels"
        with self.captureOnCommitCallbacks(execute=True):
            self.platform.save_revision().publish()
        PageViewRestriction.objects.create(page=self.platform, restriction_type="login")

        self.assertEqual(self.client.get(f"{old}feed.atom").status_code, 404)

    def test_a_host_that_no_site_has_gets_the_default_site(self):
        page = self.make("news")
        site = Site.objects.get()
        site.hostname = "www.voorbeeld.be"
        site.save()
        self.addCleanup(Site.clear_site_root_paths_cache)

        response = self.fetch(self.news, "feed.json", headers={"host": "localhost"})

        self.assertEqual(READERS["feed.json"](response.content), [uuid(page)])
        self.assertContains(response, "http://www.voorbeeld.be/nieuws/")


class SecretTests(PartnerTestCase):
    """Whoever asks, with whatever cookie, gets what everybody may see."""

    def hidden_ways(self, kind):
        """Each way to hide a page, as a name and a function that gives the hidden page."""

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

    def test_nobody_gets_what_is_hidden(self):
        users = [None, UserFactory(), UserFactory(is_superuser=True)]
        for kind, name in every_format():
            for hide in self.hidden_ways(kind):
                page = hide()
                for user in users:
                    with self.subTest(kind=kind, name=name, way=hide.__name__, user=user):
                        if user:
                            self.client.force_login(user)
                        response = self.fetch(self.lists[kind], name)
                        self.assertNotIn(uuid(page), READERS[name](response.content))
                        self.assertNotContains(response, page.title)
                self.client.logout()

    def test_a_list_that_not_everybody_may_see_is_not_there(self):
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

    def test_a_draft_changes_no_answer(self):
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


class ValueTests(PartnerTestCase):
    """What the query string may say."""

    def test_a_bad_value_is_refused_with_the_reason(self):
        for kind, name in every_format():
            for bad in ({"theme": "atlantis"}, {"sort": "shoesize"}, {"year": "x", "theme": "atlantis"}):
                with self.subTest(kind=kind, name=name, bad=bad):
                    response = self.fetch(self.lists[kind], name, bad)
                    self.assert_refused(response, name, next(iter(reversed(bad.values()))))

    def test_a_number_that_can_not_be_is_refused(self):
        for name in PAGED:
            for bad in ({"limit": 0}, {"limit": 101}, {"page": "abc"}, {"page": 0}, {"limit": "-1"}):
                with self.subTest(name=name, bad=bad):
                    self.assert_refused(self.fetch(self.news, name, bad), name, "")

    def assert_refused(self, response, name, named):
        self.assertEqual(response.status_code, 400)
        self.assertNotIn("ETag", response)
        self.assertEqual(response["Cache-Control"], "no-store")
        if name in FOR_PROGRAMS:
            self.assertEqual(response["Content-Type"], "application/problem+json")
            self.assertEqual(response.json()["status"], 400)
            self.assertIn(named, response.json()["detail"])
        else:
            self.assertEqual(response["Content-Type"], "text/plain; charset=utf-8")
            self.assertIn(named, response.content.decode())

    def test_there_is_no_page_after_the_last(self):
        for name in PAGED:
            with self.subTest(name):
                self.assertEqual(self.fetch(self.news, name, {"page": 2}).status_code, 404)

    def test_an_unknown_key_changes_nothing(self):
        for kind, name in every_format():
            with self.subTest(kind=kind, name=name):
                self.make(kind)
                plain = self.fetch(self.lists[kind], name)
                tagged = self.fetch(self.lists[kind], name, {"utm_source": "brief", "fbclid": "x"})
                self.assertEqual(tagged.content, plain.content)
                self.assertEqual(tagged["ETag"], plain["ETag"])


class SameListTests(VariedPractices, HypothesisTestCase):
    """Principle 4: for the same query every format has the pages of the list page, in its order."""

    @given(
        query=queries,
        sort=st.sampled_from(["", "title", "newest", "evidence"]),
        text=st.sampled_from(["", "praktijk"]),
    )
    @settings(max_examples=40)
    def test_every_format_lists_what_the_list_page_lists(self, query, sort, text):
        asked = {**query, **({"sort": sort} if sort else {}), **({"q": text} if text else {})}
        form = self.index.filtered(QueryDict(urlencode(asked, doseq=True)))
        expected = [str(page.translation_key) for page in form.results[:100]]

        for name, read in READERS.items():
            if FORMATS[name].supports("practices"):
                many = {**asked, "limit": 100} if name in PAGED else asked
                response = self.client.get(f"{self.index.url}{name}?{urlencode(many, doseq=True)}")
                self.assertEqual(read(response.content), expected, (name, asked))
        told = self.client.get(
            f"/api/v1/practices?{urlencode({**asked, 'page_size': 100}, doseq=True)}"
        ).json()
        self.assertEqual([item["id"] for item in told["items"]], expected, asked)

    def test_the_pages_of_a_feed_hold_every_practice_once(self):
        expected = [str(page.translation_key) for page in self.index.filtered(None).results[:100]]
        for name in PAGED:
            with self.subTest(name):
                found = []
                for number in range(1, 5):
                    response = self.client.get(f"{self.index.url}{name}?limit=10&page={number}")
                    found += READERS[name](response.content)
                self.assertEqual(found, expected)


class BadInputTests(VariedPractices, HypothesisTestCase):
    @given(query=queries_as_typed, limit=st.one_of(st.none(), st.text(max_size=20), st.integers()))
    @settings(max_examples=60)
    def test_no_query_string_breaks_a_format(self, query, limit):
        asked = {**query, **({} if limit is None else {"limit": limit})}
        for name in READERS:
            response = self.client.get(f"{self.index.url}{name}?{urlencode(asked, doseq=True)}")
            assert response.status_code in {200, 400, 404}
            if response.status_code == 200:
                READERS[name](response.content)
