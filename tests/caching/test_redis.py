"""The response cache in a real Redis: shared by all processes, and missed by nobody while it is away."""

import os
import threading
from unittest.mock import patch

import pytest
from django.core.cache import caches
from django.core.cache.backends.redis import RedisCache
from django.core.handlers.wsgi import WSGIHandler
from django.http import HttpResponse
from django.test import RequestFactory, override_settings

from caching.recorded_query import PARAMETERS_READ
from caching.responses import ResponseCache
from caching.single_flight import SingleFlight
from cms.headers import accepted_codings
from cms.release import release_name
from tests.caching.test_responses import Answer, ResponseCacheCase

# A database for each process of the tests: some empty theirs.
WORKER = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw"))
REDIS = f"redis://127.0.0.1:6379/{8 + WORKER % 8}"
VERSION = ("1", "token", "2026-01-01")


def redis_settings(url):
    return override_settings(
        CACHES={
            "default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"},
            "responses": {
                "BACKEND": "caching.redis_cache.OptionalRedisCache",
                "LOCATION": url,
                "KEY_PREFIX": "streekwijzer-tests",
                "OPTIONS": {"socket_timeout": 1, "socket_connect_timeout": 1},
            },
        }
    )


def make_cache(application):
    return ResponseCache(
        application, count_view=lambda environ, view: None, accepted_codings=accepted_codings
    )


@pytest.mark.redis
@redis_settings(REDIS)
class SharedCacheTests(ResponseCacheCase):
    def test_what_one_process_built_is_a_hit_in_another(self):
        first = self.get(f"{self.index.url}?theme=wonen")
        other = make_cache(WSGIHandler())

        request = RequestFactory().get(f"{self.index.url}?theme=wonen&utm_source=x")
        answer = Answer(other, request.environ)

        self.assertTrue(answer.is_hit)
        self.assertEqual(answer.body, first.body)

    def test_a_hit_asks_redis_nothing_once_the_process_has_the_answer(self):
        self.assertTrue(self.is_kept(self.index.url))

        with patch.object(RedisCache, "get", side_effect=AssertionError):
            self.assertTrue(self.get(self.index.url).is_hit)

    def test_what_another_process_read_at_an_address_meanwhile_is_a_hit_too(self):
        def application(environ, start_response):
            environ[PARAMETERS_READ] = frozenset({"a", "b"} if environ["QUERY_STRING"] else {"a"})
            response = HttpResponse("made", headers={"Cache-Control": "public, max-age=300"})
            start_response("200 OK", list(response.items()))
            return response

        process, other = make_cache(application), make_cache(application)
        for cache, query in ((process, ""), (other, ""), (other, "?a=1&b=1")):
            Answer(cache, RequestFactory().get(f"/{query}").environ)

        self.assertTrue(Answer(process, RequestFactory().get("/?a=1&b=1").environ).is_hit)

    def test_a_process_that_was_killed_while_it_built_holds_nobody_up_for_long(self):
        caches["responses"].set("building-list", 1, timeout=60)

        with (
            patch("caching.single_flight.PATIENCE_WITH_OTHERS", 0.1),
            SingleFlight(caches["responses"]).lead("list") as is_leader,
        ):
            self.assertFalse(is_leader)
        self.assertEqual(caches["responses"].get("building-list"), 1)

    def test_a_change_is_seen_at_once(self):
        self.assertTrue(self.is_kept(self.index.url))

        self.practice.unpublish()

        answer = self.get(self.index.url)
        self.assertFalse(answer.is_hit)
        self.assertNotIn(b"Buurtsalon", answer.body)

    def test_two_processes_build_a_response_once_in_all(self):
        built, answers, begun, go_on = [], [], threading.Event(), threading.Event()

        def application(environ, start_response):
            built.append(environ["PATH_INFO"])
            begun.set()
            go_on.wait(5)
            response = HttpResponse("made", headers={"Cache-Control": "public, max-age=300"})
            start_response("200 OK", list(response.items()))
            return response

        processes = [make_cache(application), make_cache(application)]
        for process in processes:
            process.versions.current = lambda: VERSION
        visitors = [
            threading.Thread(
                target=lambda process=process: answers.append(
                    Answer(process, RequestFactory().get("/").environ)
                )
            )
            for process in processes * 10
        ]
        for visitor in visitors:
            visitor.start()
        begun.wait(5)
        go_on.set()
        for visitor in visitors:
            visitor.join()

        self.assertEqual(len(built), 1)
        self.assertEqual([answer.body for answer in answers], [b"made"] * 20)


@redis_settings("redis://127.0.0.1:1/0")
class WithoutRedisTests(ResponseCacheCase):
    def setUp(self):
        caches["responses"].away_until = 0
        with self.assertLogs("caching.redis_cache", "WARNING"):
            caches["responses"].get("x")
        caches["responses"].clear = lambda: None
        super().setUp()

    def test_each_process_keeps_its_own_answers_and_none_fails(self):
        answers = [self.get(self.index.url) for _ in range(2)]
        self.cache = make_cache(WSGIHandler())
        answers += [self.get(self.index.url) for _ in range(2)]

        self.assertEqual({answer.status for answer in answers}, {200})
        self.assertEqual([answer.is_hit for answer in answers], [False, True, False, True])


def test_another_release_has_another_name(tmp_path):
    (tmp_path / "cms").mkdir()
    (tmp_path / "cms" / "page.html").write_text("one")
    static = str(tmp_path / "static")
    before = release_name(tmp_path, static, "https://www.example.org")

    assert release_name(tmp_path, static, "https://www.example.org") == before
    assert release_name(tmp_path, static, "https://nieuw.example.org") != before
    (tmp_path / "cms" / "page.html").write_text("two")
    assert release_name(tmp_path, static, "https://www.example.org") != before
