"""What a running site writes to stderr: JSON, one object a line, of which `jq` reads each; and nothing of a person."""

import http.client
import json
import os
import re
import shutil
import subprocess
import time
from typing import NamedTuple
from urllib.parse import urlsplit

import pytest
from django.conf import settings

from bench.servers import gunicorn
from tests.database import database_for_others
from tests.tooling.test_workers import manage

pytestmark = pytest.mark.django_db
UTC_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z")
SECONDS = 30
JQ = shutil.which("jq")
BEHIND_PROXY = {"X-Forwarded-For": "198.51.100.77", "X-Forwarded-Proto": "https"}


class Served(NamedTuple):
    port: int
    log: object

    def get(self, path, **headers):
        """The status and the headers of the answer."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        connection.request("GET", path, headers=headers)
        answer = connection.getresponse()
        answer.read()
        connection.close()
        return answer.status, answer.headers

    def lines(self, request_id):
        """The lines of this request, once the last one, that of the access log, is there."""
        until = time.monotonic() + SECONDS
        while time.monotonic() < until:
            whole = self.log.read_text().rpartition("\n")[0].splitlines()
            lines = [line for line in map(json.loads, whole) if line.get("request_id") == request_id]
            if any(line["logger"] == "gunicorn.access" for line in lines):
                return lines
            time.sleep(0.05)
        raise AssertionError(f"No line of {request_id}: {self.log.read_text()}")


@pytest.fixture(scope="module")
def served(tmp_path_factory, django_db_setup):
    folder = tmp_path_factory.mktemp("logs")
    (folder / "database").mkdir()
    with database_for_others(folder / "database", "logs") as url:
        environment = os.environ | {
            "DATABASE_URL": url,
            "DJANGO_SETTINGS_MODULE": "cms.settings.test",
            "LOG_FORMAT": "json",
            "ACCESS_LOG": "all",
            "BEHIND_TLS_PROXY": "yes",
            "STATIC_ROOT": str(folder / "static"),
        }
        manage(environment, "make_site")
        with (
            (folder / "log").open("w") as log,
            gunicorn("tests.operations.served", environment, stderr=log) as server,
        ):
            yield Served(urlsplit(server.address).port, folder / "log")


def test_a_request_has_a_line_with_what_an_operator_needs(served):
    status, headers = served.get("/zoeken/?q=geheim", **BEHIND_PROXY)

    [line] = served.lines(headers["X-Request-ID"])
    assert status == line["status"] == 200
    assert UTC_TIME.fullmatch(line["time"])
    assert (line["method"], line["path"], line["level"]) == ("GET", "/zoeken/", "INFO")
    assert line["host"] == f"127.0.0.1:{served.port}"
    assert line["milliseconds"] > 0
    assert line["bytes"] > 0


def test_nothing_of_a_visitor_is_written(served):
    headers = {
        "Cookie": "a=geheim",
        "User-Agent": "geheim",
        "Referer": "https://geheim.example/",
        **BEHIND_PROXY,
    }
    _status, answer = served.get("/zoeken/?q=geheim", **headers)

    [line] = served.lines(answer["X-Request-ID"])
    assert line["address"] == "198.51.100.0/24"
    assert "geheim" not in served.log.read_text()
    assert "198.51.100.77" not in served.log.read_text()


def test_a_kept_response_has_a_line_and_an_id_of_its_own(served):
    ids = {served.get("/")[1]["X-Request-ID"] for _visit in range(4)}

    assert len(ids) == 4
    for request_id in ids:
        assert served.lines(request_id)


def test_an_id_of_a_proxy_is_kept_if_it_is_harmless(served):
    assert (
        served.get("/robots.txt", **{"X-Request-ID": "proxy-1.abc_DEF"})[1]["X-Request-ID"]
        == "proxy-1.abc_DEF"
    )
    for wrong in ("short", "x" * 65, 'a"quote"', "two words"):
        assert served.get("/robots.txt", **{"X-Request-ID": wrong})[1]["X-Request-ID"] != wrong


def test_a_server_error_is_found_by_its_id_with_its_traceback_and_without_the_token(served):
    status, headers = served.get("/concept/geheim-token/faulty/?q=geheim")

    error, access = served.lines(headers["X-Request-ID"])
    assert status == error["status"] == access["status"] == 500
    assert error["exception"].startswith("Traceback")
    assert "ZeroDivisionError" in error["exception"]
    assert access["path"] == error["path"] == "/concept/…"
    assert "geheim" not in served.log.read_text()


def test_slow_statements_and_requests_are_named_without_what_was_typed(served):
    _status, headers = served.get("/slow/")

    lines = served.lines(headers["X-Request-ID"])
    [statement] = [line for line in lines if "AS slow" in line.get("sql", "")]
    assert statement["level"] == "WARNING"
    assert statement["sql"].startswith("SELECT %s, '…'")
    assert statement["milliseconds"] >= 0
    assert (lines[-1]["message"], lines[-1]["level"]) == ("slow request", "WARNING")
    assert "mieke" not in json.dumps(lines)


@pytest.mark.skipif(not JQ, reason="no jq on this machine")
def test_jq_reads_every_line(served):
    _status, headers = served.get("/nergens/", **BEHIND_PROXY)
    served.lines(headers["X-Request-ID"])

    command = [
        "jq",
        "-r",
        'select(.status == 404) | "\\(.status) \\(.path) \\(.milliseconds)"',
        str(served.log),
    ]
    result = subprocess.run(command, capture_output=True, text=True)

    assert result.returncode == 0, result.stderr
    assert "404 /nergens/ " in result.stdout


@pytest.mark.skipif(not JQ, reason="no jq on this machine")
def test_the_filters_of_the_documents_work(served):
    _status, headers = served.get("/concept/geheim-token/faulty/")
    served.lines(headers["X-Request-ID"])
    text = (settings.BASE_DIR / "docs" / "operations.md").read_text()

    filters = re.findall(r"jq (-[cr]R?) '([^']+)'", text)
    outputs = [
        subprocess.run(
            [JQ, option, words, str(served.log)], capture_output=True, text=True, check=True
        ).stdout
        for option, words in filters
    ]

    assert len(filters) >= 4
    assert '"status":500' in outputs[0]
    assert any("ZeroDivisionError" in output for output in outputs)
