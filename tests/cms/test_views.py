"""Page views are counted for teams, without data about visitors."""

import datetime
import threading
from unittest.mock import patch

from django.db import connection, models
from django.test import SimpleTestCase, override_settings
from django.utils import timezone
from wagtail.models import PageViewRestriction

from cms.counting import Recorder, is_program, recorder
from cms.models import PageViews
from cms.models.page_views import MOST_EMBEDS
from operations.management.commands.tick import tick
from practices.models import PracticeIndexPage
from tests.cases import SiteTestCase
from tests.factories import NewsPageFactory, UserFactory
from tests.platforms.cases import PlatformTestCase
from tests.platforms.factories import CoordinatorPageFactory

FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:133.0) Gecko/20100101 Firefox/133.0"
AN_HOUR = override_settings(VIEWS_WRITTEN_AFTER=3600)


@AN_HOUR
class CountingTests(SiteTestCase):
    def setUp(self):
        self.page = NewsPageFactory(parent=self.news)
        recorder.write()

    def open(self, address=None, agent=FIREFOX, **options):
        return self.client.get(address or self.page.url, headers={"user-agent": agent, **options})

    def views(self, page=None):
        recorder.write()
        return sum(PageViews.objects.filter(page=page or self.page).values_list("count", flat=True))

    def test_a_page_that_is_opened_is_counted(self):
        self.open()
        self.open()

        self.assertEqual(self.views(), 2)
        self.assertEqual(PageViews.objects.get().day, timezone.localdate())

    def test_nothing_about_the_visitor_is_kept(self):
        columns = {field.name for field in PageViews._meta.get_fields()}

        self.assertEqual(columns, {"id", "page", "embed", "day", "is_year", "count"})
        self.assertFalse(
            [field for field in PageViews._meta.get_fields() if isinstance(field, models.DateTimeField)]
        )

    def test_a_visitor_gets_no_cookie_by_it(self):
        self.assertFalse(self.open().cookies)

    def test_a_visit_asks_the_database_nothing_more(self):
        with_counting = self.count_queries_of(self.open)
        with override_settings(VIEWS_WRITTEN_AFTER=0):
            without = self.count_queries_of(self.open)

        self.assertEqual(with_counting, without)

    def test_an_editor_at_work_is_not_counted(self):
        self.client.force_login(UserFactory(is_superuser=True, is_staff=True))

        self.open()

        self.assertEqual(self.views(), 0)

    def test_a_preview_is_not_counted(self):
        self.client.force_login(UserFactory(is_superuser=True, is_staff=True))
        self.page.save_revision()

        response = self.open(f"/admin/pages/{self.page.pk}/revisions/{self.page.latest_revision_id}/view/")

        self.assertEqual(response.status_code, 200)
        self.assertEqual(self.views(), 0)

    def test_programs_and_browsers_that_look_ahead_are_not_counted(self):
        self.open(agent="Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)")
        self.open(agent="")
        self.open(**{"sec-purpose": "prefetch;prerender"})
        self.open(**{"sec-fetch-dest": "empty"})

        self.assertEqual(self.views(), 0)

    def test_what_was_not_shown_is_not_counted(self):
        self.open(f"{self.news.url}?page=99")
        PageViewRestriction.objects.create(page=self.page, restriction_type="password", password="geheim")
        self.open()
        self.client.head(self.page.url, headers={"user-agent": FIREFOX})

        self.assertEqual((self.views(), self.views(self.news)), (0, 0))

    def test_a_visitors_saved_list_is_no_view_of_the_list(self):
        practices = self.home.add_child(instance=PracticeIndexPage(title="Praktijken", slug="praktijken"))

        self.open(practices.url)
        self.open(f"{practices.url}bewaard/")

        self.assertEqual(self.views(practices), 1)


class CardTests(PlatformTestCase):
    @AN_HOUR
    def test_a_card_to_download_is_no_view(self):
        recorder.write()
        page = CoordinatorPageFactory(parent=self.platform)

        self.client.get(f"{page.url}vcard/", headers={"user-agent": FIREFOX})
        recorder.write()

        self.assertFalse(PageViews.objects.exists())


class ProgramTests(SimpleTestCase):
    def test_browsers_are_people(self):
        for agent in (
            FIREFOX,
            "Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 Version/18.1 Safari/604.1",
            "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/131.0.0.0 Safari/537.36",
        ):
            self.assertFalse(is_program(agent), agent)

    def test_programs_say_so(self):
        for agent in (
            "",
            "curl/8.5",
            "python-requests/2.32",
            "facebookexternalhit/1.1",
            "Lighthouse",
            "bingbot",
        ):
            self.assertTrue(is_program(agent), agent)


