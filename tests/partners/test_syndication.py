"""What readers elsewhere were told: since when a page says what it says, and that it is gone."""

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
from operations.management.commands.erase_people import erase_person
from partners.models import Syndicated
from tests.factories import NewsPageFactory, PersonFactory, ThemeFactory
from tests.platforms.factories import many

from .cases import PartnerTestCase, uuid

ATOM, AT = "{http://www.w3.org/2005/Atom}", "{http://purl.org/atompub/tombstones/1.0}"


class ToldTestCase(PartnerTestCase):
    def feed(self, index=None, query=None):
        return ElementTree.fromstring(self.fetch(index or self.news, "feed.atom", query).content)  # noqa: S314 - ours

    def gone(self, index=None, query=None):
        return [
            found.get("ref").rpartition(":")[2]
            for found in self.feed(index, query).iter(f"{AT}deleted-entry")
        ]

    def updated(self, page, index=None):
        entries = self.feed(index).iter(f"{ATOM}entry")
        return next(
            e.findtext(f"{ATOM}updated") for e in entries if e.findtext(f"{ATOM}id").endswith(uuid(page))
        )

    def row(self, page):
        return Syndicated.objects.syndicated().get(permanent_id=page.translation_key)

    def at(self, days):
        """The clock so many days from now."""
        moment = timezone.now() + datetime.timedelta(days=days)
        return mock.patch.object(timezone, "now", return_value=moment)

    def published(self, kind="news", **values):
        page = self.make(kind, live=False, **values)
        page.save_revision().publish()
        return type(page).objects.get(pk=page.pk)


class ChangeTests(ToldTestCase):
    def test_publishing_without_a_change_moves_nothing(self):
        for kind in self.lists:
            with self.subTest(kind):
                page = self.published(kind)
                before = self.row(page)

                with self.at(days=1):
                    page.save_revision().publish()

                self.assertEqual(self.row(page).changed_at, before.changed_at)
                self.assertEqual(self.row(page).version, 0)

    def test_a_real_change_counts_and_moves_the_date(self):
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

                with self.at(days=1):
                    page.save_revision().publish()

                self.assertGreater(self.updated(page), before)
                self.assertEqual(self.row(page).version, 1)

    def test_another_hour_of_a_session_is_a_change(self):
        page = self.published("events")
        later = page.sessions.first().starts_at + datetime.timedelta(hours=2)
        page.sessions = [EventSession(starts_at=later)]

        page.save_revision().publish()

        self.assertEqual(self.row(page).version, 1)

    def test_the_marks_and_keys_that_the_editor_adds_are_no_change(self):
        page = self.make("news")
        call_command("tick", stdout=io.StringIO())
        stored = NewsPage.objects.get(pk=page.pk)
        raw = [
            {"type": "paragraph", "value": '<p data-block-key="ab1">Een zin die iets zegt.</p>', "id": "9f"}
        ]
        stored.body = stored.body.stream_block.to_python(raw)

        stored.save_revision().publish()

        self.assertEqual(self.row(page).version, 0)

    def test_a_move_a_new_address_and_a_new_order_are_no_change(self):
        page, other = self.published(), self.published()
        before = self.updated(page)

        with self.at(days=1):
            page.move(self.own_lists["news"], pos="last-child")
            moved = NewsPage.objects.get(pk=page.pk)
            moved.slug = "een-ander-adres"
            moved.save_revision().publish()
            other.move(self.news, pos="first-child")

        self.assertEqual(self.updated(page), before)

    def test_what_somebody_loaded_past_wagtail_has_the_dates_of_the_page(self):
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

    def test_erasing_a_person_renews_the_pages_that_named_them(self):
        person = PersonFactory()
        page = self.published(rows={"people": [NewsPerson(person=person)]})
        before = self.updated(page)

        with self.at(days=1):
            erase_person(person)

        self.assertGreater(self.updated(page), before)


