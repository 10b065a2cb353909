"""What is deleted by whatever door is kept in one entry, and comes back as it was."""

from datetime import timedelta

from django.contrib.auth.models import Group
from django.db import connection
from django.db.models import ProtectedError
from django.db.models.signals import pre_delete
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Comment, Page, PageViewRestriction, ReferenceIndex, Site

from audit.context import acting_through
from audit.models import AuditEntry, Door
from cms.deleting import for_good
from cms.models import PageViews
from cms.models.page_rows import RelatedPage
from feedback.models import Feedback, UsefulVotes
from home.models import StandardPage
from news.models import NewsPage
from platforms.models import PlatformPage
from recycle_bin.models import Deletion, KeptRow
from recycle_bin.places import AddressTakenError, NotPutBackError, PlaceGoneError
from tests.factories import StandardPageFactory
from tests.permissions.cases import place_of
from tests.recycle_bin.cases import BinCase, children_are_counted, rows_of_tables

LOGS = {"wagtailcore_pagelogentry", "partners_syndicated", "wagtailcore_modellogentry"}


class KeepingTests(BinCase):
    def test_a_page_with_pages_below_it_is_one_entry(self):
        top = self.a_tree(number=3)

        entry = self.delete(top)

        self.assertEqual(Deletion.objects.count(), 1)
        self.assertEqual((entry.title, entry.number_of_pages, entry.kind), ("Over ons", 4, "page"))
        self.assertEqual(KeptRow.objects.filter(model="wagtailcore.page").count(), 4)

    def test_pages_deleted_at_once_are_an_entry_each(self):
        keys = [self.a_news_item(title).pk for title in ("Een", "Twee")]

        NewsPage.objects.filter(pk__in=keys).delete()

        self.assertEqual(set(Deletion.objects.values_list("title", flat=True)), {"Een", "Twee"})

    def test_what_the_clock_deletes_or_may_not_be_kept_is_not_kept(self):
        with acting_through(Door.TICK):
            self.a_news_item().delete()
        with for_good():
            self.a_news_item().delete()

        self.assertFalse(Deletion.objects.exists())

    def test_a_deletion_that_fails_leaves_no_entry_and_counts_no_child_less(self):
        page = self.a_news_item()
        Redirect.objects.create(old_path="/oud", redirect_page=page)

        def refuse(**kwargs):
            raise ProtectedError("no", set())

        pre_delete.connect(refuse, sender=NewsPage)
        try:
            with self.assertRaises(ProtectedError):
                page.delete()
        finally:
            pre_delete.disconnect(refuse, sender=NewsPage)

        self.assertFalse(Deletion.objects.exists())
        self.assertEqual(children_are_counted(), [])

    def test_it_is_recorded(self):
        page = self.a_news_item()
        self.put_back(self.delete(page))

        acts = AuditEntry.objects.filter(object_key=str(page.pk)).order_by("pk")

        self.assertLessEqual({"deleted", "put_back"}, set(acts.values_list("action", flat=True)))


