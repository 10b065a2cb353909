"""What `make bench` reads from wrk, from the site and from its processes, and what it writes."""

import gzip
import os
import subprocess
import sys
import time
from contextlib import contextmanager
from threading import Thread
from wsgiref.simple_server import WSGIRequestHandler, make_server

import pytest

from bench import load, processes, states, table
from bench.__main__ import measure_sizes
from bench.client import get, keep_alive
from bench.export import download
from bench.servers import Server

OUTPUT = """Running 2s test
  1 threads and 8 connections
Requests/sec:    151.37
"""
STATES = {
    "hit": {"ms": 15.0, "ratio": 0.012},
    "304": {"ms": 0.6, "ratio": 0.3},
    "miss": {"ms": 16.0, "ratio": 0.01125},
}
SIZES = {"queries": 21, "html": 9_000, "css": 8_000, "js": 1_500}
EXPORT = {"lines": 100_001, "bytes": 85_400_000, "seconds": 61.2, "growth": 1.25, "memory": 310.0}
on_linux = pytest.mark.skipif(sys.platform != "linux", reason="Linux tells what other processes cost")


# Nothing that gzip makes much smaller: so every byte counts.
STYLE, SCRIPT = bytes(range(256)) * 4, bytes(range(255, 0, -1)) * 2
PAGE = (
    b'<link rel="stylesheet" href="/site.css"><script src="/browse.js" defer></script>'
    + b"<p>Hallo</p>" * 500
)
FILES = {"/": PAGE, "/site.css": STYLE, "/browse.js": SCRIPT, "/bare/": b"<p>Hallo</p>"}
FILES |= {"/tagged/": b"<p>Hallo</p>", "/slow/": b"<p>At last</p>"}
FILES |= {"/feed.atom": b"<feed/>", "/export.csv": b"id,title\r\n" * 20_000}
TYPES = {"/feed.atom": "application/atom+xml", "/export.csv": "text/csv"}


def use_cpu(seconds):
    until = time.process_time() + seconds
    while time.process_time() < until:
        pass


class Quiet(WSGIRequestHandler):
    def log_message(self, *args):
        """Nobody reads along."""


@contextmanager
def site(*, compresses):
    """The address of a small site that compresses what it answers, or leaves that to the server in front."""

    def app(environ, start_response):
        path = environ["PATH_INFO"]
        body = FILES.get(path)
        headers = [("Content-Type", TYPES.get(path, "text/html"))]
        if path == "/slow/":
            use_cpu(0.02)
        if path == "/tagged/":
            headers.append(("ETag", '"1"'))
            if environ.get("HTTP_IF_NONE_MATCH") == '"1"':
                start_response("304 Not Modified", headers)
                return []
        if compresses and body and "gzip" in environ.get("HTTP_ACCEPT_ENCODING", ""):
            body, headers = gzip.compress(body, 6), [*headers, ("Content-Encoding", "gzip")]
        start_response("200 OK" if body else "404 Not Found", headers)
        return [body or b""]

    with make_server("127.0.0.1", 0, app, handler_class=Quiet) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


def result(size, database="SQLite"):
    page = {
        "name": "filtered list",
        "path": "/praktijken/",
        "states": STATES,
        "published": 60.0,
        "rate": 150.0,
    }
    screen = {"name": "page chooser", "cpu": 34.4, "ms": 69.0, "queries": 16}
    return {
        "database": database,
        "size": size,
        "pages": [page | SIZES],
        "hello": {"ms": 0.18, "rate": 12_500.0},
        "admin": [screen],
        "panels": {"readers": {"officer": 7.12, "reviewer": 8.0}, "waiting_for_review": {"officer": 9.5}},
        "start": 4.04,
        "memory": [190.6, 187.2],
        "export": None,
        "missing": ["/zoeken/"],
        "rounds": 3,
        "requests": 300,
        "seconds": 4,
        "cores": 2,
        "python": "3.11",
        "date": "2026-11-22",
    }


def test_the_requests_per_second_are_read():
    assert load.parse(OUTPUT) == 151.37


def test_responses_that_are_errors_are_no_measure():
    with pytest.raises(load.BenchError, match="Non-2xx"):
        load.parse(OUTPUT + "  Non-2xx or 3xx responses: 12\n")


def test_without_the_generator_it_says_how_to_get_it(monkeypatch):
    monkeypatch.setenv("PATH", "")

    with pytest.raises(load.BenchError, match="apt-get install wrk"):
        load.check_generator()


def test_without_linux_it_says_so(monkeypatch):
    monkeypatch.setattr(sys, "platform", "darwin")

    with pytest.raises(load.BenchError, match="Linux"):
        processes.check_system()


