"""Lists follow every change, and stay within their own site."""

from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import PageViewRestriction, Site

from caching.models import ListingChange
from listing.related import related_to
from practices.filters import PracticeFilterForm
from practices.models import (
    PracticePage,
)
from tests.factories import (
    HomePageFactory,
)
from tests.platforms.factories import PlatformIndexPageFactory, PlatformPageFactory
from tests.practices.factories import PracticeIndexPageFactory, StubFactory
from tests.practices.varied import VariedPractices


class FreshnessTests(VariedPractices):
    """The lists are kept in memory: whatever changes, the next visitor sees it."""

    def counted(self, value, **query):
        form, _found = self.find(**query)
        status = next(group for group in form.results.groups if group.key == "status")
        return next(choice.count for choice, _parts in status.choices if choice.value == value)

    def setUp(self):
        self.practice = PracticePage.objects.filter(status="running").first()
        self.before = self.counted("running")

    def test_unpublishing_a_practice_takes_it_out(self):
        self.practice.unpublish()

        self.assertEqual(self.counted("running"), self.before - 1)

    def test_deleting_a_practice_takes_it_out(self):
        self.practice.delete()

        self.assertEqual(self.counted("running"), self.before - 1)

    def test_publishing_a_change_moves_it_to_its_new_choice(self):
        self.practice.status = "stopped"
        self.practice.save_revision().publish()

        self.assertEqual(self.counted("running"), self.before - 1)

    def test_a_new_practice_is_counted(self):
        StubFactory(parent=self.index, status="running")

        self.assertEqual(self.counted("running"), self.before + 1)

    def test_saving_a_draft_changes_nothing(self):
        self.practice.status = "stopped"
        self.practice.save_revision()

        self.assertEqual(self.counted("running"), self.before)

    def test_a_private_section_is_not_counted(self):
        PageViewRestriction.objects.create(page=self.platforms[0], restriction_type="login")

        hidden = PracticePage.objects.descendant_of(self.platforms[0]).filter(status="running").count()
        self.assertGreater(hidden, 0)
        self.assertEqual(self.counted("running"), self.before - hidden)

    def test_what_lies_below_an_unpublished_platform_is_not_counted(self):
        hidden = PracticePage.objects.descendant_of(self.platforms[0]).filter(status="running").count()
        self.platforms[0].unpublish()

        self.assertEqual(self.counted("running"), self.before - hidden)
        form, _found = self.find()
        self.assertNotIn("noord", [option.value for option in form.index.options["platform"]])

    def test_a_moved_practice_counts_for_its_new_platform(self):
        stray = PracticePage.objects.child_of(self.index).first()
        before = len(self.find(platform="noord")[1])

        stray.move(self.lists[0], pos="last-child")

        self.assertEqual(len(self.find(platform="noord")[1]), before + 1)

    def test_a_renamed_theme_is_shown_by_its_new_name(self):
        self.find()
        self.themes[0].name = "Onderdak"
        self.themes[0].save()

        self.assertContains(self.client.get(self.index.url), "Onderdak")

    def test_a_theme_with_another_slug_keeps_its_pages(self):
        slug = self.themes[0].slug
        before = len(self.find(theme=slug)[1])
        self.themes[0].slug = "onderdak"
        self.themes[0].save()

        form, keys = self.find(theme="onderdak")

        self.assertEqual(len(keys), before)
        self.assertNotIn(slug, form.index.masks["theme"])

    def test_a_changed_word_reads_no_page_again(self):
        self.find()
        self.themes[0].save()

        with CaptureQueriesContext(connection) as queries:
            PracticeFilterForm.index_of(self.index.path[:8])

        self.assertTrue(queries)
        self.assertFalse([query for query in queries if 'FROM "practices_practicepage"' in query["sql"]])

    def test_what_one_process_has_not_seen_for_long_it_reads_again(self):
        self.find()
        ListingChange.objects.all().delete()
        PracticePage.objects.filter(pk=self.practice.pk).update(status="stopped")
        ListingChange.record()

        self.assertEqual(self.counted("running"), self.before - 1)

    def test_changes_that_were_forgotten_in_between_are_read_too(self):
        other = PracticePage.objects.filter(status="idea").first()
        PracticePage.objects.filter(pk=self.practice.pk).update(status="stopped")
        ListingChange.record(PracticePage, self.practice.pk)
        newest = ListingChange.record(PracticePage, other.pk)
        ListingChange.objects.exclude(pk=newest.pk).delete()

        self.assertEqual(self.counted("running"), self.before - 1)

    def test_what_this_process_does_not_know_to_be_private_is_not_shown(self):
        # In bulk: no signal tells the process.
        PageViewRestriction.objects.bulk_create(
            [PageViewRestriction(page=self.practice, restriction_type="login")]
        )

        form, keys = self.find(status="running")

        self.assertNotIn(self.practice.pk, keys)
        titles = [entry.title for entry in form.results.entries(0, 1000)]
        self.assertEqual(len(titles), self.before - 1)
        self.assertNotIn(self.practice.title, titles)


class OtherSiteTests(VariedPractices):
    """A second site in the same tree has practices and platforms of its own."""

    def setUp(self):
        self.addCleanup(Site.clear_site_root_paths_cache)
        home = HomePageFactory(parent=self.home.get_parent(), title="Elders", slug="elders")
        Site.objects.create(hostname="elders.test", root_page=home)
        PlatformPageFactory(parent=PlatformIndexPageFactory(parent=home), slug="oost")
        self.stranger = StubFactory(parent=PracticeIndexPageFactory(parent=home), themes=self.themes)

    def test_its_platforms_are_no_choice_here(self):
        form, keys = self.find()

        groups = {group.key: group for group in form.results.groups}
        values = {choice.value for choice, _parts in groups["platform"].choices}
        self.assertEqual(values, {"noord", "zuid"})
        self.assertNotIn(self.stranger.pk, keys)

    def test_its_practices_are_not_related_to_ours(self):
        practice = PracticePage.objects.filter(page_themes__theme=self.themes[0]).first()

        related = related_to(practice)

        self.assertTrue(related)
        self.assertNotIn(self.stranger.pk, [teaser.pk for teaser in [*related.near, *related.elsewhere]])
