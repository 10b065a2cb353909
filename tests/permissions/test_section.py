from django.contrib.auth.models import Group
from django.test import TestCase
from wagtail.models import Collection, GroupPagePermission

from cms.tasks import make_reviewers, shared_collection
from platforms.models import PlatformPage
from platforms.tasks import make_section, team_of
from tests.factories import home_page
from tests.permissions.factories import a_platform


class SectionTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.home = home_page()
        cls.platform = a_platform(cls.home, "Westhoek")

    def test_a_platform_comes_with_its_index_pages(self):
        found = {child.specific_class.__name__: child for child in self.platform.get_children()}

        self.assertEqual(set(found), {"NewsIndexPage", "PracticeIndexPage", "EventIndexPage"})
        self.assertEqual(found["NewsIndexPage"].slug, "nieuws")
        self.assertTrue(all(child.live for child in found.values()))

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