@on_linux
def test_cpu_time_and_memory_are_those_of_the_children():
    program = "import time\nwhile time.process_time() < 0.2: pass\nprint(flush=True)\ninput()"
    with subprocess.Popen(
        [sys.executable, "-c", program], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as child:
        child.stdout.readline()

        assert child.pid in processes.workers(os.getpid())
        assert 0.2 <= processes.cpu_seconds([child.pid]) < 0.4
        assert 1 < processes.shared_memory(child.pid) <= processes.most_memory(child.pid)
        child.communicate(b"\n")


@on_linux
def test_cpu_time_is_that_of_one_request(monkeypatch):
    """Of this process here: it is the server too."""
    monkeypatch.setattr(states, "workers", lambda pid: [pid])
    with site(compresses=False) as address:
        server = Server(address, os.getpid(), time.monotonic())

        few, many = [states.cpu_ms(server, "/slow/", {}, requests=number) for number in (2, 8)]

    assert 20 <= few < 60
    assert 20 <= many < 60


@on_linux
def test_a_response_without_an_etag_has_no_304(monkeypatch):
    monkeypatch.setattr(states, "workers", lambda pid: [pid])
    with site(compresses=False) as address:
        server = Server(address, os.getpid(), time.monotonic())
        bare, tagged = [
            states.measure_states(server, server, path, "session=unknown", rounds=1, requests=2)
            for path in ("/bare/", "/tagged/")
        ]

    assert bare["304"] is None
    assert {name for name, cost in bare.items() if cost} == {"hit", "miss"}
    assert all(cost["ms"] > 0 and cost["ratio"] > 0 for cost in tagged.values())


def test_a_reader_who_has_the_response_must_get_a_304():
    with site(compresses=False) as address, keep_alive(address) as connection:
        assert get(connection, "/tagged/", {"If-None-Match": '"1"'}).body == b""
        with pytest.raises(load.BenchError, match="200, not 304"):
            get(connection, "/bare/", {"If-None-Match": '"1"'})


def test_the_first_request_after_each_publish_counts(monkeypatch):
    published = []
    monkeypatch.setattr(
        states, "cpu_ms_of_one", lambda server, path: [70, 60, 80, 65, 500][len(published) - 1]
    )

    cost = states.first_after_publishing(None, "/", lambda: published.append("page"))

    assert cost == 70


@pytest.mark.parametrize("compresses", [True, False])
def test_sizes_are_those_of_the_compressed_page_and_of_what_it_links_to(compresses):
    with site(compresses=compresses) as address:
        sizes = measure_sizes(address, "/")

    compressed = {name: len(gzip.compress(body, 6)) for name, body in FILES.items()}
    assert sizes == {
        "html": compressed["/"],
        "css": compressed["/site.css"],
        "js": compressed["/browse.js"],
    }


def test_a_page_without_a_stylesheet_or_that_is_not_there_is_no_measure():
    with site(compresses=True) as address:
        with pytest.raises(load.BenchError, match="no stylesheet"):
            measure_sizes(address, "/bare/")
        with pytest.raises(load.BenchError, match="404"):
            measure_sizes(address, "/gone/")


def test_a_feed_has_a_size_and_nothing_that_it_links_to():
    with site(compresses=True) as address:
        assert measure_sizes(address, "/feed.atom") == {
            "html": len(gzip.compress(b"<feed/>")),
            "css": None,
            "js": None,
        }


def test_a_whole_export_is_read_to_its_end():
    with site(compresses=False) as address:
        lines, size, _seconds = download(address, "/export.csv")

        assert (lines, size) == (20_000, len(FILES["/export.csv"]))
        with pytest.raises(load.BenchError, match="404"):
            download(address, "/gone/")


def test_the_document_says_what_memory_start_and_export_cost():
    written = table.document([{**result(100_000), "export": EXPORT}])

    assert "100,001 lines, 85 MB in 61 s; the worker grew by 1.2 MB (to 310 MB)." in written
    assert "191 and 187 MB (PSS)" in written
    assert "From the start to the first list: 4.0 s." in written
    assert "3 rounds of 300 requests; wrk for 4 seconds." in written
    assert "Hello world: 0.18 ms, 12500 requests/s." in written


def test_the_document_has_a_column_for_each_state_and_leaves_out_what_is_not_there():
    page = {
        **result(10_000)["pages"][0],
        "name": "feed",
        "states": STATES | {"304": None},
        "css": None,
        "js": None,
    }

    written = table.document([{**result(10_000), "pages": [page]}])

    assert "| page | hit | 304 | miss | target | published | requests/s |" in written
    assert (
        "| feed | 15.00 (**0.012**) |  | 16.00 (**0.011**) | 0.030 | 60.0 | 150 | 21 | 9.0 |  |  |" in written
    )


def test_the_document_shows_each_database_and_size_with_its_target():
    written = table.document([result(100_000), result(10_000, "PostgreSQL"), result(10_000)])

    headings = [line for line in written.splitlines() if line.startswith("## ") and "practices" in line]
    assert headings == [
        "## SQLite, 10,000 practices",
        "## SQLite, 100,000 practices",
        "## PostgreSQL, 10,000 practices",
    ]
    assert "| filtered list | 15.00 (**0.012**) | 0.60 (**0.300**) | 16.00 (**0.011**) | 0.020 |" in written
    assert "| filtered list | 15.00 (**0.012**) | 0.60 (**0.300**) | 16.00 (**0.011**) | 0.010 |" in written
    assert "| page chooser | 34 | 69 | 16 |" in written
    assert "| waiting_for_review | 9.5 |  |\n| readers | 7.1 | 8.0 |" in written
    assert "`/zoeken/` does not exist yet" in written
