"""Processes end: workers are killed, the service is reloaded and restarted, and nobody notices."""

import os
import signal
import socket
import subprocess
import sys
import time

import pytest
from django.conf import settings

from bench.processes import workers
from tests.faults.traffic import ask, milliseconds, spread, traffic, until

# As systemd hands over a socket that it holds: as file 3, to the process with this number (sd_listen_fds(3)).
ACTIVATE = """
import os, sys
os.dup2(int(sys.argv[1]), 3)
os.set_inheritable(3, True)
os.environ |= {"LISTEN_FDS": "1", "LISTEN_PID": str(os.getpid())}
os.execv(sys.executable, [sys.executable, "-m", "gunicorn", "--log-level", "warning"])
"""


@pytest.mark.fault(
    "SIGKILL of workers under reading and writing",
    "no acknowledged write lost or doubled, no 5xx, no failure but the requests in flight, back within 1 s",
)
@pytest.mark.django_db
def test_killed_workers_lose_nothing_that_was_acknowledged(sqlite_site, figures, whole):
    kills, backs, name = [], [], "Proef gedood"
    with sqlite_site.serve() as server, traffic(server.address, sqlite_site, writers=3, name=name) as flow:
        for _kill in range(5 if whole else 2):
            time.sleep(3 if whole else 1)
            kills.append(time.monotonic())
            os.kill(workers(server.pid)[0], signal.SIGKILL)
            backs.append(until(lambda: ask(server.address, "/").is_good))
        time.sleep(1)
    stored = sqlite_site.copies(name)
    lost = [title for title in flow.acknowledged if title not in stored]
    unexplained = [
        answer for answer in flow.broken if not any(answer.began < kill < answer.ended for kill in kills)
    ]
    doubled = [title for title, copies in stored.items() if copies > 1]

    figures += [
        f"{len(kills)} kills, {len(flow.reads):,} reads, {len(flow.acknowledged):,} writes acknowledged",
        f"{len(lost)} lost, {len(doubled)} doubled, {len(flow.server_errors)} × 5xx",
        f"{len(flow.broken)} requests broken, {len(unexplained)} of them not in flight",
        f"next answer after {milliseconds(max(backs))} at most",
    ]
    assert flow.acknowledged
    assert not lost
    assert not doubled
    assert not flow.server_errors
    assert not unexplained
    assert max(backs) < 1 or not whole


@pytest.mark.fault("two writers on SQLite for a minute", "0 × “database is locked”, 0 × 5xx")
@pytest.mark.django_db
def test_two_writers_on_sqlite_never_find_it_locked(sqlite_site, figures, whole):
    seconds, name = (60 if whole else 3), "Proef samen"
    before = log_of(sqlite_site)
    with (
        sqlite_site.serve() as server,
        traffic(server.address, sqlite_site, readers=1, writers=2, name=name) as flow,
    ):
        time.sleep(seconds)
    locked = log_of(sqlite_site).removeprefix(before).count("database is locked")
    stored = sqlite_site.copies(name)

    figures += [
        f"{seconds} s, {len(flow.acknowledged):,} of {len(flow.writes):,} writes acknowledged",
        f"{sum(stored.values()):,} stored, {locked} × locked, {len(flow.server_errors)} × 5xx",
        f"a write: {spread(flow.writes.values())}",
    ]
    assert flow.acknowledged
    assert not locked
    assert not flow.server_errors
    assert sorted(stored) == sorted(flow.acknowledged)


@pytest.mark.fault("reload (HUP) under load", "0 failed requests")
@pytest.mark.django_db
def test_a_reload_fails_no_request(sqlite_site, figures, whole):
    with (
        sqlite_site.serve() as server,
        traffic(server.address, sqlite_site, writers=1, name="Proef herladen") as flow,
    ):
        for _reload in range(3 if whole else 1):
            old = workers(server.pid)
            time.sleep(3 if whole else 1)
            os.kill(server.pid, signal.SIGHUP)
            until(lambda old=old: not set(old) & set(workers(server.pid)), 60)
        time.sleep(1)

    report_continuity(flow, figures)


@pytest.mark.fault("restart under load, behind a socket that systemd holds", "0 failed requests")
@pytest.mark.django_db
@pytest.mark.usefixtures("only_whole")
def test_a_restart_behind_a_held_socket_fails_no_request(sqlite_site, figures, whole):
    with socket.create_server(("127.0.0.1", 0), backlog=512) as listener:
        address = f"http://127.0.0.1:{listener.getsockname()[1]}"
        service = activate(listener, sqlite_site)
        try:
            with traffic(address, sqlite_site, writers=1, name="Proef herstart") as flow:
                for _restart in range(3 if whole else 1):
                    time.sleep(2)
                    service.terminate()
                    service.wait(60)
                    service = activate(listener, sqlite_site)
                until(lambda: ask(address, "/").is_good)
        finally:
            service.terminate()
            service.wait(60)

    report_continuity(flow, figures)


def report_continuity(flow, figures):
    failed = [answer for answer in flow.answers if not answer.is_good]
    figures += [
        f"{len(flow.answers):,} requests, {len(failed)} failed",
        f"{spread(flow.answers)}, longest {milliseconds(max(answer.seconds for answer in flow.answers))}",
    ]
    assert flow.acknowledged
    assert not failed


def activate(listener, site):
    command = [sys.executable, "-c", ACTIVATE, str(listener.fileno())]
    environment = site.environment
    with site.log.open("a") as log:
        return subprocess.Popen(
            command, cwd=settings.BASE_DIR, env=environment, stderr=log, pass_fds=[listener.fileno()]
        )


def log_of(site):
    return site.log.read_text() if site.log.exists() else ""
