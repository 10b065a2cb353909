"""PostgreSQL is restarted, or hangs while its connections stay open."""

import time

import pytest

from tests.faults.traffic import ask, milliseconds, percentile, traffic, until

KEPT, OTHERS = "/praktijken/", ("/api/v1/practices?q=a", "/praktijken/?q=b", "/admin/login/", "/zoeken/?q=c")
LONGEST = 6


@pytest.mark.fault(
    "PostgreSQL restarted (immediate)",
    "cached pages and static files 200, the rest 503 with Retry-After, recovered within 1 s of its return",
)
@pytest.mark.django_db
def test_without_postgresql_what_is_kept_is_served(postgresql_site, figures, whole):
    site, others = postgresql_site, Others()
    with site.serve() as server:
        keep(server)
        with traffic(server.address, site, readers=2, paths=[KEPT, site.static]) as flow:
            site.server.end()
            time.sleep(0.2)
            began = time.monotonic()
            answers = [ask(server.address, others.next()) for _ in range(30 if whole else 8)]
            time.sleep(2 if whole else 0.5)
            ended = time.monotonic()
            site.server.start()
            back = until(lambda: ask(server.address, others.next()).is_good)
            back = max(
                back, until(lambda: "stale" not in ask(server.address, KEPT).headers["Cache-Status"]) + back
            )
    kept = [answer for answer in flow.reads if began < answer.began < ended]
    refused = [answer for answer in answers if answer.status == 503 and answer.headers["Retry-After"]]

    figures += [
        f"{sum(answer.is_good for answer in kept)} of {len(kept)} cached and static 200",
        f"{len(refused)} of {len(answers)} others 503 with Retry-After, at most "
        + milliseconds(max(answer.seconds for answer in answers)),
        f"recovered after {milliseconds(back)}",
    ]
    assert kept
    assert all(answer.is_good for answer in flow.reads)
    assert refused == answers
    assert back < (1 if whole else 10)


@pytest.mark.fault("PostgreSQL hangs, TCP stays alive", "nothing waits longer than 6 s")
@pytest.mark.django_db
def test_nobody_waits_long_for_a_postgresql_that_hangs(postgresql_site, figures, whole):
    site, others = postgresql_site, Others()
    with site.serve() as server:
        keep(server)
        paths = [KEPT, site.static, *[others.next() for _ in range(40)]]
        with traffic(server.address, site, readers=12, writers=1, paths=paths, name="Proef hangt") as flow:
            time.sleep(1)
            site.server.hang()
            began = time.monotonic()
            time.sleep(15 if whole else 8)
            site.server.go_on()
            back = until(lambda: ask(server.address, others.next()).is_good)
    answers = [answer for answer in flow.answers if answer.ended > began]
    waits = [answer.ended - max(answer.began, began) for answer in answers]
    odd = {answer.status for answer in answers} - {200, 201, 503}

    figures += [
        f"{len(answers):,} answers, {sum(answer.status == 503 for answer in answers):,} of them 503",
        f"waiting for it: longest {max(waits):.1f} s, 99 of 100 within {percentile(waits, 0.99):.1f} s",
        f"recovered after {milliseconds(back)}",
    ]
    assert not odd
    assert max(waits) < (LONGEST if whole else LONGEST + 4)


class Others:
    """Addresses that nobody asked before."""

    def __init__(self):
        self.number = 0

    def next(self):
        self.number += 1
        path = OTHERS[self.number % len(OTHERS)]
        return (
            f"{path}{'&' if '?' in path else '?'}x{self.number}={self.number}"
            if "q=" not in path
            else f"{path}{self.number}"
        )


def keep(server):
    """Asks until both processes have kept the page."""
    for _ in range(5):
        assert all(ask(server.address, KEPT).is_good for _ in range(8))
