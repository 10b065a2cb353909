"""What every test starts from."""

import gc
import os
import shutil
import socket
from contextlib import suppress
from pathlib import Path

import pytest
from django.core.cache import cache, caches
from django.test import TestCase, TransactionTestCase
from hypothesis import settings

from operations.management.commands import messages
from tests.browser.checkers import AXE
from tests.database import copy_for_this_process
from tests.faults.object_store import PROGRAMS, running_object_store

# A busy machine is no fault of the code.
settings.register_profile("streekwijzer", deadline=None)
settings.load_profile("streekwijzer")


def is_answered(host, port):
    with suppress(OSError), socket.create_connection((host, port), timeout=1):
        return True
    return False


CHROMIUM = os.environ.get("CHROMIUM") or "/usr/bin/chromium"
ON_CI = os.environ.get("CI") == "true"
# What failed in this run, for `make` to try once more; a run in which more fails has a fault.
FAILED, MOST_TRIED_AGAIN = Path(__file__).parents[1] / "var" / "failed-tests.txt", 10
NEEDS = {
    "browser": (Path(CHROMIUM).exists(), f"no Chromium at {CHROMIUM}"),
    "node": (AXE.exists(), "no npm packages in tests/tools: npm ci --prefix tests/tools"),
    "redis": (is_answered("127.0.0.1", 6379), "no Redis at 127.0.0.1:6379"),
    "java": (bool(shutil.which("java")), "no Java on this machine"),
    "web_servers": (
        all(map(shutil.which, ("nginx", "apache2", "caddy", "haproxy", "varnishd", "openssl"))),
        "no nginx, Apache, Caddy, HAProxy or Varnish on this machine",
    ),
    "s3": (all(map(shutil.which, PROGRAMS)), "no radosgw, ceph-mon and ceph-osd on this machine"),
    "systemd": (bool(shutil.which("systemd-analyze")), "no systemd-analyze on this machine"),
}


def pytest_sessionstart(session):
    """Once, before the worker processes start: the catalogue that the pages need, and a migrated database to copy."""
    if hasattr(session.config, "workerinput"):
        return
    if messages.is_stale():
        messages.compile_catalogue()
    copy_for_this_process().ensure_template()


class Failures:
    """Writes down the tests that failed, one on a line, when the run ends."""

    def __init__(self):
        self.tests = {}
        FAILED.unlink(missing_ok=True)

    def pytest_runtest_logreport(self, report):
        """For a subtest too, of which the test itself passes."""
        if report.failed:
            self.tests[report.nodeid] = None

    def pytest_sessionfinish(self):
        if len(self.tests) <= MOST_TRIED_AGAIN:
            FAILED.parent.mkdir(exist_ok=True)
            FAILED.write_text("".join(f"{test}\n" for test in self.tests), encoding="utf-8")


def pytest_configure(config):
    """In the process that collects the reports of all."""
    if not hasattr(config, "workerinput"):
        config.pluginmanager.register(Failures())


def pytest_addoption(parser):
    parser.addoption("--only-database", action="store_true", help="leave out tests that use no database")


def pytest_collection_modifyitems(config, items):
    """The tests without a database say the same on each: on the second they are left out."""
    if config.getoption("--only-database"):
        left_out = [item for item in items if not uses_database(item)]
        items[:] = [item for item in items if uses_database(item)]
        config.hook.pytest_deselected(items=left_out)


def uses_database(item):
    """Every other test gets an error from pytest-django when it touches the database.

    A drill of a site on SQLite is one of SQLite, whatever the tests run on.
    """
    if "sqlite_site" in getattr(item, "fixturenames", ()):
        return False
    if isinstance(item, pytest.Function) and item.cls and issubclass(item.cls, TransactionTestCase):
        return True  # TestCase too is one
    fixtures = {"db", "transactional_db", "live_server"}.intersection(getattr(item, "fixturenames", ()))
    return bool(fixtures or item.get_closest_marker("django_db"))


def pytest_collection_finish(session):
    """What is loaded by now stays to the end: Python's garbage collector need not walk it again and again."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(100_000, 50, 100)


def pytest_runtest_setup(item):
    """A tool that is missing skips its tests on a developer's machine, and fails them in CI.

    The memory of the process starts empty: Wagtail remembers renditions by the number of the image, and another test's
    image had the same number.
    """
    cache.clear()
    for marker, (is_there, reason) in NEEDS.items():
        if item.get_closest_marker(marker) and not is_there:
            (pytest.fail if ON_CI else pytest.skip)(reason)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown(item, nextitem):
    """Django empties every table after a test that commits, Wagtail's root page too: the next gets a new copy."""
    try:
        return (yield)
    finally:
        if nextitem and commits(item):
            copy_for_this_process().renew()


def commits(item):
    marker, cls = item.get_closest_marker("django_db"), getattr(item, "cls", None)
    fixtures = {"live_server", "transactional_db"}.intersection(getattr(item, "fixturenames", ()))
    is_transactional = cls and issubclass(cls, TransactionTestCase) and not issubclass(cls, TestCase)
    return bool(fixtures or is_transactional or (marker and marker.kwargs.get("transaction")))


@pytest.fixture(scope="session")
def object_store():
    """An S3 server; starting it takes a quarter of a minute."""
    with running_object_store() as store:
        yield store


@pytest.fixture(scope="session")
def django_db_setup():
    """In place of pytest-django's own, which migrates in every process."""
    copy = copy_for_this_process()
    copy.renew()
    # In a Redis that the processes share, each has keys of its own, as its database is its own.
    responses = caches.settings["responses"]
    responses["KEY_PREFIX"] = f"{responses.get('KEY_PREFIX', '')}:{os.getpid()}"
    yield
    copy.remove()
