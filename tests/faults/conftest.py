"""What the drills share: their sites, their lengths, and the table of what they counted."""

import os

import pytest

from tests.faults.databases import postgresql, sqlite
from tests.faults.table import DOCUMENT, Row, document

ROWS, LOADS = {}, {}


def pytest_addoption(parser):
    parser.addoption("--drill", action="store_true", help="the drills at full length, into docs/drills.md")


def pytest_configure(config):
    config.addinivalue_line("markers", "fault(name, must): a drill, and what it has to show")


def is_drill(config):
    return config.getoption("--drill", default=False)


@pytest.fixture(scope="session")
def whole(request):
    """Whether the drills run at full length."""
    return is_drill(request.config)


@pytest.fixture
def only_whole(whole):
    """For a drill that takes too long beside other tests."""
    if not whole:
        pytest.skip("with make drill")


@pytest.fixture
def figures(request):
    """What the drill counted, in words for the table."""
    return ROWS.setdefault(request.node.nodeid, [])


@pytest.fixture(scope="session")
def sqlite_site(tmp_path_factory, whole):
    """A site on SQLite with invented content."""
    with sqlite(tmp_path_factory.mktemp("sqlite"), whole) as site:
        yield site


@pytest.fixture(scope="session")
def postgresql_site(tmp_path_factory, whole):
    """A site on PostgreSQL: on a server of its own, or behind a proxy on the server of the tests."""
    with postgresql(tmp_path_factory.mktemp("postgresql"), whole) as site:
        yield site


def pytest_runtest_setup(item):
    LOADS[item.nodeid] = os.getloadavg()[0]


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item, call):
    report = yield
    marker = item.get_closest_marker("fault")
    if marker and (report.when == "call" or (report.when == "setup" and not report.passed)):
        figures = ROWS.get(item.nodeid) or ["nothing was counted"]
        row = ROWS[item.nodeid] = Row(*marker.args, figures, report.outcome, LOADS[item.nodeid])
        keep_document(item.config, row)
    return report


def keep_document(config, row):
    """After each drill, so that a run which is broken off leaves what it counted."""
    if is_drill(config):
        before = DOCUMENT.read_text() if DOCUMENT.exists() else ""
        DOCUMENT.write_text(document([row], before), encoding="utf-8")


def pytest_terminal_summary(terminalreporter, config):
    rows = [row for row in ROWS.values() if isinstance(row, Row)]
    if not rows or not is_drill(config):
        return
    terminalreporter.section("drills")
    for row in rows:
        terminalreporter.write_line(str(row))
