"""Aliases: a page in two places is listed once, at its source or at the alias that was put there."""

from django.urls import reverse
from wagtail.actions.convert_alias import ConvertAliasPageAction
from wagtail.models import PageViewRestriction

from events.models import EventPage
from listing.related import related_to
from tests.events.factories import presented, session
from tests.partners.cases import NEXT_MONTH, PartnerTestCase, every_format, uuid
from tests.platforms.factories import PlatformPageFactory


class AliasTests(PartnerTestCase):
    """A page in the site-wide list, with an alias in a platform's list."""

    def pair(self, kind, **values):
        source = self.make(kind, title="Samen wonen", **values)
        return source, source.create_alias(parent=self.own_lists[kind])

    def test_every_format_of_the_whole_list_tells_the_source_only(self):
        pairs = {}
        for kind, name in every_format():
            with self.subTest(kind=kind, format=name):
                source, _alias = pairs.get(kind) or pairs.setdefault(kind, self.pair(kind))
                self.assertEqual(self.ids(self.lists[kind], name), [uuid(source)])

    def test_the_list_where_it_was_put_tells_the_alias(self):
        for kind in self.lists:
            with self.subTest(kind):
                _source, alias = self.pair(kind)
                self.assertEqual(self.ids(self.own_lists[kind], "feed.json"), [uuid(alias)])
                ids = self.ids(self.lists[kind], "feed.json", {"platform": "heuvelland"})
                self.assertEqual(ids, [uuid(alias)])

    def test_where_the_source_is_not_shown_the_alias_stands_for_itself(self):
        source, alias = self.pair("practices")
        PageViewRestriction.objects.create(page=source, restriction_type="login")

        self.assertEqual(self.ids(self.lists["practices"], "feed.json"), [uuid(alias)])

    def test_an_alias_that_became_a_page_of_its_own_is_listed_at_once(self):
        source, alias = self.pair("practices")
        self.assertEqual(self.ids(self.lists["practices"], "feed.json"), [uuid(source)])

        ConvertAliasPageAction(alias).execute(skip_permission_checks=True)

        self.assertCountEqual(self.ids(self.lists["practices"], "feed.json"), [uuid(source), uuid(alias)])

    def test_the_list_counts_it_once(self):
        self.pair("practices")

        response = self.client.get(self.lists["practices"].url)

        self.assertEqual(response.context["total"], 1)
        groups = self.lists["practices"].filtered(None).results.groups
        counts = {choice.value: choice.count for group in groups for choice, _parts in group.choices}
        self.assertEqual((counts["wonen"], counts["heuvelland"]), (1, 1))

    def test_search_the_apis_and_the_sitemap_tell_it_once(self):
        source, alias = self.pair("practices")

        response = self.client.get(reverse("search"), {"q": "samen wonen"})
        self.assertContains(response, source.url)
        self.assertNotContains(response, alias.url)
        for address in ("/api/v1/practices", "/api/v1/search?q=samen+wonen"):
            with self.subTest(address):
                items = self.client.get(address).json()["items"]
                self.assertEqual([item["id"] for item in items], [uuid(source)])
        dialect = self.client.get("/++api++/@search?SearchableText=samen+wonen").json()
        self.assertEqual([item["title"] for item in dialect["items"]], ["Samen wonen"])
        sitemap = self.client.get("/sitemap-pages.xml").content.decode()
        self.assertIn(f"<loc>{source.full_url}</loc>", sitemap)
        self.assertNotIn(alias.full_url, sitemap)

    def test_both_have_a_page_and_search_engines_keep_that_of_the_source(self):
        source, alias = self.pair("practices")

        for page in (source, alias):
            with self.subTest(page.url):
                self.assertContains(
                    self.client.get(page.url), f'<link rel="canonical" href="{source.full_url}">'
                )
                self.assertEqual(self.client.get(f"/api/v1/practices/{uuid(page)}").status_code, 200)

    def test_a_list_that_is_not_filtered_tells_it_once(self):
        other = PlatformPageFactory(parent=self.platform.get_parent(), title="Anders", slug="anders")
        self.platform.create_alias(parent=self.platform.get_parent(), update_slug="ook-heuvelland")

        items = self.client.get("/api/v1/platforms").json()["items"]

        self.assertEqual({item["id"] for item in items}, {uuid(other), uuid(self.platform)})

    def test_what_is_related_is_never_the_page_itself_again(self):
        source, alias = self.pair("practices")

        for page in (source, alias):
            with self.subTest(page.url):
                self.assertIsNone(related_to(page))

    def test_an_activity_that_presents_a_practice_is_named_once(self):
        practice = self.make("practices")
        rows = {"sessions": [session(NEXT_MONTH)], "practices": presented(practice)}
        event = self.make("events", rows=rows)
        event.create_alias(parent=self.own_lists["events"])

        self.assertEqual([event_page.pk for event_page in EventPage.objects.presenting(practice)], [event.pk])
