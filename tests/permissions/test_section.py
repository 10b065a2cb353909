from importlib import import_module

from django.apps import apps
from django.contrib.auth.models import Group
from django.test import TestCase
from wagtail.models import Collection, GroupPagePermission, Revision

from accounts.teams import grant_on_collection, grant_on_page, make_reviewers, shared_collection
from platforms.models import PlatformPage
from platforms.teams import files_of, make_section, team_of
from tests.factories import home_page
from tests.permissions.factories import a_platform


class SectionTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.home = home_page()
        cls.platform = a_platform(cls.home, "Westhoek")

    def test_a_platform_comes_with_its_index_pages(self):
        children = {child.specific_class.__name__: child for child in self.platform.get_children()}

        self.assertEqual(set(children), {"NewsIndexPage", "PracticeIndexPage", "EventIndexPage"})
        self.assertEqual(children["NewsIndexPage"].slug, "nieuws")
        self.assertTrue(all(child.live for child in children.values()))

    def test_a_draft_platform_has_them_too(self):
        draft = a_platform(self.home, "Waasland", live=False)

        self.assertEqual(draft.get_children().count(), 3)

    def test_its_team_may_edit_there_and_nowhere_else(self):
        grants = GroupPagePermission.objects.filter(group=team_of(self.platform))

        self.assertEqual({grant.page_id for grant in grants}, {self.platform.pk})
        self.assertEqual(
            {grant.permission.codename for grant in grants}, {"add_page", "change_page", "publish_page"}
        )

    def test_its_team_has_no_right_on_the_root_of_all_files(self):
        team = team_of(self.platform)

        names = set(team.collection_permissions.values_list("collection__name", "permission__codename"))

        self.assertIn(("Westhoek", "add_image"), names)
        self.assertIn(("Gedeeld", "choose_document"), names)
        self.assertNotIn(("Gedeeld", "add_image"), names)
        self.assertEqual({name for name, _codename in names}, {"Westhoek", "Gedeeld"})

    def test_making_it_again_changes_nothing(self):
        before = [Group.objects.count(), Collection.objects.count(), self.platform.get_descendants().count()]

        make_section(PlatformPage.objects.get(pk=self.platform.pk))

        after = [Group.objects.count(), Collection.objects.count(), self.platform.get_descendants().count()]
        self.assertEqual(after, before)

    def test_team_and_collection_follow_the_name(self):
        platform = a_platform(self.home, "Noordhoek", live=False)
        team = team_of(platform)

        platform.title = "Zuidhoek"
        platform.save()

        team.refresh_from_db()
        self.assertEqual(team.name, "Team Zuidhoek")
        self.assertFalse(Collection.objects.filter(name="Noordhoek").exists())
        self.assertTrue(Collection.objects.filter(name="Zuidhoek", depth=2).exists())

    def test_a_draft_with_another_name_renames_nothing_yet(self):
        self.platform.title = "Zuidhoek"
        self.platform.save_revision(clean=False)

        self.assertEqual(team_of(self.platform).name, "Team Westhoek")

    def test_two_platforms_of_one_name_have_teams_of_their_own(self):
        other = a_platform(self.home, "Westhoek", slug="westhoek-2")

        self.assertNotEqual(team_of(other), team_of(self.platform))
        self.assertEqual(team_of(other).name, "Team Westhoek (westhoek-2)")

    def test_the_team_goes_with_its_platform_and_the_files_stay(self):
        self.platform.delete()

        self.assertFalse(Group.objects.filter(name="Team Westhoek").exists())
        self.assertTrue(Collection.objects.filter(name="Westhoek").exists())

    def test_deleting_all_platforms_at_once_takes_their_teams(self):
        self.platform.get_parent().delete()

        self.assertFalse(Group.objects.filter(name__startswith="Team ").exists())

    def test_a_platform_does_not_become_the_collection_of_all(self):
        """A team may give its platform another title."""
        draft = a_platform(self.home, "Waasland", live=False)

        draft.title = "Gedeeld"
        draft.save()

        self.assertEqual(files_of(draft).name, "Gedeeld (waasland)")
        self.assertNotEqual(shared_collection(), files_of(draft))


class SecondRightTests(TestCase):
    """An administrator lets the team of one platform work in another too."""

    @classmethod
    def setUpTestData(cls):
        cls.home = home_page()
        cls.first, cls.second = a_platform(cls.home, "Westhoek"), a_platform(cls.home, "Waasland", live=False)
        team = team_of(cls.first)
        grant_on_page(team, cls.second, ["change_page"])
        grant_on_collection(team, files_of(cls.second), ["add_image"])
        grant_on_collection(team_of(cls.second), shared_collection(), ["add_image"])

    def test_each_platform_keeps_its_team_and_its_files(self):
        for platform in (self.first, self.second):
            self.assertEqual(team_of(platform).name, f"Team {platform.title}")
            self.assertEqual(files_of(platform).name, platform.title)

    def test_saving_and_renaming_the_second_leaves_the_first_alone(self):
        second = PlatformPage.objects.get(pk=self.second.pk)
        second.save()
        second.title = "Waasland-Oost"
        second.save()

        self.assertEqual(team_of(self.first).name, "Team Westhoek")
        self.assertEqual(team_of(second).name, "Team Waasland-Oost")
        names = set(Collection.objects.values_list("name", flat=True))
        self.assertLessEqual({"Westhoek", "Waasland-Oost", "Gedeeld"}, names)

    def test_deleting_the_second_leaves_the_first_its_team(self):
        PlatformPage.objects.get(pk=self.second.pk).delete()

        self.assertEqual(team_of(self.first).name, "Team Westhoek")
        self.assertFalse(Group.objects.filter(name="Team Waasland").exists())

    def test_an_old_version_put_back_keeps_the_team_of_now(self):
        second = PlatformPage.objects.get(pk=self.second.pk)
        revision = second.save_revision(clean=False)
        content = revision.content | {"team": team_of(self.first).pk, "files": None}
        Revision.objects.filter(pk=revision.pk).update(content=content)

        old = Revision.objects.get(pk=revision.pk).as_object()

        self.assertEqual(team_of(old).name, "Team Waasland")
        self.assertEqual((old.team_id, old.files_id), (second.team_id, second.files_id))

    def test_what_was_derived_before_is_written_down(self):
        before = list(PlatformPage.objects.order_by("pk").values_list("team", "files"))
        PlatformPage.objects.update(team=None, files=None)

        import_module("platforms.migrations.0004_keys_of_sections").write_keys(apps, None)

        self.assertEqual(list(PlatformPage.objects.order_by("pk").values_list("team", "files")), before)

    def test_a_team_that_was_taken_away_is_made_again(self):
        team_of(self.second).delete()

        team = make_section(PlatformPage.objects.get(pk=self.second.pk))

        self.assertEqual(team.name, "Team Waasland")
        self.assertEqual(files_of(self.second).name, "Waasland")


class ReviewersTests(TestCase):
    def test_making_them_again_changes_nothing(self):
        home = home_page()
        group = make_reviewers(home)
        before = [
            group.permissions.count(),
            group.page_permissions.count(),
            group.collection_permissions.count(),
        ]

        make_reviewers(home)

        after = [
            group.permissions.count(),
            group.page_permissions.count(),
            group.collection_permissions.count(),
        ]
        self.assertEqual(after, before)
        self.assertEqual(home.get_workflow().name, "Nazicht door de eindredactie")
        self.assertEqual(Collection.objects.filter(name="Gedeeld").get(), shared_collection())
