"""Addresses are asked for by the clock: few at a time, politely, and called broken only when they are."""

import datetime
import time
from email.utils import format_datetime
from unittest import mock

from django.core.management import call_command
from django.test import override_settings
from django.utils import timezone

from cms.models import Publisher
from cms.outgoing import Answer
from link_check import checking
from link_check.judging import pause_of
from link_check.models import Address, Pause
from link_check.verifying import look_again, say_it_works
from tests.cms.other_sites import a_client

from .cases import START, At, LinkCase, SiteCase

State = Address.State


class ClassTests(SiteCase):
    def state_after(self, path, days=(0,), host="site.example"):
        url = self.site.url(path, host)
        Address.objects.all().delete()
        self.link(url)
        for day in days:
            Pause.objects.all().delete()
            Address.objects.update(next_check=START, checked_at=None)
            self.check(days=day)
        return Address.objects.get().state

    def test_what_works(self):
        for path in ("/", "/no-head/405", "/no-head/404", "/to?302=/status/200", "/huge"):
            self.assertEqual(self.state_after(path), State.WORKS, path)
        self.assertEqual(Address.objects.get().works_on, START.date())

    def test_what_moved_for_good_has_a_new_address(self):
        self.assertEqual(self.state_after("/to?301=/nieuw"), State.MOVED)
        self.assertEqual(Address.objects.get().moved_to, self.site.url("/nieuw"))

    def test_gone_is_broken_on_the_second_day(self):
        for path, host in {
            "/status/404": "site.example",
            "/status/410": "site.example",
            "/naam": "bestaat-niet.example",
            "/to?301=/status/404": "site.example",
        }.items():
            self.assertEqual(self.state_after(path, host=host), State.CANNOT_TELL, path)
            self.assertEqual(self.state_after(path, [0, 0], host), State.CANNOT_TELL, path)
            self.assertEqual(self.state_after(path, [0, 1], host), State.BROKEN, path)

    def test_out_of_order_is_broken_after_a_week(self):
        for path in ("/status/500", "/status/503", "/drip"):
            self.assertEqual(self.state_after(path, [0, 6]), State.CANNOT_TELL, path)
        self.assertEqual(self.state_after("/status/500", [0, 7]), State.BROKEN)

    def test_what_refuses_programs_is_never_called_broken(self):
        for status in (400, 401, 403, 405, 406, 429, 451, 999):
            self.assertEqual(self.state_after(f"/status/{status}", [0, 8, 20]), State.CANNOT_TELL, status)
        self.assertEqual(self.state_after("/loop", [0, 8]), State.CANNOT_TELL)

    def test_what_leads_inside_is_unsafe_and_never_asked(self):
        self.names.names["binnen.example"] = ["10.0.0.1"]

        self.assertEqual(self.state_after("/", host="binnen.example"), State.UNSAFE)
        self.assertEqual(self.state_after("/", host="an:geheim@site.example"), State.UNSAFE)
        self.assertEqual(self.site.requests, [])
        self.assertEqual(self.state_after("/to?302=http://10.0.0.1/"), State.UNSAFE)

    def test_what_works_again_is_out_of_the_report(self):
        self.state_after("/status/404", [0, 1])
        Address.objects.update(url=self.site.url("/"), next_check=START)

        self.check(days=8)

        address = Address.objects.get()
        self.assertEqual((address.state, address.failing_since), (State.WORKS, None))


