"""What every test starts from."""

import os
import shutil
from pathlib import Path

import pytest
from django.db import connection
from hypothesis import settings

from cms.management.commands import messages
from tests.database import copy_for_this_process

# A busy machine is no fault of the code.
settings.register_profile("streekwijzer", deadline=None)
settings.load_profile("streekwijzer")

CHROMIUM = os.environ.get("CHROMIUM") or "/usr/bin/chromium"
ON_CI = os.environ.get("CI") == "true"
NEEDS = {
    "browser": (Path(CHROMIUM).exists(), f"no Chromium at {CHROMIUM}"),
    "node": (bool(shutil.which("node")), "no Node on this machine"),
}


def pytest_sessionstart(session):
    """Once, before the worker processes start: the catalogue that the pages need, and a migrated database to copy."""
    if hasattr(session.config, "workerinput"):
        return
    if messages.is_stale():
        messages.compile_catalogue()
    copy_for_this_process().ensure_template()


def pytest_runtest_setup(item):
    """A tool that is missing skips its tests on a developer's machine, and fails them in CI."""
    for marker, (found, reason) in NEEDS.items():
        if item.get_closest_marker(marker) and not found:
            (pytest.fail if ON_CI else pytest.skip)(reason)


@pytest.fixture(scope="session")
def database_copy():
    """This process's own database; `renew()` makes it as new as right after the migrations."""
    copy = copy_for_this_process()
    yield copy
    copy.remove()


@pytest.fixture(scope="session")
def django_db_setup(database_copy, django_db_blocker):
    """In place of pytest-django's own, which migrates in every process."""
    with django_db_blocker.unblock():
        database_copy.renew()
        yield
        connection.close()
