"""What `make bench` reads from wrk and from the site, and what it writes."""

import gzip
from contextlib import contextmanager
from threading import Thread
from wsgiref.simple_server import WSGIRequestHandler, make_server

import pytest

from bench import load, table
from bench.__main__ import sizes
from bench.export import download

OUTPUT = """Running 2s test
  1 threads and 8 connections
  Latency Distribution
     50%    1.02s 
     75%    9.71ms
     99%  812.00us
Requests/sec:    151.37
"""  # noqa: W291 - wrk pads its seconds
MEASURED = {"rate": 150.0, "hello": 12_500.0, "ratio": 0.012, "p50": 9.0, "p99": 20.0}
SIZES = {"queries": 21, "html": 9_000, "css": 8_000, "js": 1_500}


# Nothing that gzip makes much smaller: so every byte counts.
STYLE, SCRIPT = bytes(range(256)) * 4, bytes(range(255, 0, -1)) * 2
PAGE = (
    b'<link rel="stylesheet" href="/site.css"><script src="/browse.js" defer></script>'
    + b"<p>Hallo</p>" * 500
)
FILES = {"/": PAGE, "/site.css": STYLE, "/browse.js": SCRIPT, "/bare/": b"<p>Hallo</p>"}
FILES |= {"/feed.atom": b"<feed/>", "/export.csv": b"id,title\r\n" * 20_000}
TYPES = {"/feed.atom": "application/atom+xml", "/export.csv": "text/csv"}


class Quiet(WSGIRequestHandler):
    def log_message(self, *args):
        """Nobody reads along."""


@contextmanager
def site(*, compresses):
    """The address of a small site that compresses what it answers, or leaves that to the server in front."""

    def app(environ, start_response):
        body = FILES.get(environ["PATH_INFO"])
        headers = [("Content-Type", TYPES.get(environ["PATH_INFO"], "text/html"))]
        if compresses and body and "gzip" in environ.get("HTTP_ACCEPT_ENCODING", ""):
            body, headers = gzip.compress(body, 6), [*headers, ("Content-Encoding", "gzip")]
        start_response("200 OK" if body else "404 Not Found", headers)
        return [body or b""]

    with make_server("127.0.0.1", 0, app, handler_class=Quiet) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


def result(size, database="SQLite"):
    page = {"name": "filtered list", "path": "/praktijken/", **MEASURED, **SIZES}
    about = {"first": 0.4, "rounds": 5, "seconds": 4, "cores": 2, "python": "3.11", "date": "2026-11-22"}
    return {"database": database, "size": size, "pages": [page], "skipped": ["/zoeken/"], **about}


def test_times_are_read_in_milliseconds():
    run = load.read(OUTPUT)

    assert run == (151.37, 1020.0, 0.812)


def test_answers_that_are_errors_are_no_measure():
    with pytest.raises(load.BenchError, match="Non-2xx"):
        load.read(OUTPUT + "  Non-2xx or 3xx responses: 12\n")


def test_without_the_generator_it_says_how_to_get_it(monkeypatch):
    monkeypatch.setenv("PATH", "")

    with pytest.raises(load.BenchError, match="apt-get install wrk"):
        load.check_generator()


@pytest.mark.parametrize("compresses", [True, False])
def test_sizes_are_those_of_the_compressed_page_and_of_what_it_links_to(compresses):
    with site(compresses=compresses) as address:
        found = sizes(address, "/")

    compressed = {name: len(gzip.compress(body, 6)) for name, body in FILES.items()}
    assert found == {
        "html": compressed["/"],
        "css": compressed["/site.css"],
        "js": compressed["/browse.js"],
    }


def test_a_page_without_a_stylesheet_or_that_is_not_there_is_no_measure():
    with site(compresses=True) as address:
        with pytest.raises(load.BenchError, match="no stylesheet"):
            sizes(address, "/bare/")
        with pytest.raises(load.BenchError, match="404"):
            sizes(address, "/gone/")


def test_a_feed_has_a_size_and_nothing_that_it_links_to():
    with site(compresses=True) as address:
        assert sizes(address, "/feed.atom") == {
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


def test_the_page_says_what_an_export_cost():
    exported = {"lines": 100_001, "bytes": 85_400_000, "seconds": 61.2, "growth": 1.25, "memory": 310.0}
    answers = {"name": "feed, unchanged", "path": "/", **MEASURED, "queries": None, "html": 0}
    pages = [{**answers, "css": None, "js": None}]

    written = table.page([{**result(100_000), "export": exported, "pages": pages}], connections=8)

    assert "100,001 lines, 85 MB in 61 s; the worker grew by 1.2 MB (to 310 MB)." in written
    assert "| feed, unchanged | 150 | 12500 | **0.0120** | 0.100 | 9 | 20 |  | 0.0 |  |  |" in written


def test_the_page_shows_each_database_and_size_with_its_target():
    written = table.page([result(100_000), result(10_000, "PostgreSQL"), result(10_000)], connections=8)

    headings = [line for line in written.splitlines() if line.startswith("## ") and "practices" in line]
    assert headings == [
        "## SQLite, 10,000 practices",
        "## SQLite, 100,000 practices",
        "## PostgreSQL, 10,000 practices",
    ]
    assert "| filtered list | 150 | 12500 | **0.0120** | 0.012 | 9 | 20 | 21 | 9.0 | 8.0 | 1.5 |" in written
    assert "**0.0120** | 0.006 |" in written
    assert "`/zoeken/` does not exist yet" in written
