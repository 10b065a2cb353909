"""Embeds: lists and pages that other sites show in a frame."""

import datetime
import gzip
import re
from html import unescape
from urllib.parse import urlencode

from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.test import override_settings
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase as HypothesisTestCase
from wagtail.models import PageViewRestriction

from caching.cache_control import KEPT
from cms.counting import recorder
from cms.embedding_hosts import MAX_PAIRS, embedding_hosts
from cms.management.commands.draw_regions import with_rules
from cms.models import Licence, PageViews, Publisher
from cms.models.page_views import MOST_EMBEDS
from partners.embed_forms import REGIONS, WORDPRESS_HEIGHT, WORDPRESS_WIDTH
from partners.embed_heights import MAX_HEIGHT, embed_height
from partners.embeds import Card
from partners.forms import MAX_LIMIT
from partners.scripts import LATEST, read_script
from tests.events.factories import session
from tests.factories import PersonFactory, StandardPageFactory, ThemeFactory, UserFactory
from tests.platforms.factories import CoordinatorPageFactory
from tests.practices.test_filters import queries, queries_as_typed
from tests.practices.varied import VariedPractices

from .cases import KINDS, NEXT_MONTH, PartnerTestCase, any_display_options

STYLES = settings.BASE_DIR / "static"
ITEM = re.compile(r'<h2><a href="([^"]*)" target="_top" rel="noopener">')


def item_addresses(response):
    """The URLs of the items, in their order."""
    return [unescape(address) for address in ITEM.findall(response.content.decode())]


class EmbedTestCase(PartnerTestCase):
    def embed(self, page, query=None, **headers):
        return self.fetch(page, "embed/", query, **headers)


class ListEmbedTests(EmbedTestCase):
    def test_shows_the_results_of_the_list_with_its_filters(self):
        other = ThemeFactory(name="Zorg", slug="zorg")
        for kind in KINDS:
            with self.subTest(kind):
                page, _other = self.make(kind), self.make(kind, themes=[other])
                response = self.embed(self.lists[kind], {"theme": "wonen"})
                self.assertEqual(item_addresses(response), [page.full_url])
                self.assertContains(response, f'href="{self.lists[kind].full_url}?theme=wonen" target="_top"')

    def test_names_its_source_and_licence(self):
        Publisher.objects.update_or_create(site_id=1, defaults={"licence": Licence.CC0})
        practice = self.make("practices", parent=self.own_lists["practices"], licence=Licence.CC_BY)

        response = self.embed(self.own_lists["practices"])

        self.assertContains(response, "Heuvelland, Streekwijzer</a>")
        self.assertContains(response, Licence.CC0.uri)
        self.assertContains(response, Licence.CC_BY.uri)
        self.assertContains(self.embed(practice), Licence.CC_BY.uri)

    def test_shows_the_day_and_the_notice(self):
        self.make("events", rows={"sessions": [session(NEXT_MONTH, status="cancelled")]})
        news = self.make("news", publication_date=datetime.date(2019, 11, 12))

        self.assertContains(self.embed(self.lists["events"]), "<strong>Geannuleerd</strong>")
        self.assertContains(self.embed(news), "12\xa0november\xa02019")

    def test_an_empty_list_has_a_message(self):
        response = self.embed(self.lists["practices"])

        self.assertContains(response, "In deze lijst staat nog niets.")

    def test_display_options_are_applied(self):
        for _number in range(3):
            self.make("news")

        response = self.embed(
            self.news,
            {"layout": "list", "limit": 2, "accent": "kempen", "scheme": "dark", "heading": "Bij <ons>"},
        )

        self.assertContains(response, '<html lang="nl-BE" class="dark">')
        self.assertContains(response, '<body class="list all r-kempen">')
        self.assertContains(response, "<h1>Bij &lt;ons&gt;</h1>")
        self.assertEqual(len(item_addresses(response)), 2)

    def test_more_items_cost_no_more_queries(self):
        for kind in KINDS:
            with self.subTest(kind):
                self.make(kind, parent=self.own_lists[kind])
                few = self.count_queries_of(lambda kind=kind: self.embed(self.lists[kind], {"limit": 50}))
                for _number in range(8):
                    self.make(kind, parent=self.own_lists[kind])
                many = self.count_queries_of(lambda kind=kind: self.embed(self.lists[kind], {"limit": 50}))
                self.assertEqual(many, few)


