"""What several processes count together, and how Prometheus reads it."""

import os
import shutil
import subprocess
import threading

import pytest

from monitoring.counters import SLOTS, Counters
from monitoring.exposition import escaped, metric, request_metrics
from monitoring.kinds import KINDS, kind_of

PROMTOOL = shutil.which("promtool")


def count(counters, times=1, status="200 OK", seconds=0.02, kind="page", method="GET"):
    for _time in range(times):
        counters.begin(kind)
        counters.end(kind, method, status, seconds, "miss")


def requests_of(counters, kind="page", method="GET", status="200"):
    return counters.sums()["requests", kind, method, status]


def fork(work):
    """Does the work in a forked process, as a worker is."""
    process = os.fork()
    if not process:
        work()
        os._exit(0)
    os.waitpid(process, 0)


def test_workers_count_together():
    counters = Counters()

    for _worker in range(3):
        counters.take_slot()
        fork(lambda: count(counters, 100))

    assert requests_of(counters) == 300


def test_a_new_worker_goes_on_in_the_slot_of_one_that_ended():
    counters = Counters()

    for _restart in range(3 * SLOTS):
        slot = counters.take_slot()
        count(counters)
        counters.free_slot(slot)

    assert requests_of(counters) == 3 * SLOTS
    assert slot == 0


def test_more_workers_than_slots_still_count():
    counters = Counters()

    slots = [counters.take_slot() for _worker in range(SLOTS + 3)]
    count(counters)

    assert len(set(slots)) == SLOTS
    assert requests_of(counters) == 1


def test_what_a_killed_worker_was_answering_is_not_running_for_ever():
    counters = Counters()
    slot = counters.take_slot()
    counters.begin("export")
    counters.free_slot(slot)

    assert counters.sums()["running", "export"] == 1
    counters.take_slot()

    assert counters.sums()["running", "export"] == 0


def test_threads_of_a_worker_lose_nothing():
    counters = Counters()
    threads = [threading.Thread(target=count, args=(counters, 2000)) for _thread in range(4)]

    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert requests_of(counters) == 8000
    assert counters.sums()["running", "page"] == 0


@pytest.mark.parametrize(
    ("method", "status", "counted"),
    [
        ("GET", "418 I'm a teapot", ("GET", "4xx")),
        ("BREW", "200 OK", ("other", "200")),
        ("POST", "503 Service Unavailable", ("POST", "503")),
    ],
)
def test_odd_methods_and_statuses_are_few_words(method, status, counted):
    counters = Counters()

    count(counters, method=method, status=status)

    assert requests_of(counters, "page", *counted) == 1


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/", "page"),
        ("/praktijken/buurtsalon/", "page"),
        ("/admin/login/", "admin"),
        ("/api/v1/news", "api"),
        ("/++api++/nieuws", "dialect"),
        ("/nieuws/feed.atom", "feed"),
        ("/praktijken/export.csv", "export"),
        ("/praktijken/insluiten/", "embed"),
        ("/documents/3/x.pdf", "document"),
        ("/static/site.css", "static"),
        ("/zoeken/", "search"),
        ("/health/live", "operator"),
        ("", "page"),
    ],
)
def test_an_address_is_of_one_of_few_kinds(path, kind):
    assert kind_of(path) == kind
    assert kind in KINDS


def exposed():
    counters = Counters()
    count(counters, 3, seconds=0.02)
    count(counters, 1, seconds=30, status="500 Internal Server Error")
    return request_metrics(counters.sums())


def test_durations_are_a_cumulative_histogram():
    lines = exposed().splitlines()

    assert 'streekwijzer_requests_total{kind="page",method="GET",status="200"} 3' in lines
    assert 'streekwijzer_request_duration_seconds_bucket{kind="page",le="0.01"} 0' in lines
    assert 'streekwijzer_request_duration_seconds_bucket{kind="page",le="0.025"} 3' in lines
    assert 'streekwijzer_request_duration_seconds_bucket{kind="page",le="+Inf"} 4' in lines
    assert 'streekwijzer_request_duration_seconds_sum{kind="page"} 30.06' in lines
    assert 'streekwijzer_request_duration_seconds_count{kind="page"} 4' in lines


def test_labels_are_escaped():
    assert escaped('a"b\\c\n') == r"a\"b\\c\n"
    assert metric("x", "gauge", "Nothing.", []) == ""


@pytest.mark.skipif(not PROMTOOL, reason="no promtool on this machine")
def test_prometheus_own_checker_has_no_remark():
    result = subprocess.run([PROMTOOL, "check", "metrics"], input=exposed(), capture_output=True, text=True)

    assert (result.returncode, result.stdout, result.stderr) == (0, "", "")
