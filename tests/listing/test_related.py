"""What the pages of practices, news and the agenda offer to read next."""

import datetime

from django.utils import timezone
from wagtail.models import PageViewRestriction

from cms.models import RelatedPage
from events.models import EventPage
from listing.related import related_to
from news.models import NewsPage, NewsPractice
from practices.models import PracticePage, PracticeRegion, PracticeTargetGroup
from tests.cases import SiteTestCase
from tests.events.factories import (
    EventIndexPageFactory,
    EventPageFactory,
    TrajectoryPageFactory,
    presented,
    session,
)
from tests.factories import NewsPageFactory, RegionFactory, TargetGroupFactory, ThemeFactory
from tests.practices.factories import PracticeIndexPageFactory, PracticePageFactory, StubFactory

SOON = f"{timezone.localdate() + datetime.timedelta(30)} 09:00"


class RelatedTestCase(SiteTestCase):
    @classmethod
    def setUpTestData(cls):
        super().setUpTestData()
        cls.practices = PracticeIndexPageFactory(parent=cls.home)
        cls.agenda = EventIndexPageFactory(parent=cls.home)
        cls.theme, cls.other = ThemeFactory(name="Wonen"), ThemeFactory(name="Zorg")
        cls.coast, cls.heath = RegionFactory(name="Kust"), RegionFactory(name="Heide")

    def practice(self, *themes, region=None, **values):
        rows = {"working_regions": [PracticeRegion(region=region)]} if region else {}
        rows |= values.pop("rows", {})
        themes = list(themes or [self.theme])
        return PracticePageFactory(parent=self.practices, themes=themes, rows=rows, **values)

    def news_item(self, **values):
        return NewsPageFactory(parent=self.news, **{"themes": [self.theme], **values})

    def event(self, starts=SOON, **values):
        rows = {"sessions": [session(starts)], **values.pop("rows", {})}
        return EventPageFactory(parent=self.agenda, rows=rows, **{"themes": [self.theme], **values})

    def near(self, page):
        related = related_to(type(page).objects.get(pk=page.pk))
        return [teaser.pk for teaser in related.near] if related else []

    def elsewhere(self, page):
        return [teaser.pk for teaser in related_to(type(page).objects.get(pk=page.pk)).elsewhere]


class KindTests(RelatedTestCase):
    def test_pages_of_every_kind_lead_to_each_other(self):
        practice, item, event = self.practice(), self.news_item(), self.event()
        trajectory = TrajectoryPageFactory(parent=self.agenda, themes=[self.theme])
        pages = {practice, item, event, trajectory}

        for page in pages:
            response = self.client.get(page.url)
            for other in pages - {page}:
                self.assertContains(response, f'href="{other.url}"', msg_prefix=f"{page} to {other}")

    def test_only_what_shares_a_theme_or_the_theme_above(self):
        part = ThemeFactory(parent=self.theme)
        sibling = ThemeFactory(parent=self.theme)
        near, far = self.practice(sibling), self.practice(self.other)
        self.news_item(themes=[self.other])

        self.assertEqual(self.near(self.practice(part)), [near.pk])
        self.assertEqual(related_to(StubFactory(parent=self.practices)), None)
        self.assertNotIn(far.pk, self.near(self.practice(part)))

    def test_a_page_alone_has_no_such_section(self):
        for page in (self.practice(), self.news_item(themes=[self.other])):
            self.assertNotContains(self.client.get(page.url), 'id="verwant"')

    def test_it_is_bounded(self):
        practice = self.practice(region=self.coast)
        for _number in range(9):
            self.practice(region=self.heath), self.news_item(), self.event()

        self.assertEqual((len(self.near(practice)), len(self.elsewhere(practice))), (7, 2))


class OrderTests(RelatedTestCase):
    def test_more_themes_then_target_groups_and_regions_then_words_then_the_newest(self):
        group = TargetGroupFactory()
        words = self.practice(title="Warme soep aan huis")
        newest = self.practice(title="Iets anders")
        rows = {"target_groups": [PracticeTargetGroup(target_group=group)]}
        of_group = self.practice(rows=rows)
        both = self.practice(self.theme, self.other)
        rows = {"target_groups": [PracticeTargetGroup(target_group=group)]}
        page = self.practice(self.theme, self.other, title="Warme soep", rows=rows)

        self.assertEqual(self.near(page), [both.pk, of_group.pk, words.pk])
        self.assertNotIn(newest.pk, self.near(page))

    def test_the_own_region_first_and_other_regions_apart(self):
        page = self.practice(region=self.coast)
        here = self.practice(region=self.coast)
        there = self.practice(region=self.heath)

        self.assertEqual((self.near(page), self.elsewhere(page)), ([here.pk], [there.pk]))
        self.assertContains(self.client.get(page.url), "Elders in Vlaanderen")

    def test_past_events_and_stubs_come_last(self):
        page = self.practice()
        coming = self.event()
        past = self.event("2019-11-12 09:00", themes=[self.theme])
        stub = StubFactory(parent=self.practices, themes=[self.theme])
        complete = self.practice()

        self.assertEqual(self.near(page), [complete.pk, stub.pk, coming.pk, past.pk])

    def test_a_cancelled_event_comes_after_all_that_goes_on(self):
        page = self.practice()
        cancelled = self.event(rows={"sessions": [session(SOON, status="cancelled")]})
        going_on, item = self.event(), self.news_item()

        self.assertEqual(self.near(page)[-1], cancelled.pk)
        self.assertEqual(set(self.near(page)), {cancelled.pk, going_on.pk, item.pk})


class LeftOutTests(RelatedTestCase):
    def test_what_the_page_links_to_by_itself(self):
        practice, item = self.practice(), self.news_item()
        event = self.event(rows={"practices": presented(practice)})
        reader = self.news_item(rows={"related_practices": [NewsPractice(practice=practice)]})
        seeing = self.practice(rows={"related_pages": [RelatedPage(related=item)]})

        self.assertNotIn(event.pk, self.near(PracticePage.objects.get(pk=practice.pk)))
        self.assertNotIn(practice.pk, self.near(EventPage.objects.get(pk=event.pk)))
        self.assertNotIn(practice.pk, self.near(NewsPage.objects.get(pk=reader.pk)))
        self.assertNotIn(item.pk, self.near(seeing))

    def test_drafts_and_private_pages(self):
        page = self.practice()
        self.practice(live=False), self.news_item(live=False)
        private = self.event()
        PageViewRestriction.objects.create(page=private, restriction_type=PageViewRestriction.LOGIN)

        self.assertEqual(self.near(page), [])

    def test_a_draft_shows_what_is_public(self):
        public, draft = self.practice(), self.practice(live=False)

        self.assertEqual(self.near(draft), [public.pk])


class CostTests(RelatedTestCase):
    def fill(self, count):
        for _number in range(count):
            self.practice(region=self.coast), self.practice(region=self.heath)
            self.news_item(), self.event(), self.event("2019-11-12 09:00")
            TrajectoryPageFactory(parent=self.agenda, themes=[self.theme])

    def test_more_content_costs_no_more_queries(self):
        pages = [self.practice(region=self.coast), self.news_item(), self.event()]
        self.fill(4)
        few = [self.count_queries(page.url) for page in pages]
        self.fill(12)

        self.assertEqual([self.count_queries(page.url) for page in pages], few)
        self.assertLessEqual(max(few), 41)
