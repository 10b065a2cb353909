"""What publishing asks of news, beside what it asks of every page."""

import datetime

from django.utils import timezone

from cms.publishing import NotReadyToPublish
from news.models import Decision, NewsPage
from tests.cases import SiteTestCase
from tests.factories import NewsPageFactory

DAY = datetime.timedelta(days=1)


class NewsRuleTests(SiteTestCase):
    def refused(self, **values):
        with self.assertRaises(NotReadyToPublish) as refusal:
            NewsPageFactory(parent=self.news, **values)
        return [path for path, _messages in refusal.exception.loc_errors]

    def planned(self, publication_date, go_live_at):
        """The names of the fields that stand between a plan and its date."""
        page = NewsPage(title="Straks", publication_date=publication_date, go_live_at=go_live_at)
        return [problem.field for problem in page.publishing_problems()]

    def test_has_a_summary_themes_a_date_and_a_text(self):
        page = NewsPage(title="Leeg", publication_date=None)

        missing = {problem.field for problem in page.publishing_problems()}

        self.assertEqual(missing, {"search_description", "page_themes", "publication_date", "body"})

    def test_is_not_of_tomorrow(self):
        self.assertEqual(self.refused(publication_date=timezone.localdate() + DAY), [("publication_date",)])

    def test_carries_the_day_on_which_it_goes_live(self):
        in_two_days = timezone.now() + 2 * DAY

        self.assertNotIn("publication_date", self.planned(timezone.localdate(in_two_days), in_two_days))
        self.assertIn("publication_date", self.planned(timezone.localdate(in_two_days) + DAY, in_two_days))

    def test_a_date_to_go_live_that_passed_changes_nothing(self):
        yesterday = timezone.now() - DAY

        self.assertNotIn("publication_date", self.planned(timezone.localdate(), yesterday))
        self.assertIn("publication_date", self.planned(timezone.localdate() + DAY, yesterday))

    def test_a_decision_has_a_date(self):
        rows = {"decisions": [Decision(text="Er komt een raad.")]}

        self.assertEqual(self.refused(rows=rows), [("decisions", 0, "date")])

    def test_an_empty_decision_asks_nothing(self):
        page = NewsPageFactory(parent=self.news, rows={"decisions": [Decision()]})

        self.assertTrue(page.live)
