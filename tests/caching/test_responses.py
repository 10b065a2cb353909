"""The response cache gives everybody the answer that would be made anew, and nobody somebody else's."""

import datetime
import threading
import time
from unittest.mock import patch

from bs4 import BeautifulSoup
from django.core.cache import caches
from django.core.handlers.wsgi import WSGIHandler
from django.core.signals import request_finished, request_started
from django.db import OperationalError, close_old_connections
from django.http import HttpResponse
from django.test import RequestFactory
from django.urls import reverse
from django.utils import timezone
from wagtail.fields import StreamField
from wagtail.models import PageViewRestriction, Site

from caching.models import ListingChange
from caching.responses import LARGEST, NOT_KEPT_FOR, ResponseCache
from cms.headers import accepted_codings
from cms.models import Navigation, Publisher
from tests.cases import SiteTestCase
from tests.factories import NewsPageFactory, ThemeFactory, UserFactory
from tests.practices.factories import PracticeIndexPageFactory, PracticePageFactory

PERSON = {"HTTP_USER_AGENT": "Mozilla/5.0"}


class Answer:
    """What a WSGI server would send."""

    def __init__(self, application, environ):
        response = application(environ, self.start)
        self.body = b"".join(response)
        if hasattr(response, "close"):
            response.close()

    def start(self, status, headers, exc_info=None):
        self.status, self.headers = int(status[:3]), dict(headers)

    @property
    def is_hit(self):
        return "hit" in self.headers.get("Cache-Status", "")


def fail(environ, start_response):
    response = HttpResponse("", status=503)
    start_response("503 Service Unavailable", list(response.items()))
    return response


class ResponseCacheCase(SiteTestCase):
    @classmethod
    def setUpTestData(cls):
        super().setUpTestData()
        cls.theme = ThemeFactory(name="Wonen", slug="wonen")
        cls.index = PracticeIndexPageFactory(parent=cls.home)
        cls.practice = PracticePageFactory(parent=cls.index, title="Buurtsalon", themes=[cls.theme])

    def setUp(self):
        super().setUp()
        self.hold_connection()
        self.views = []
        self.start_empty()

    def hold_connection(self):
        """As Django's own test client, which then connects them again: the test's transaction is on its connection."""
        for signal in (request_started, request_finished):
            if signal.disconnect(close_old_connections):
                self.addCleanup(signal.connect, close_old_connections)

    def start_empty(self):
        """A process that has just started, with nothing in its cache nor in that of all."""
        caches["responses"].clear()
        self.cache = ResponseCache(
            WSGIHandler(),
            count_view=lambda environ, view: self.views.append(view),
            accepted_codings=accepted_codings,
        )

    def get(self, path, method="GET", **environ):
        self.hold_connection()
        request = RequestFactory().generic(method, path, **environ)
        return Answer(self.cache, request.environ)

    def is_kept(self, path, **environ):
        """Whether a second request for the same is a hit."""
        self.get(path, **environ)
        return self.get(path, **environ).is_hit


