"""`/health/live` and `/health/ready`: what a balancer and an operator read."""

import json
import threading
import time

import pytest
from django.conf import settings
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
from django.test import Client, override_settings
from django.utils import timezone

from caching.request_keys import is_for_everybody
from cms.client_addresses import is_operator
from cms.models import OutgoingMail
from monitoring.liveness import with_liveness
from operations import checks, health
from operations.checks import UnhealthyError
from operations.health import Health
from tests.cms.test_failures import every_query_fails

READY = "/health/ready"


def ask_liveness(method="GET", path="/health/live"):
    """What the wrapper sends; what is behind it would fail."""
    sent = {}

    def fail(environ, start_response):
        raise ZeroDivisionError

    def start(status, headers):
        sent.update(status=status, headers=dict(headers))

    body = with_liveness(fail)({"PATH_INFO": path, "REQUEST_METHOD": method}, start)
    return sent["status"], sent["headers"], b"".join(body)


def test_a_process_says_that_it_lives_without_touching_anything():
    status, headers, body = ask_liveness()

    assert (status, json.loads(body)) == ("200 OK", {"status": "ok"})
    assert headers["Cache-Control"] == "no-store"
    assert "Set-Cookie" not in headers


def test_liveness_has_a_head_and_refuses_what_writes():
    assert ask_liveness("HEAD")[::2] == ("200 OK", b"")
    assert ask_liveness("POST")[0] == "405 Method Not Allowed"


def test_every_other_address_goes_on():
    with pytest.raises(ZeroDivisionError):
        ask_liveness(path="/health/live/")


@pytest.mark.parametrize("path", ["/health/live", READY, "/metrics"])
def test_the_response_cache_leaves_these_alone(path):
    assert not is_for_everybody({"REQUEST_METHOD": "GET", "PATH_INFO": path})
    assert is_for_everybody({"REQUEST_METHOD": "GET", "PATH_INFO": "/nieuws/"})


@pytest.fixture
def _unkept(monkeypatch):
    """Each request checks anew."""
    monkeypatch.setattr(health.health, "kept_for", 0)


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("_unkept")
class TestReadiness:
    def test_a_balancer_reads_one_word_and_gets_no_cookie(self):
        response = Client(REMOTE_ADDR="192.0.2.7").get(READY)

        assert (response.status_code, response.json()) == (200, {"status": "ok"})
        assert response["Cache-Control"] == "no-store"
        assert not response.cookies

    def test_an_operator_reads_each_check(self):
        response = Client(REMOTE_ADDR="127.0.0.1").get(READY)

        names = {name for group in health.GROUPS for name in group}
        assert set(response.json()["checks"]) == names
        assert response.json()["checks"]["database"]["status"] == "ok"

    def test_any_host_is_answered_and_http_is_not_sent_on(self):
        with override_settings(SECURE_SSL_REDIRECT=True, ALLOWED_HOSTS=["www.example.org"]):
            response = Client().get(READY, headers={"host": "10.1.2.3:8000"})

        assert response.status_code == 200

    def test_what_writes_is_refused(self):
        assert Client().post(READY).status_code == 405

    def test_a_missing_migration_takes_the_server_out_without_an_error_in_the_log(self, caplog):
        recorder = MigrationRecorder(connection)
        recorder.record_unapplied("cms", "0020_place_name")
        try:
            response = Client().get(READY)
        finally:
            recorder.record_applied("cms", "0020_place_name")

        assert (response.status_code, response.json()["status"]) == (503, "unavailable")
        assert caplog.messages == []
        assert response.json()["checks"]["migrations"]["unapplied"] == 1

    def test_old_mail_is_told_but_takes_no_server_out(self):
        OutgoingMail.objects.create(
            content=b"x",
            sender="a@b.be",
            recipients=["mieke@b.be"],
            created_at=timezone.now() - OutgoingMail.TRIED,
        )

        response = Client().get(READY)

        assert (response.status_code, response.json()["status"]) == (200, "degraded")
        assert response.json()["checks"]["mail"]["waiting"] == 1
        assert "mieke" not in response.content.decode()
        assert Client(REMOTE_ADDR="192.0.2.7").get(READY).json() == {"status": "ok"}