class PageEmbedTests(EmbedTestCase):
    def test_every_page_type_has_an_embed(self):
        people = CoordinatorPageFactory(parent=self.platform)
        about = StandardPageFactory(parent=self.home, title="Over ons", slug="over-ons")
        pages = [*map(self.make, KINDS), self.platform, people, people.get_parent(), about, self.home]
        for page in pages:
            with self.subTest(page=page.specific_class.__name__):
                response = self.embed(page)
                self.assertContains(response, f'<h1><a href="{page.full_url}" target="_top"')

    def test_the_page_of_a_person_who_has_left_is_404(self):
        person = PersonFactory(last_name="Vertrokken")
        coordinator = CoordinatorPageFactory(parent=self.platform, person=person)
        self.assertEqual(self.embed(coordinator).status_code, 200)

        person.active_until = "2020-01-01"
        person.save()

        self.assertEqual(self.embed(coordinator).status_code, 404)


class VisibilityTests(EmbedTestCase):
    def test_pages_that_are_not_listed_get_the_same_404_as_absent_ones(self):
        hidden = [
            self.make("news", live=False),
            self.make("news"),
            self.make("news", parent=self.own_lists["news"]),
        ]
        PageViewRestriction.objects.create(page=hidden[1], restriction_type="login")
        self.platform.unpublish()
        hidden.append(self.own_lists["practices"])
        absent = self.client.get("/nieuws/atlantis/embed/")

        for user in (None, UserFactory(), UserFactory(is_superuser=True)):
            if user:
                self.client.force_login(user)
            for page in hidden:
                with self.subTest(user=user, page=page):
                    response = self.embed(page)
                    self.assertEqual(response.status_code, 404)
                    self.assertEqual(response.content, absent.content)
                    self.assertNotIn("ETag", response)

    def test_a_restricted_page_does_not_change_the_embed(self):
        self.make("practices")
        before = self.embed(self.lists["practices"])

        hidden = self.make("practices")
        PageViewRestriction.objects.create(page=hidden, restriction_type="login")

        after = self.embed(self.lists["practices"])
        self.assertEqual(after.content, before.content)
        self.assertEqual(after["ETag"], before["ETag"])


class HeaderTests(EmbedTestCase):
    def test_any_site_may_frame_embeds_and_no_other_page(self):
        page = self.make("practices")
        for address in (f"{self.lists['practices'].url}embed/", f"{page.url}embed/", "/atlantis/embed/"):
            response = self.client.get(address)
            self.assertNotIn("X-Frame-Options", response)
            self.assertIn("frame-ancestors *", response["Content-Security-Policy"])
            self.assertIn("default-src 'none'", response["Content-Security-Policy"])
            self.assertEqual(response["Cross-Origin-Resource-Policy"], "cross-origin")
            self.assertFalse(response.cookies)
        for address in (
            "/",
            self.news.url,
            page.url,
            "/atlantis/",
            "/zoeken/",
            "/admin/login/",
            "/vind-je-platform/",
        ):
            with self.subTest(address):
                self.assertEqual(self.client.get(address)["X-Frame-Options"], "DENY")

    def test_embeds_have_no_cors_headers(self):
        self.assertNotIn("Access-Control-Allow-Origin", self.embed(self.news))

    def test_search_engines_index_the_list_page_instead(self):
        response = self.embed(self.news, {"theme": "wonen"})

        self.assertEqual(response["X-Robots-Tag"], "noindex, indexifembedded")
        self.assertContains(response, f'<link rel="canonical" href="{self.news.full_url}?theme=wonen">')

    def test_loads_only_static_files_of_the_site(self):
        self.make("news")
        content = self.embed(self.news).content.decode()

        loaded = re.findall(r'(?:src|<link rel="stylesheet" href)="([^"]*)"', content)

        self.assertTrue(loaded)
        self.assertTrue(all(address.startswith("/static/") for address in loaded))
        self.assertNotIn("style=", content)

    def test_a_304_has_the_headers_of_an_embed(self):
        for page in (self.news, self.make("news")):
            etag = self.embed(page, {"theme": "wonen"} if page == self.news else None)["ETag"]
            again = self.embed(
                page, {"theme": "wonen"} if page == self.news else None, headers={"if-none-match": etag}
            )
            self.assertEqual(again.status_code, 304)
            self.assertIn("frame-ancestors *", again["Content-Security-Policy"])
            self.assertEqual(again["Cache-Control"], KEPT)

    def test_every_change_shows_at_once(self):
        for kind in KINDS:
            with self.subTest(kind):
                index = self.lists[kind]
                self.embed(index)
                page = self.make(kind)
                self.assertEqual(item_addresses(self.embed(index)), [page.full_url])
                page.title = "Een nieuwe naam"
                page.save_revision().publish()
                self.assertContains(self.embed(index), "Een nieuwe naam")
                self.assertContains(self.embed(page), "Een nieuwe naam")
                page.unpublish()
                self.assertEqual(item_addresses(self.embed(index)), [])
                self.assertEqual(self.embed(page).status_code, 404)
                page.save_revision().publish()
                page.delete()
                self.assertEqual(item_addresses(self.embed(index)), [])

    def test_the_old_url_of_a_moved_page_redirects(self):
        item = self.make("news")
        old = item.url
        item.slug = "een-ander-adres"
        with self.captureOnCommitCallbacks(execute=True):
            item.save_revision().publish()
        item.refresh_from_db()

        response = self.client.get(f"{old}embed/?scheme=dark")

        self.assertRedirects(
            response, f"{item.full_url}embed/?scheme=dark", status_code=301, fetch_redirect_response=False
        )
        item.unpublish()
        self.assertEqual(self.client.get(f"{old}embed/").status_code, 404)

    def test_post_is_not_allowed(self):
        self.assertEqual(self.client.post(f"{self.news.url}embed/").status_code, 405)