class HitTests(ResponseCacheCase):
    def test_a_second_request_gets_the_same_answer_from_the_cache(self):
        for path in (
            self.practice.url,
            self.index.url,
            f"{self.index.url}feed.atom",
            f"{self.index.url}export.csv",
            f"{self.index.url}embed/",
            "/api/v1/practices",
            f"/++api++{self.index.url}",
            "/robots.txt",
        ):
            with self.subTest(path):
                first, second = self.get(path), self.get(path)

                self.assertEqual((first.status, first.is_hit), (200, False))
                self.assertTrue(second.is_hit)
                self.assertEqual(second.body, first.body)
                second.headers.pop("Cache-Status")
                self.assertEqual(second.headers, first.headers)

    def test_a_hit_asks_the_database_for_the_version_alone(self):
        self.get(self.index.url)

        with self.assertNumQueries(1):
            self.assertTrue(self.get(self.index.url).is_hit)

    def test_who_has_this_version_gets_a_304(self):
        page = self.get(self.index.url)
        etag = page.headers["ETag"]

        answer = self.get(self.index.url, HTTP_IF_NONE_MATCH=f'"other", {etag}')

        self.assertEqual((answer.status, answer.body, answer.is_hit), (304, b"", True))
        for name in ("ETag", "Content-Security-Policy", "X-Content-Type-Options", "Permissions-Policy"):
            self.assertEqual(answer.headers[name], page.headers[name])
        self.assertNotIn("Content-Length", answer.headers)
        self.assertEqual(self.get(self.index.url, HTTP_IF_NONE_MATCH='"other"').status, 200)

    def test_clients_that_only_ask_whether_it_changed_fill_the_cache_too(self):
        for path in (self.index.url, f"{self.index.url}feed.atom", "/zoeken/?q=buurtsalon"):
            with self.subTest(path):
                etag = self.get(path).headers["ETag"]
                self.start_empty()

                first, second = [self.get(path, HTTP_IF_NONE_MATCH=etag) for _ in range(2)]

                self.assertEqual([first.status, second.status], [304, 304])
                self.assertEqual((first.body, first.headers["ETag"]), (b"", etag))
                self.assertEqual((first.is_hit, second.is_hit), (False, "q=" not in path))

    def test_a_bad_request_for_a_list_leaves_the_list_in_the_cache(self):
        self.get(f"{self.index.url}feed.atom?theme=onzin")

        self.assertTrue(self.is_kept(f"{self.index.url}feed.atom"))

    def test_a_head_is_a_hit_too(self):
        whole = self.get(self.index.url)

        answer = self.get(self.index.url, "HEAD")

        self.assertTrue(answer.is_hit)
        self.assertEqual(answer.headers["ETag"], whole.headers["ETag"])

    def test_html_json_and_packed_answers_are_kept_apart(self):
        kinds = [{}, {"HTTP_ACCEPT": "application/json"}, {"HTTP_ACCEPT_ENCODING": "gzip"}]
        first = [self.get(self.index.url, **kind) for kind in kinds]
        second = [self.get(self.index.url, **kind) for kind in kinds]

        self.assertTrue(all(answer.is_hit for answer in second))
        self.assertEqual([answer.body for answer in second], [answer.body for answer in first])
        self.assertEqual(len({answer.body for answer in first}), 3)

    def test_a_hit_counts_as_a_view_of_the_page_or_the_embed(self):
        for path, is_embed in ((self.practice.url, False), (f"{self.index.url}embed/", True)):
            self.get(path, HTTP_USER_AGENT="bot")
            self.views.clear()
            with self.subTest(path):
                self.get(path, **PERSON)

                page = self.index if is_embed else self.practice
                self.assertEqual(self.views, [(page.pk, is_embed)])

    def test_a_304_is_no_view(self):
        address = f"{self.index.url}embed/"
        etag = self.get(address).headers["ETag"]
        self.assertTrue(self.is_kept(address))
        self.views.clear()

        self.get(address, HTTP_IF_NONE_MATCH=etag, **PERSON)

        self.assertEqual(self.views, [])


