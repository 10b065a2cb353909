"""Links from a list to its formats, for programs and for people."""

from html.parser import HTMLParser

from wagtail.models import PageViewRestriction

from partners.formats import formats_for
from tests.factories import StandardPageFactory, UserFactory

from .cases import PartnerTestCase, uuid
from .readers import READERS


class LinkParser(HTMLParser):
    """Collects the links of a page to its formats: those in the head, and the visible ones to feeds."""

    def __init__(self, html):
        super().__init__()
        self.in_head, self.visible = [], []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        attributes = dict(attrs)
        if tag == "link" and attributes.get("rel") == "alternate" and "oembed" not in attributes["type"]:
            self.in_head.append(attributes)
        if tag == "a" and "feed." in (attributes.get("href") or ""):
            self.visible.append(attributes)


class DiscoveryTests(PartnerTestCase):
    def links(self, page, query=""):
        return LinkParser(self.client.get(f"{page.url}{query}").content.decode())

    def test_the_head_links_to_every_format_with_the_filters(self):
        for kind, index in self.lists.items():
            page = self.make(kind)
            links = self.links(index, "?theme=wonen&utm_source=brief").in_head

            self.assertEqual(
                [link["type"] for link in links],
                [output_format.content_type.partition(";")[0] for output_format in formats_for(kind)],
            )
            for link, output_format in zip(links, formats_for(kind), strict=True):
                with self.subTest(kind=kind, name=output_format.name):
                    self.assertIn("Wonen", link["title"])
                    self.assertTrue(link["href"].endswith(f"{output_format.name}?theme=wonen"))
                    self.assertIn(
                        uuid(page), READERS[output_format.name](self.client.get(link["href"]).content)
                    )

    def test_the_list_has_visible_links_to_its_feeds(self):
        for kind, index in self.lists.items():
            addresses = [link["href"] for link in self.links(index).visible]
            self.assertEqual(
                addresses,
                [
                    f"{index.url}{output_format.name}"
                    for output_format in formats_for(kind)
                    if output_format.is_feed
                ],
            )

    def test_the_list_links_to_its_table_with_the_filters(self):
        self.make("news", title="Te vinden")

        page = self.client.get(f"{self.news.url}?theme=wonen")

        self.assertContains(page, f'href="{self.news.url}export.csv?theme=wonen&amp;excel=1"')

    def test_the_title_of_a_platform_s_list_has_the_platform(self):
        (first, *_others) = self.links(self.own_lists["news"]).in_head

        self.assertIn("Heuvelland", first["title"])

    def test_a_restricted_list_has_no_links_even_for_users_who_may_see_it(self):
        PageViewRestriction.objects.create(page=self.own_lists["news"], restriction_type="login")
        self.client.force_login(UserFactory())

        self.assertEqual(self.links(self.own_lists["news"]).in_head, [])
        self.assertEqual(self.links(self.own_lists["news"]).visible, [])

    def test_other_pages_have_no_links(self):
        about = StandardPageFactory(parent=self.home, slug="over-ons")

        for page in (about, self.home, self.platform):
            self.assertEqual(self.links(page).in_head, [])
