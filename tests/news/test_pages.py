from tests.cases import SiteTestCase
from tests.factories import NewsPageFactory


class NewsListTests(SiteTestCase):
    def test_shows_the_news(self):
        item = NewsPageFactory(parent=self.news)

        response = self.client.get(self.news.url)

        self.assertContains(response, item.title)

    def test_more_news_costs_no_more_queries(self):
        NewsPageFactory.create_batch(10, parent=self.news)
        few = self.count_queries(self.news.url)
        NewsPageFactory.create_batch(50, parent=self.news)

        self.assertEqual(self.count_queries(self.news.url), few)


class NewsPageTests(SiteTestCase):
    def test_shows_a_footnote_both_ways(self):
        from cms.models import PageFootnote

        item = NewsPageFactory(
            parent=self.news,
            body=[("paragraph", "<p>Een recht [1] voor iedereen.</p>")],
            rows={"footnotes": [PageFootnote(number=1, text="Art. 23 van de Grondwet")]},
        )

        response = self.client.get(item.url)

        self.assertContains(response, 'href="#noot-1"')
        self.assertContains(response, 'id="noot-1"')
        self.assertContains(response, 'href="#ref-1"')
