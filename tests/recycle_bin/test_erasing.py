"""The bin never outlives the erasure of a person: no word of anybody erased is left in it, nor comes back from it."""

from datetime import timedelta
from pathlib import Path

from django.core.management.color import no_style
from django.db import connection
from django.utils import timezone
from wagtail.models import Page, PageLogEntry

from cms import erasure_log
from cms.deleting import for_good
from cms.models import CustomImage, Person
from cms.signals.definitions import restored
from feedback.models import Feedback
from news.models import NewsPage, NewsPerson
from operations.erasing import erase_person
from platforms.models import CoordinatorPage
from recycle_bin import erasing, forgetting
from recycle_bin.models import CutLink, Deletion, KeptRow
from tests.factories import ImageFactory, NewsPageFactory, PersonFactory
from tests.permissions.cases import place_of
from tests.recycle_bin.cases import BinCase
from tests.registrations.traces import columns_with

# Each in a field of its own.
WORDS = {
    "Zwaluwina",
    "Kwikstaart",
    "Rietzangerfunctie",
    "zwaluw.kwik@voorbeeld.be",
}
LONG_AGO = timedelta(days=400)


def columns_of_the_bin(words=WORDS):
    return {column: here for column, here in columns_with(words).items() if column.startswith("recycle_bin")}


class ErasingCase(BinCase):
    @classmethod
    def setUpTestData(cls):
        super().setUpTestData()
        cls.person = PersonFactory(
            first_name="Zwaluwina",
            last_name="Kwikstaart",
            function="Rietzangerfunctie",
            email="zwaluw.kwik@voorbeeld.be",
            section=cls.westhoek,
        )

    def page_about(self):
        page = CoordinatorPage(
            title="Zwaluwina Kwikstaart", slug="zwaluwina", person=self.person, job_title="coach"
        )
        self.westhoek.add_child(instance=page)
        page.save_revision()
        return page

    def page_with(self, text="Zwaluwina Kwikstaart vertelt."):
        """A page that names the person in a row, in text, in a block and in its old versions."""
        page = self.a_news_item(search_description=text)
        NewsPerson.objects.create(page=page, person=self.person, function="Rietzangerfunctie")
        page = NewsPage.objects.get(pk=page.pk)
        page.body = [("paragraph", f"<p>{text}</p>")]
        page.save_revision().publish()
        return page


class ErasedTests(ErasingCase):
    def test_a_person_in_the_bin_goes_when_the_time_has_come(self):
        Person.objects.filter(pk=self.person.pk).update(active_until=timezone.localdate() - LONG_AGO)
        Person._base_manager.filter(pk=self.person.pk).update(active_until_set_at=timezone.now() - LONG_AGO)
        self.page_with()
        Person.objects.get(pk=self.person.pk).delete()
        self.assertTrue(columns_of_the_bin())

        erasing.erase_due()

        self.assertEqual(columns_of_the_bin(), {})
        self.assertEqual(erasure_log.erased_since(timezone.now(), [self.log_file]), {self.person.pk})

    def test_a_person_who_may_stay_stays(self):
        self.person.delete()

        erasing.erase_due()

        self.assertTrue(Deletion.objects.filter(model="cms.person").exists())

    def test_a_page_about_somebody_goes_with_all_that_the_log_says_of_it(self):
        page = self.page_about()
        self.delete(page)

        erase_person(self.person)

        self.assertEqual(columns_of_the_bin(), {})
        self.assertFalse(Deletion.objects.exists())
        labels = set(PageLogEntry.objects.filter(page_id=page.pk).values_list("label", flat=True))
        self.assertEqual(labels, {"gewist"})

    def test_a_page_about_somebody_inside_a_platform_goes_and_the_platform_stays(self):
        page = self.page_about()
        entry = self.delete(self.westhoek)

        erase_person(self.person)
        self.assertEqual(columns_of_the_bin(), {})
        outcome = self.put_back(entry)

        self.assertEqual(outcome.instance, self.westhoek)
        self.assertFalse(CoordinatorPage.objects.filter(pk=page.pk).exists())

    def test_rows_text_and_old_versions_of_other_pages_are_cleaned(self):
        page = self.page_with()
        entry = self.delete(page)
        self.assertTrue(columns_of_the_bin())

        erase_person(self.person)
        self.assertEqual(columns_of_the_bin(), {})
        self.put_back(entry)

        page = NewsPage.objects.get(pk=page.pk)
        self.assertEqual(page.people.count(), 0)
        self.assertIn("gewist vertelt", page.search_description)
        self.assertEqual(page.get_latest_revision_as_object().people.count(), 0)

    def test_a_title_in_the_bin_is_cleaned(self):
        self.delete(self.a_news_item("Zwaluwina Kwikstaart neemt afscheid"))

        erase_person(self.person)

        self.assertEqual(Deletion.objects.get().title, "gewist neemt afscheid")

    def test_a_photo_in_the_bin_goes_with_its_file(self):
        image = ImageFactory(title="portret", collection=self.westhoek.files)
        Person._base_manager.filter(pk=self.person.pk).update(photo=image)
        path = Path(image.file.path)
        image.delete()
        self.assertTrue(path.exists())

        with self.captureOnCommitCallbacks(execute=True):
            erase_person(Person.objects.get(pk=self.person.pk))

        self.assertFalse(Deletion.objects.exists() or CutLink.objects.exists())
        self.assertFalse(path.exists())

    def test_a_picture_that_says_the_name_goes(self):
        ImageFactory(title="Zwaluwina Kwikstaart op het podium").delete()

        erase_person(self.person)

        self.assertEqual(columns_of_the_bin(), {})
        self.assertFalse(CustomImage.objects.exists() or Deletion.objects.exists())

    def test_what_a_reader_wrote_about_somebody_goes(self):
        page = self.a_news_item()
        Feedback.objects.create(page=page, text="Zwaluwina Kwikstaart werkt daar niet meer.")
        Feedback.objects.create(page=page, text="Iets anders.", email="zwaluw.kwik@voorbeeld.be")
        self.delete(page)

        erase_person(self.person)

        self.assertEqual(columns_of_the_bin(), {})
        self.assertFalse(KeptRow.objects.filter(model="feedback.feedback").exists())

    def test_erasing_keeps_nothing_in_the_bin(self):
        self.page_about()

        erase_person(self.person)

        self.assertFalse(Deletion.objects.exists())

    def test_part_of_another_word_is_no_name(self):
        self.delete(self.a_news_item("Zwaluwina Kwikstaarten"))

        erase_person(self.person)

        self.assertEqual(Deletion.objects.get().title, "Zwaluwina Kwikstaarten")