class QueryTests(ResponseCacheCase):
    def test_each_filter_has_its_own_answer(self):
        PracticePageFactory(parent=self.index, title="Praatcafé")
        self.get(self.index.url)

        filtered = self.get(f"{self.index.url}?theme=wonen")

        self.assertFalse(filtered.is_hit)
        self.assertNotIn("Praatcafé".encode(), filtered.body)
        self.assertTrue(self.get(f"{self.index.url}?theme=wonen").is_hit)
        self.assertIn("Praatcafé".encode(), self.get(self.index.url).body)

    def test_parameters_that_nothing_reads_vary_nothing(self):
        self.get(self.practice.url)
        self.get(f"{self.index.url}?theme=wonen")

        self.assertTrue(self.get(f"{self.practice.url}?utm_source=x").is_hit)
        self.assertTrue(self.get(f"{self.index.url}?fbclid=1&theme=wonen&utm_source=x").is_hit)

    def test_a_name_that_was_pasted_from_html_is_the_same_parameter(self):
        self.get(f"{self.index.url}?theme=wonen")
        self.get(f"{self.index.url}?page=1")

        self.assertFalse(self.get(f"{self.index.url}?x=1&amp;page=2").is_hit)

    def test_the_api_still_rejects_what_it_does_not_know(self):
        self.get("/api/v1/practices")

        self.assertEqual(self.get("/api/v1/practices?onzin=1").status, 422)

    def test_a_choice_of_the_embed_that_a_filtered_page_does_not_read_is_not_lost(self):
        for query in ("?theme=wonen", "", "?layout=compact"):
            self.get(f"{self.index.url}{query}")

        self.assertIn(b"layout%3Dcompact", self.get(f"{self.index.url}?layout=compact").body)
        self.assertNotIn(b"layout%3Dcompact", self.get(self.index.url).body)


def fields_of(form):
    """What a browser would send of this HTML form, unchanged."""
    fields = {}
    for field in BeautifulSoup(form, "html.parser").select("input[name], textarea[name], select[name]"):
        if field.name == "select":
            fields[field["name"]] = [option["value"] for option in field.select("option[selected]")]
        elif field.get("type") not in {"checkbox", "radio", "file"} or field.has_attr("checked"):
            fields[field["name"]] = field.get("value", "") if field.name == "input" else field.text
    return fields


class NotKeptTests(ResponseCacheCase):
    def test_a_preview_in_the_admin_is_for_its_editor(self):
        editor = self.client_class()
        editor.force_login(UserFactory(is_superuser=True))
        form = editor.get(reverse("wagtailadmin_pages:edit", args=[self.practice.pk]))
        preview = reverse("wagtailadmin_pages:preview_on_edit", args=[self.practice.pk])
        # The browser makes the fields of bodies.
        bodies = [field.name for field in self.practice._meta.get_fields() if isinstance(field, StreamField)]
        fields = fields_of(form.content) | {f"{name}-count": "0" for name in bodies} | {"title": "Geheim"}
        sent = editor.post(preview, fields)
        self.assertEqual(sent.json(), {"is_valid": True, "is_available": True})

        answers = [
            self.get(preview, HTTP_COOKIE=f"sessionid={editor.cookies['sessionid'].value}") for _ in "ab"
        ]

        self.assertEqual([answer.is_hit for answer in answers], [False, False])
        self.assertIn(b"Geheim", answers[0].body)
        self.assertEqual(self.get(preview).status, 302)
        self.assertNotIn(b"Geheim", self.get(self.practice.url).body)

    def test_who_has_a_session_or_a_token_passes_by(self):
        for headers in (
            {"HTTP_COOKIE": "sessionid=x"},
            {"HTTP_COOKIE": "a=b; csrftoken=x"},
            {"HTTP_AUTHORIZATION": "Bearer x"},
            {"HTTP_RANGE": "bytes=0-1"},
        ):
            self.get(self.index.url)
            with self.subTest(headers):
                self.assertFalse(self.get(self.index.url, **headers).is_hit)
                self.start_empty()
                self.get(self.index.url, **headers)
                self.assertFalse(self.get(self.index.url).is_hit)

    def test_a_cookie_of_somebody_else_does_not_matter(self):
        self.get(self.index.url)

        self.assertTrue(self.get(self.index.url, HTTP_COOKIE="_ga=1").is_hit)

    def test_what_is_no_answer_for_everybody_is_not_kept(self):
        for path in (
            "/nergens/",
            "/admin/login/",
            "/api/v1/practices?theme=onzin",
            "/zoeken/?q=wonen",
            f"{self.index.url}?q=wonen",
            "/api/v1/search?q=wonen",
            "/concept/onzin/",
        ):
            with self.subTest(path):
                self.assertFalse(self.is_kept(path))

    def test_a_large_answer_is_not_kept(self):
        with patch("caching.responses.LARGEST", 10):
            self.assertFalse(self.is_kept(self.index.url))
        self.assertGreater(LARGEST, 10)

    def test_after_a_fault_it_is_kept_again_soon(self):
        with patch.object(self.cache, "application", fail):
            self.assertFalse(self.is_kept(self.index.url))
        self.assertFalse(self.is_kept(self.index.url))

        with patch("caching.responses.time.monotonic", return_value=time.monotonic() + NOT_KEPT_FOR):
            self.assertTrue(self.is_kept(self.index.url))

    def test_what_is_kept_takes_no_more_memory_than_it_may(self):
        with patch("caching.responses.MEMORY", 100_000):
            self.start_empty()

        for number in range(20):
            self.assertTrue(
                self.is_kept(self.index.url, HTTP_ACCEPT=f"text/html, application/json;q=0.{number}")
            )

        self.assertLess(sum(len(entry.body) for entry in self.cache.memory.kept.values()), 100_000)
        self.assertLess(len(self.cache.memory.kept), 20)

    def test_a_page_that_becomes_private_is_gone_at_once(self):
        self.get(self.practice.url)

        PageViewRestriction.objects.create(page=self.practice, restriction_type="login")

        self.assertEqual(self.get(self.practice.url).status, 302)