@AN_HOUR
class RecorderTests(SiteTestCase):
    def setUp(self):
        self.recorder = Recorder()
        self.addCleanup(self.recorder.write)

    def test_counts_of_many_threads_come_together(self):
        def visit():
            for _time in range(200):
                self.recorder.record(self.home.pk)

        threads = [threading.Thread(target=visit) for _thread in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        self.recorder.write()

        self.assertEqual(PageViews.objects.get().count, 1600)

    def test_what_two_processes_count_is_added(self):
        other = Recorder()
        for part in (self.recorder, other, other):
            part.record(self.home.pk)
        self.recorder.write()
        other.write()

        self.assertEqual(PageViews.objects.get().count, 3)

    def test_an_embed_is_counted_apart(self):
        self.recorder.record(self.home.pk)
        self.recorder.record(self.home.pk, embed="stad-brugge")
        self.recorder.write()

        self.assertEqual(set(PageViews.objects.values_list("embed", "count")), {("", 1), ("stad-brugge", 1)})

    def test_a_page_that_is_gone_takes_no_other_counts_along(self):
        page = NewsPageFactory(parent=self.news)
        self.recorder.record(page.pk)
        self.recorder.record(self.home.pk)
        page.delete()
        self.recorder.write()

        self.assertEqual(PageViews.objects.get().page_id, self.home.pk)

    def test_a_database_that_fails_stops_nobody(self):
        self.recorder.record(self.home.pk)

        with (
            patch.object(connection, "cursor", side_effect=OSError),
            self.assertLogs("cms.counting", "ERROR"),
        ):
            self.recorder.write()

        self.recorder.record(self.home.pk)
        self.recorder.write()
        self.assertEqual(PageViews.objects.get().count, 1)

    def test_more_pages_are_written_at_once(self):
        pages = NewsPageFactory.create_batch(12, parent=self.news)

        def write(pages):
            for page in pages:
                self.recorder.record(page.pk)
            self.recorder.write()

        few = self.count_queries_of(lambda: write(pages[:2]))

        self.assertEqual(self.count_queries_of(lambda: write(pages)), few)

    def test_the_clock_writes_by_itself(self):
        with override_settings(VIEWS_WRITTEN_AFTER=3600):
            self.recorder.record(self.home.pk)
            clock = self.recorder.clock
            self.recorder.record(self.home.pk)

        self.assertIs(self.recorder.clock, clock)
        self.assertEqual((clock.interval, clock.daemon), (3600, True))
        self.assertEqual(clock.function, self.recorder.write_and_disconnect)
        self.recorder.write()
        self.assertIsNone(self.recorder.clock)


class KeepingTests(SiteTestCase):
    def note(self, days_ago, count=1, **values):
        day = timezone.localdate() - datetime.timedelta(days=days_ago)
        return PageViews.objects.create(page=self.home, day=day, count=count, **values)

    def test_days_become_the_total_of_their_year_after_four_hundred(self):
        young, old, older = self.note(400), self.note(401, 3), self.note(402, 4)
        years = {old.day.year, older.day.year}

        tick()

        self.assertEqual(list(PageViews.objects.filter(is_year=False)), [young])
        totals = PageViews.objects.filter(is_year=True)
        self.assertEqual(sum(total.count for total in totals), 7)
        self.assertEqual({total.day for total in totals}, {datetime.date(year, 1, 1) for year in years})

    def test_what_comes_later_is_added_to_the_year(self):
        self.note(500, 3)
        PageViews.sum_up()
        self.note(499, 4)

        PageViews.sum_up()

        self.assertEqual(sum(PageViews.objects.filter(is_year=True).values_list("count", flat=True)), 7)
        self.assertFalse(PageViews.objects.filter(is_year=False).exists())

    def test_a_name_that_was_seen_once_makes_room_for_another(self):
        old, busy = self.note(20, 1, embed="nep.example"), self.note(20, 9, embed="stad.example")
        today = timezone.localdate()
        names = [f"nep-{number}.example" for number in range(MOST_EMBEDS - 2)]
        PageViews.add({(self.home.pk, name, today): 1 for name in names})

        PageViews.add({(self.home.pk, "brugge.example", today): 2})

        counts = dict(PageViews.objects.exclude(embed__in=names).values_list("embed", "count"))
        self.assertEqual(counts, {"?": old.count, "stad.example": busy.count, "brugge.example": 2})

    def test_embeds_stay_apart(self):
        self.note(500, 3)
        self.note(500, 4, embed="stad-brugge")

        PageViews.sum_up()

        self.assertEqual(set(PageViews.objects.values_list("embed", "count")), {("", 3), ("stad-brugge", 4)})
