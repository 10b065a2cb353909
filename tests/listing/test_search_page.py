"""The search page and its suggestions, as visitors and crawlers request them."""

from hypothesis import given
from hypothesis import settings as profile
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase as HypothesisTestCase
from wagtail.models import Page, PageViewRestriction

from cms.query_strings import is_giant
from search.queries import ranked_ids
from tests.cases import SiteTestCase
from tests.factories import (
    NewsIndexPageFactory,
    NewsPageFactory,
    RegionFactory,
    StandardPageFactory,
    home_page,
)
from tests.platforms.factories import PlatformPageFactory
from tests.search.search import ADDRESS, SUGGESTIONS

TYPES = st.sampled_from(["", "news", "standard", "list", "bestaat-niet", "'", "1"])
PAGES = st.sampled_from(["", "0", "1", "-1", "2", "9e99", "abc", "١", " 1", "99999"])


class ResultTests(SiteTestCase):
    def test_shows_kind_title_and_the_place_that_answers(self):
        region = RegionFactory(slug="westhoek")
        platform = PlatformPageFactory(parent=self.home, region=region)
        page = StandardPageFactory(
            parent=platform,
            title="Over wonen",
            body=[
                ("paragraph", "<p>Wie woont heeft recht op een deur &amp; een &lt;b&gt;thuis&lt;/b&gt;.</p>")
            ],
        )

        response = self.client.get(ADDRESS, {"q": "wonen"})

        self.assertContains(response, f'href="{page.url}"')
        self.assertContains(response, "Over <mark>wonen</mark>", html=False)
        self.assertContains(
            response, "Wie <mark>woont</mark> heeft recht op een deur &amp; een &lt;b&gt;thuis"
        )
        self.assertContains(response, "locator lit r-westhoek")
        self.assertContains(response, '<meta name="robots" content="noindex">')
        self.assertEqual(response.headers["X-Robots-Tag"], "noindex")

    def test_counts_by_type_and_narrows(self):
        NewsPageFactory.create_batch(2, parent=self.news, search_description="Jeugdhulp.")
        page = StandardPageFactory(parent=self.home, title="Jeugdhulp")

        response = self.client.get(ADDRESS, {"q": "jeugdhulp", "type": "standard"})

        search = response.context["search"]
        self.assertEqual([count for _label, count, _address, _chosen in search.types], [3, 2, 1])
        self.assertEqual([hit.url for hit in search.hits], [page.url])

    def test_only_listed_pages_of_the_site_are_counted_each_once(self):
        pages = NewsPageFactory.create_batch(3, parent=self.news, search_description="Jeugdhulp.")
        section = StandardPageFactory(parent=self.home, title="Jeugdhulp dicht")
        StandardPageFactory(parent=section, title="Jeugdhulp onder een dichte pagina")
        Page.objects.filter(pk=section.pk).update(live=False)
        private = StandardPageFactory(parent=self.home, title="Jeugdhulp besloten")
        PageViewRestriction.objects.create(page=private, restriction_type=PageViewRestriction.LOGIN)
        source = StandardPageFactory(parent=self.home, title="Jeugdhulp")
        source.create_alias(parent=StandardPageFactory(parent=self.home, title="Elders"))
        StandardPageFactory(parent=Page.get_first_root_node(), title="Jeugdhulp op geen site")

        search = self.client.get(ADDRESS, {"q": "jeugdhulp"}).context["search"]

        self.assertEqual(search.total, 4)
        self.assertEqual(set(search.ids), {source.pk, *(page.pk for page in pages)})

    def test_an_unknown_type_shows_everything_with_a_word_about_it(self):
        NewsPageFactory(parent=self.news, title="Jeugdhulp")

        response = self.client.get(ADDRESS, {"q": "jeugdhulp", "type": "bestaat-niet"})

        search = response.context["search"]
        self.assertTrue(search.has_unknown_type)
        self.assertEqual(len(search.hits), 1)

    def test_a_typing_error_is_said_and_can_be_undone(self):
        NewsPageFactory(parent=self.news, title="Samenwerking")

        response = self.client.get(ADDRESS, {"q": "samenwerkng"})
        exact = self.client.get(ADDRESS, {"q": "samenwerkng", "exact": "1"})

        self.assertEqual(response.context["search"].query, "samenwerking")
        self.assertContains(response, "?q=samenwerkng&amp;exact=1")
        self.assertEqual(exact.context["search"].total, 0)

    def test_where_no_page_has_all_words_the_nearest_say_what_they_lack(self):
        NewsPageFactory(parent=self.news, title="Huisvesting")

        response = self.client.get(ADDRESS, {"q": "huisvesting Eenhoorns"})

        search = response.context["search"]
        self.assertFalse(search.has_all_words)
        self.assertEqual(
            [(hit.page.title, hit.missing) for hit in search.hits], [("Huisvesting", ["Eenhoorns"])]
        )
        self.assertContains(response, "Geen pagina heeft al je woorden")
        self.assertContains(response, "Zonder: <s>Eenhoorns</s>")

    def test_nothing_found_says_what_helps(self):
        NewsPageFactory(parent=self.news, title="Huisvesting")

        response = self.client.get(ADDRESS, {"q": "eenhoorns"})

        self.assertContains(response, f'href="{self.news.url}"')
        self.assertContains(response, "/vind-je-platform/")

    def test_without_a_question_it_shows_themes_and_lists(self):
        page = NewsPageFactory(parent=self.news)

        response = self.client.get(ADDRESS)

        self.assertContains(response, page.themes[0].name)
        self.assertContains(response, f'href="{self.news.url}"')

    def test_pages_of_results_keep_question_and_type(self):
        NewsPageFactory.create_batch(12, parent=self.news, search_description="Jeugdhulp.")
        StandardPageFactory(parent=self.home, title="Jeugdhulp")

        response = self.client.get(ADDRESS, {"q": "jeugdhulp", "type": "news"})
        second = self.client.get(ADDRESS, {"q": "jeugdhulp", "type": "news", "page": "2"})

        self.assertContains(response, "?q=jeugdhulp&amp;type=news&amp;page=2")
        self.assertEqual(len(second.context["search"].hits), 2)

    def test_more_pages_cost_no_more_queries(self):
        NewsPageFactory.create_batch(10, parent=self.news, search_description="Jeugdhulp.")
        address = f"{ADDRESS}?q=jeugdhulp"
        mistyped, suggest = f"{ADDRESS}?q=jeugdhullp", f"{SUGGESTIONS}?q=beri"
        few = [self.count_queries(url) for url in (address, mistyped, suggest, ADDRESS)]
        NewsPageFactory.create_batch(60, parent=self.news, search_description="Jeugdhulp.")

        self.assertEqual([self.count_queries(url) for url in (address, mistyped, suggest, ADDRESS)], few)

    def test_another_site_s_pages_are_not_found(self):
        page = NewsPageFactory(parent=self.news, title="Hier")
        elsewhere = type(self.home)(title="Daar", slug="daar", headline="x")
        self.home.get_parent().add_child(instance=elsewhere)
        NewsPageFactory(parent=NewsIndexPageFactory(parent=elsewhere), title="Hier niet")

        response = self.client.get(ADDRESS, {"q": "hier"})

        self.assertEqual([hit.url for hit in response.context["search"].hits], [page.url])

    def test_only_reading_is_answered(self):
        self.assertEqual(self.client.post(ADDRESS).status_code, 405)