class PoliteTests(SiteCase):
    def test_a_round_asks_each_host_once(self):
        self.link(*(self.site.url(f"/{n}") for n in range(5)), self.site.url("/", "other.example"))

        self.check()

        hosts = [headers["Host"].partition(":")[0] for _method, _path, headers in self.site.requests]
        self.assertEqual(sorted(hosts), ["other.example", "site.example"])

    def test_a_host_has_half_a_minute_between_two_questions(self):
        self.link(self.site.url("/1"), self.site.url("/2"))

        for seconds in (0, 10, 29, 31):
            with At(seconds=seconds):
                self.check_now()

        self.assertEqual(len(self.site.requests), 2)

    def check_now(self):
        checking.check_due(a_client(self.site, names=self.names, seconds=1))

    def test_who_asks_us_to_wait_is_left_alone_for_all_addresses(self):
        self.link(self.site.url("/status/429/7200"), self.site.url("/andere"), self.site.url("/derde"))
        Address.objects.exclude(url__endswith="7200").update(next_check=START + datetime.timedelta(seconds=1))
        self.check()

        for minutes in (5, 60, 119):
            self.check(minutes=minutes)

        self.assertEqual(len(self.site.requests), 1)
        self.check(minutes=121)
        self.assertEqual(len(self.site.requests), 2)

    def test_retry_after_is_a_number_or_a_date_within_bounds(self):
        with At():
            date = format_datetime(START + datetime.timedelta(hours=2), usegmt=True)
            waits = {"7200": 7200, date: 7200, "0": 60, "-5": 21600, "99999999999": 259200, "9" * 400: 21600}
            for text, seconds in {**waits, "": 21600, "morgen": 21600, "²": 21600}.items():
                self.assertEqual(pause_of(text).total_seconds(), seconds, text)

    def test_an_address_that_works_is_left_alone_for_four_weeks(self):
        self.link(self.site.url("/"))
        for days in (0, 1, 27, 29):
            self.check(days=days)

        self.assertEqual(len(self.site.requests), 2)

    def test_a_broken_one_is_asked_for_each_week(self):
        self.link(self.site.url("/status/404"))
        for days in range(17):
            self.check(days=days)

        # On day 0, 2 (broken), 9 and 16, by HEAD and GET.
        self.assertEqual(len(self.site.requests), 8)
        self.assertEqual(self.address().state, State.BROKEN)

    def test_one_that_was_told_to_wait_stays_what_it_was(self):
        self.link(self.site.url("/status/429"))
        Address.objects.update(state=State.WORKS, works_on=START.date())

        self.check()

        self.assertEqual(self.address().state, State.WORKS)

    def test_a_round_is_bounded_in_number_and_time(self):
        self.link(*(f"http://h{n}.example/" for n in range(40)))

        def slowly(address):
            time.sleep(0.05)
            return Answer(200, address, "")

        client = mock.Mock(ask=mock.Mock(side_effect=slowly))
        checking.check_due(client)
        self.assertEqual(client.ask.call_count, 30)
        Address.objects.update(next_check=START, checked_at=None)
        with mock.patch.object(checking, "SECONDS_AT_ONCE", 0.2):
            checking.check_due(client)
        self.assertLess(client.ask.call_count, 30 + 8)

    def test_an_address_on_many_pages_is_asked_for_once(self):
        self.link(self.site.url("/"))
        self.link(self.site.url("/"), page=self.a_page(self.kempen))

        self.check()
        self.check(minutes=2)

        self.assertEqual(len(self.site.requests), 1)

    def test_one_query_finds_what_is_due_however_many_there_are(self):
        self.link(*(f"http://h{n}.example/" for n in range(3)))
        few = self.count_queries_of(lambda: list(Address.objects.due()))
        self.link(*(f"http://h{n}.example/{m}" for n in range(50) for m in range(4)))

        with self.assertNumQueries(few):
            self.assertEqual(len(Address.objects.due()), 50)

    def test_it_says_who_asks(self):
        site = self.home.get_site()
        Publisher.objects.update_or_create(site=site, defaults={"email": "web@voorbeeld.be"})

        with self.settings(BASE_URL="https://www.voorbeeld.be"):
            self.assertEqual(
                checking.user_agent(),
                "Streekwijzer-LinkCheck/1.0 (+https://www.voorbeeld.be/; web@voorbeeld.be)",
            )


class VerifiedTests(SiteCase):
    def test_what_a_person_saw_working_is_out_of_the_report_for_all_pages(self):
        place = self.a_link(state="broken")
        self.a_link(page=self.a_page(self.kempen), state="broken")

        with At():
            say_it_works(place.address)
            self.assertFalse(type(place).objects.broken().exists())
        with At(days=184):
            self.assertEqual(type(place).objects.broken().count(), 2)

    def test_it_is_remembered_when_the_page_is_saved_and_when_the_link_comes_back(self):
        self.link("https://a.example/")
        say_it_works(Address.objects.get())

        self.link()
        self.link("https://a.example/")

        self.assertTrue(Address.objects.get().is_verified)

    def test_another_fault_is_told_again(self):
        self.link(self.site.url("/status/403"))
        self.check()
        with At():
            say_it_works(self.address())
        Address.objects.update(url=self.site.url("/status/404"))

        for days in (15, 17):
            self.check(days=days)

        self.assertEqual((self.address().state, self.address().verified_until), (State.BROKEN, None))

    def test_the_same_fault_is_not(self):
        self.link(self.site.url("/status/404"))
        for days in (0, 2):
            self.check(days=days)
        with At(days=3):
            say_it_works(self.address())

        self.check(days=10)

        with At(days=10):
            self.assertTrue(self.address().is_verified)

    def test_looking_again_takes_it_back(self):
        place = self.a_link(next_check=timezone.now() + datetime.timedelta(20))
        say_it_works(place.address)

        look_again(place.address)

        self.assertFalse(place.address.is_verified)
        self.assertLessEqual(place.address.next_check, timezone.now())


class TickTests(LinkCase):
    def test_the_clock_gathers_and_asks(self):
        """As it runs: by the real client, which refuses what leads to this machine without asking it."""
        self.link("http://127.0.0.1/", "http://0x7f.1/")

        call_command("tick", verbosity=0)

        self.assertEqual(set(self.states().values()), {State.UNSAFE})

    @override_settings(CHECK_LINKS=False)
    def test_it_asks_nothing_where_that_is_switched_off(self):
        self.link("http://127.0.0.1/")

        call_command("tick", verbosity=0)

        self.assertNotIn(State.UNSAFE, self.states().values())
