"""Errors reach a server that speaks Sentry's protocol, and nothing of a person does."""

import gzip
import http.client
import json
import os
import socket
import subprocess
import sys
import threading
import time
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from django.conf import settings

from bench.servers import gunicorn
from tests.database import database_for_others
from tests.tooling.test_workers import manage

pytestmark = pytest.mark.django_db
SECONDS = 30
# What somebody types or brings along; none of it may leave.
CANARIES = {
    "geheim-token": "the path",
    "geheime-vraag": "the query string",
    "geheim-veld": "the form",
    "geheim-koekje": "a cookie",
    "geheime-browser": "the browser",
    "geheime.verwijzer": "the referrer",
    "198.51.100.77": "the address",
    "a fault at /": "the message of the error",
}


class Receiver(ThreadingHTTPServer):
    """Takes what is reported (https://develop.sentry.dev/sdk/data-model/envelopes/), and keeps it as it came."""

    def __init__(self):
        self.bodies = []
        super().__init__(("127.0.0.1", 0), Envelope)

    @property
    def dsn(self):
        return f"http://0123456789abcdef@127.0.0.1:{self.server_port}/42"

    def events(self):
        """The events: after our line and that of the envelope come pairs of a header and an item."""
        items = [json.loads(line) for body in self.bodies for line in body.splitlines()[3::2]]
        return [item for item in items if "exception" in item]


class Envelope(BaseHTTPRequestHandler):
    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        if self.headers.get("Content-Encoding") == "gzip":
            body = gzip.decompress(body)
        self.server.bodies.append(f"{self.path}\n{self.headers}".replace("\n", " ").encode() + b"\n" + body)
        self.send_response(200)
        self.end_headers()
        self.wfile.write(b"{}")

    def log_message(self, *args):
        """Says nothing."""


@pytest.fixture
def receiver():
    with Receiver() as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield server
        server.shutdown()
        thread.join()


@contextmanager
def served(folder, dsn):
    """The address of the site, which reports there."""
    with database_for_others(folder, "reports") as url:
        environment = os.environ | {
            "DATABASE_URL": url,
            "DJANGO_SETTINGS_MODULE": "cms.settings.test",
            "BEHIND_TLS_PROXY": "yes",
            "SENTRY_DSN": dsn,
        }
        manage(environment, "make_site")
        with (
            (folder / "log").open("w") as log,
            gunicorn("tests.operations.served", environment, stderr=log) as server,
        ):
            yield server.address


def fail(address):
    """A request in which everything is a canary; gives the status, the id and the seconds."""
    connection = http.client.HTTPConnection(address.removeprefix("http://"), timeout=60)
    headers = {
        "Cookie": "a=geheim-koekje",
        "User-Agent": "geheime-browser",
        "Referer": "https://geheime.verwijzer/",
        "X-Forwarded-For": "198.51.100.77",
        "X-Forwarded-Proto": "https",
    }
    began = time.monotonic()
    connection.request("GET", "/concept/geheim-token/faulty/?q=geheime-vraag", "naam=geheim-veld", headers)
    answer = connection.getresponse()
    answer.read()
    return answer.status, answer.headers["X-Request-ID"], time.monotonic() - began


def test_an_error_is_reported_with_its_code_and_with_nothing_of_a_person(receiver, tmp_path):
    with served(tmp_path, receiver.dsn) as address:
        status, request_id, _seconds = fail(address)
        until = time.monotonic() + SECONDS
        while not receiver.events() and time.monotonic() < until:
            time.sleep(0.1)

    [event] = receiver.events()
    [error] = event["exception"]["values"]
    everything = b"\n".join(receiver.bodies).decode()
    assert status == 500
    assert error["type"] == "ZeroDivisionError"
    assert error["stacktrace"]["frames"][-1]["function"] == "fail"
    assert event["tags"] == {"request_id": request_id, "method": "GET", "path": "/concept/…"}
    assert event["release"].startswith("streekwijzer@")
    assert {what for canary, what in CANARIES.items() if canary in everything} == set()
    assert socket.gethostname() not in everything
    assert "/api/42/envelope/" in everything


def test_a_server_that_does_not_answer_lets_nobody_wait(tmp_path):
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen()
        dsn = f"http://0123456789abcdef@127.0.0.1:{silent.getsockname()[1]}/42"
        with served(tmp_path, dsn) as address:
            answers = [fail(address) for _time in range(10)]

    assert {status for status, _id, _seconds in answers} == {500}
    assert max(seconds for _status, _id, seconds in answers[1:]) < 2


def test_without_a_dsn_the_package_is_not_even_imported():
    code = "import django, sys; django.setup(); print('sentry_sdk' in sys.modules)"
    environment = os.environ | {"DJANGO_SETTINGS_MODULE": "cms.settings.test", "SENTRY_DSN": ""}

    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=settings.BASE_DIR,
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    )

    assert done.stdout.strip() == "False"
