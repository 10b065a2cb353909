"""Syndication: the dates, versions and tombstones of pages in feeds."""

import datetime
import io
from unittest import mock
from xml.etree import ElementTree

from django.core.management import call_command
from django.utils import timezone
from wagtail.models import PageViewRestriction

from cms.models import PageTheme
from events.models import EventSession
from news.models import NewsPage, NewsPerson
from operations.erasing import erase_person
from partners.models import Syndicated
from tests.factories import NewsPageFactory, PersonFactory, ThemeFactory
from tests.platforms.factories import many

from .cases import PartnerTestCase, uuid

ATOM, AT = "{http://www.w3.org/2005/Atom}", "{http://purl.org/atompub/tombstones/1.0}"


class SyndicationTestCase(PartnerTestCase):
    def feed(self, index=None, query=None):
        return ElementTree.fromstring(self.fetch(index or self.news, "feed.atom", query).content)  # noqa: S314 - ours

    def tombstones(self, index=None, query=None):
        return [
            element.get("ref").rpartition(":")[2]
            for element in self.feed(index, query).iter(f"{AT}deleted-entry")
        ]

    def updated(self, page, index=None):
        entries = self.feed(index).iter(f"{ATOM}entry")
        return next(
            e.findtext(f"{ATOM}updated") for e in entries if e.findtext(f"{ATOM}id").endswith(uuid(page))
        )

    def row(self, page):
        return Syndicated.objects.syndicated().get(permanent_id=page.translation_key)

    def clock_at(self, days):
        """Sets the clock to this number of days from now."""
        moment = timezone.now() + datetime.timedelta(days=days)
        return mock.patch.object(timezone, "now", return_value=moment)

    def published(self, kind="news", **values):
        page = self.make(kind, live=False, **values)
        page.save_revision().publish()
        return type(page).objects.get(pk=page.pk)


class ChangeTests(SyndicationTestCase):
    def test_publishing_without_a_change_keeps_date_and_version(self):
        for kind in self.lists:
            with self.subTest(kind):
                page = self.published(kind)
                before = self.row(page)

                with self.clock_at(days=1):
                    page.save_revision().publish()

                self.assertEqual(self.row(page).changed_at, before.changed_at)
                self.assertEqual(self.row(page).version, 0)

    def test_a_change_of_content_raises_version_and_date(self):
        changes = {
            "title": lambda page: setattr(page, "title", "Een andere titel"),
            "summary": lambda page: setattr(page, "search_description", "Anders."),
            "body": lambda page: setattr(page, "body", [("paragraph", "<p>Andere woorden.</p>")]),
            "themes": lambda page: setattr(page, "page_themes", [PageTheme(theme=ThemeFactory())]),
        }
        for name, change in changes.items():
            with self.subTest(name):
                page = self.published()
                before = self.updated(page)
                change(page)

                with self.clock_at(days=1):
                    page.save_revision().publish()

                self.assertGreater(self.updated(page), before)
                self.assertEqual(self.row(page).version, 1)

    def test_what_no_page_shows_is_no_change(self):
        page = self.published("events", registration_mode="form")
        before = self.row(page)

        page.registration_recipients = [("address", "onthaal@voorbeeld.be")]
        page.confirmation_text = "<p>Breng laarzen mee.</p>"
        page.save_revision().publish()

        self.assertEqual(self.row(page).version, before.version)

    def test_another_time_of_a_session_is_a_change(self):
        page = self.published("events")
        later = page.sessions.first().starts_at + datetime.timedelta(hours=2)
        page.sessions = [EventSession(starts_at=later)]

        page.save_revision().publish()

        self.assertEqual(self.row(page).version, 1)

    def test_block_keys_and_ids_added_by_the_editor_are_no_change(self):
        page = self.make("news")
        call_command("tick", stdout=io.StringIO())
        stored = NewsPage.objects.get(pk=page.pk)
        raw = [
            {"type": "paragraph", "value": '<p data-block-key="ab1">Een zin die iets zegt.</p>', "id": "9f"}
        ]
        stored.body = stored.body.stream_block.to_python(raw)

        stored.save_revision().publish()

        self.assertEqual(self.row(page).version, 0)

    def test_a_move_a_new_slug_and_a_new_order_are_no_change(self):
        page, other = self.published(), self.published()
        before = self.updated(page)

        with self.clock_at(days=1):
            page.move(self.own_lists["news"], pos="last-child")
            moved = NewsPage.objects.get(pk=page.pk)
            moved.slug = "een-ander-adres"
            moved.save_revision().publish()
            other.move(self.news, pos="first-child")

        self.assertEqual(self.updated(page), before)

    def test_a_page_imported_without_signals_has_the_dates_of_the_page(self):
        moment = timezone.now() - datetime.timedelta(days=9)
        (page,) = many(
            NewsPage,
            1,
            self.news,
            publication_date=moment.date(),
            first_published_at=moment,
            last_published_at=moment,
            search_description="Kort.",
        )
        before = self.updated(page)
        self.assertEqual(before[:19], moment.astimezone(datetime.UTC).isoformat()[:19])

        call_command("tick", stdout=io.StringIO())

        self.assertEqual(self.updated(page), before)
        self.assertTrue(self.row(page).fingerprint)

    def test_erasing_a_person_changes_the_pages_that_named_them(self):
        person = PersonFactory()
        page = self.published(rows={"people": [NewsPerson(person=person)]})
        before = self.updated(page)

        with self.clock_at(days=1):
            erase_person(person)

        self.assertGreater(self.updated(page), before)


