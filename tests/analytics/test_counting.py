"""Downloads are counted by document and day, without anything about who downloads."""

import datetime
from unittest.mock import patch

from django.conf import settings
from django.db import DatabaseError, connection, models
from django.test import TestCase, override_settings
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import Collection, CollectionViewRestriction

from analytics.counting import recorder
from analytics.models import Downloads
from tests.factories import DocumentFactory, UserFactory

FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:133.0) Gecko/20100101 Firefox/133.0"
SOUND = bytes(range(256)) * 400


class DownloadsCase(TestCase):
    def setUp(self):
        recorder.write()
        self.addCleanup(recorder.write)
        self.document = DocumentFactory(file__filename="podcast.mp3", file__data=SOUND)

    def counted(self, document=None):
        recorder.write()
        rows = Downloads.objects.filter(document=document or self.document)
        return sum(rows.values_list("count", flat=True))


@override_settings(VIEWS_WRITTEN_AFTER=3600)
class CountingTests(DownloadsCase):
    def get(self, method="get", agent=FIREFOX, **headers):
        request = getattr(self.client, method)
        response = request(self.document.url, headers={"user-agent": agent, **headers})
        return b"".join(response) if response.streaming else response

    def test_a_document_that_somebody_downloads_is_counted_on_its_day(self):
        self.get()
        self.get()

        self.assertEqual(self.counted(), 2)
        self.assertEqual(Downloads.objects.get().day, timezone.localdate())

    def test_nothing_about_the_reader_is_kept(self):
        columns = {field.name for field in Downloads._meta.get_fields()}
        moments = [field for field in Downloads._meta.get_fields() if isinstance(field, models.DateTimeField)]

        self.assertEqual(columns, {"id", "document", "day", "is_year", "count"})
        self.assertEqual(moments, [])
        self.get()
        self.assertFalse(self.client.cookies)

    def test_a_download_asks_the_database_nothing_more(self):
        with override_settings(VIEWS_WRITTEN_AFTER=0):
            self.get()
            with CaptureQueriesContext(connection) as uncounted:
                self.get()

        with self.assertNumQueries(len(uncounted)):
            self.get()
        self.assertEqual(self.counted(), 1)

    def test_who_only_asks_for_the_headers_is_not_counted(self):
        self.get("head")

        self.assertEqual(self.counted(), 0)

    def test_programs_and_prefetching_are_not_counted(self):
        for agent in ("Googlebot/2.1", "curl/8.5", ""):
            self.get(agent=agent)
        self.get(**{"sec-purpose": "prefetch"})
        self.get(**{"sec-fetch-dest": "image"})

        self.assertEqual(self.counted(), 0)

    def test_who_has_an_account_is_not_counted(self):
        self.client.force_login(UserFactory())

        self.get()

        self.assertIn(settings.SESSION_COOKIE_NAME, self.client.cookies)
        self.assertEqual(self.counted(), 0)

    def test_of_a_file_in_parts_only_the_first_counts(self):
        for byte_range in ("bytes=0-1", "bytes=0-", "bytes=90000-", "bytes=-10", "bytes=999999-"):
            self.get(range=byte_range)

        self.assertEqual(self.counted(), 1)

    def test_a_browser_that_has_the_file_already_is_not_counted(self):
        response = self.client.get(self.document.url, headers={"user-agent": FIREFOX})
        b"".join(response)

        kept = self.client.get(
            self.document.url,
            headers={"user-agent": FIREFOX, "if-modified-since": response["Last-Modified"]},
        )

        self.assertEqual(kept.status_code, 304)
        self.assertEqual(self.counted(), 1)

    def test_a_password_form_is_no_download(self):
        collection = Collection.get_first_root_node().add_child(name="Besloten")
        CollectionViewRestriction.objects.create(
            collection=collection, restriction_type="password", password="geheim"
        )
        self.document.collection = collection
        self.document.save()

        response = self.get()

        self.assertContains(response, "wachtwoord")
        self.assertEqual(self.counted(), 0)

    def test_a_document_that_is_not_there_is_no_error(self):
        for address in ("/documents/999999/weg.pdf", f"/documents/{self.document.pk}/anders.pdf"):
            self.assertEqual(self.client.get(address).status_code, 404)

    def test_a_count_that_can_not_be_written_keeps_nobody_from_the_file(self):
        with patch("django.db.models.query.QuerySet.bulk_create", side_effect=DatabaseError("vol")):
            content = self.get()
            with self.assertLogs("cms.counting", "ERROR"):
                recorder.write()

        self.assertEqual(content, SOUND)

    def test_counts_of_a_document_that_is_gone_are_dropped(self):
        recorder.record(999_999)
        recorder.record(self.document.pk)

        self.assertEqual(self.counted(), 1)


class ForgettingTests(DownloadsCase):
    def test_after_a_year_and_a_month_days_become_a_total_of_the_year(self):
        today = timezone.localdate()
        old = today - datetime.timedelta(days=900)
        for day, count in ((old, 3), (old - datetime.timedelta(days=1), 4), (today, 5)):
            Downloads.objects.create(document=self.document, day=day, count=count)

        Downloads.sum_up()
        Downloads.sum_up()

        self.assertEqual(list(Downloads.objects.filter(is_year=False).values_list("count", flat=True)), [5])
        years = Downloads.objects.filter(is_year=True)
        self.assertEqual(sum(years.values_list("count", flat=True)), 7)
        self.assertEqual({day.month for day in years.values_list("day", flat=True)}, {1})

    def test_two_processes_add_up(self):
        today = timezone.localdate()
        for _process in range(2):
            Downloads.add({(self.document.pk, today): 4})

        self.assertEqual(self.counted(), 8)
