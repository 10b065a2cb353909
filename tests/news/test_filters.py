import datetime

from django.http import QueryDict

from tests.cases import SiteTestCase
from tests.factories import NewsPageFactory, ThemeFactory


class NewsFilterTests(SiteTestCase):
    def news_of(self, year, month, **values):
        return NewsPageFactory(parent=self.news, publication_date=datetime.date(year, month, 3), **values)

    def results(self, query):
        return [page.pk for page in self.news.filtered(QueryDict(query)).results[:100]]

    def test_finds_by_year_and_month_newest_first(self):
        november, march = self.news_of(2021, 11), self.news_of(2021, 3)
        older = self.news_of(2020, 11)

        self.assertEqual(self.results(""), [november.pk, march.pk, older.pk])
        self.assertEqual(self.results("year=2021"), [november.pk, march.pk])
        self.assertEqual(self.results("month=11"), [november.pk, older.pk])
        self.assertEqual(self.results("year=2021&month=11"), [november.pk])

    def test_finds_by_theme(self):
        about_housing = self.news_of(2021, 1, themes=[ThemeFactory(slug="wonen")])
        self.news_of(2021, 2)

        self.assertEqual(self.results("theme=wonen"), [about_housing.pk])

    def test_an_unknown_year_shows_everything_with_a_word_about_it(self):
        self.news_of(2021, 1)

        response = self.client.get(self.news.url, {"year": "1830"})

        self.assertContains(response, "We kennen “1830” niet.")
        self.assertEqual(response.context["total"], 1)
