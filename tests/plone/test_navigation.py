"""Navigation, content types, vocabularies and history."""

from wagtail.contrib.redirects.models import Redirect

from cms.models import Theme
from news.models import NewsPage
from tests.factories import NewsPageFactory, StandardPageFactory

from .cases import DialectCase


class NavigationTests(DialectCase):
    def test_breadcrumbs_lead_from_the_home_page_to_here(self):
        payload = self.get_json("over-ons/ploeg/@breadcrumbs")

        self.assertEqual(payload["@id"], "http://testserver/over-ons/ploeg/@breadcrumbs")
        self.assertEqual(payload["root"], "http://testserver")
        self.assertEqual([item["title"] for item in payload["items"]], ["Over ons", "Onze ploeg"])
        self.assertEqual(self.get_json("@breadcrumbs")["items"], [])

    def test_navigation_starts_at_home_and_has_the_requested_depth(self):
        home, *first = self.get_json("over-ons/@navigation")["items"]
        deeper = self.get_json("@navigation", "?expand.navigation.depth=2")["items"]

        self.assertEqual(home["@id"], "http://testserver")
        self.assertEqual([item["items"] for item in first], [[]] * len(first))
        about = next(item for item in deeper if item["title"] == "Over ons")
        self.assertEqual([item["title"] for item in about["items"]], ["Onze ploeg"])

    def test_navigation_leaves_out_the_items_of_lists(self):
        news = next(
            item
            for item in self.get_json("@navigation", "?expand.navigation.depth=8")["items"]
            if item["title"] == "Nieuws"
        )

        self.assertEqual(news["items"], [])

    def test_context_navigation_has_the_siblings_of_the_page(self):
        StandardPageFactory(parent=self.about, title="Geschiedenis")
        payload = self.get_json("over-ons/ploeg/@contextnavigation")

        self.assertEqual(payload["title"], "Over ons")
        here = {item["title"]: item["is_current"] for item in payload["items"]}
        self.assertEqual(here, {"Onze ploeg": True, "Geschiedenis": False})
        self.assertFalse(self.get_json("@contextnavigation")["available"])

    def test_the_root_of_the_navigation_is_the_site(self):
        self.assertEqual(self.get_json("over-ons/@navroot")["navroot"]["@type"], "Plone Site")

    def test_actions_depend_on_the_user(self):
        anonymous = self.get_json("over-ons/@actions")
        boss = self.get_json("over-ons/@actions", user=self.superuser)

        self.assertEqual([action["id"] for action in anonymous["object"]], ["view"])
        self.assertEqual([action["id"] for action in anonymous["user"]], ["login"])
        self.assertEqual([action["id"] for action in boss["object"]], ["view", "edit"])
        self.assertEqual([action["id"] for action in boss["user"]], ["logout"])

    def test_site_settings(self):
        payload = self.get_json("@site")

        self.assertEqual(payload["plone.default_language"], "nl")
        self.assertEqual(payload["plone.portal_timezone"], "Europe/Brussels")
        self.assertIn("Disallow: /admin/", payload["plone.robots_txt"])
        self.assertIn("Sitemap: {portal_url}/", payload["plone.robots_txt"])

    def test_each_item_of_a_menu_has_a_list_of_items(self):
        def all_items(items):
            return [each for item in items for each in (item, *all_items(item["items"]))]

        items = all_items(self.get_json("@navigation", "?expand.navigation.depth=4")["items"])

        self.assertGreater(len(items), 5)
        self.assertEqual({type(item["items"]) for item in items}, {list})

    def test_a_page_in_one_language_has_no_translations(self):
        self.assertEqual(self.get_json("over-ons/@translations")["items"], [])