class ComingBackTests(BinCase):
    def test_all_rows_are_as_they_were(self):
        top = self.a_tree(number=3)
        for page in top.get_descendants(inclusive=True).specific():
            page.save_revision(user=self.them).publish()
        Comment.objects.create(page=top, user=self.them, text="Klopt dit?", contentpath="title")
        PageViewRestriction.objects.create(page=top, restriction_type="login")
        Redirect.objects.create(old_path="/oud", redirect_page=top, site=Site.objects.get())
        PageViews.objects.create(page=top, day=timezone.localdate(), count=7)
        UsefulVotes.objects.add(top, is_useful=True)
        Feedback.objects.create(page=top, text="Het adres klopt niet.")
        # The comment was added to a plain `Page`, by which the index of references calls it otherwise.
        ReferenceIndex.objects.filter(object_id=str(top.pk)).delete()
        ReferenceIndex.create_or_update_for_object(top)
        before = rows_of_tables(LOGS)

        self.put_back(self.delete(top))

        after = rows_of_tables(LOGS)
        for name, rows in before.items():
            self.assertEqual(rows, after[name], name)
        self.assertEqual(children_are_counted(), [])
        self.assertFalse(Deletion.objects.exists())

    def test_what_is_back_can_be_deleted_and_put_back_again(self):
        top = self.a_tree()
        for _time in range(3):
            outcome = self.put_back(self.delete(top))

        self.assertEqual(outcome.instance.get_descendant_count(), 2)
        self.assertEqual(children_are_counted(), [])

    def test_the_address_answers_again(self):
        page = self.a_news_item()
        address = page.url
        entry = self.delete(page)
        self.assertEqual(self.client.get(address).status_code, 404)

        self.put_back(entry)

        self.assertContains(self.client.get(address), page.title)
        self.assertEqual(self.client.get(f"/id/{page.translation_key}").status_code, 303)

    def test_the_feed_has_it_again_under_the_same_id(self):
        page = self.a_news_item()
        entry = self.delete(page)
        key = str(page.translation_key)
        self.assertNotIn(f"<id>{key}", self.client.get(f"{self.news.url}feed.atom").content.decode())

        self.put_back(entry)

        feed = self.client.get(f"{self.news.url}feed.atom").content.decode()
        self.assertIn(page.title, feed)
        self.assertIn(key, feed)
        self.assertNotIn("deleted-entry", feed)

    def test_what_other_pages_showed_of_it_is_there_again(self):
        page, other = self.a_news_item(), self.a_news_item("Een ander")
        RelatedPage.objects.create(page=other, related=page)
        before = rows_of_tables(LOGS)["cms_relatedpage"]

        entry = self.delete(page)
        self.assertNotEqual(rows_of_tables(LOGS)["cms_relatedpage"], before)
        self.put_back(entry)

        self.assertEqual(rows_of_tables(LOGS)["cms_relatedpage"], before)
        self.assertTrue(ReferenceIndex.get_references_to(page).exists())

    def test_a_row_of_a_page_that_is_gone_by_now_is_left_out_and_said(self):
        page, other = self.a_news_item(), self.a_news_item("Een ander")
        RelatedPage.objects.create(page=other, related=page)
        entry = self.delete(page)
        with for_good():
            NewsPage.objects.get(pk=other.pk).delete()

        outcome = self.put_back(entry)

        self.assertEqual(outcome.lost, 1)
        self.assertTrue(NewsPage.objects.filter(pk=page.pk).exists())

    def test_an_alias_of_it_is_online_and_linked_again(self):
        page = self.a_news_item()
        alias = page.create_alias(parent=place_of(self.kempen, NewsPage))
        entry = self.delete(page)
        self.assertFalse(Page.objects.get(pk=alias.pk).live)

        self.put_back(entry)

        alias = Page.objects.get(pk=alias.pk)
        self.assertEqual((alias.live, alias.alias_of_id), (True, page.pk))

    def test_search_finds_it_again(self):
        page = self.a_news_item("Een kwikstaart in de straat")
        self.put_back(self.delete(page))

        self.assertContains(self.client.get("/zoeken/?q=kwikstaart"), page.url)

    def test_a_draft_comes_back_as_a_draft_and_a_schedule_that_is_over_is_not_done_late(self):
        page = self.a_news_item(live=False)
        page.go_live_at = timezone.now() + timedelta(days=2)
        page.save_revision(approved_go_live_at=page.go_live_at)
        entry = self.delete(page)
        for row in entry.rows.filter(model="wagtailcore.revision"):
            row.content["approved_go_live_at"] = (timezone.now() - timedelta(days=1)).isoformat()
            row.save()

        outcome = self.put_back(entry)

        self.assertFalse(outcome.instance.live)
        self.assertFalse(outcome.instance.revisions.exclude(approved_go_live_at=None).exists())

    def test_a_whole_platform_comes_back_with_its_team(self):
        group = self.westhoek.team
        entry = self.delete(self.westhoek)
        self.assertFalse(Group.objects.filter(pk=group.pk).exists())

        self.put_back(entry)

        self.assertEqual(PlatformPage.objects.get(pk=self.westhoek.pk).team, group)
        self.assertTrue(self.them.groups.filter(pk=group.pk).exists())
        self.assertTrue(self.westhoek.permissions_for_user(self.them).can_edit())
        self.assertEqual(children_are_counted(), [])


