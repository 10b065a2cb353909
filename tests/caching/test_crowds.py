"""Many requests at once, and many different ones, cost the site that runs neither its processors nor its memory."""

import os
from concurrent.futures import ThreadPoolExecutor

import pytest

from bench.processes import shared_memory, workers
from tests.caching.running import LIST

pytestmark = pytest.mark.django_db  # on each database
CROWD = 200
# `make fuzz` sends 20,000.
ADDRESSES = int(os.environ.get("ADDRESSES", 1000))
# In MB, both processes together. Of up to 5,000 addresses each keeps the version and the parameters that were read.
MAY_GROW = 4 + ADDRESSES / 5000


def test_a_crowd_before_a_list_that_is_not_kept_has_it_built_once(site):
    path = f"{LIST}?theme=wonen"
    site.run("ListingChange.record()")

    answers = site.get_at_once(path, CROWD)

    built = [answer for answer in answers if not answer.is_hit]
    assert {answer.status for answer in answers} == {200}
    assert len({answer.text for answer in answers}) == 1
    assert 1 <= len(built) <= (1 if site.shares else 2)


def different(number):
    """Requests that differ from all others: path, unknown and known parameter, long query, headers of negotiation."""
    return [
        (f"/nergens/{number}/", {}),
        (f"/robots.txt?utm_source={number}", {}),
        (f"{LIST}?theme=wonen&page={number}", {}),
        (f"/api/v1/practices?page_size=100&page={number}", {}),
        (f"/robots.txt?{'x' * 3000}={number}", {}),
        (LIST, {"Accept": f"text/html, application/json;q=0.1;v={number}"}),
        (f"/robots.txt?{'&'.join(f'a{index}={number}' for index in range(100))}", {}),
        (LIST, {"Host": f"127.0.0.1:{number}"}),
    ]


def send_different(site, numbers):
    with ThreadPoolExecutor(4) as visitors:
        requests = [request for number in numbers for request in different(number)]
        list(visitors.map(lambda request: site.get(request[0], **request[1]), requests))
    return sum(map(shared_memory, workers(site.pid)))


def test_many_different_addresses_fill_no_memory(site):
    half = ADDRESSES // len(different(0)) // 2
    before = send_different(site, range(half))

    after = send_different(site, range(half, 2 * half))

    assert after - before < MAY_GROW
