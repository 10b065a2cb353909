"""The ways through the tree, the kinds of content, and what else a client wants to know."""

from wagtail.contrib.redirects.models import Redirect

from cms.models import Theme
from news.models import NewsPage
from tests.factories import NewsPageFactory, StandardPageFactory

from .cases import DialectCase


class WaysTests(DialectCase):
    def test_breadcrumbs_lead_from_the_home_page_to_here(self):
        told = self.told("over-ons/ploeg/@breadcrumbs")

        self.assertEqual(told["@id"], "http://testserver/over-ons/ploeg/@breadcrumbs")
        self.assertEqual(told["root"], "http://testserver")
        self.assertEqual([item["title"] for item in told["items"]], ["Over ons", "Onze ploeg"])
        self.assertEqual(self.told("@breadcrumbs")["items"], [])

    def test_navigation_begins_at_home_and_goes_as_deep_as_asked(self):
        home, *first = self.told("over-ons/@navigation")["items"]
        deeper = self.told("@navigation", "?expand.navigation.depth=2")["items"]

        self.assertEqual(home["@id"], "http://testserver")
        self.assertEqual([item["items"] for item in first], [[]] * len(first))
        about = next(item for item in deeper if item["title"] == "Over ons")
        self.assertEqual([item["title"] for item in about["items"]], ["Onze ploeg"])

    def test_navigation_leaves_out_what_lists_hold(self):
        news = next(
            item
            for item in self.told("@navigation", "?expand.navigation.depth=8")["items"]
            if item["title"] == "Nieuws"
        )

        self.assertEqual(news["items"], [])

    def test_context_navigation_opens_the_way_to_the_page(self):
        StandardPageFactory(parent=self.about, title="Geschiedenis")
        told = self.told("over-ons/ploeg/@contextnavigation")

        self.assertEqual(told["title"], "Over ons")
        here = {item["title"]: item["is_current"] for item in told["items"]}
        self.assertEqual(here, {"Onze ploeg": True, "Geschiedenis": False})
        self.assertFalse(self.told("@contextnavigation")["available"])

    def test_the_root_of_the_navigation_is_the_site(self):
        self.assertEqual(self.told("over-ons/@navroot")["navroot"]["@type"], "Plone Site")

    def test_actions_are_those_of_the_reader(self):
        anonymous = self.told("over-ons/@actions")
        boss = self.told("over-ons/@actions", user=self.superuser)

        self.assertEqual([action["id"] for action in anonymous["object"]], ["view"])
        self.assertEqual([action["id"] for action in anonymous["user"]], ["login"])
        self.assertEqual([action["id"] for action in boss["object"]], ["view", "edit"])
        self.assertEqual([action["id"] for action in boss["user"]], ["logout"])

    def test_the_site_says_what_it_is(self):
        told = self.told("@site")

        self.assertEqual(told["plone.default_language"], "nl")
        self.assertEqual(told["plone.portal_timezone"], "Europe/Brussels")

    def test_a_page_in_one_language_has_no_translations(self):
        self.assertEqual(self.told("over-ons/@translations")["items"], [])