class ParameterTests(EmbedTestCase):
    def test_an_invalid_value_is_rejected_with_a_sentence_for_visitors(self):
        for key, value in [
            ("theme", "atlantis"),
            ("layout", "tabel"),
            ("accent", "#ff0000"),
            ("accent", "atlantis"),
            ("scheme", "paars"),
        ]:
            with self.subTest(key=key, value=value):
                response = self.embed(self.news, {key: value})
                self.assertContains(response, f"We kennen “{value}” niet", status_code=400)
                self.assertEqual(response["Cache-Control"], "no-store")
                self.assertNotIn("X-Frame-Options", response)
        for limit in ("0", "101", "veel", "-1"):
            with self.subTest(limit=limit):
                self.assertContains(self.embed(self.news, {"limit": limit}), "Aantal: ", status_code=400)

    def test_an_unknown_parameter_is_ignored(self):
        plain, tagged = self.embed(self.news), self.embed(self.news, {"utm_source": "brief", "page": "x"})

        self.assertEqual(tagged.content, plain.content)
        self.assertEqual(tagged["ETag"], plain["ETag"])

    def test_pages_can_not_have_reserved_slugs(self):
        for slug in ("embed", "insluiten", "oembed"):
            with self.subTest(slug), self.assertRaises(ValidationError) as raised:
                StandardPageFactory(parent=self.home, slug=slug)
            self.assertIn("slug", raised.exception.message_dict)


@override_settings(VIEWS_WRITTEN_AFTER=60)
class CountingTests(EmbedTestCase):
    def setUp(self):
        recorder.write()
        self.addCleanup(recorder.write)
        embedding_hosts.day = None

    def visit(self, page, referer="https://www.brugge.be/welzijn?naam=an", **more):
        headers = {"referer": referer, "user-agent": "Mozilla/5.0", "sec-fetch-dest": "iframe", **more}
        return self.embed(page, headers=headers)

    def views_by_host(self):
        recorder.write()
        return dict(PageViews.objects.values_list("embed", "count"))

    def test_views_are_counted_by_the_host_of_the_referrer(self):
        for _visit in range(2):
            self.visit(self.news)
        self.visit(self.news, referer="")
        self.visit(self.news, referer="https://[oeps")

        self.assertEqual(self.views_by_host(), {"www.brugge.be": 2, "?": 2})

    def test_programs_and_304_responses_are_not_counted(self):
        etag = self.visit(self.news, **{"user-agent": "curl/8"})["ETag"]
        self.visit(self.news, **{"if-none-match": etag})

        self.assertEqual(self.views_by_host(), {})

    def test_the_number_of_hosts_in_the_table_is_bounded(self):
        for number in range(MOST_EMBEDS + 5):
            self.visit(self.news, referer=f"https://nep-{number}.example/")

        self.assertEqual(self.views_by_host()["?"], 5)
        self.visit(self.news, referer="https://nep-later.example/")
        self.assertEqual(self.views_by_host()["?"], 6)

    def test_the_number_of_pairs_in_memory_is_bounded(self):
        counted = [embedding_hosts.add_pair(page, "nep.example") for page in range(MAX_PAIRS + 5)]

        self.assertEqual(counted.count(False), 5)
        self.assertTrue(embedding_hosts.add_pair(0, "nep.example"))


