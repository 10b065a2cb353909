"""Two teams with pages, documents and counts of readers."""

import datetime
from unittest import mock

from django.utils import timezone

from analytics.models import Downloads
from analytics.summing import sum_up
from cms.models import PageViews
from platforms.teams import files_of
from search.models import SearchedQuery
from tests.factories import DocumentFactory
from tests.permissions.cases import TwoTeamsCase


def days_ago(number):
    return timezone.localdate() - datetime.timedelta(days=number)


class ReadersCase(TwoTeamsCase):
    """Counts in the middle of the day: just after midnight the day before is not added up yet."""

    def setUp(self):
        super().setUp()
        noon = timezone.make_aware(datetime.datetime(2031, 3, 4, 12))
        clock = mock.patch("django.utils.timezone.now", return_value=noon)
        clock.start()
        self.addCleanup(clock.stop)

    def viewed(self, page, count, ago=1, embed=""):
        PageViews.objects.create(page_id=page.pk, day=days_ago(ago), count=count, embed=embed)

    def downloaded(self, document, count, ago=1):
        Downloads.objects.create(document=document, day=days_ago(ago), count=count)

    def a_document(self, platform, title):
        return DocumentFactory(title=title, collection=files_of(platform))

    def searched(self, words, people, ago=1):
        """So many people found nothing."""
        bits = 2**people - 1
        SearchedQuery.objects.create(words=words, day=days_ago(ago), askers=bits, askers_without_result=bits)

    def sum_up(self):
        sum_up()
