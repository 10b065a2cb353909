"""The oEmbed endpoint and its discovery links."""

from urllib.parse import urlencode, urlsplit
from xml.etree import ElementTree

import micawber
import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase as HypothesisTestCase
from wagtail.embeds.finders.oembed import OEmbedFinder
from wagtail.models import PageViewRestriction, Site

from caching.cache_control import KEPT
from cms.page_metadata import SHARED_SIZE
from partners.embed_heights import MAX_HEIGHT
from partners.oembed import DEFAULT_WIDTH
from tests.factories import StandardPageFactory, UserFactory, home_page
from tests.practices.factories import PracticeIndexPageFactory, PracticePageFactory

from .cases import KINDS, PartnerTestCase

WORDPRESS = {"user-agent": "WordPress/6.8; https://www.stad.example"}


class OembedTestCase(PartnerTestCase):
    def request_oembed(self, url=None, headers=None, **more):
        query = {**({"url": url} if url is not None else {}), **more}
        return self.client.get(f"/oembed?{urlencode(query)}", headers=headers or {})

    def oembed_data(self, page, **more):
        response = self.request_oembed(page if isinstance(page, str) else page.full_url, **more)
        self.assertEqual(response.status_code, 200, response.content)
        return response.json()


class ResponseTests(OembedTestCase):
    def test_has_all_parameters_of_the_type_rich(self):
        practice = self.make("practices", parent=self.own_lists["practices"], title="Kracht & wonen")

        data = self.oembed_data(practice)

        self.assertEqual(
            [data[key] for key in ("type", "version", "title")], ["rich", "1.0", "Kracht & wonen"]
        )
        self.assertEqual([data["author_name"], data["author_url"]], ["Heuvelland", self.platform.full_url])
        self.assertEqual([data["provider_name"], data["provider_url"]], ["Streekwijzer", self.home.full_url])
        self.assertTrue(
            data["html"].startswith(
                f'<iframe src="{practice.full_url}embed/" title="Kracht &amp; wonen" width="600"'
            )
        )
        self.assertIsInstance(data["cache_age"], int)
        self.assertEqual((data["thumbnail_width"], data["thumbnail_height"]), SHARED_SIZE)
        self.assertTrue(data["thumbnail_url"].startswith("http://"))

    def test_every_page_type_has_an_embed(self):
        pages = [
            *map(self.make, KINDS),
            self.platform,
            self.home,
            *self.lists.values(),
            *self.own_lists.values(),
        ]
        for page in pages:
            with self.subTest(page=page):
                data = self.oembed_data(page)
                frame = self.client.get(urlsplit(f"{page.full_url}embed/").path)
                self.assertIn(f'src="{page.full_url}embed/"', data["html"])
                self.assertEqual(frame.status_code, 200)

    def test_filters_and_display_options_of_the_url_are_kept(self):
        for path in ("", "embed/", "insluiten/"):
            with self.subTest(path):
                address = f"{self.news.full_url}{path}?theme=wonen&layout=compact&limit=3&utm_source=mail"
                data = self.oembed_data(address)
                expected = f"{self.news.full_url}embed/?theme=wonen&amp;layout=compact&amp;limit=3"
                self.assertIn(f'src="{expected}"', data["html"])
                self.assertIn("Wonen", data["title"])

    def test_a_permanent_url_has_an_embed(self):
        practice = self.make("practices")
        for page in (practice, self.platform, self.news):
            with self.subTest(page):
                for address in (page.permanent_address, f"{page.permanent_address}/"):
                    self.assertIn(f'src="{page.full_url}embed/"', self.oembed_data(address)["html"])
        filtered = self.oembed_data(f"{self.news.permanent_address}?theme=wonen")
        self.assertIn(f'src="{self.news.full_url}embed/?theme=wonen"', filtered["html"])
        practice.unpublish()
        for gone in (
            practice.permanent_address,
            f"{self.home.full_url}id/0",
            f"{practice.permanent_address}x",
        ):
            self.assertEqual(self.request_oembed(gone).status_code, 404)

    def test_is_never_larger_than_maxwidth_and_maxheight(self):
        for _number in range(12):
            self.make("news")
        free = self.oembed_data(self.news)
        self.assertEqual(free["width"], DEFAULT_WIDTH)
        self.assertLessEqual(free["height"], MAX_HEIGHT)
        for width, height in ((320, 180), (1, 1), (5000, 5000)):
            with self.subTest(width=width, height=height):
                data = self.oembed_data(self.news, maxwidth=width, maxheight=height)
                self.assertLessEqual(data["width"], width)
                self.assertLessEqual(data["height"], height)
                self.assertIn(f'width="{data["width"]}" height="{data["height"]}"', data["html"])
                self.assertEqual("thumbnail_url" in data, width > SHARED_SIZE[0])

    def test_xml_has_the_same_parameters(self):
        practice = self.make("practices", title="Kracht & <wonen>")

        response = self.request_oembed(practice.full_url, format="xml")

        self.assertEqual(response["Content-Type"], "text/xml; charset=utf-8")
        root = ElementTree.fromstring(response.content)  # noqa: S314 - our own
        self.assertEqual(root.tag, "oembed")
        self.assertEqual(
            {item.tag: item.text for item in root},
            {key: str(value) for key, value in self.oembed_data(practice).items()},
        )

    def test_wordpress_gets_a_blockquote_before_the_frame(self):
        """WordPress loads its script only for the class wp-embedded-content (wp_maybe_enqueue_oembed_host_js)."""
        self.assertTrue(
            self.oembed_data(self.news, headers=WORDPRESS)["html"].startswith(
                f'<blockquote class="wp-embedded-content"><a href="{self.news.full_url}">'
            )
        )
        self.assertNotIn("blockquote", self.oembed_data(self.news)["html"])
        self.assertIn("User-Agent", self.request_oembed(self.news.full_url)["Vary"])

    def test_titles_only_is_the_default_layout_for_wordpress(self):
        """Only titles fit the 500 by 1,000 pixels of a frame in WordPress."""
        embed = f"{self.news.full_url}embed/?layout="
        for address, expected in (
            (self.news.full_url, f"{embed}compact"),
            (f"{self.news.full_url}?layout=cards", f"{self.news.full_url}embed/"),
            (f"{self.news.full_url}insluiten/?layout=list", f"{embed}list"),
        ):
            with self.subTest(address):
                self.assertIn(f'src="{expected}"', self.oembed_data(address, headers=WORDPRESS)["html"])
        self.assertIn(f'src="{self.news.full_url}embed/"', self.oembed_data(self.news)["html"])

    def test_every_origin_may_read_it_and_an_etag_gives_304(self):
        first = self.request_oembed(self.news.full_url)
        self.assertEqual(first["Access-Control-Allow-Origin"], "*")
        self.assertEqual(first["Cache-Control"], KEPT)
        self.assertFalse(first.cookies)

        again = self.request_oembed(self.news.full_url, headers={"if-none-match": first["ETag"]})
        self.assertEqual(again.status_code, 304)

        self.news.title = "Een nieuwe naam"
        self.news.save_revision().publish()
        changed = self.request_oembed(self.news.full_url, headers={"if-none-match": first["ETag"]})
        self.assertEqual(changed.json()["title"], "Een nieuwe naam")

    def test_every_public_page_has_discovery_links(self):
        practice = self.make("practices")
        for address in (
            practice.url,
            f"{self.news.url}?theme=wonen&layout=list&x=1",
            f"{self.news.url}embed/?limit=3",
            "/",
        ):
            with self.subTest(address):
                html = " ".join(self.client.get(address).content.decode().split())
                for kind in ("application/json+oembed", "text/xml+oembed"):
                    self.assertIn(f'<link rel="alternate" type="{kind}" href="http', html)
        listed = self.client.get(f"{self.news.url}?theme=wonen&layout=list&x=1").content.decode()
        parameters = urlencode({"url": f"{self.news.full_url}?theme=wonen&layout=list"})
        self.assertIn(f'oembed?{parameters}&amp;format=json"', listed)

    def test_pages_that_can_not_be_embedded_have_no_discovery_links(self):
        for address in ("/zoeken/?q=x", f"{self.lists['practices'].url}bewaard/", "/vind-je-platform/"):
            with self.subTest(address):
                self.assertNotContains(self.client.get(address), "json+oembed")


