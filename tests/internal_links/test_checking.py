"""Links of public pages that lead nowhere inside the site: what counts, when it is found, and when it goes."""

import datetime
from unittest import mock

from django.utils import timezone
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Collection, CollectionViewRestriction, PageViewRestriction

from internal_links import checking
from internal_links.models import BrokenLink, CheckedPage
from news.models import Decision, NewsPage
from recycle_bin.models import Deletion
from recycle_bin.restoring import put_back_entry
from tests.factories import DocumentFactory, ImageFactory, NewsPageFactory, UserFactory
from tests.internal_links.cases import LinksCase, to_address, to_document, to_page


class WhatIsBrokenTests(LinksCase):
    def test_links_that_lead_somewhere_are_none(self):
        self.a_page(
            to_page(self.target.pk),
            to_document(self.document.pk),
            to_address(self.target.url),
            to_address("https://elders.example/weg/"),
            to_address("mailto:an@voorbeeld.be"),
        )

        self.assertEqual(self.broken(), [])

    def test_a_page_that_is_deleted_leaves_a_dead_number_in_the_text(self):
        self.a_page(to_page(self.target.pk, "het <b>hele</b> verhaal"))
        self.target.delete()

        self.assertEqual(self.broken(), [("het hele verhaal", "page", "gone")])

    def test_a_page_that_is_offline_or_below_one_that_is(self):
        self.a_page(to_page(self.target.pk))
        self.target.unpublish()

        self.assertEqual(self.broken(), [("lees meer", "page", "offline")])

    def test_a_page_that_is_private(self):
        self.a_page(to_page(self.target.pk))
        PageViewRestriction.objects.create(page=self.target, restriction_type="login")

        self.assertEqual(self.broken(), [("lees meer", "page", "private")])

    def test_a_document_that_is_deleted_or_private(self):
        private = Collection.get_first_root_node().add_child(name="Besloten")
        CollectionViewRestriction.objects.create(collection=private, restriction_type="login")
        hidden = DocumentFactory(collection=private)
        self.a_page(to_document(self.document.pk, "weg"), to_document(hidden.pk, "dicht"))
        self.document.delete()

        self.assertEqual(self.broken(), [("dicht", "document", "private"), ("weg", "document", "gone")])

    def test_a_picture_in_a_block(self):
        picture = ImageFactory()
        page = self.a_page("<p>Eerst zonder.</p>")
        page.body = [("image", {"image": picture, "caption": ""})]
        page.save_revision().publish()
        picture.delete()

        self.assertEqual(self.broken(), [("", "picture", "gone")])

    def test_a_document_chosen_in_a_row(self):
        private = Collection.get_first_root_node().add_child(name="Besloten")
        CollectionViewRestriction.objects.create(collection=private, restriction_type="login")
        decision = Decision(date="2031-03-04", text="Besluit", document=DocumentFactory(collection=private))
        self.a_page("<p>Beslist.</p>", rows={"decisions": [decision]})

        self.assertEqual(self.broken(), [("", "document", "private")])

    def test_addresses_are_resolved_as_a_visit_does(self):
        Redirect.add_redirect("/oud/bericht", self.target)
        hidden = NewsPageFactory(parent=self.news, slug="verborgen", live=False)
        news = self.news.url
        for address, expected in [
            (news, None),
            (f"{news}?theme=wonen#lijst", None),
            (f"{news}doel", None),
            (f"{news}feed.atom", None),
            (f"http://localhost{news}doel/", None),
            ("/", None),
            ("/admin/", "private"),
            ("/admin/pages/3/edit/", "private"),
            ("/concept/abc/", "private"),
            ("/inschrijving/abc/wijzigen/", "private"),
            (f" {news}doel/ ", None),
            ("/zoeken/?q=x", None),
            ("/static/weg.css", None),
            ("//elders.example/weg/", None),
            ("http://[kapot/", None),
            (f"/id/{self.target.translation_key}", None),
            (self.document.url, None),
            (f"{news}bestaat-niet/", "gone"),
            (f"http://localhost{news}bestaat-niet/", "gone"),
            (f"{news}doel/eronder/", "gone"),
            (f"{news}verborgen/", "offline"),
            (f"/id/{hidden.translation_key}", "offline"),
            ("/id/00000000-0000-4000-8000-000000000000", "gone"),
            ("/oud/bericht/", "moved"),
            ("/documents/999999/weg.pdf", "gone"),
        ]:
            with self.subTest(address):
                page = self.a_page(to_address(address))
                checking.check([page.pk])

                reasons = list(BrokenLink.objects.filter(page=page).values_list("reason", flat=True))
                self.assertEqual(reasons, [expected] if expected else [])

    def test_nothing_is_fetched(self):
        self.a_page(to_address("http://localhost/weg/"), to_address("https://elders.example/"))

        with mock.patch("socket.socket.connect", side_effect=AssertionError("fetched")):
            checking.check_due()

        self.assertEqual(BrokenLink.objects.get().target, "http://localhost/weg/")

    def test_a_draft_shows_nobody_a_broken_link(self):
        page = self.a_page(to_page(self.target.pk))
        page.body = [("paragraph", to_page(999_999))]
        page.save_revision()
        NewsPageFactory(parent=self.news, live=False, body=[("paragraph", to_page(999_999))])

        self.assertEqual(self.broken(), [])

    def test_one_target_counts_once_a_page(self):
        self.a_page(to_page(999_999, "eerst"), to_page(999_999, "nog eens"))

        self.assertEqual(self.broken(), [("eerst", "page", "gone")])


