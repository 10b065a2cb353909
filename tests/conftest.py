"""What every test starts from."""

import os
import shutil
from pathlib import Path

import pytest

CHROMIUM = os.environ.get("CHROMIUM") or "/usr/bin/chromium"
ON_CI = os.environ.get("CI") == "true"
NEEDS = {
    "browser": (Path(CHROMIUM).exists(), f"no Chromium at {CHROMIUM}"),
    "node": (bool(shutil.which("node")), "no Node on this machine"),
}


def pytest_runtest_setup(item):
    """A tool that is missing skips its tests on a developer's machine, and fails them in CI."""
    for marker, (found, reason) in NEEDS.items():
        if item.get_closest_marker(marker) and not found:
            (pytest.fail if ON_CI else pytest.skip)(reason)
