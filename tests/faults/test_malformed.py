"""Malformed requests get an answer, and no server error."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.faults import malformed
from tests.faults.traffic import ask, milliseconds, percentile

SEED = 16
LONGEST = 0.5


@pytest.mark.fault("10,000 malformed requests, SQLite", "0 × 5xx, p99 < 0.5 s")
@pytest.mark.django_db
def test_malformed_requests_are_no_server_error(sqlite_site, figures, whole):
    errors, p99 = bombard(sqlite_site, figures, whole)

    assert errors == []
    assert p99 < LONGEST or not whole


@pytest.mark.fault("10,000 malformed requests, PostgreSQL", "0 × 5xx, p99 < 0.5 s")
@pytest.mark.django_db
def test_malformed_requests_are_no_server_error_on_postgresql(postgresql_site, figures, whole):
    errors, p99 = bombard(postgresql_site, figures, whole)

    assert errors == []
    assert p99 < LONGEST or not whole


def bombard(site, figures, whole):
    """The first of the requests that got a server error, with its status, and the seconds that 99 of 100 stay below."""
    requests = malformed.requests(10_000 if whole else 400, SEED)
    with site.serve() as server, ThreadPoolExecutor(2) as visitors:
        for path in site.paths * 2:
            ask(server.address, path)
        answers = list(visitors.map(lambda data: malformed.send(server.address, data), requests))
    statuses = Counter(f"{status // 100}xx" for status, _seconds in answers)
    seconds = [seconds for _status, seconds in answers]
    # 501 says that a method or coding is none of ours, and 505 a version: they are answers (RFC 9110, 15.6.2).
    errors = [
        (status, data)
        for (status, _seconds), data in zip(answers, requests, strict=True)
        if status >= 500 and status not in (501, 505)
    ]

    figures += [
        f"{len(requests):,} requests, {len(errors)} × 5xx, {statuses['0xx']} closed without an answer",
        f"p99 {milliseconds(percentile(seconds, 0.99))}, longest {milliseconds(max(seconds))}",
    ]
    return errors[:5], percentile(seconds, 0.99)
