"""What `make bench` reads from wrk, and what it writes."""

import pytest

from bench import load, table

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
