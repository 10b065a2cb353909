"""A page in full, at both addresses, and the ways to it."""

import datetime
import uuid

from django.utils import timezone
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import PageViewRestriction

from cms.models import RelatedPage
from cms.models.base import Keyword, PageTag
from news.models import NewsPage
from tests.factories import NewsPageFactory

from .cases import DialectCase

JSON = {"HTTP_ACCEPT": "application/json"}
BROWSER = {"HTTP_ACCEPT": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"}
AT = datetime.datetime(2026, 5, 1, 10, 30, 5, 123, tzinfo=datetime.UTC)


class ContentTests(DialectCase):
    def test_says_of_a_page_what_plone_says(self):
        NewsPage.objects.filter(pk=self.first.pk).update(first_published_at=AT, last_published_at=AT)

        told = self.told("nieuws/eerste")

        self.assertEqual(told["@id"], "http://testserver/nieuws/eerste")
        self.assertEqual(told["@type"], "News Item")
        self.assertEqual(told["UID"], self.first.translation_key.hex)
        self.assertEqual(told["id"], "eerste")
        self.assertEqual(told["title"], "Eerste bericht")
        self.assertEqual(told["effective"], "2026-05-01T10:30:05+00:00")
        self.assertEqual(told["created"], told["modified"])
        self.assertIsNone(told["expires"])
        self.assertEqual(told["parent"]["@id"], "http://testserver/nieuws")
        self.assertEqual(told["subjects"], ["Wonen"])
        self.assertEqual(told["previous_item"], {})
        self.assertEqual(told["next_item"]["@id"], "http://testserver/nieuws/tweede")
        self.assertFalse(told["is_folderish"])
        self.assertNotIn("items", told)
        self.assertEqual(told["text"]["content-type"], "text/html")
        self.assertIn("Een zin die iets zegt.", told["text"]["data"])

    def test_the_home_page_is_the_site(self):
        told = self.told()

        self.assertEqual(told["@type"], "Plone Site")
        self.assertEqual(told["@id"], "http://testserver")
        self.assertEqual(told["parent"], {})
        self.assertIn("Nieuws", [item["title"] for item in told["items"]])

    def test_a_folder_tells_what_is_in_it(self):
        told = self.told("nieuws")

        self.assertEqual(told["@type"], "Folder")
        self.assertEqual([item["title"] for item in told["items"]], ["Eerste bericht", "Tweede bericht"])
        self.assertEqual(told["items_total"], 2)
        self.assertNotIn("batching", told)

    def test_a_folder_tells_it_in_full_when_asked(self):
        (first, _second) = self.told("nieuws", "?fullobjects=true")["items"]

        self.assertIn("text", first)
        self.assertEqual(first["parent"]["@id"], "http://testserver/nieuws")

    def test_a_new_type_of_page_needs_nothing_here(self):
        practice = self.make("practices", slug="proef", title="Proef")

        told = self.told("praktijken/proef")

        self.assertEqual(told["@type"], "Practice")
        self.assertEqual(told["UID"], practice.translation_key.hex)
        self.assertEqual(self.told("platformen/heuvelland")["@type"], "Platform")

    def test_related_pages_are_those_that_may_be_known(self):
        hidden = NewsPageFactory(parent=self.news, title="Nog niet", live=False)
        for related in (self.second, hidden):
            RelatedPage.objects.create(page=self.first, related=related)

        told = self.told("nieuws/eerste")

        self.assertEqual([item["title"] for item in told["relatedItems"]], ["Tweede bericht"])

    def test_keywords_are_subjects_too(self):
        word = Keyword.objects.create(name="Fiets", slug="fiets")
        PageTag.objects.create(tag=word, content_object=self.first)

        self.assertEqual(self.told("nieuws/eerste")["subjects"], ["Wonen", "Fiets"])
        self.assertEqual(self.titles("@search", "?Subject=fiets"), ["Eerste bericht"])

    def test_links_in_the_text_have_whole_addresses(self):
        link = f'<p><a linktype="page" id="{self.news.pk}">nieuws</a></p>'
        page = NewsPageFactory(parent=self.news, slug="link", body=[("paragraph", link)])

        text = self.told(f"nieuws/{page.slug}")["text"]["data"]

        self.assertNotIn('href="/', text)
        self.assertIn("/nieuws/", text)


class ExpandTests(DialectCase):
    def test_names_what_else_can_come_along(self):
        found = self.told("over-ons")["@components"]

        self.assertEqual(found["breadcrumbs"], {"@id": "http://testserver/over-ons/@breadcrumbs"})
        names = {"actions", "breadcrumbs", "contextnavigation", "navigation", "navroot", "types", "workflow"}
        self.assertEqual(found.keys(), names | {"translations"})

    def test_every_spelling_brings_it_along(self):
        for query in (
            "?expand=breadcrumbs,navigation",
            "?expand=breadcrumbs&expand=navigation",
            "?expand:list=breadcrumbs&expand:list=navigation",
            "?expand=unknown,%20breadcrumbs,%20navigation",
        ):
            with self.subTest(query):
                found = self.told("over-ons/ploeg", query)["@components"]

                titles = [item["title"] for item in found["breadcrumbs"]["items"]]
                self.assertEqual(titles, ["Over ons", "Onze ploeg"])
                self.assertIn("Nieuws", [item["title"] for item in found["navigation"]["items"]])
                self.assertNotIn("history", found["workflow"])

    def test_brings_the_same_as_the_endpoint_itself(self):
        names = ["actions", "breadcrumbs", "contextnavigation", "navigation", "navroot", "types", "workflow"]
        found = self.told("over-ons", f"?expand={','.join(names)}")["@components"]

        for name in names:
            self.assertEqual(found[name], self.ask(f"over-ons/@{name}").json(), name)


class AddressTests(DialectCase):
    def test_a_page_answers_json_at_its_own_address(self):
        response = self.client.get(self.first.url, **JSON)

        self.assertEqual(response.json(), self.told("nieuws/eerste"))
        self.assertIn("Accept", response["Vary"])

    def test_plones_own_addresses_need_no_slash(self):
        response = self.client.get("/nieuws/eerste", **JSON)

        self.assertEqual(response.json(), self.told("nieuws/eerste"))
        self.assertEqual(self.client.get("/nieuws/eerste", **BROWSER).status_code, 301)
        self.assertEqual(self.client.get("/admin", **JSON).status_code, 301)
        self.assertEqual(self.client.get("/zoeken", **JSON).status_code, 301)
        batch = self.client.get("/nieuws?b_size=1", **JSON).json()["batching"]
        self.assertEqual(batch["next"], "http://testserver/nieuws?b_size=1&b_start=1")

    def test_browsers_get_html_and_caches_are_told(self):
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
        found = self.client.get("/over-ons/@breadcrumbs", **JSON)

        self.assertEqual(found.json()["items"], [{"@id": "http://testserver/over-ons", "title": "Over ons"}])
        self.assertEqual(self.client.get("/over-ons/@breadcrumbs", **BROWSER).status_code, 404)

    def test_empty_parts_and_repeated_markers_mean_nothing(self):
        expected = self.told("nieuws/eerste")
        for path in (
            "/nieuws//eerste/",
            "nieuws/eerste/",
            "++api++/nieuws/eerste",
            "++api++/" * 50 + "nieuws/eerste",
        ):
            with self.subTest(path[:40]):
                self.assertEqual(self.told(path), expected)
        self.assertEqual(self.client.get("/%2B%2Bapi%2B%2B/nieuws/eerste").json(), expected)
        self.assertEqual(self.client.get("/++api++").json()["@type"], "Plone Site")

    def test_an_old_address_leads_to_the_new_one(self):
        Redirect.add_redirect("/nieuws/vroeger", redirect_to=self.first)

        response = self.ask("nieuws/vroeger/@breadcrumbs", "?a=1")
        own = self.client.get("/nieuws/vroeger/", **JSON)

        self.assertEqual(response.status_code, 302)
        self.assertEqual(response["Location"], "http://testserver/++api++/nieuws/eerste/@breadcrumbs?a=1")
        self.assertEqual((own.status_code, own["Location"]), (302, "http://testserver/nieuws/eerste/"))

    def test_an_old_address_tells_nothing_of_a_hidden_page(self):
        NewsPage.objects.filter(pk=self.first.pk).update(live=False)
        Redirect.add_redirect("/nieuws/vroeger", redirect_to=self.first)

        self.assert_refused(self.ask("nieuws/vroeger"), 404)

    def test_an_id_leads_to_the_page(self):
        for uid in (self.first.translation_key.hex, str(self.first.translation_key)):
            response = self.ask(f"resolveuid/{uid}")

            self.assertEqual(response.status_code, 301)
            self.assertEqual(response["Location"], "http://testserver/++api++/nieuws/eerste")
        for uid in (uuid.uuid4().hex, "geen", ""):
            self.assert_refused(self.ask(f"resolveuid/{uid}"), 404)


class PageTests(DialectCase):
    """What the site does at the addresses that the dialect answers too."""

    def test_the_forms_of_private_pages_are_wagtails(self):
        PageViewRestriction.objects.create(page=self.about, restriction_type="password", password="sesam")

        refused = self.client.get(self.about.url, **BROWSER)
        self.assertContains(refused, "_util/authenticate_with_password/")
        self.assertEqual(self.client.get("/_util/login/").status_code, 200)

    def test_a_form_on_a_page_needs_its_token_and_the_dialect_needs_none(self):
        client = self.client_class(enforce_csrf_checks=True)

        self.assertEqual(client.post(self.about.url, **BROWSER).status_code, 403)
        self.assertEqual(client.post(self.about.url, **JSON).status_code, 501)

    def test_what_has_no_page_is_not_found_in_either_form(self):
        for headers in (BROWSER, JSON):
            self.assertEqual(self.client.get("/nergens/", **headers).status_code, 404)

    def test_other_json_stays_what_it_was(self):
        response = self.client.get("/nieuws/feed.json", **JSON)

        self.assertEqual(response["Content-Type"], "application/feed+json; charset=utf-8")


class KeepingTests(DialectCase):
    def test_an_unchanged_answer_is_not_sent_again(self):
        first = self.ask("nieuws")
        again = self.ask("nieuws", HTTP_IF_NONE_MATCH=first["ETag"])

        self.assertEqual(first["Cache-Control"].partition(",")[0], "public")
        self.assertEqual(again.status_code, 304)
        self.assertEqual(again.content, b"")
        self.assertEqual(again["Access-Control-Allow-Origin"], "*")

    def test_a_changed_one_is(self):
        first = self.ask("nieuws")
        NewsPageFactory(parent=self.news, title="Vers")

        again = self.ask("nieuws", HTTP_IF_NONE_MATCH=first["ETag"])

        self.assertEqual(again.status_code, 200)
        self.assertIn("Vers", [item["title"] for item in again.json()["items"]])

    def test_who_signs_in_keeps_nothing(self):
        response = self.ask("nieuws", user=self.member)

        self.assertEqual(response["Cache-Control"], "private, no-store")
        self.assertNotIn("ETag", response.headers)

    def test_two_hosts_do_not_share_an_answer(self):
        here = self.ask("nieuws")
        there = self.ask("nieuws", HTTP_HOST="localhost", HTTP_IF_NONE_MATCH=here["ETag"])

        self.assertEqual(there.status_code, 200)
        self.assertEqual(there.json()["@id"], "http://localhost/nieuws")

    def test_every_origin_may_read(self):
        response = self.ask("nieuws", HTTP_ORIGIN="https://stad.example")

        self.assertEqual(response["Access-Control-Allow-Origin"], "*")
        self.assertFalse(response.cookies)
        self.assertNotIn("Cookie", response["Vary"])

    def test_head_and_options(self):
        head = self.ask("nieuws", method="head")
        options = self.ask("nieuws", method="options")

        self.assertEqual(head.status_code, 200)
        self.assertEqual(head["ETag"], self.ask("nieuws")["ETag"])
        self.assertEqual(options.status_code, 204)
        self.assertIn("Authorization", options["Access-Control-Allow-Headers"])

    def test_dates_move_with_a_publication_only(self):
        first = self.told("nieuws/eerste")
        self.first.title = "Later"
        self.first.save_revision(clean=False)

        self.assertEqual(self.told("nieuws/eerste"), first)
        self.assertLess(timezone.now() - self.first.latest_revision_created_at, datetime.timedelta(minutes=5))