class TypeTests(DialectCase):
    def test_all_content_types_are_listed(self):
        names = {item["id"] for item in self.get_json("@types")}

        self.assertLessEqual({"News Item", "Document", "Event", "Folder", "Practice", "Platform"}, names)
        self.assertNotIn("Plone Site", names)

    def test_a_type_has_a_schema_whose_fieldsets_name_every_field(self):
        types = self.get_json("@types")
        self.assertTrue(types)
        for item in types:
            with self.subTest(item["id"]):
                schema = self.client.get(item["@id"].replace("testserver/", "testserver/++api++/")).json()

                named = {name for fieldset in schema["fieldsets"] for name in fieldset["fields"]}
                self.assertEqual(named, set(schema["properties"]))
                self.assertIn("title", schema["required"])

    def test_the_schema_of_a_single_field(self):
        self.assertEqual(self.get_json("@types/Document/title")["type"], "string")
        self.assert_error(self.request("@types/Document/wachtwoord"), 404)
        self.assert_error(self.request("@types/Onbekend"), 404)

    def test_addable_types_depend_on_user_and_page(self):
        def addable(path, user=None):
            return {item["id"] for item in self.get_json(f"{path}@types", user=user) if item["addable"]}

        own = "platformen/heuvelland/nieuws/"
        self.assertEqual(addable(own), set())
        self.assertEqual(addable(own, self.member), {"News Item"})
        self.assertEqual(addable("nieuws/", self.member), set())
        self.assertEqual(addable("nieuws/", self.superuser), {"News Item"})

    def test_vocabularies(self):
        names = [item["title"] for item in self.get_json("@vocabularies")]

        for name in names:
            with self.subTest(name):
                payload = self.get_json(f"@vocabularies/{name}")
                self.assertEqual(payload["items_total"], len(payload["items"]))
        self.assert_error(self.request("@vocabularies/onbekend"), 404)

    def test_all_terms_of_a_vocabulary_can_be_had_at_once(self):
        for number in range(30):
            theme = Theme.objects.create(name=f"Zorg {number}", slug=f"zorg-{number}")
            NewsPageFactory(parent=self.own_lists["news"], themes=[theme])

        payload = self.get_json("@vocabularies/streekwijzer.Themes", "?b_size=-1&b_start=0")

        self.assertGreater(len(payload["items"]), 30)
        self.assertEqual(len(payload["items"]), payload["items_total"])
        self.assertNotIn("batching", payload)

    def test_a_vocabulary_is_filtered_and_batched(self):
        themes = [Theme.objects.create(name=f"Zorg {number}", slug=f"zorg-{number}") for number in range(4)]
        NewsPageFactory(parent=self.own_lists["news"], themes=themes)
        path = "@vocabularies/streekwijzer.Themes"

        payload = self.get_json(path, "?title=zorg&b_size=3")
        by_token = self.get_json(path, "?tokens:list=zorg-1&tokens:list=wonen")["items"]

        self.assertEqual((len(payload["items"]), payload["items_total"]), (3, 4))
        self.assertIn("next", payload["batching"])
        self.assertEqual({item["token"] for item in by_token}, {"zorg-1", "wonen"})


class HistoryTests(DialectCase):
    def setUp(self):
        self.page = NewsPageFactory(
            parent=self.own_lists["news"], title="Ontwerp", slug="ontwerp", live=False
        )
        self.page.save_revision(user=self.member, clean=False)
        self.page.save_revision(user=self.member, clean=False).publish(user=self.reviewer)
        self.path = "platformen/heuvelland/nieuws/ontwerp/"

    def test_readers_see_when_it_was_published(self):
        (row,) = self.get_json(f"{self.path}@history")

        self.assertEqual(row["review_state"], "published")
        self.assertEqual(row["actor"]["fullname"], "")
        self.assert_error(self.request(f"{self.path}@history/0"), 404)

    def test_the_team_sees_every_version_and_its_author(self):
        rows = self.get_json(f"{self.path}@history", user=self.member)

        versions = [row for row in rows if row["type"] == "versioning"]
        self.assertEqual([row["version"] for row in versions], [1, 0])
        self.assertEqual(versions[0]["actor"]["id"], str(self.member.pk))
        self.assertIn(
            "publish",
            {step["action"] for step in self.get_json(f"{self.path}@workflow", user=self.member)["history"]},
        )
        self.assertEqual(self.get_json(f"{self.path}@history/0", user=self.member)["title"], "Ontwerp")
        self.assert_error(self.request(f"{self.path}@history/7", user=self.member), 404)

    def test_transitions_are_those_that_the_user_may_make(self):
        def offered(user=None):
            return [
                row["@id"].rpartition("/")[2]
                for row in self.get_json(f"{self.path}@workflow", user=user)["transitions"]
            ]

        self.assertEqual(offered(), [])
        self.assertEqual(offered(self.superuser), ["retract"])
        NewsPage.objects.get(pk=self.page.pk).unpublish()
        self.assertIn("publish", offered(self.superuser))

    def test_only_editors_of_a_page_see_its_old_addresses(self):
        Redirect.add_redirect("/vroeger", redirect_to=self.page)

        (alias,) = self.get_json(f"{self.path}@aliases", user=self.member)["items"]

        self.assertEqual(alias["path"], "/vroeger")
        self.assertEqual(alias["redirect-to"], "/platformen/heuvelland/nieuws/ontwerp")
        self.assert_error(self.request(f"{self.path}@aliases"), 401)
        self.assert_error(self.request("@aliases", user=self.member), 403)
        self.assertEqual(self.get_json("@aliases", user=self.superuser)["items_total"], 1)
