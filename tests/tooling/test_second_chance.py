"""`make test` tries a few failed tests once more, alone: those that `tests.conftest.Failures` wrote down."""

from types import SimpleNamespace

import pytest

from tests import conftest

MOST = conftest.MOST_TRIED_AGAIN


@pytest.fixture
def written_after(tmp_path, monkeypatch):
    """What is written down after a run with these tests; `failed` ones are reported twice, as a test and a subtest."""
    monkeypatch.setattr(conftest, "FAILED", tmp_path / "var" / "failed-tests.txt")

    def run(passed=(), failed=()):
        failures = conftest.Failures()
        for name, has_failed in [
            *((name, False) for name in passed),
            *((name, True) for name in (*failed, *failed)),
        ]:
            failures.pytest_runtest_logreport(SimpleNamespace(nodeid=name, failed=has_failed))
        failures.pytest_sessionfinish()
        return conftest.FAILED.read_text().splitlines() if conftest.FAILED.exists() else None

    return run


def test_each_test_that_failed_is_written_down_once(written_after):
    assert written_after(passed=["a"], failed=["b", "c[1 2]"]) == ["b", "c[1 2]"]


def test_a_run_that_passed_leaves_none(written_after):
    written_after(failed=["b"])

    assert written_after(passed=["a", "b"]) == []


def test_a_run_in_which_much_failed_gets_no_second_chance(written_after):
    assert written_after(failed=[f"test {number}" for number in range(MOST + 1)]) is None
