"""The base of the tests of checks of words: a page that is not saved, with this text."""

from django.test import TestCase
from django.utils import translation

from content_checks.content import PageContent
from news.models import NewsPage


def a_page(*body, **values):
    """A news page; a text in `body` is HTML, anything else a block with its value."""
    blocks = [("paragraph", one) if isinstance(one, str) else one for one in body]
    return NewsPage(**{"title": "Een bericht", "body": blocks, **values})


class WordsCase(TestCase):
    """The texts that editors read are asserted in English, as the source has them."""

    def setUp(self):
        self.enterContext(translation.override("en"))

    def findings(self, check, *body, **values):
        return list(check.find(PageContent(a_page(*body, **values))))

    def excerpts(self, check, *body, **values):
        return [finding.excerpt for finding in self.findings(check, *body, **values)]