class PlaceTests(BinCase):
    def test_without_its_old_place_another_one_is_asked_for(self):
        top = self.a_tree()
        child = top.get_children().first()
        entry = self.delete(child.specific)
        self.delete(top)

        with self.assertRaises(PlaceGoneError):
            self.put_back(entry)
        self.put_back(entry, parent=self.home, key=entry.object_key)

        self.assertEqual(Page.objects.get(pk=child.pk).get_parent(), Page.objects.get(pk=self.home.pk))
        self.assertEqual(children_are_counted(), [])

    def test_the_path_of_a_last_child_that_was_given_away_does_no_harm(self):
        page = self.a_news_item()
        entry = self.delete(page)
        newer = self.a_news_item("Een nieuwer")
        self.assertEqual(newer.path, page.path)

        self.put_back(entry)

        self.assertNotEqual(Page.objects.get(pk=page.pk).path, newer.path)
        self.assertEqual(children_are_counted(), [])

    def test_it_stands_again_between_the_same_pages(self):
        pages = [self.a_news_item(title) for title in ("Een", "Twee", "Drie")]

        self.put_back(self.delete(pages[1]))

        titles = list(self.section.get_children().values_list("title", flat=True))
        self.assertEqual(titles, ["Een", "Twee", "Drie"])

    def test_for_a_taken_address_a_free_one_is_proposed(self):
        page = self.a_news_item(slug="inloophuis")
        entry = self.delete(page)
        self.a_news_item("Een nieuw", slug="inloophuis")

        with self.assertRaises(AddressTakenError) as refusal:
            self.put_back(entry)
        self.put_back(entry, slug=refusal.exception.free)

        self.assertEqual(Page.objects.get(pk=page.pk).slug, "inloophuis-2")
        self.assertTrue(Page.objects.get(pk=page.pk).url_path.endswith("/inloophuis-2/"))

    def test_one_page_of_an_entry_comes_back_alone_and_the_rest_later(self):
        top = self.a_tree(number=2)
        alone, other = top.get_children()
        for page in (alone, other):
            page.specific.save_revision().publish()
        RelatedPage.objects.create(page=other.specific, related=alone)
        entry = self.delete(top)

        self.put_back(entry, key=alone.pk, parent=self.home)

        self.assertEqual(StandardPage.objects.get(pk=alone.pk).revisions.count(), 1)
        entry.refresh_from_db()
        self.assertEqual(entry.number_of_pages, 2)
        self.put_back(entry)
        self.assertEqual(RelatedPage.objects.get(page=other).related_id, alone.pk)
        self.assertEqual(list(Page.objects.get(pk=top.pk).get_children()), [Page.objects.get(pk=other.pk)])
        self.assertEqual(children_are_counted(), [])
        self.assertFalse(Deletion.objects.exists())

    def test_a_page_below_which_it_can_not_stand_is_refused(self):
        entry = self.delete(self.a_news_item())

        with self.assertRaises(NotPutBackError):
            self.put_back(entry, parent=self.home)

    def test_too_deep_is_refused(self):
        entry = self.delete(self.a_tree(number=1))
        parent = self.home
        for level in range(11):
            parent = StandardPageFactory(
                parent=Page.objects.get(pk=parent.pk).specific, title=f"Laag {level}"
            )

        with self.assertRaises(NotPutBackError):
            self.put_back(entry, parent=parent)


class GrowthTests(BinCase):
    def queries(self, number):
        top = self.a_tree(f"Boom {number}", number)
        entries = []
        deleting = self.count_once(lambda: entries.append(self.delete(top)))
        return deleting, self.count_once(lambda: self.put_back(entries[0]))

    def count_once(self, action):
        with CaptureQueriesContext(connection) as queries:
            action()
        return len(queries)

    def test_queries_for_each_page_stay_the_same(self):
        few, some, many = self.queries(3), self.queries(13), self.queries(33)

        for first, second, third in zip(few, some, many, strict=True):
            self.assertLessEqual((third - second) / 20, (second - first) / 10 + 1)
