"""What the start screen costs does not grow with the site, for an officer and for a reviewer."""

import datetime

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page

from analytics.models import Downloads, ReaderFigures
from analytics.summing import sum_up
from cms.models import PageReview, PageViews
from events.models import EventPage
from feedback.models import Feedback
from internal_links.models import BrokenLink
from news.models import NewsPage
from registrations.models import Registration
from tests.factories import DocumentFactory
from tests.permissions.cases import TwoTeamsCase, place_of
from tests.permissions.factories import put_online


class StartScreenCostTests(TwoTeamsCase):
    def setUp(self):
        super().setUp()
        self.number = 0
        self.fill(1)

    def fill(self, times):
        """For each section one more, or as many, of all that the start screen shows."""
        for _time in range(times):
            for platform, user in ((self.ours, self.us), (self.theirs, self.them)):
                self.number += 1
                self.fill_section(platform, user, f"bericht-{self.number}")
        ReaderFigures.objects.all().delete()
        sum_up()

    def fill_section(self, platform, user, title):
        today, now = timezone.localdate(), timezone.now()
        draft, planned, live, sent_back = (
            place_of(platform, NewsPage).add_child(
                instance=NewsPage(title=title, slug=f"{title}-{kind}", live=False, owner=user)
            )
            for kind in ("concept", "gepland", "live", "terug")
        )
        draft.save_revision(user=user, clean=False)
        planned.save_revision(
            user=user, clean=False, approved_go_live_at=now + datetime.timedelta(days=self.number)
        )
        put_online(live)
        Page.objects.filter(pk=live.pk).update(expire_at=now + datetime.timedelta(days=self.number))
        sent_back.save_revision(user=user, clean=False)
        review = sent_back.get_workflow().start(sent_back, user)
        if self.number % 4 > 1:
            review.current_task_state.reject(user=self.reviewer, comment="Nog eens nalezen.")
        PageReview.objects.update_or_create(page=live, defaults={"review_by": today, "term": 12})
        Feedback.objects.create(page=live, text="Klopt niet")
        BrokenLink.objects.create(page=live, kind="page", target=title, reason="gone")
        for ago in range(1, 4):
            day = today - datetime.timedelta(days=ago)
            PageViews.objects.create(page=live, day=day, count=ago)
            PageViews.objects.create(page=live, day=day, count=ago, embed=f"{title}.example")
        document = DocumentFactory(title=title, collection=platform.files)
        Downloads.objects.create(document=document, day=today - datetime.timedelta(days=1), count=2)
        event = EventPage(title=title, slug=f"{title}-dag", live=False)
        put_online(place_of(platform, EventPage).add_child(instance=event))
        Registration.objects.create(page=event, number=1, state="confirmed")

    def queries(self, user):
        self.client.force_login(user)
        self.client.get(reverse("wagtailadmin_home"))
        with CaptureQueriesContext(connection) as queries:
            response = self.client.get(reverse("wagtailadmin_home"))
        self.assertContains(response, 'class="readers"')
        return len(queries)

    def test_more_of_everything_costs_no_more_queries(self):
        people = [self.us, self.reviewer, self.superuser]
        self.fill(3)
        few = [self.queries(user) for user in people]

        self.fill(12)

        self.assertEqual([self.queries(user) for user in people], few)
