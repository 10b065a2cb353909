"""`manage.py list_odd_dates` names what only a person can correct."""

import datetime
import io

from django.core.management import call_command

from cms.models import Person
from events.models import EventSession
from news.models import NewsPage
from tests.cases import SiteTestCase
from tests.events.factories import EventIndexPageFactory, EventPageFactory
from tests.factories import NewsPageFactory, PersonFactory


class ListOddDatesTests(SiteTestCase):
    def listed(self):
        out = io.StringIO()
        call_command("list_odd_dates", stdout=out)
        return out.getvalue()

    def test_names_pages_rows_drafts_and_people(self):
        news, draft = NewsPageFactory(parent=self.news, title="Oud"), NewsPageFactory(parent=self.news)
        NewsPage.objects.filter(pk=news.pk).update(publication_date=datetime.date(219, 6, 1))
        draft.title, draft.featured_until = "Nog niet", datetime.date(9999, 12, 31)
        draft.save_revision(clean=False)
        event = EventPageFactory(parent=EventIndexPageFactory(parent=self.home), title="Lang")
        EventSession.objects.filter(page=event).update(
            ends_at=datetime.datetime.max.replace(tzinfo=datetime.UTC)
        )
        Person.objects.filter(pk=PersonFactory(last_name="Straks").pk).update(
            active_from=datetime.date(2201, 1, 1)
        )

        lines = self.listed()

        for name in ("Oud", "Nog niet", "Lang", "Straks"):
            self.assertIn(name, lines)
        self.assertIn(f"/admin/pages/{news.pk}/edit/", lines)
        self.assertIn("4 to correct.", lines)

    def test_says_so_when_all_is_well(self):
        NewsPageFactory(parent=self.news)

        self.assertEqual(self.listed(), "Every date can be right.\n")
