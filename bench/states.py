"""The states in which a request finds the site, and what a request costs the workers in each of them."""

from collections.abc import Callable
from statistics import median
from typing import NamedTuple

from .client import get, keep_alive
from .processes import cpu_seconds, workers

WARM_UP_REQUESTS = 10
PUBLISHED_TIMES = 5


class Reader(NamedTuple):
    """Who sends a request: a stranger, who may have a response already and can name a session of nobody."""

    etag: str | None
    stranger: str


class State(NamedTuple):
    """A column of the table. `headers` are those of a request in this state, None where there is no such request."""

    name: str
    headers: Callable[[Reader], dict | None]


# The response cache answers the first two; a session, even one of nobody, passes it by.
STATES = [
    State("hit", lambda reader: {}),
    State("304", lambda reader: {"If-None-Match": reader.etag} if reader.etag else None),
    State("miss", lambda reader: {"Cookie": reader.stranger}),
]


def measure_states(hello, server, path, stranger, *, rounds, requests):
    """The CPU time of a request in each state, in ms and as a part of what hello world needs; None where there is none.

    All in turns, hello world first, so that what slows the machine down slows all; the medians.
    """
    with keep_alive(server.address) as connection:
        reader = Reader(get(connection, path).headers["ETag"], stranger)
    headers = {state.name: state.headers(reader) for state in STATES}
    costs = [
        {
            "hello": cpu_ms(hello, "/", {}, requests),
            **{
                name: cpu_ms(server, path, sent, requests)
                for name, sent in headers.items()
                if sent is not None
            },
        }
        for _ in range(rounds)
    ]
    return {name: summary(name, costs) if sent is not None else None for name, sent in headers.items()}


def summary(name, costs):
    return {
        "ms": median(cost[name] for cost in costs),
        "ratio": median(cost["hello"] / cost[name] for cost in costs),
    }


def cpu_ms(server, path, headers, requests):
    """The CPU time that a request costs the workers: so many on one connection, after some that don't count."""
    processes = workers(server.pid)
    with keep_alive(server.address) as connection:
        for _ in range(WARM_UP_REQUESTS):
            get(connection, path, headers)
        before = cpu_seconds(processes)
        for _ in range(requests):
            get(connection, path, headers)
        return (cpu_seconds(processes) - before) / requests * 1000


def first_after_publishing(server, path, publish):
    """The CPU time of the first request after a page was published elsewhere, in ms; the server has one worker."""
    costs = []
    for _ in range(PUBLISHED_TIMES):
        publish()
        costs.append(cpu_ms_of_one(server, path))
    return median(costs)


def cpu_ms_of_one(server, path):
    processes = workers(server.pid)
    before = cpu_seconds(processes)
    with keep_alive(server.address) as connection:
        get(connection, path)
    return (cpu_seconds(processes) - before) * 1000


def measure_screen(server, path, cookie, requests):
    """A screen of the admin for who has this cookie: the seconds and the CPU time of a request, both in ms."""
    headers, processes = {"Cookie": cookie}, workers(server.pid)
    with keep_alive(server.address) as connection:
        get(connection, path, headers)
        before = cpu_seconds(processes)
        seconds = [get(connection, path, headers).seconds for _ in range(requests)]
        cpu = cpu_seconds(processes) - before
    return {"ms": median(seconds) * 1000, "cpu": cpu / requests * 1000}