class RejectionTests(OembedTestCase):
    def test_a_missing_url_or_an_invalid_size_is_rejected(self):
        for query in (
            {},
            {"url": ""},
            {"url": self.news.full_url, "maxwidth": "breed"},
            {"url": self.news.full_url, "maxheight": 0},
        ):
            with self.subTest(query):
                response = self.request_oembed(**query)
                self.assertEqual(response.status_code, 400)
                self.assertEqual(response["Content-Type"], "application/problem+json")
                self.assertEqual(response["Access-Control-Allow-Origin"], "*")

    def test_an_unknown_format_is_501(self):
        self.assertEqual(self.request_oembed(self.news.full_url, format="yaml").status_code, 501)

    def test_the_old_url_of_a_page_has_an_embed(self):
        old = self.platform.full_url
        self.platform.slug = "de-heuvels"
        with self.captureOnCommitCallbacks(execute=True):
            self.platform.save_revision().publish()

        self.assertIn("/de-heuvels/embed/", self.request_oembed(old).json()["html"])

    def test_an_invalid_filter_is_rejected(self):
        response = self.request_oembed(f"{self.news.full_url}?theme=atlantis")

        self.assertEqual(response.status_code, 400)
        self.assertIn("atlantis", response.json()["detail"])

    def test_urls_of_other_sites_and_of_no_page_are_404(self):
        host = urlsplit(self.news.full_url).netloc
        for address in (
            "https://www.elders.be/nieuws/",
            f"https://www.elders.be@{host}/nieuws/",
            f"https://{host}@www.elders.be/nieuws/",
            f"https://{host}:8443/nieuws/",
            f"https://{host}:x/nieuws/",
            f"https://{host}.elders.be/nieuws/",
            f"ftp://{host}/nieuws/",
            f"javascript://{host}/nieuws/",
            f"//{host}/nieuws/",
            "/nieuws/",
            "http://[::1/nieuws/",
            "http://lоcalhost/nieuws/",
            f"http://{host}/nieuws/../admin/",
            f"http://{host}/nieuws%2F..%2Fadmin/",
            f"http://{host}/admin/",
            f"http://{host}/nieuws/feed.atom",
            "nonsens",
        ):
            with self.subTest(address):
                self.assertEqual(self.request_oembed(address).status_code, 404, address)

    def test_both_schemes_and_allowed_hosts_are_accepted(self):
        for address in (
            "http://localhost/nieuws/",
            "https://localhost/nieuws",
            "http://testserver/nieuws/?theme=wonen",
        ):
            with self.subTest(address):
                self.assertEqual(self.request_oembed(address).status_code, 200)

    def test_pages_that_are_not_listed_get_the_same_404_as_absent_ones(self):
        draft, private = self.make("news", live=False), self.make("news")
        PageViewRestriction.objects.create(page=private, restriction_type="login")
        absent = self.request_oembed(f"{self.news.full_url}atlantis/")
        self.client.force_login(UserFactory(is_superuser=True))

        for page in (draft, private):
            response = self.request_oembed(page.full_url)
            self.assertEqual(response.status_code, 404)
            self.assertEqual(response.content, absent.content)

    def test_another_site_has_its_own_pages(self):
        other = StandardPageFactory(parent=self.home.get_parent(), title="Andere start", slug="ander")
        self.addCleanup(Site.clear_site_root_paths_cache)
        Site.objects.create(hostname="ander.example", port=443, root_page=other)

        response = self.request_oembed("https://ander.example/")

        self.assertEqual(response.json()["title"], "Andere start")
        self.assertEqual(self.request_oembed("https://ander.example/nieuws/").status_code, 404)

    def test_post_is_not_allowed(self):
        self.assertEqual(self.client.post("/oembed").status_code, 405)
        self.assertEqual(self.client.options("/oembed").status_code, 204)


