from wagtail.contrib.redirects.models import Redirect
from wagtail.models import PageViewRestriction

from content_checks.checks.form_links import InnerLink
from platforms.models import PlatformPage
from tests.cases import SiteTestCase
from tests.factories import DocumentFactory, ImageFactory, NewsPageFactory

from .form_pages import a_page, findings


def to_page(page, words="lees meer"):
    return f'<p>Zie <a linktype="page" id="{page.pk}">{words}</a>.</p>'


def to_address(address, words="hier"):
    return f'<p>Zie <a href="{address}">{words}</a>.</p>'


class InnerLinksTests(SiteTestCase):
    @classmethod
    def setUpTestData(cls):
        super().setUpTestData()
        cls.target = NewsPageFactory(parent=cls.news, title="Doel", slug="doel")
        cls.draft = NewsPageFactory(parent=cls.news, title="Geheim plan", slug="geheim-plan", live=False)

    def found_in(self, *texts):
        return findings(InnerLink, a_page([("text", text) for text in texts]))

    def test_a_link_to_a_public_page_is_left_alone(self):
        html = to_page(self.target) + to_address("/nieuws/doel/") + to_address("https://elders.be/x/")

        self.assertEqual(self.found_in(html), [])

    def test_a_link_to_a_page_that_is_offline_is_found_without_its_title(self):
        [finding] = self.found_in(to_page(self.draft))

        self.assertEqual(finding.excerpt, "lees meer")
        self.assertIn("offline", finding.advice)
        self.assertNotIn("Geheim", str(finding))

    def test_a_link_to_a_private_page_is_found(self):
        PageViewRestriction.objects.create(page=self.target, restriction_type=PageViewRestriction.LOGIN)

        [finding] = self.found_in(to_page(self.target))

        self.assertIn("niet openbaar", finding.advice)

    def test_a_page_below_one_that_is_offline_is_found_as_readers_get_a_404(self):
        below = NewsPageFactory(parent=self.draft)

        [finding] = self.found_in(to_page(below))

        self.assertEqual(self.client.get(below.url).status_code, 404)
        self.assertIn("offline", finding.advice)

    def test_a_page_that_is_gone_is_found(self):
        gone = NewsPageFactory(parent=self.news)
        html = to_page(gone)
        gone.delete()

        self.assertEqual(len(self.found_in(html)), 1)

    def test_an_address_that_is_redirected_is_found(self):
        Redirect.objects.create(old_path="/oud", redirect_page=self.target)

        [finding] = self.found_in(to_address("/oud/"))

        self.assertIn("verhuisd", finding.advice)

    def test_an_address_says_nothing_about_why_nobody_may_see_it(self):
        """Else who edits one page could find out which drafts another team has."""
        hidden, gone = [
            self.found_in(to_address(a)) for a in ("/nieuws/geheim-plan/", "/nieuws/bestaat-niet/")
        ]

        self.assertEqual(hidden[0].advice, gone[0].advice)

    def test_what_is_chosen_in_a_block_is_judged_too(self):
        page = PlatformPage(title="Platform")
        page.highlights = [
            ("highlight", {"heading": "Nieuw", "text": "", "link_page": self.draft, "until": None})
        ]

        [finding] = findings(InnerLink, page)

        self.assertEqual(finding.path, f"highlights.{page.highlights[0].id}.link_page")
        self.assertNotIn("Geheim", str(finding))

    def test_each_link_is_named_once_at_its_place(self):
        html = to_page(self.draft)

        self.assertEqual(len(self.found_in(html + html, html)), 2)

    def test_files_and_pictures_that_everybody_may_have_are_left_alone(self):
        page = a_page(listing_image=ImageFactory())
        page.body = [("file", {"document": DocumentFactory(), "title": ""})]

        self.assertEqual(findings(InnerLink, page), [])

    def test_more_links_cost_no_more_queries(self):
        pages = [NewsPageFactory(parent=self.news, live=False) for _ in range(12)]
        one, many = a_page([("text", to_page(pages[0]))]), a_page([("text", "".join(map(to_page, pages)))])

        queries = [self.count_queries_of(lambda page=page: findings(InnerLink, page)) for page in (one, many)]

        self.assertEqual(queries[0], queries[1])
