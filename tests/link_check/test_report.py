"""Who sees which links, what a person does about them, and what waits on the start screen."""

import csv
import datetime
import io

from django.urls import reverse
from django.utils import timezone

from cms.work_lists import work_lists
from link_check.models import Address
from link_check.verifying import say_it_works
from link_check.work import BrokenLinks
from tests.factories import NewsPageFactory

from .cases import LinkCase

State = Address.State


class ReportCase(LinkCase):
    def setUp(self):
        super().setUp()
        self.elsewhere = self.a_page(self.kempen, title="Een buurthuis")
        self.link_of_them = self.a_link("https://westhoek.example/")
        self.link_of_us = self.a_link("https://kempen.example/", page=self.elsewhere)
        self.client.force_login(self.them)

    def rows(self, **query):
        response = self.client.get(reverse("link_report"), query)
        self.assertEqual(response.status_code, 200)
        return [place.address.url for place in response.context["object_list"]]


class ReportTests(ReportCase):
    def test_a_team_sees_its_own_pages_and_reviewers_all(self):
        self.assertEqual(self.rows(), ["https://westhoek.example/"])
        self.client.force_login(self.us)
        self.assertEqual(self.rows(), ["https://kempen.example/"])
        self.client.force_login(self.reviewer)
        self.assertEqual(self.rows(), ["https://kempen.example/", "https://westhoek.example/"])

    def test_it_says_in_words_what_is_wrong_and_since_when(self):
        day = datetime.date(2026, 3, 2)
        Address.objects.filter(pk=self.link_of_them.address_id).update(works_on=day)

        response = self.client.get(reverse("link_report"))

        for words in (
            "Een inloophuis",
            "Lees meer hierover.",
            "De site bestaat nog, maar deze pagina niet.",
            "kapot",
            "Werkte het laatst op 2 maart 2026.",
            "Nagekeken, werkt",
            "Opnieuw kijken",
        ):
            self.assertContains(response, words)

    def test_what_is_not_safe_is_no_link_and_has_no_buttons(self):
        self.link_of_them.address.delete()
        self.a_link("http://10.0.0.1/", state=State.UNSAFE, answer="private")

        response = self.client.get(reverse("link_report"))

        self.assertContains(response, "http://10.0.0.1/")
        self.assertNotContains(response, 'href="http://10.0.0.1/"')
        self.assertNotContains(response, "Opnieuw kijken")

    def test_an_address_is_never_read_as_html(self):
        self.a_link('https://a.example/"><script>alert(1)</script>', answer="404")

        response = self.client.get(reverse("link_report"))

        self.assertNotContains(response, "<script>alert(1)</script>")

    def test_filters(self):
        self.client.force_login(self.reviewer)
        self.a_link("https://oud.example/", state=State.MOVED, moved_to="https://nieuw.example/")
        say_it_works(self.a_link("https://goed.example/").address)

        both = ["https://kempen.example/", "https://westhoek.example/"]
        self.assertEqual(self.rows(state="broken"), both)
        self.assertEqual(self.rows(state="moved"), ["https://oud.example/"])
        self.assertEqual(self.rows(state="verified"), ["https://goed.example/"])
        self.assertEqual(self.rows(platform=self.kempen.pk), ["https://kempen.example/"])
        self.assertEqual(self.rows(page=self.elsewhere.pk), ["https://kempen.example/"])
        self.assertEqual(
            self.client.get(reverse("link_report"), {"state": "x", "page": "y"}).status_code, 200
        )

    def test_a_page_of_another_team_is_no_filter(self):
        self.assertNotContains(self.client.get(reverse("link_report")), "Een buurthuis")

    def test_what_is_offline_is_not_in_it(self):
        self.page.unpublish()

        self.assertEqual(self.rows(), [])

    def test_a_spreadsheet(self):
        response = self.client.get(reverse("link_report"), {"export": "csv"})

        _heading, row = csv.reader(io.StringIO(b"".join(response.streaming_content).decode()))
        self.assertEqual(
            row[:5],
            [
                "Een inloophuis",
                "Lees meer hierover.",
                "https://westhoek.example/",
                "kapot",
                "De site bestaat nog, maar deze pagina niet.",
            ],
        )

    def test_more_links_cost_no_more_queries(self):
        few = self.count_queries(reverse("link_report"))
        for number in range(20):
            self.a_link(f"https://a{number}.example/", page=self.a_page(self.westhoek))

        with self.assertNumQueries(few):
            self.client.get(reverse("link_report"))