class SuggestionTests(SiteTestCase):
    def test_suggests_titles_with_words_that_begin_so(self):
        page = NewsPageFactory(parent=self.news, title="Geïntegreerd breed onthaal")
        NewsPageFactory(parent=self.news, title="Iets anders")

        for query in ("geinteg", "ONTH", "breed ontha"):
            suggestions = self.client.get(SUGGESTIONS, {"q": query}).json()["suggestions"]
            self.assertEqual([(item["title"], item["url"]) for item in suggestions], [(page.title, page.url)])
        self.assertEqual(self.client.get(SUGGESTIONS, {"q": "g"}).json(), {"suggestions": []})

    def test_suggests_eight_at_most(self):
        NewsPageFactory.create_batch(9, parent=self.news)

        suggestions = self.client.get(SUGGESTIONS, {"q": "bericht"}).json()["suggestions"]

        self.assertEqual(len(suggestions), 8)
        self.assertEqual(set(suggestions[0]), {"title", "url", "kind"})


class BadInputTests(HypothesisTestCase):
    @classmethod
    def setUpTestData(cls):
        news = NewsIndexPageFactory(parent=home_page())
        NewsPageFactory.create_batch(3, parent=news, search_description="Wonen in de streek")

    @profile(max_examples=60)
    @given(
        st.one_of(st.text(max_size=120), st.sampled_from(["wonen", "wonne", "'", '"', "a" * 10_000])),
        TYPES,
        PAGES,
    )
    def test_nonsense_in_the_address_is_no_error(self, query, kind, page):
        params = {"q": query, "type": kind, "page": page}
        response = self.client.get(ADDRESS, params, follow=True)
        suggestions = self.client.get(SUGGESTIONS, {"q": query})

        expected = {400} if "\x00" in query or is_giant(query) else {200}
        self.assertIn(response.status_code, expected)
        self.assertIn(suggestions.status_code, expected)

    def test_repeated_keys_are_no_error(self):
        response = self.client.get(f"{ADDRESS}?q=wonen&q=%22&type=news&type=x&page=1&page=-1", follow=True)

        self.assertEqual(response.status_code, 200)

    def test_a_page_beyond_the_last_leads_to_the_last(self):
        for number in ("9e99", "-1", "0", "77"):
            response = self.client.get(ADDRESS, {"q": "wonen", "page": number}, follow=True)
            self.assertEqual(response.redirect_chain, [(f"{ADDRESS}?q=wonen", 302)])
            self.assertEqual(len(response.context["search"].hits), 3)
        self.assertEqual(len(ranked_ids("wonen")), 3)
