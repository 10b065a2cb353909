"""The builder: choices, preview and code snippets."""

import re
from html import unescape
from urllib.parse import urlencode, urlsplit

from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis.extra.django import TestCase as HypothesisTestCase
from wagtail.models import PageViewRestriction

from cms.models import IndexPage
from partners.embed_forms import Place
from partners.formats import formats_for
from partners.scripts import LATEST, VERSIONS
from tests.events.factories import TrajectoryPageFactory
from tests.factories import NewsIndexPageFactory, RegionFactory, ThemeFactory, UserFactory
from tests.practices.test_filters import queries_as_typed
from tests.practices.varied import VariedPractices

from .cases import KINDS, PartnerTestCase, any_display_options, uuid


class BuilderTests(PartnerTestCase):
    def build(self, index, query=None):
        return self.fetch(index, "insluiten/", query)

    def codes(self, response):
        matches = re.findall(
            r'<pre class="code"\s+id="code-([^"]*)"[^>]*>(.*?)</pre>', response.content.decode(), re.DOTALL
        )
        return {key: unescape(code) for key, code in matches}

    def all_codes(self, index, query=None):
        """The code of the snippets for all places, by key."""
        codes = {}
        for place in Place.values:
            codes |= self.codes(self.build(index, {**(query or {}), "place": place}))
        return codes

    def test_the_foot_of_each_page_leads_to_the_builder_of_each_open_list(self):
        hidden = NewsIndexPageFactory(parent=self.home, title="Binnenskamers", slug="binnenskamers")
        PageViewRestriction.objects.create(page=hidden, restriction_type=PageViewRestriction.LOGIN)

        response = self.client.get("/")

        for index in (self.home.get_children().type(IndexPage).live().exclude(pk=hidden.pk)).specific():
            self.assertContains(response, f'href="{index.url}insluiten/"', 1 if index.kind else 0)
        self.assertNotContains(response, "Binnenskamers")
        self.assertContains(response, 'href="/api/v1/docs"')

    def test_links_to_each_place_with_all_other_choices(self):
        query = {"theme": "wonen", "scheme": "dark"}

        response = self.build(self.lists["practices"], {**query, "place": "drupal"})

        content = response.content.decode()
        self.assertLess(content.index("Waar komt het?"), content.index("Wat je toont"))
        expected = ["WordPress", "Drupal", "Gewone site", "Feedlezer", "Programma"]
        links = re.findall(r'<a href="\?([^"]*place=\w+)"([^>]*)>([^<]*)</a>', content)
        self.assertEqual([label for _query, _attributes, label in links], expected)
        self.assertEqual(
            ["aria-current" in attributes for _query, attributes, _label in links], [0, 1, 0, 0, 0]
        )
        for query_string, _attributes, _label in links:
            self.assertIn("theme=wonen&amp;scheme=dark", query_string)

    def test_each_place_has_its_own_snippets(self):
        for place, keys in {
            "wordpress": ["address"],
            "drupal": ["frame"],
            "site": ["component", "frame"],
            "reader": ["feed-atom", "feed-rss", "agenda-ics"],
            "program": ["feed-json", "export-csv", "export-jsonld", "api"],
        }.items():
            with self.subTest(place):
                self.assertEqual(list(self.codes(self.build(self.lists["events"], {"place": place}))), keys)

    def test_each_place_has_its_own_preview(self):
        practice = self.make("practices", title="Kracht & <wonen>", search_description="Wie “nergens” woont.")
        index = self.lists["practices"]
        for place, expected in {
            "wordpress": f'<iframe src="{index.url}embed/?layout=compact"',
            "drupal": f'<iframe src="{index.url}embed/"',
            "site": f'<streekwijzer-lijst src="{index.url}?sort=recommended">',
            "reader": "<h4>Kracht &amp; &lt;wonen&gt;</h4>",
            "program": f"&quot;url&quot;: &quot;{practice.full_url}&quot;",
        }.items():
            with self.subTest(place):
                response = self.build(index, {"place": place})
                preview = response.content.decode().partition('<div class="preview ')[2]
                self.assertIn(expected, preview)
                self.assertEqual(
                    "Hoe het eruitziet" in response.content.decode(), place not in ("reader", "program")
                )

    def test_default_options_become_the_defaults_of_another_place(self):
        def query_strings(query):
            content = self.build(self.news, query).content.decode()
            links = re.findall(r'<a href="\?(?:([^"]*)&amp;)?place=(\w+)"', content)
            return {place: query_string for query_string, place in links}

        self.assertEqual(query_strings({"layout": "cards", "limit": 6})["wordpress"], "")
        self.assertEqual(query_strings({"place": "wordpress", "layout": "compact"})["site"], "")
        self.assertEqual(query_strings({"place": "wordpress", "layout": "cards"})["site"], "layout=cards")
        self.assertEqual(query_strings({"place": "reader", "limit": 20})["site"], "")

    def test_the_url_for_wordpress_embeds_what_the_preview_shows(self):
        for layout in ("", "cards", "list", "compact"):
            with self.subTest(layout):
                response = self.build(self.news, {"place": "wordpress", "layout": layout})
                address = self.codes(response)["address"]
                data = self.client.get(
                    f"/oembed?{urlencode({'url': address})}", headers={"user-agent": "WordPress/6.8"}
                ).json()
                preview = re.search(r'<iframe src="([^"]*)"', response.content.decode())[1]
                self.assertIn(f'src="http://localhost{preview}"', data["html"])

    def test_warns_if_the_embed_is_too_high_for_wordpress(self):
        for _number in range(12):
            self.make("news", search_description="Lang " * 50)
        warning = "Dit is hoger dan de 1000 pixels"

        self.assertNotContains(self.build(self.news, {"place": "wordpress"}), warning)
        self.assertContains(
            self.build(self.news, {"place": "wordpress", "layout": "list", "limit": 12}), warning
        )
        self.assertNotContains(self.build(self.news, {"layout": "list", "limit": 12}), warning)

    def test_stubs_can_be_left_out_in_every_snippet_and_format(self):
        index = self.lists["practices"]
        full, stub = self.make("practices", is_stub=False), self.make("practices", is_stub=True)

        codes = self.all_codes(index, {"completeness": "complete"})

        self.assertTrue(codes)
        self.assertTrue(all("completeness=complete" in code for code in codes.values()))
        for name in (output_format.name for output_format in formats_for("practices")):
            with self.subTest(name):
                self.assertEqual(self.ids(index, name, {"completeness": "complete"}), [uuid(full)])
                self.assertEqual(self.ids(index, name, {"completeness": "stub"}), [uuid(stub)])
        data = self.client.get(codes["api"]).json()
        self.assertEqual([item["id"] for item in data["items"]], [uuid(full)])

    def test_shows_the_choices_of_the_query_string(self):
        RegionFactory(name="Kempen", slug="kempen")
        self.make("practices")

        response = self.build(
            self.lists["practices"],
            {
                "place": "drupal",
                "theme": "wonen",
                "layout": "list",
                "limit": 3,
                "accent": "kempen",
                "scheme": "dark",
                "heading": "Bij ons",
            },
        )

        for expected in (
            '<input type="checkbox" name="theme" value="wonen" checked>',
            '<input type="radio" name="layout" value="list" checked>',
            '<option value="kempen" selected>Kempen</option>',
            '<input type="radio" name="scheme" value="dark" checked>',
        ):
            self.assertContains(response, expected, html=True)
        self.assertContains(response, 'value="Bij ons"')
        self.assertContains(response, "1 item in deze lijst")
        frame = unescape(re.search(r'<iframe src="([^"]*)"', response.content.decode())[1])
        self.assertTrue(frame.startswith(f"{self.lists['practices'].url}embed/?theme=wonen&"))
        self.assertContains(self.client.get(frame), '<body class="list all r-kempen">')

    def test_every_snippet_has_the_chosen_filters(self):
        self.make("practices")
        index = self.lists["practices"]

        codes = self.all_codes(index, {"theme": "wonen", "layout": "compact", "limit": 3})

        self.assertIn(
            f'src="{index.full_url}?theme=wonen&amp;sort=recommended" layout="compact" limit="3"',
            codes["component"],
        )
        self.assertIn(f'integrity="{VERSIONS[LATEST]}" crossorigin="anonymous"', codes["component"])
        self.assertIn(f'<iframe src="{index.full_url}embed/?theme=wonen', codes["frame"])
        self.assertTrue(codes["address"].startswith(f"{index.full_url}embed/?theme=wonen"))
        for output_format in formats_for("practices"):
            address = codes[output_format.name.replace(".", "-")]
            self.assertTrue(address.startswith(f"{index.full_url}{output_format.name}?theme=wonen"), address)
            parts = urlsplit(address)
            self.assertEqual(self.client.get(f"{parts.path}?{parts.query}").status_code, 200)

    def test_the_api_url_gives_the_same_list(self):
        for kind in KINDS:
            for index in (self.lists[kind], self.own_lists[kind]):
                with self.subTest(index):
                    here = self.make(kind, parent=index)
                    elsewhere = self.make(kind, parent=self.lists[kind], themes=[ThemeFactory()])

                    addresses = self.all_codes(index, {"theme": "wonen", "limit": 50})["api"].split("\n")

                    ids = [
                        item["id"]
                        for address in addresses
                        for item in self.client.get(address).json()["items"]
                    ]
                    listed = self.ids(index, "feed.json", {"theme": "wonen", "limit": 50})
                    self.assertEqual(sorted(ids), sorted(listed))
                    self.assertTrue(all("page_size=50" in address for address in addresses))
                    self.assertIn(uuid(here), ids)
                    self.assertNotIn(uuid(elsewhere), ids)

    def test_the_agenda_has_two_api_urls(self):
        TrajectoryPageFactory(parent=self.lists["events"])

        addresses = self.all_codes(self.lists["events"])["api"].split("\n")

        self.assertEqual([address.rpartition("/")[2] for address in addresses], ["events", "trajectories"])
        self.assertEqual(self.client.get(addresses[1]).json()["total"], 1)

    def test_the_api_url_without_choices_has_no_query_string(self):
        code = self.all_codes(self.lists["news"])["api"]

        self.assertEqual(code, "http://localhost/api/v1/news")

    def test_snippets_escape_html(self):
        codes = self.codes(self.build(self.news, {"heading": '"><script>alert(1)</script>'}))

        self.assertIn('heading="&quot;&gt;&lt;script&gt;', codes["component"])
        self.assertNotIn("<script>alert", codes["component"] + codes["frame"])

    def test_an_invalid_value_is_reported_and_ignored(self):
        response = self.build(
            self.news, {"place": "wordpress", "theme": "atlantis", "layout": "tabel", "limit": "0"}
        )

        self.assertEqual(response.status_code, 200)
        for text in ("atlantis", "tabel", "Aantal: "):
            self.assertContains(response, text)
        self.assertEqual(self.codes(response)["address"], f"{self.news.full_url}embed/?layout=compact")
        self.assertContains(self.build(self.news, {"place": "joomla"}), "joomla")

    def test_every_list_has_a_builder_and_links_to_it(self):
        for kind in KINDS:
            for index in (self.lists[kind], self.own_lists[kind]):
                with self.subTest(index):
                    self.assertEqual(self.build(index).status_code, 200)
                    listed = self.client.get(f"{index.url}?theme=wonen")
                    self.assertContains(listed, f'href="{index.url}insluiten/?theme=wonen"')

    def test_is_neither_indexed_nor_framed(self):
        response = self.build(self.news)

        self.assertEqual(response["X-Robots-Tag"], "noindex")
        self.assertContains(response, '<meta name="robots" content="noindex">')
        self.assertEqual(response["X-Frame-Options"], "DENY")
        self.assertNotContains(response, "json+oembed")

    def test_a_list_that_is_not_listed_has_no_builder(self):
        PageViewRestriction.objects.create(page=self.platform, restriction_type="login")
        absent = self.client.get("/platformen/atlantis/insluiten/")
        for user in (None, UserFactory(is_superuser=True)):
            if user:
                self.client.force_login(user)
            for index in self.own_lists.values():
                response = self.build(index)
                self.assertEqual(response.status_code, 404)
                self.assertEqual(response.content, absent.content)
        self.assertEqual(self.build(self.platform).status_code, 404)


class AnyQueryStringTests(VariedPractices, HypothesisTestCase):
    @given(query=queries_as_typed, options=any_display_options)
    @hypothesis_settings(max_examples=40)
    def test_no_query_string_fails(self, query, options):
        response = self.client.get(
            f"{self.index.url}insluiten/?{urlencode({**query, **options}, doseq=True)}"
        )
        assert response.status_code in {200, 400}