class ActTests(ReportCase):
    def post(self, name, place, **data):
        return self.client.post(reverse(name, args=[place.pk]), data)

    def test_somebody_says_that_it_works(self):
        back = reverse("link_report") + "?state=broken"

        response = self.post("link_works", self.link_of_them, next=back)

        self.assertRedirects(response, back)
        self.assertEqual(self.rows(state="broken"), [])
        address = Address.objects.get(pk=self.link_of_them.address_id)
        self.assertEqual(address.verified_until, timezone.localdate() + datetime.timedelta(183))

    def test_somebody_has_it_looked_at_again(self):
        Address.objects.update(next_check=timezone.now() + datetime.timedelta(7))

        self.post("link_again", self.link_of_them)

        address = Address.objects.get(pk=self.link_of_them.address_id)
        self.assertLessEqual(address.next_check, timezone.now())

    def test_where_looking_is_off_that_is_said(self):
        with self.settings(CHECK_LINKS=False):
            response = self.client.post(reverse("link_again", args=[self.link_of_them.pk]), follow=True)

        self.assertContains(response, "Links nakijken staat uit op deze site.")

    def test_only_for_the_own_pages_and_only_by_post(self):
        for name in ("link_works", "link_again"):
            self.assertEqual(self.post(name, self.link_of_us).status_code, 404)
            self.assertEqual(self.client.get(reverse(name, args=[self.link_of_them.pk])).status_code, 405)
        self.assertFalse(Address.objects.exclude(verified_until=None).exists())

    def test_it_leads_to_no_other_site(self):
        response = self.post("link_works", self.link_of_them, next="https://evil.example/")

        self.assertRedirects(response, reverse("link_report"))


class WorkListTests(ReportCase):
    list = BrokenLinks()

    def test_it_is_one_of_the_lists(self):
        self.assertIn("broken_links", [one.name for one in work_lists()])

    def test_each_team_has_its_own_pages_and_reviewers_those_of_nobody(self):
        self.a_link("https://elders.example/")
        general = self.a_page_of_nobody()

        (item,) = self.list.items(self.them)
        self.assertEqual(
            (item.title, item.note, item.place), ("Een inloophuis", "2 kapotte links", "Westhoek")
        )
        self.assertEqual(self.client.get(item.url).status_code, 200)
        self.assertEqual([item.title for item in self.list.items(self.us)], ["Een buurthuis"])
        self.assertEqual([item.title for item in self.list.items(self.reviewer)], [general.title])
        self.assertEqual([self.list.count(user) for user in (self.them, self.us, self.reviewer)], [1, 1, 1])

    def a_page_of_nobody(self):
        page = NewsPageFactory(parent=self.news, title="Van iedereen")
        self.a_link("https://nog.example/", page=page)
        return page

    def test_what_is_verified_moved_or_in_doubt_does_not_wait(self):
        say_it_works(self.link_of_them.address)
        for state in (State.MOVED, State.CANNOT_TELL, State.UNSAFE, State.WORKS, State.NEW):
            self.a_link(f"https://{state}.example/", state=state)

        self.assertEqual((self.list.items(self.them), self.list.count(self.them)), ([], 0))

    def test_the_number_leaves_out_what_is_verified(self):
        say_it_works(self.a_link("https://goed.example/").address)

        self.assertEqual(self.list.items(self.them)[0].note, "1 kapotte link")

    def test_more_links_cost_no_more_queries(self):
        few = self.count_queries_of(lambda: (self.list.items(self.them), self.list.count(self.them)))
        for number in range(30):
            self.a_link(f"https://a{number}.example/", page=self.a_page(self.westhoek))

        with self.assertNumQueries(few):
            items, number = self.list.items(self.them), self.list.count(self.them)
        self.assertEqual((len(items), number), (20, 31))

    def test_it_is_on_the_start_screen(self):
        response = self.client.get(reverse("wagtailadmin_home"))

        self.assertContains(response, "Kapotte links")
