"""Pages in full, their two addresses, redirects, and caching."""

import datetime
import uuid

from django.urls import reverse
from django.utils import timezone
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page, PageViewRestriction, get_page_models

from cms.models import IndexPage, RelatedPage
from cms.models.page_rows import Keyword, PageTag
from news.models import NewsPage
from plone import conditions
from plone.parameters import PARAMETERS
from plone.results import SORTS
from tests.factories import NewsPageFactory

from .cases import DialectCase

JSON = {"HTTP_ACCEPT": "application/json"}
BROWSER = {"HTTP_ACCEPT": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"}
AT = datetime.datetime(2026, 5, 1, 10, 30, 5, 123, tzinfo=datetime.UTC)


class ContentTests(DialectCase):
    def test_a_page_has_the_fields_of_plone(self):
        NewsPage.objects.filter(pk=self.first.pk).update(first_published_at=AT, last_published_at=AT)

        payload = self.get_json("nieuws/eerste")

        self.assertEqual(payload["@id"], "http://testserver/nieuws/eerste")
        self.assertEqual(payload["@type"], "News Item")
        self.assertEqual(payload["UID"], self.first.translation_key.hex)
        self.assertEqual(payload["id"], "eerste")
        self.assertEqual(payload["title"], "Eerste bericht")
        self.assertEqual(payload["effective"], "2026-05-01T10:30:05+00:00")
        self.assertEqual(payload["created"], payload["modified"])
        self.assertIsNone(payload["expires"])
        self.assertEqual(payload["parent"]["@id"], "http://testserver/nieuws")
        self.assertEqual(payload["subjects"], ["Wonen"])
        self.assertEqual(payload["previous_item"], {})
        self.assertEqual(payload["next_item"]["@id"], "http://testserver/nieuws/tweede")
        self.assertFalse(payload["is_folderish"])
        self.assertNotIn("items", payload)
        self.assertEqual(payload["text"]["content-type"], "text/html")
        self.assertIn("Een zin die iets zegt.", payload["text"]["data"])

    def test_the_home_page_is_the_site(self):
        payload = self.get_json()

        self.assertEqual(payload["@type"], "Plone Site")
        self.assertEqual(payload["@id"], "http://testserver")
        self.assertEqual(payload["parent"], {})
        self.assertIn("Nieuws", [item["title"] for item in payload["items"]])

    def test_a_folder_has_its_children(self):
        payload = self.get_json("nieuws")

        self.assertEqual(payload["@type"], "Folder")
        self.assertEqual([item["title"] for item in payload["items"]], ["Eerste bericht", "Tweede bericht"])
        self.assertEqual(payload["items_total"], 2)
        self.assertNotIn("batching", payload)

    def test_a_list_obeys_the_filters_that_its_page_has(self):
        for name in ("nieuws", "++api++/nieuws"):
            with self.subTest(name):
                response = self.client.get(f"/{name}", {"theme": "wonen", "b_size": "1"}, **JSON)
                payload = response.json()

                self.assertEqual([item["title"] for item in payload["items"]], ["Eerste bericht"])
                self.assertEqual(payload["items_total"], 1)

    def test_no_filter_has_the_name_of_a_parameter_of_plone(self):
        models = [model for model in get_page_models() if getattr(model, "filter_form", None)]
        names = {facet.key for model in models for facet in model.filter_form.facets}

        self.assertTrue(names)
        own = {
            *PARAMETERS,
            *conditions.date_names(),
            *SORTS,
            "path",
            "expand",
            "fullobjects",
            "metadata_fields",
            "query",
        }
        self.assertEqual(names & own, set())

    def test_fullobjects_serializes_children_in_full(self):
        (first, _second) = self.get_json("nieuws", "?fullobjects=true")["items"]

        self.assertIn("text", first)
        self.assertEqual(first["parent"]["@id"], "http://testserver/nieuws")

    def test_page_types_without_a_plone_name_use_their_own(self):
        practice = self.make("practices", slug="proef", title="Proef")

        payload = self.get_json("praktijken/proef")

        self.assertEqual(payload["@type"], "Practice")
        self.assertEqual(payload["UID"], practice.translation_key.hex)
        self.assertEqual(self.get_json("platformen/heuvelland")["@type"], "Platform")

    def test_only_visible_related_pages_are_shown(self):
        hidden = NewsPageFactory(parent=self.news, title="Nog niet", live=False)
        for related in (self.second, hidden):
            RelatedPage.objects.create(page=self.first, related=related)

        payload = self.get_json("nieuws/eerste")

        self.assertEqual([item["title"] for item in payload["relatedItems"]], ["Tweede bericht"])

    def test_keywords_are_subjects_too(self):
        word = Keyword.objects.create(name="Fiets", slug="fiets")
        PageTag.objects.create(tag=word, content_object=self.first)

        self.assertEqual(self.get_json("nieuws/eerste")["subjects"], ["Wonen", "Fiets"])
        self.assertEqual(self.get_titles("@search", "?Subject=fiets"), ["Eerste bericht"])

    def test_links_in_rich_text_are_absolute(self):
        link = f'<p><a linktype="page" id="{self.news.pk}">nieuws</a></p>'
        page = NewsPageFactory(parent=self.news, slug="link", body=[("paragraph", link)])

        text = self.get_json(f"nieuws/{page.slug}")["text"]["data"]

        self.assertNotIn('href="/', text)
        self.assertIn("/nieuws/", text)


class ExpandTests(DialectCase):
    def test_components_link_to_every_expandable_endpoint(self):
        components = self.get_json("over-ons")["@components"]

        self.assertEqual(components["breadcrumbs"], {"@id": "http://testserver/over-ons/@breadcrumbs"})
        names = {"actions", "breadcrumbs", "contextnavigation", "navigation", "navroot", "types", "workflow"}
        self.assertEqual(components.keys(), names | {"aliases", "translations"})

    def test_a_page_of_a_full_list_links_to_its_components(self):
        for item in self.get_json("nieuws", "?fullobjects=1")["items"]:
            self.assertEqual(item["@components"]["aliases"], {"@id": f"{item['@id']}/@aliases"})
            self.assertIn("navigation", item["@components"])

    def test_every_folder_has_items(self):
        lists = [page for page in Page.objects.live().specific() if isinstance(page, IndexPage)]
        self.assertGreater(len(lists), 3)
        for page in lists:
            with self.subTest(page.url):
                self.assertIsInstance(self.get_json(page.url.strip("/"))["items"], list)

    def test_every_spelling_of_expand_works(self):
        for query in (
            "?expand=breadcrumbs,navigation",
            "?expand=breadcrumbs&expand=navigation",
            "?expand:list=breadcrumbs&expand:list=navigation",
            "?expand=unknown,%20breadcrumbs,%20navigation",
        ):
            with self.subTest(query):
                components = self.get_json("over-ons/ploeg", query)["@components"]

                titles = [item["title"] for item in components["breadcrumbs"]["items"]]
                self.assertEqual(titles, ["Over ons", "Onze ploeg"])
                self.assertIn("Nieuws", [item["title"] for item in components["navigation"]["items"]])
                self.assertNotIn("history", components["workflow"])

    def test_expanding_gives_the_payload_of_the_endpoint(self):
        names = ["actions", "breadcrumbs", "contextnavigation", "navigation", "navroot", "types", "workflow"]
        components = self.get_json("over-ons", f"?expand={','.join(names)}")["@components"]

        for name in names:
            self.assertEqual(components[name], self.request(f"over-ons/@{name}").json(), name)


class AddressTests(DialectCase):
    def test_a_page_answers_json_at_its_own_address(self):
        response = self.client.get(self.first.url, **JSON)

        self.assertEqual(response.json(), self.get_json("nieuws/eerste"))
        self.assertIn("Accept", response["Vary"])

    def test_plones_own_addresses_need_no_slash(self):
        response = self.client.get("/nieuws/eerste", **JSON)

        self.assertEqual(response.json(), self.get_json("nieuws/eerste"))
        self.assertEqual(self.client.get("/nieuws/eerste", **BROWSER).status_code, 301)
        self.assertEqual(self.client.get("/admin", **JSON).status_code, 301)
        self.assertEqual(self.client.get("/zoeken", **JSON).status_code, 301)
        batch = self.client.get("/nieuws?b_size=1", **JSON).json()["batching"]
        self.assertEqual(batch["next"], "http://testserver/nieuws?b_size=1&b_start=1")

    def test_browsers_get_html_with_vary_accept(self):
        for headers in (
            BROWSER,
            {},
            {"HTTP_ACCEPT": "*/*"},
            {"HTTP_ACCEPT": "text/html, application/json;q=0.5"},
        ):
            with self.subTest(headers):
                response = self.client.get(self.first.url, **headers)

                self.assertTrue(response["Content-Type"].startswith("text/html"))
                self.assertIn("Accept", response["Vary"])
                self.assertNotIn("Access-Control-Allow-Origin", response.headers)

    def test_endpoints_answer_below_the_own_address(self):
        response = self.client.get("/over-ons/@breadcrumbs", **JSON)

        self.assertEqual(
            response.json()["items"], [{"@id": "http://testserver/over-ons", "title": "Over ons"}]
        )
        self.assertEqual(self.client.get("/over-ons/@breadcrumbs", **BROWSER).status_code, 404)

    def test_empty_parts_and_repeated_markers_are_ignored(self):
        expected = self.get_json("nieuws/eerste")
        for path in (
            "/nieuws//eerste/",
            "nieuws/eerste/",
            "++api++/nieuws/eerste",
            "++api++/" * 50 + "nieuws/eerste",
        ):
            with self.subTest(path[:40]):
                self.assertEqual(self.get_json(path), expected)
        self.assertEqual(self.client.get("/%2B%2Bapi%2B%2B/nieuws/eerste").json(), expected)
        self.assertEqual(self.client.get("/++api++").json()["@type"], "Plone Site")

    def test_an_old_address_redirects_to_the_new_one(self):
        Redirect.add_redirect("/nieuws/vroeger", redirect_to=self.first)

        response = self.request("nieuws/vroeger/@breadcrumbs", "?a=1")
        own = self.client.get("/nieuws/vroeger/", **JSON)

        self.assertEqual(response.status_code, 302)
        self.assertEqual(response["Location"], "http://testserver/++api++/nieuws/eerste/@breadcrumbs?a=1")
        self.assertEqual((own.status_code, own["Location"]), (302, "http://testserver/nieuws/eerste/"))

    def test_an_old_address_does_not_reveal_a_hidden_page(self):
        NewsPage.objects.filter(pk=self.first.pk).update(live=False)
        Redirect.add_redirect("/nieuws/vroeger", redirect_to=self.first)

        self.assert_error(self.request("nieuws/vroeger"), 404)

    def test_a_uid_redirects_to_the_page(self):
        for uid in (self.first.translation_key.hex, str(self.first.translation_key)):
            response = self.request(f"resolveuid/{uid}")

            self.assertEqual(response.status_code, 301)
            self.assertEqual(response["Location"], "http://testserver/++api++/nieuws/eerste")
        for uid in (uuid.uuid4().hex, "geen", ""):
            self.assert_error(self.request(f"resolveuid/{uid}"), 404)


class PageTests(DialectCase):
    """The HTML site at the addresses that the dialect answers too."""

    def test_wagtails_forms_for_private_pages_still_work(self):
        PageViewRestriction.objects.create(page=self.about, restriction_type="password", password="sesam")

        refused = self.client.get(self.about.url, **BROWSER)
        self.assertContains(refused, "_util/authenticate_with_password/")
        self.assertRedirects(self.client.get("/_util/login/"), reverse("wagtailadmin_login"))

    def test_posts_to_html_pages_need_a_csrf_token_and_json_posts_do_not(self):
        client = self.client_class(enforce_csrf_checks=True)

        self.assertEqual(client.post(self.about.url, **BROWSER).status_code, 403)
        self.assertEqual(client.post(self.about.url, **JSON).status_code, 501)

    def test_an_unknown_address_is_404_in_html_and_json(self):
        for headers in (BROWSER, JSON):
            self.assertEqual(self.client.get("/nergens/", **headers).status_code, 404)

    def test_other_json_formats_are_unaffected(self):
        response = self.client.get("/nieuws/feed.json", **JSON)

        self.assertEqual(response["Content-Type"], "application/feed+json; charset=utf-8")


class CachingTests(DialectCase):
    def test_an_unchanged_answer_is_304(self):
        first = self.request("nieuws")
        again = self.request("nieuws", HTTP_IF_NONE_MATCH=first["ETag"])

        self.assertEqual(first["Cache-Control"].partition(",")[0], "public")
        self.assertEqual(again.status_code, 304)
        self.assertEqual(again.content, b"")
        self.assertEqual(again["Access-Control-Allow-Origin"], "*")

    def test_a_changed_answer_is_sent(self):
        first = self.request("nieuws")
        NewsPageFactory(parent=self.news, title="Vers")

        again = self.request("nieuws", HTTP_IF_NONE_MATCH=first["ETag"])

        self.assertEqual(again.status_code, 200)
        self.assertIn("Vers", [item["title"] for item in again.json()["items"]])

    def test_answers_to_signed_in_users_are_not_cached(self):
        response = self.request("nieuws", user=self.member)

        self.assertEqual(response["Cache-Control"], "private, no-store")
        self.assertNotIn("ETag", response.headers)

    def test_two_hosts_do_not_share_an_answer(self):
        here = self.request("nieuws")
        there = self.request("nieuws", HTTP_HOST="localhost", HTTP_IF_NONE_MATCH=here["ETag"])

        self.assertEqual(there.status_code, 200)
        self.assertEqual(there.json()["@id"], "http://localhost/nieuws")

    def test_every_origin_may_read(self):
        response = self.request("nieuws", HTTP_ORIGIN="https://stad.example")

        self.assertEqual(response["Access-Control-Allow-Origin"], "*")
        self.assertFalse(response.cookies)
        self.assertNotIn("Cookie", response["Vary"])

    def test_head_and_options(self):
        head = self.request("nieuws", method="head")
        options = self.request("nieuws", method="options")

        self.assertEqual(head.status_code, 200)
        self.assertEqual(head["ETag"], self.request("nieuws")["ETag"])
        self.assertEqual(options.status_code, 204)
        self.assertIn("Authorization", options["Access-Control-Allow-Headers"])

    def test_a_draft_of_a_public_page_does_not_change_its_answer(self):
        first = self.get_json("nieuws/eerste")
        self.first.title = "Later"
        self.first.save_revision(clean=False)

        self.assertEqual(self.get_json("nieuws/eerste"), first)
        self.assertLess(timezone.now() - self.first.latest_revision_created_at, datetime.timedelta(minutes=5))
