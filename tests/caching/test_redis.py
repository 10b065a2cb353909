"""The response cache in a real Redis: shared by all processes, and missed by nobody while it is away."""

import os
import threading

import pytest
from django.core.cache import caches
from django.core.handlers.wsgi import WSGIHandler
from django.http import HttpResponse
from django.test import RequestFactory, override_settings

from caching.responses import ResponseCache
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

    def test_every_answer_is_built_and_none_fails(self):
        answers = [self.get(self.index.url) for _ in range(3)]

        self.assertEqual([(answer.status, answer.is_hit) for answer in answers], [(200, False)] * 3)


def test_another_release_has_another_name(tmp_path):
    (tmp_path / "cms").mkdir()
    (tmp_path / "cms" / "page.html").write_text("one")
    before = release_name(tmp_path, str(tmp_path / "static"))

    assert release_name(tmp_path, str(tmp_path / "static")) == before
    (tmp_path / "cms" / "page.html").write_text("two")
    assert release_name(tmp_path, str(tmp_path / "static")) != before