class WhenTests(LinksCase):
    def setUp(self):
        super().setUp()
        self.page = self.a_page(to_page(self.target.pk))
        self.assertEqual(self.broken(), [])

    def test_it_goes_when_the_target_is_back(self):
        self.target.unpublish()
        self.assertEqual(len(self.broken()), 1)

        NewsPage.objects.get(pk=self.target.pk).save_revision().publish()

        self.assertEqual(self.broken(), [])

    def test_it_goes_when_the_target_is_put_back(self):
        self.target.delete()
        self.assertEqual(len(self.broken()), 1)

        put_back_entry(Deletion.objects.get(), UserFactory(is_superuser=True))

        self.assertEqual(self.broken(), [])

    def test_it_goes_when_the_link_does(self):
        self.target.unpublish()
        self.assertEqual(len(self.broken()), 1)
        page = NewsPage.objects.get(pk=self.page.pk)
        page.body = [("paragraph", "<p>Zonder.</p>")]

        page.save_revision().publish()

        self.assertEqual(self.broken(), [])

    def test_it_goes_when_its_page_is_offline(self):
        self.target.unpublish()
        self.assertEqual(len(self.broken()), 1)

        NewsPage.objects.get(pk=self.page.pk).unpublish()

        self.assertEqual(self.broken(), [])

    def test_a_restriction_that_goes_frees_what_is_below(self):
        restriction = PageViewRestriction.objects.create(page=self.news, restriction_type="login")
        self.assertEqual(self.broken(), [("lees meer", "page", "private")])

        restriction.delete()

        self.assertEqual(self.broken(), [])

    def test_what_was_known_keeps_its_day(self):
        yesterday = timezone.localdate() - datetime.timedelta(days=1)
        self.target.unpublish()
        self.broken()
        BrokenLink.objects.update(found_on=yesterday)

        NewsPage.objects.get(pk=self.target.pk).delete()
        self.assertEqual(self.broken(), [("lees meer", "page", "gone")])

        self.assertEqual(BrokenLink.objects.get().found_on, yesterday)

    def test_a_page_that_nothing_happened_to_is_not_looked_at_again_the_same_day(self):
        checked = CheckedPage.objects.get(page=self.page).checked_at

        checking.check_due()

        self.assertEqual(CheckedPage.objects.get(page=self.page).checked_at, checked)

    def test_after_a_day_all_are_looked_at_again_a_few_each_minute(self):
        tomorrow = timezone.now() + datetime.timedelta(days=1, hours=1)
        NewsPage.objects.filter(pk=self.target.pk).update(live=False)  # as nothing tells
        number = CheckedPage.objects.count()

        with mock.patch("django.utils.timezone.now", return_value=tomorrow):
            with mock.patch.object(checking, "MOST_OTHERS", 2):
                checking.check_due()
                self.assertEqual(CheckedPage.objects.filter(checked_at=tomorrow).count(), 2)
            self.assertEqual(len(self.broken()), 1)

        self.assertEqual(CheckedPage.objects.filter(checked_at=tomorrow).count(), number - 1)

    def test_a_minute_has_its_bound(self):
        for _number in range(3):
            self.a_page(to_page(999_999))

        with mock.patch.object(checking, "MOST_CHANGED", 2):
            self.assertEqual(len(self.broken()), 2)
            self.assertEqual(len(self.broken()), 3)