class StyleTests(EmbedTestCase):
    def palette(self, name):
        rules = re.findall(r"\.(r-[\w-]+) \{ --col: (\d); --row: (\d); --deep: (#\w+); --pale: (#\w+);", name)
        return {region: rest for region, *rest in rules}

    def test_the_palette_is_the_same_as_in_the_site_css(self):
        site, embed = ((STYLES / name).read_text() for name in ("site.css", "partners/embed.css"))

        self.assertEqual(self.palette(embed), self.palette(site))
        self.assertEqual((with_rules(site), with_rules(embed)), (site, embed))
        self.assertEqual({f"r-{name}" for name in REGIONS}, set(self.palette(site)))
        for token in re.findall(
            r"--(?:ink|ink-2|line|line-2|link|link-strong|visited|alert|surface|here): #\w+", embed
        ):
            self.assertIn(f"{token};", site)

    def test_the_style_and_the_script_are_small(self):
        for name, limit in (("embed.css", 4000), ("frame.js", 1200)):
            size = len(gzip.compress((STYLES / "partners" / name).read_bytes()))
            self.assertLess(size, limit, name)


class SameResultsTests(VariedPractices, HypothesisTestCase):
    """For the same query string an embed has the results of the list page, in its order."""

    @given(
        query=queries, sort=st.sampled_from(["", "title", "evidence"]), text=st.sampled_from(["", "praktijk"])
    )
    @hypothesis_settings(max_examples=30)
    def test_the_embed_has_the_results_of_the_list_page(self, query, sort, text):
        list_query = {**query, **({"sort": sort} if sort else {}), **({"q": text} if text else {})}
        form = self.index.filtered(QueryDict(urlencode(list_query, doseq=True)))
        expected = [page.full_url for page in form.results[:100]]

        for layout in ("cards", "compact"):
            many = urlencode({**list_query, "limit": 100, "layout": layout}, doseq=True)
            response = self.client.get(f"{self.index.url}embed/?{many}")
            self.assertEqual(item_addresses(response), expected, list_query)

    @given(query=queries_as_typed, options=any_display_options)
    @hypothesis_settings(max_examples=60)
    def test_no_query_string_fails(self, query, options):
        response = self.client.get(f"{self.index.url}embed/?{urlencode({**query, **options}, doseq=True)}")
        assert response.status_code in {200, 400}
        self.assertNotIn("X-Frame-Options", response)


class HeightTests(EmbedTestCase):
    def card(self, **values):
        filled = {"title": "Een titel", "where": "Stad Voorbeeld", "summary": "Kort.", **values}
        return Card(**{"address": "", "region": "", "day": "", "notice": "", "licence": None, **filled})

    def test_more_text_in_less_width_is_higher(self):
        short, long = self.card(), self.card(title="Een titel " * 9, summary="Lang " * 60)
        for layout in ("cards", "list"):
            with self.subTest(layout):
                heights = [
                    embed_height([card] * 6, layout, "Praktijken", width)
                    for card, width in ((short, 1000), (long, 1000), (long, 320))
                ]
                self.assertEqual(heights, sorted(set(heights)))

    def test_six_titles_fit_the_maximum_height_of_wordpress(self):
        long = self.card(title="Een titel van zestig tekens " * 3, summary="Lang " * 60)

        self.assertLess(
            embed_height([long] * 6, "compact", "Goede praktijken", WORDPRESS_WIDTH), WORDPRESS_HEIGHT
        )
        self.assertGreater(
            embed_height([long] * 6, "list", "Goede praktijken", WORDPRESS_WIDTH), WORDPRESS_HEIGHT
        )

    def test_the_longest_list_stays_below_the_maximum_height(self):
        """The script on the page around it has the same maximum (`HIGHEST`)."""
        longest = self.card(title="T" * 150, summary="S" * 300, notice="Geannuleerd")

        height = embed_height([longest] * MAX_LIMIT, "cards", "Praktijken", 320)

        self.assertTrue(MAX_HEIGHT / 2 < height < MAX_HEIGHT, height)
        self.assertIn(f"HIGHEST = {MAX_HEIGHT};", read_script(LATEST).decode())