class AnyUrlTests(OembedTestCase, HypothesisTestCase):
    @given(url=st.text(max_size=60), rest=st.text(alphabet="abc/?&=%.:@#-é ", max_size=30))
    @hypothesis_settings(max_examples=80)
    def test_no_url_fails(self, url, rest):
        for address in (url, f"http://localhost/{rest}", f"http://{rest}"):
            response = self.client.get(f"/oembed?{urlencode({'url': address})}")
            assert response.status_code in {200, 400, 404}


@pytest.fixture
def practice(transactional_db, live_server):
    """A practice on a site that is served over HTTP."""
    home = home_page()
    parts = urlsplit(live_server.url)
    Site.objects.update(hostname=parts.hostname, port=parts.port)
    Site.clear_site_root_paths_cache()
    yield PracticePageFactory(parent=PracticeIndexPageFactory(parent=home), title="Kracht.wonen")
    Site.clear_site_root_paths_cache()


def test_micawber_embeds_a_practice(practice, live_server):
    registry = micawber.ProviderRegistry()
    registry.register(rf"{live_server.url}/\S*", micawber.Provider(f"{live_server.url}/oembed"))

    html = micawber.parse_html(f"<p>{practice.full_url}</p>", registry)

    assert f'src="{practice.full_url}embed/"' in html
    assert registry.request(practice.full_url)["type"] == "rich"


def test_the_oembed_finder_of_wagtail_embeds_a_list(practice, live_server):
    provider = {"endpoint": f"{live_server.url}/oembed", "urls": [rf"^{live_server.url}/.+$"]}
    finder = OEmbedFinder(providers=[provider])
    address = practice.get_parent().full_url

    embed = finder.find_embed(address, max_width=480)

    assert finder.accept(address)
    assert (embed["type"], embed["provider_name"], embed["width"]) == ("rich", "Streekwijzer", 480)
    assert f'src="{address}embed/"' in embed["html"]