@pytest.mark.django_db
def test_an_installed_site_has_no_unapplied_migration():
    assert len(checks.migrations_of_code()) > 100
    assert checks.unapplied_migrations() == set()


@pytest.mark.django_db
def test_without_a_database_the_check_names_the_kind_of_error_and_nothing_else():
    with every_query_fails(ConnectionRefusedError):
        outcome = health.run_check(checks.check_database)

    assert outcome.problem == "ConnectionRefusedError."


def test_storage_that_cannot_be_written_is_told(tmp_path):
    with override_settings(MEDIA_ROOT=str(tmp_path / "gone")):
        assert health.run_check(checks.check_storage).problem == "FileNotFoundError."


def test_redis_that_is_away_is_told_and_takes_no_server_out():
    with override_settings(CACHE_URL="redis://127.0.0.1:1/0"):
        outcome = health.run_check(checks.check_cache)

    assert "ConnectionError" in outcome.problem
    assert health.is_ready({"cache": outcome})


def fail():
    raise UnhealthyError("Broken.", number=3)


def test_a_check_that_hangs_is_given_up_and_not_started_twice():
    started, release = [], threading.Event()

    def hang():
        started.append(1)
        release.wait(60)

    hanging = Health([{"database": hang, "mail": dict}, {"cache": fail}], kept_for=0, deadline=0.2)
    try:
        began = time.monotonic()
        outcomes = [hanging.current() for _time in range(3)][-1]
        took = time.monotonic() - began
    finally:
        release.set()

    assert took < 20
    assert len(started) == 1
    assert outcomes["database"] == outcomes["mail"] == health.NO_ANSWER
    assert outcomes["cache"].as_json()["problem"] == "Broken."
    assert not health.is_ready(outcomes)


def test_an_outcome_is_kept_for_some_seconds_whoever_asks():
    started = []
    counted = Health([{"database": lambda: started.append(1) or {}}], kept_for=60)

    for _visitor in range(20):
        counted.current()

    assert len(started) == 1


@pytest.mark.parametrize(
    ("environ", "is_one"),
    [
        ({"REMOTE_ADDR": "127.0.0.1"}, True),
        ({"REMOTE_ADDR": "::1"}, True),
        ({"REMOTE_ADDR": "::ffff:127.0.0.1"}, True),
        ({"REMOTE_ADDR": "192.0.2.7"}, False),
        ({"REMOTE_ADDR": ""}, False),
        # A proxy on this machine: without BEHIND_TLS_PROXY its header is not believed, and nor is the proxy.
        ({"REMOTE_ADDR": "127.0.0.1", "HTTP_X_FORWARDED_FOR": "127.0.0.1"}, False),
        ({"REMOTE_ADDR": "127.0.0.1", "HTTP_X_FORWARDED_PROTO": "https"}, False),
    ],
)
def test_an_operator_is_who_asks_from_a_named_address(environ, is_one):
    assert is_operator(environ) is is_one


@pytest.mark.parametrize(
    ("environ", "is_one"),
    [
        ({"HTTP_X_FORWARDED_FOR": "127.0.0.1, 192.0.2.7"}, False),
        ({"HTTP_X_FORWARDED_FOR": "10.9.8.7"}, True),
        ({"HTTP_X_FORWARDED_PROTO": "https"}, False),
        ({}, True),
    ],
)
def test_behind_a_proxy_the_last_forwarded_address_counts(environ, is_one):
    with override_settings(
        SECURE_PROXY_SSL_HEADER=("HTTP_X_FORWARDED_PROTO", "https"),
        OPERATOR_ADDRESSES=["127.0.0.1/32", "10.0.0.0/8"],
    ):
        assert is_operator({"REMOTE_ADDR": "127.0.0.1", **environ}) is is_one


def test_both_addresses_are_documented():
    text = (settings.BASE_DIR / "docs" / "operations.md").read_text()

    assert "/health/live" in text
    assert READY in text
