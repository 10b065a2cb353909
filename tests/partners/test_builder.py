"""The builder: choose a list, copy it."""

import re
from html import unescape
from urllib.parse import urlencode, urlsplit

from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis.extra.django import TestCase as HypothesisTestCase
from wagtail.models import PageViewRestriction

from partners.formats import formats_for
from partners.scripts import LATEST, VERSIONS
from tests.events.factories import TrajectoryPageFactory
from tests.factories import RegionFactory, ThemeFactory, UserFactory
from tests.practices.test_filters import VariedPractices, queries_as_typed

from .cases import KINDS, PartnerTestCase, looks_as_typed, uuid


class BuilderTests(PartnerTestCase):
    def build(self, index, query=None):
        return self.fetch(index, "insluiten/", query)

    def codes(self, response):
        found = re.findall(
            r'<pre class="code"\s+id="code-([^"]*)"[^>]*>(.*?)</pre>', response.content.decode(), re.DOTALL
        )
        return {key: unescape(code) for key, code in found}

    def test_shows_the_choices_of_the_address(self):
        RegionFactory(name="Kempen", slug="kempen")
        self.make("practices")

        response = self.build(
            self.lists["practices"],
            {
                "theme": "wonen",
                "layout": "list",
                "limit": 3,
                "accent": "kempen",
                "scheme": "dark",
                "heading": "Bij ons",
            },
        )

        for shown in (
            '<input type="checkbox" name="theme" value="wonen" checked>',
            '<input type="radio" name="layout" value="list" checked>',
            '<option value="kempen" selected>Kempen</option>',
            '<input type="radio" name="scheme" value="dark" checked>',
        ):
            self.assertContains(response, shown, html=True)
        self.assertContains(response, 'value="Bij ons"')
        self.assertContains(response, "1 item in deze lijst")
        frame = unescape(re.search(r'<iframe src="([^"]*)"', response.content.decode())[1])
        self.assertTrue(frame.startswith(f"{self.lists['practices'].url}embed/?theme=wonen&"))
        self.assertContains(self.client.get(frame), '<body class="list all r-kempen">')

    def test_everything_to_copy_leads_to_the_same_list(self):
        self.make("practices")
        index = self.lists["practices"]

        codes = self.codes(self.build(index, {"theme": "wonen", "layout": "compact", "limit": 3}))

        self.assertIn(f'src="{index.full_url}?theme=wonen" layout="compact" limit="3"', codes["component"])
        self.assertIn(f'integrity="{VERSIONS[LATEST]}" crossorigin="anonymous"', codes["component"])
        self.assertIn(f'<iframe src="{index.full_url}embed/?theme=wonen', codes["frame"])
        self.assertTrue(codes["address"].startswith(f"{index.full_url}embed/?theme=wonen"))
        for made in formats_for("practices"):
            address = codes[made.name.replace(".", "-")]
            self.assertTrue(address.startswith(f"{index.full_url}{made.name}?theme=wonen"), address)
            parts = urlsplit(address)
            self.assertEqual(self.client.get(f"{parts.path}?{parts.query}").status_code, 200)

    def test_the_call_of_the_api_gives_the_same_list(self):
        for kind in KINDS:
            for index in (self.lists[kind], self.own_lists[kind]):
                with self.subTest(index):
                    here = self.make(kind, parent=index)
                    elsewhere = self.make(kind, parent=self.lists[kind], themes=[ThemeFactory()])

                    calls = self.codes(self.build(index, {"theme": "wonen", "limit": 50}))["api"].split("\n")

                    ids = [item["id"] for call in calls for item in self.client.get(call).json()["items"]]
                    listed = self.ids(index, "feed.json", {"theme": "wonen", "limit": 50})
                    self.assertEqual(sorted(ids), sorted(listed))
                    self.assertTrue(all("page_size=50" in call for call in calls))
                    self.assertIn(uuid(here), ids)
                    self.assertNotIn(uuid(elsewhere), ids)

    def test_the_agenda_is_two_calls_of_the_api(self):
        TrajectoryPageFactory(parent=self.lists["events"])

        calls = self.codes(self.build(self.lists["events"]))["api"].split("\n")

        self.assertEqual([call.rpartition("/")[2] for call in calls], ["events", "trajectories"])
        self.assertEqual(self.client.get(calls[1]).json()["total"], 1)

    def test_the_call_of_the_api_without_any_choice_is_its_plain_address(self):
        code = self.codes(self.build(self.lists["news"]))["api"]

        self.assertEqual(code, "http://localhost/api/v1/news")

    def test_what_is_copied_can_not_break_out(self):
        codes = self.codes(self.build(self.news, {"heading": '"><script>alert(1)</script>'}))

        self.assertIn('heading="&quot;&gt;&lt;script&gt;', codes["component"])
        self.assertNotIn("<script>alert", codes["component"] + codes["frame"])

    def test_a_bad_value_is_told_and_left_out(self):
        response = self.build(self.news, {"theme": "atlantis", "layout": "tabel", "limit": "0"})

        self.assertEqual(response.status_code, 200)
        for word in ("atlantis", "tabel", "Aantal: "):
            self.assertContains(response, word)
        self.assertEqual(self.codes(response)["address"], f"{self.news.full_url}embed/")

    def test_every_kind_of_list_has_one_and_leads_to_it(self):
        for kind in KINDS:
            for index in (self.lists[kind], self.own_lists[kind]):
                with self.subTest(index):
                    self.assertEqual(self.build(index).status_code, 200)
                    listed = self.client.get(f"{index.url}?theme=wonen")
                    self.assertContains(listed, f'href="{index.url}insluiten/?theme=wonen"')

    def test_is_not_for_search_engines_nor_for_frames(self):
        response = self.build(self.news)

        self.assertEqual(response["X-Robots-Tag"], "noindex")
        self.assertContains(response, '<meta name="robots" content="noindex">')
        self.assertEqual(response["X-Frame-Options"], "DENY")
        self.assertNotContains(response, "json+oembed")

    def test_of_a_hidden_list_there_is_none(self):
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


class AnyAddressTests(VariedPractices, HypothesisTestCase):
    @given(query=queries_as_typed, look=looks_as_typed)
    @hypothesis_settings(max_examples=40)
    def test_no_query_string_breaks_it(self, query, look):
        response = self.client.get(f"{self.index.url}insluiten/?{urlencode({**query, **look}, doseq=True)}")
        assert response.status_code in {200, 400}