class EmptyFeedTests(SyndicationTestCase):
    def test_an_empty_feed_has_the_date_of_the_newest_change_in_its_section(self):
        self.published(themes=[ThemeFactory(slug="zorg")])

        feed = self.feed(query={"theme": "wonen"})

        self.assertEqual(list(feed.iter(f"{ATOM}entry")), [])
        self.assertTrue(feed.findtext(f"{ATOM}updated").startswith(str(timezone.now().year)))


class TombstoneTests(SyndicationTestCase):
    def test_unpublished_deleted_and_restricted_pages_get_a_tombstone(self):
        def restrict(page):
            PageViewRestriction.objects.create(page=page, restriction_type="login")

        for name, hide in {
            "unpublished": lambda page: page.unpublish(),
            "deleted": lambda page: page.delete(),
            "private": restrict,
        }.items():
            for kind, index in self.lists.items():
                with self.subTest(hidden_by=name, kind=kind):
                    page = self.make(kind)
                    hide(page)
                    self.assertIn(uuid(page), self.tombstones(index))
                    self.assertNotContains(self.fetch(index, "feed.atom"), page.title)

    def test_unpublishing_a_section_gives_tombstones_for_the_pages_below_it(self):
        page = self.make("news", parent=self.own_lists["news"])
        stays = self.make("news")

        self.platform.unpublish()

        self.assertEqual(self.tombstones(), [uuid(page)])
        self.assertNotIn(uuid(stays), self.tombstones())

    def test_a_page_that_is_published_again_has_a_new_version_and_no_tombstone(self):
        page = self.published()
        page.unpublish()
        self.assertEqual(self.tombstones(), [uuid(page)])

        with self.clock_at(days=1):
            page.save_revision().publish()

        self.assertEqual(self.tombstones(), [])
        self.assertEqual(self.row(page).version, 1)
        self.assertGreater(self.row(page).changed_at, timezone.now())

    def test_a_section_that_is_public_again_has_no_tombstones(self):
        page = self.make("news", parent=self.own_lists["news"])
        restriction = PageViewRestriction.objects.create(page=self.platform, restriction_type="login")
        self.assertEqual(self.tombstones(), [uuid(page)])

        restriction.delete()

        self.assertEqual(self.tombstones(), [])

    def test_a_moved_page_has_a_tombstone_only_in_its_old_section(self):
        page = self.make("news", parent=self.own_lists["news"])

        page.move(self.news, pos="last-child")

        self.assertEqual(self.tombstones(self.own_lists["news"]), [uuid(page)])
        self.assertEqual(self.tombstones(self.news), [])

    def test_tombstones_survive_a_new_order_of_the_sections(self):
        page = self.make("news", parent=self.own_lists["news"])
        page.unpublish()

        self.platform.get_parent().move(self.home, pos="first-child")

        own = type(self.own_lists["news"]).objects.get(pk=self.own_lists["news"].pk)
        self.assertEqual(self.tombstones(own), [uuid(page)])

    def test_filters_do_not_apply_to_tombstones(self):
        page = self.make("news", themes=[ThemeFactory(slug="zorg")])
        page.unpublish()

        self.assertEqual(self.tombstones(query={"theme": "wonen"}), [uuid(page)])

    def test_a_page_that_was_never_public_has_no_tombstone(self):
        page = self.make("news", live=False)
        page.save_revision()
        page.delete()

        self.assertEqual(self.tombstones(), [])

    def test_tombstones_are_left_out_and_deleted_after_ninety_days(self):
        page = self.make("news")
        page.unpublish()

        with self.clock_at(days=89):
            call_command("tick", stdout=io.StringIO())
            self.assertEqual(self.tombstones(), [uuid(page)])
        with self.clock_at(days=92):
            self.assertEqual(self.tombstones(), [])
            call_command("tick", stdout=io.StringIO())
        self.assertFalse(Syndicated.objects.filter(permanent_id=page.translation_key).exists())

    def test_the_first_page_has_the_newest_hundred_tombstones(self):
        now = timezone.now()
        above = (
            Syndicated.objects.syndicated().filter(permanent_id=self.make("news").translation_key).get().above
        )
        Syndicated.objects.bulk_create(
            Syndicated(
                permanent_id=page.translation_key,
                kind="news",
                above=above,
                changed_at=now,
                withdrawn_at=now - datetime.timedelta(minutes=number),
            )
            for number, page in enumerate(NewsPageFactory.build_batch(120))
        )
        self.make("news")

        self.assertEqual(len(self.tombstones()), 100)
        self.assertEqual(len(self.tombstones(query={"limit": 1, "page": 2})), 0)

    def test_the_sweep_withdraws_a_page_unpublished_without_a_signal(self):
        page = self.make("news")
        NewsPage.objects.filter(pk=page.pk).update(live=False)

        call_command("tick", stdout=io.StringIO())

        self.assertEqual(self.tombstones(), [uuid(page)])