class TypeTests(DialectCase):
    def test_all_kinds_of_content_are_told(self):
        names = {found["id"] for found in self.told("@types")}

        self.assertLessEqual({"News Item", "Document", "Event", "Folder", "Practice", "Platform"}, names)
        self.assertNotIn("Plone Site", names)

    def test_a_type_has_a_schema_whose_fieldsets_name_every_field(self):
        for found in self.told("@types"):
            with self.subTest(found["id"]):
                schema = self.client.get(found["@id"].replace("testserver/", "testserver/++api++/")).json()

                named = {name for fieldset in schema["fieldsets"] for name in fieldset["fields"]}
                self.assertEqual(named, set(schema["properties"]))
                self.assertIn("title", schema["required"])

    def test_a_field_is_told_alone(self):
        self.assertEqual(self.told("@types/Document/title")["type"], "string")
        self.assert_refused(self.ask("@types/Document/wachtwoord"), 404)
        self.assert_refused(self.ask("@types/Onbekend"), 404)

    def test_what_can_be_added_depends_on_who_asks_and_where(self):
        def addable(path, user=None):
            return {found["id"] for found in self.told(f"{path}@types", user=user) if found["addable"]}

        own = "platformen/heuvelland/nieuws/"
        self.assertEqual(addable(own), set())
        self.assertEqual(addable(own, self.member), {"News Item"})
        self.assertEqual(addable("nieuws/", self.member), set())
        self.assertEqual(addable("nieuws/", self.superuser), {"News Item"})

    def test_vocabularies(self):
        names = [found["title"] for found in self.told("@vocabularies")]

        for name in names:
            with self.subTest(name):
                told = self.told(f"@vocabularies/{name}")
                self.assertEqual(told["items_total"], len(told["items"]))
        self.assert_refused(self.ask("@vocabularies/onbekend"), 404)

    def test_a_vocabulary_is_searched_and_cut(self):
        for number in range(4):
            Theme.objects.create(name=f"Zorg {number}", slug=f"zorg-{number}")
        path = "@vocabularies/streekwijzer.Themes"

        found = self.told(path, "?title=zorg&b_size=3")
        by_token = self.told(path, "?tokens:list=zorg-1&tokens:list=wonen")["items"]

        self.assertEqual((len(found["items"]), found["items_total"]), (3, 4))
        self.assertIn("next", found["batching"])
        self.assertEqual({item["token"] for item in by_token}, {"zorg-1", "wonen"})


class HistoryTests(DialectCase):
    def setUp(self):
        self.page = NewsPageFactory(
            parent=self.own_lists["news"], title="Ontwerp", slug="ontwerp", live=False
        )
        self.page.save_revision(user=self.member, clean=False)
        self.page.save_revision(user=self.member, clean=False).publish(user=self.reviewer)
        self.path = "platformen/heuvelland/nieuws/ontwerp/"

    def test_readers_know_when_it_was_published(self):
        (row,) = self.told(f"{self.path}@history")

        self.assertEqual(row["review_state"], "published")
        self.assertEqual(row["actor"]["fullname"], "")
        self.assert_refused(self.ask(f"{self.path}@history/0"), 404)

    def test_the_team_knows_every_version_and_who_made_it(self):
        rows = self.told(f"{self.path}@history", user=self.member)

        versions = [row for row in rows if row["type"] == "versioning"]
        self.assertEqual([row["version"] for row in versions], [1, 0])
        self.assertEqual(versions[0]["actor"]["id"], str(self.member.pk))
        self.assertIn(
            "publish",
            {step["action"] for step in self.told(f"{self.path}@workflow", user=self.member)["history"]},
        )
        self.assertEqual(self.told(f"{self.path}@history/0", user=self.member)["title"], "Ontwerp")
        self.assert_refused(self.ask(f"{self.path}@history/7", user=self.member), 404)

    def test_transitions_are_those_that_the_user_may_make(self):
        def offered(user=None):
            return [
                row["@id"].rpartition("/")[2]
                for row in self.told(f"{self.path}@workflow", user=user)["transitions"]
            ]

        self.assertEqual(offered(), [])
        self.assertEqual(offered(self.superuser), ["retract"])
        NewsPage.objects.get(pk=self.page.pk).unpublish()
        self.assertIn("publish", offered(self.superuser))

    def test_old_addresses_are_for_who_works_on_the_page(self):
        Redirect.add_redirect("/vroeger", redirect_to=self.page)

        (alias,) = self.told(f"{self.path}@aliases", user=self.member)["items"]

        self.assertEqual(alias["path"], "/vroeger")
        self.assertEqual(alias["redirect-to"], "/platformen/heuvelland/nieuws/ontwerp")
        self.assert_refused(self.ask(f"{self.path}@aliases"), 401)
        self.assert_refused(self.ask("@aliases", user=self.member), 403)
        self.assertEqual(self.told("@aliases", user=self.superuser)["items_total"], 1)
