"""Headings of a page never skip a level, whatever its texts hold."""

from itertools import pairwise

from bs4 import BeautifulSoup

from tests.cases import SiteTestCase
from tests.factories import NewsPageFactory

PASTED = "<h3>Kop drie</h3><p>Tekst</p><h4>Kop vier</h4><p>Nog tekst</p>"


class OutlineTests(SiteTestCase):
    def test_headings_within_a_text_are_bold_lines_below_the_title(self):
        news = NewsPageFactory(parent=self.news, body=[("paragraph", PASTED), ("heading", "Blok")])

        main = BeautifulSoup(self.client.get(news.url).content, "html.parser").select_one("main")

        levels = [int(heading.name[1]) for heading in main.select("h1, h2, h3, h4, h5, h6")]
        self.assertEqual(levels[0], 1)
        self.assertTrue(all(after - before <= 1 for before, after in pairwise(levels)), levels)
        self.assertIn("Blok", [heading.text for heading in main.select("h2")])
        bold = [line.text for line in main.select("p > b")]
        self.assertEqual([line for line in bold if line.startswith("Kop")], ["Kop drie", "Kop vier"])