class EmptyTests(ToldTestCase):
    def test_a_list_that_finds_nothing_is_as_old_as_what_it_looked_through(self):
        self.published(themes=[ThemeFactory(slug="zorg")])

        feed = self.feed(query={"theme": "wonen"})

        self.assertEqual(list(feed.iter(f"{ATOM}entry")), [])
        self.assertTrue(feed.findtext(f"{ATOM}updated").startswith(str(timezone.now().year)))


class TombstoneTests(ToldTestCase):
    def test_what_is_gone_is_told_in_every_way_to_go(self):
        def restrict(page):
            PageViewRestriction.objects.create(page=page, restriction_type="login")

        for name, take_away in {
            "unpublished": lambda page: page.unpublish(),
            "deleted": lambda page: page.delete(),
            "private": restrict,
        }.items():
            for kind, index in self.lists.items():
                with self.subTest(way=name, kind=kind):
                    page = self.make(kind)
                    take_away(page)
                    self.assertIn(uuid(page), self.gone(index))
                    self.assertNotContains(self.fetch(index, "feed.atom"), page.title)

    def test_a_section_takes_all_below_it_along(self):
        page = self.make("news", parent=self.own_lists["news"])
        stays = self.make("news")

        self.platform.unpublish()

        self.assertEqual(self.gone(), [uuid(page)])
        self.assertNotIn(uuid(stays), self.gone())

    def test_what_comes_back_is_told_again_as_new(self):
        page = self.published()
        page.unpublish()
        self.assertEqual(self.gone(), [uuid(page)])

        with self.at(days=1):
            page.save_revision().publish()

        self.assertEqual(self.gone(), [])
        self.assertEqual(self.row(page).version, 1)
        self.assertGreater(self.row(page).changed_at, timezone.now())

    def test_a_section_that_is_public_again_has_lost_nothing(self):
        page = self.make("news", parent=self.own_lists["news"])
        restriction = PageViewRestriction.objects.create(page=self.platform, restriction_type="login")
        self.assertEqual(self.gone(), [uuid(page)])

        restriction.delete()

        self.assertEqual(self.gone(), [])

    def test_a_page_that_moves_is_gone_where_it_was_and_nowhere_else(self):
        page = self.make("news", parent=self.own_lists["news"])

        page.move(self.news, pos="last-child")

        self.assertEqual(self.gone(self.own_lists["news"]), [uuid(page)])
        self.assertEqual(self.gone(self.news), [])

    def test_a_new_order_of_the_sections_confuses_nothing(self):
        page = self.make("news", parent=self.own_lists["news"])
        page.unpublish()

        self.platform.get_parent().move(self.home, pos="first-child")

        own = type(self.own_lists["news"]).objects.get(pk=self.own_lists["news"].pk)
        self.assertEqual(self.gone(own), [uuid(page)])

    def test_filters_hide_nothing_that_is_gone(self):
        page = self.make("news", themes=[ThemeFactory(slug="zorg")])
        page.unpublish()

        self.assertEqual(self.gone(query={"theme": "wonen"}), [uuid(page)])

    def test_what_was_never_public_is_not_told(self):
        page = self.make("news", live=False)
        page.save_revision()
        page.delete()

        self.assertEqual(self.gone(), [])

    def test_after_ninety_days_nobody_is_told_and_nothing_is_kept(self):
        page = self.make("news")
        page.unpublish()

        with self.at(days=89):
            call_command("tick", stdout=io.StringIO())
            self.assertEqual(self.gone(), [uuid(page)])
        with self.at(days=92):
            self.assertEqual(self.gone(), [])
            call_command("tick", stdout=io.StringIO())
        self.assertFalse(Syndicated.objects.filter(permanent_id=page.translation_key).exists())

    def test_they_stand_on_the_first_page_the_newest_hundred(self):
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

        self.assertEqual(len(self.gone()), 100)
        self.assertEqual(len(self.gone(query={"limit": 1, "page": 2})), 0)

    def test_the_sweep_finds_what_no_signal_told(self):
        page = self.make("news")
        NewsPage.objects.filter(pk=page.pk).update(live=False)

        call_command("tick", stdout=io.StringIO())

        self.assertEqual(self.gone(), [uuid(page)])