class RestoredTests(ErasingCase):
    def test_a_restore_erases_again_who_stood_in_the_bin(self):
        since = timezone.now()
        self.page_with()
        Person.objects.get(pk=self.person.pk).delete()
        erasure_log.record(self.person.pk)

        restored.send(sender=None, since=since, logs=[self.log_file])

        self.assertEqual(columns_of_the_bin(), {})

    def test_a_restore_erases_again_what_a_reader_wrote(self):
        since = timezone.now()
        page = self.a_news_item()
        feedback = Feedback.objects.create(page=page, text="Rietzangerfunctie")
        self.delete(page)
        erasure_log.record(feedback.pk, "feedback")

        restored.send(sender=None, since=since, logs=[self.log_file])

        self.assertEqual(columns_of_the_bin(), {})

    def test_after_a_restore_no_new_page_takes_the_number_of_a_kept_one(self):
        page = self.a_news_item()
        entry = self.delete(page)
        with connection.cursor() as cursor:
            for statement in connection.ops.sequence_reset_sql(no_style(), [Page]):
                cursor.execute(statement)
            if connection.vendor == "sqlite":
                cursor.execute(
                    "UPDATE sqlite_sequence SET seq = %s WHERE name = 'wagtailcore_page'", [page.pk - 1]
                )

        restored.send(sender=None, since=timezone.now(), logs=[])
        newer = self.a_news_item("Een nieuwer")
        self.put_back(entry)

        self.assertGreater(newer.pk, page.pk)
        self.assertTrue(NewsPage.objects.filter(pk=page.pk).exists())


class TermTests(ErasingCase):
    def test_what_readers_wrote_is_forgotten_in_the_bin_at_its_own_term(self):
        page = self.a_news_item()
        Feedback.objects.create(page=page, text="Oud.", created_at=timezone.now() - timedelta(days=364))
        Feedback.objects.create(page=page, text="Nieuw.")
        self.delete(page)
        for row in KeptRow.objects.exclude(until=None):
            KeptRow.objects.filter(pk=row.pk).update(until=row.until - timedelta(days=2))

        forgetting.forget_due()

        texts = [row.content["text"] for row in KeptRow.objects.filter(model="feedback.feedback")]
        self.assertEqual(texts, ["Nieuw."])

    def test_an_entry_goes_after_its_time(self):
        entry = self.delete(self.a_news_item())
        Deletion.objects.filter(pk=entry.pk).update(until=timezone.now())
        young = self.delete(NewsPageFactory(parent=place_of(self.kempen, NewsPage)))

        forgetting.forget_due()

        self.assertEqual(list(Deletion.objects.all()), [young])

    def test_it_stays_sixty_days(self):
        entry = self.delete(self.a_news_item())

        self.assertAlmostEqual(entry.until - entry.deleted_at, timedelta(days=60), delta=timedelta(minutes=1))

    def test_for_good_is_for_the_block_alone(self):
        with for_good():
            pass

        self.delete(self.a_news_item())

        self.assertEqual(Deletion.objects.count(), 1)
