"""When pages are read, what is kept of them, and what one page or check that fails means for the others."""

import tracemalloc
from unittest import mock

from wagtail.models import Page

from cms.models import BasePage
from cms.one_by_one import TOGETHER, SomeFailedError
from cms.signals.definitions import rewritten
from content_checks import gathering, reading
from content_checks.gathering import forget_offline, gather, gather_due
from content_checks.models import PageFinding, Reading
from content_checks.reading import read
from tests.factories import NewsPageFactory

from .cases import FIRST, SECOND, BrokenCheck, ChecksCase, EnormousCheck, registered


class GatheringTests(ChecksCase):
    def save(self, text):
        self.page.body = [("paragraph", f"<p>{text}</p>")]
        with self.captureOnCommitCallbacks(execute=True):
            self.page.save_revision().publish()

    def test_the_clock_reads_every_live_page_of_ours(self):
        gather_due()

        row = PageFinding.objects.first()
        self.assertEqual(self.excerpts(), [FIRST, SECOND])
        self.assertEqual((row.advice, row.path.split(".")[0]), ("Zeg het met een cijfer.", "body"))
        left = Page.objects.live().filter(content_reading=None)
        self.assertEqual([page for page in left.specific() if isinstance(page, BasePage)], [])

    def test_a_page_that_changed_is_read_again_and_no_other(self):
        gather_due()
        self.save(FIRST)
        self.assertFalse(Reading.objects.filter(page=self.page).exists())
        self.assertTrue(Reading.objects.exists())

        gather_due()

        self.assertEqual(self.excerpts(), [FIRST])

    def test_a_page_without_fault_leaves_at_the_next_tick(self):
        gather_due()
        self.save("Rustig.")

        gather_due()

        self.assertEqual(self.excerpts(), [])

    def test_a_draft_changes_nothing(self):
        gather_due()
        self.page.body = [("paragraph", "<p>Rustig.</p>")]
        with self.captureOnCommitCallbacks(execute=True):
            self.page.save_revision()
        gather_due()

        self.assertEqual(self.excerpts(), [FIRST, SECOND])

    def test_publishing_with_findings_works(self):
        self.save(f"{FIRST} {SECOND}")
        gather_due()

        self.assertTrue(Page.objects.get(pk=self.page.pk).live)
        self.assertEqual(self.excerpts(), [FIRST, SECOND])

    def test_what_is_offline_or_deleted_leaves(self):
        other = self.gathered(self.kempen, FIRST)
        gather(self.page)

        self.page.unpublish()
        other.delete()

        self.assertEqual((PageFinding.objects.count(), Reading.objects.count()), (0, 0))

    def test_what_went_offline_by_another_way_leaves_by_the_clock(self):
        gather(self.page)
        Page.objects.filter(pk=self.page.pk).update(live=False)

        forget_offline()

        self.assertEqual((PageFinding.objects.count(), Reading.objects.count()), (0, 0))

    def test_who_is_erased_is_in_no_sentence(self):
        gather(self.page)

        rewritten.send(sender=type(self.page), pages=[self.page.pk])

        self.assertFalse(PageFinding.objects.exists())

    def test_a_copy_is_read_as_itself(self):
        gather(self.page)
        copy = self.page.copy(update_attrs={"title": "Een tweede", "slug": "een-tweede"})
        self.assertEqual(self.excerpts(copy), [])

        gather_due()

        self.assertEqual(self.excerpts(copy), [FIRST, SECOND])

    def test_an_alias_is_read_where_it_was_written(self):
        alias = self.page.create_alias(update_slug="alias")

        gather_due()

        self.assertEqual(self.excerpts(alias), [])

    def test_texts_that_are_too_long_are_cut_and_long_paths_left_out(self):
        self.page.title = "x" * 2000
        long = f"enorm {'lang ' * 200}"
        self.page.body = [("paragraph", f"<p>{long}</p>")]

        gather(self.page)

        self.assertEqual(len(self.excerpts()[0]), 300)


class RobustnessTests(ChecksCase):
    def test_a_check_that_fails_is_logged_and_stops_no_other(self):
        self.enterContext(registered(BrokenCheck))

        with self.assertLogs("content_checks.reading", "ERROR") as logs:
            gather(self.page)

        self.assertEqual(self.excerpts(), [FIRST, SECOND, "Een inloophuis"])
        self.assertIn(f"broken of page {self.page.pk} failed", logs.output[0])

    def test_a_page_that_cannot_be_read_stops_no_other_and_is_not_read_each_minute(self):
        for number in range(TOGETHER):
            self.a_page(self.westhoek, title=f"Bericht {number}")
        other = self.a_page(self.westhoek, FIRST)
        type(self.page).objects.filter(pk=self.page.pk).update(body='[{"type": "paragraph"}]')

        with (
            self.assertLogs("cms.one_by_one", "ERROR"),
            self.assertRaisesMessage(SomeFailedError, str(self.page.pk)),
        ):
            gather_due()

        self.assertEqual(self.excerpts(other), [FIRST])
        self.assertTrue(Reading.objects.filter(page=self.page).exists())

    def test_one_check_says_no_more_than_fifty_things_of_a_page(self):
        sentences = " ".join(f"Het was {number} keer enorm." for number in range(60))
        self.page.body = [("paragraph", f"<p>{sentences}</p>")]

        remarks = read(self.page, [EnormousCheck()], 5)

        self.assertEqual((len(remarks.items), remarks.is_complete), (reading.MOST_OF_A_CHECK, False))

    def test_a_reading_ends_in_time(self):
        remarks = read(self.page, [EnormousCheck()], 0)

        self.assertEqual((len(remarks.items), remarks.is_complete), (1, False))

    def test_a_tick_takes_a_bounded_time(self):
        for number in range(40):
            NewsPageFactory(parent=self.news, title=f"Bericht {number}")

        with mock.patch.object(gathering, "SECONDS_AT_ONCE", 0):
            gather_due()

        self.assertEqual(Reading.objects.count(), TOGETHER)


class GrowthTests(ChecksCase):
    def test_keeping_one_or_forty_findings_takes_as_many_queries(self):
        few = self.count_queries_of(lambda: self.gather_with(1))

        self.assertEqual(self.count_queries_of(lambda: self.gather_with(40)), few)

    def gather_with(self, number):
        sentences = " ".join(f"Het was {each} keer enorm." for each in range(number))
        self.page.body = [("paragraph", f"<p>{sentences}</p>")]
        gather(self.page)

    def test_many_pages_are_taken_in_pieces(self):
        """A hundred pages take as much memory as twenty-five."""
        for number in range(100):
            self.a_page(self.westhoek, f"{FIRST} " * 40, title=f"Bericht {number}")
        gather_due()

        self.assertLess(self.peak_of(100), 1.5 * self.peak_of(25))

    def peak_of(self, number):
        keys = Reading.objects.order_by("pk").values_list("pk", flat=True)[:number]
        Reading.objects.filter(pk__in=list(keys)).delete()
        tracemalloc.start()
        gather_due()
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return peak
