"""A public page with links, and what they lead to."""

from wagtail.rich_text import RichText

from internal_links.checking import check_due
from internal_links.models import BrokenLink
from tests.cases import SiteTestCase
from tests.factories import DocumentFactory, NewsPageFactory


def to_page(key, words="lees meer"):
    return f'<p>Zie <a linktype="page" id="{key}">{words}</a>.</p>'


def to_document(key, words="de nota"):
    return f'<p>Zie <a linktype="document" id="{key}">{words}</a>.</p>'


def to_address(address, words="hier"):
    return f'<p>Zie <a href="{address}">{words}</a>.</p>'


class LinksCase(SiteTestCase):
    @classmethod
    def setUpTestData(cls):
        super().setUpTestData()
        cls.target = NewsPageFactory(parent=cls.news, title="Doel", slug="doel")
        cls.document = DocumentFactory(title="Nota", file__filename="nota.txt")

    def a_page(self, *texts, **fields):
        """A public page with these rich texts in its body."""
        body = [("paragraph", RichText(text)) for text in texts]
        return NewsPageFactory(parent=self.news, body=body, **fields)

    def broken(self):
        """What is broken after the next tick, as (words, kind, reason)."""
        check_due()
        return sorted(BrokenLink.objects.values_list("words", "kind", "reason"))