class FreshnessTests(ResponseCacheCase):
    def test_every_change_is_seen_at_once(self):
        changes = {
            "publish": lambda: NewsPageFactory(parent=self.home, title="Nieuw"),
            "rename": lambda: self.theme.save(),
            "setting": lambda: Publisher.for_site(Site.objects.get()).save(),
            "menu": lambda: Navigation.for_site(Site.objects.get()).save(),
            "site": lambda: Site.objects.get().save(),
            "unpublish": lambda: self.practice.unpublish(),
        }
        Publisher.for_site(Site.objects.get())
        Navigation.for_site(Site.objects.get())
        for name, change in changes.items():
            with self.subTest(name):
                self.assertTrue(self.is_kept(self.index.url))

                change()

                self.assertFalse(self.get(self.index.url).is_hit)

    def test_midnight_makes_everything_anew(self):
        self.get(self.index.url)
        tomorrow = timezone.localdate() + datetime.timedelta(days=1)

        with patch("caching.versions.timezone.localdate", return_value=tomorrow):
            self.assertFalse(self.get(self.index.url).is_hit)

    def test_a_minute_is_the_longest(self):
        self.get(self.index.url)

        with patch("caching.responses.time.time", return_value=timezone.now().timestamp() + 61):
            self.assertFalse(self.get(self.index.url).is_hit)

    def test_without_a_database_the_last_answer_comes_marked_stale(self):
        whole = self.get(self.index.url)
        with patch.object(ListingChange, "newest", side_effect=OperationalError):
            with patch("caching.responses.time.time", return_value=timezone.now().timestamp() + 3600):
                answer = self.get(self.index.url)

            self.assertEqual((answer.status, answer.body), (200, whole.body))
            self.assertIn("stale", answer.headers["Cache-Status"])


class StampedeTests(ResponseCacheCase):
    def test_many_at_once_build_it_once(self):
        built, answers, begun, go_on = [], [], threading.Event(), threading.Event()

        def application(environ, start_response):
            built.append(environ["PATH_INFO"])
            begun.set()
            go_on.wait(5)
            response = HttpResponse("made", headers={"Cache-Control": "public, max-age=300"})
            start_response("200 OK", list(response.items()))
            return response

        self.cache.application = application
        version = ("1", "x", "2026-01-01")
        with patch.object(self.cache.versions, "current", return_value=version):
            threads = [threading.Thread(target=lambda: answers.append(self.get("/"))) for _ in range(8)]
            for thread in threads:
                thread.start()
            begun.wait(5)
            go_on.set()
            for thread in threads:
                thread.join()

        self.assertEqual(len(built), 1)
        self.assertEqual({answer.body for answer in answers}, {b"made"})
        self.assertEqual(len(answers), 8)
