"""How a reader, a browser or a person finds the formats of a list."""

from html.parser import HTMLParser

from wagtail.models import PageViewRestriction

from partners.formats import formats_for
from tests.factories import StandardPageFactory, UserFactory

from .cases import PartnerTestCase, uuid
from .readers import READERS


class Links(HTMLParser):
    """The links of a page to other formats: those in its head, and those that people see."""

    def __init__(self, html):
        super().__init__()
        self.in_head, self.shown = [], []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        found = dict(attrs)
        if tag == "link" and found.get("rel") == "alternate" and "oembed" not in found["type"]:
            self.in_head.append(found)
        if tag == "a" and "feed." in (found.get("href") or ""):
            self.shown.append(found)


class DiscoveryTests(PartnerTestCase):
    def links(self, page, query=""):
        return Links(self.client.get(f"{page.url}{query}").content.decode())

    def test_every_format_is_found_and_leads_to_the_list_as_it_is_filtered(self):
        for kind, index in self.lists.items():
            page = self.make(kind)
            found = self.links(index, "?theme=wonen&utm_source=brief").in_head

            self.assertEqual(
                [link["type"] for link in found],
                [made.content_type.partition(";")[0] for made in formats_for(kind)],
            )
            for link, made in zip(found, formats_for(kind), strict=True):
                with self.subTest(kind=kind, name=made.name):
                    self.assertIn("Wonen", link["title"])
                    self.assertTrue(link["href"].endswith(f"{made.name}?theme=wonen"))
                    self.assertIn(uuid(page), READERS[made.name](self.client.get(link["href"]).content))

    def test_people_see_the_feeds_at_the_foot_of_the_list(self):
        for kind, index in self.lists.items():
            shown = [link["href"] for link in self.links(index).shown]
            self.assertEqual(shown, [f"{index.url}{made.name}" for made in formats_for(kind) if made.is_feed])

    def test_people_take_the_list_along_as_they_filtered_it(self):
        self.make("news", title="Te vinden")

        page = self.client.get(f"{self.news.url}?theme=wonen")

        self.assertContains(page, f'href="{self.news.url}export.csv?theme=wonen&amp;excel=1"')

    def test_a_platform_s_list_says_whose_it_is(self):
        (first, *_others) = self.links(self.own_lists["news"]).in_head

        self.assertIn("Heuvelland", first["title"])

    def test_a_private_list_has_none_for_who_may_see_it(self):
        PageViewRestriction.objects.create(page=self.own_lists["news"], restriction_type="login")
        self.client.force_login(UserFactory())

        self.assertEqual(self.links(self.own_lists["news"]).in_head, [])
        self.assertEqual(self.links(self.own_lists["news"]).shown, [])

    def test_other_pages_have_none(self):
        about = StandardPageFactory(parent=self.home, slug="over-ons")

        for page in (about, self.home, self.platform):
            self.assertEqual(self.links(page).in_head, [])
