"""Read-only mode begins while people write: what was acknowledged is in the database that the site moves to."""

import shutil
import time
from typing import NamedTuple

import pytest

from tests.database import SQLiteCopy
from tests.faults.databases import Site
from tests.faults.traffic import milliseconds, traffic, until

REFUSED = {"Retry-After": "60", "Content-Type": "application/problem+json"}


class Move(NamedTuple):
    """What became of writes and reads while the site was made read-only and moved."""

    missing: set  # titles that were acknowledged and are not in the other database
    written_later: bool  # whether anything was stored after read-only mode had begun
    refused: list  # the answers to writing meanwhile
    reads: list  # the answers to reading meanwhile

    @property
    def refusals_in_other_words(self):
        return [answer for answer in self.refused if not is_refusal(answer)]

    @property
    def failed_reads(self):
        return [answer for answer in self.reads if not answer.is_good]


def is_refusal(answer):
    return answer.status == 503 and REFUSED.items() <= dict(answer.headers).items()


@pytest.mark.fault(
    "read-only mode under writing, then a move of SQLite",
    "no acknowledged write is missing after it, nothing is written later, reading goes on, then writing again",
)
@pytest.mark.django_db
def test_sqlite_stops_writing_at_once_and_moves_with_all_that_was_acknowledged(
    sqlite_site, figures, whole, tmp_path
):
    move = move_under_load(sqlite_site, figures, whole, tmp_path)

    assert (move.missing, move.written_later) == (set(), False)
    assert move.refused
    assert move.refusals_in_other_words == []
    assert move.reads
    assert move.failed_reads == []


@pytest.mark.fault(
    "read-only mode under writing, then a move of PostgreSQL",
    "no acknowledged write is missing after it, nothing is written later, reading goes on, then writing again",
)
@pytest.mark.django_db
def test_postgresql_stops_writing_at_once_and_moves_with_all_that_was_acknowledged(
    postgresql_site, figures, whole, tmp_path
):
    move = move_under_load(postgresql_site, figures, whole, tmp_path)

    assert (move.missing, move.written_later) == (set(), False)
    assert move.refused
    assert move.refusals_in_other_words == []
    assert move.reads
    assert move.failed_reads == []


def move_under_load(site, figures, whole, folder) -> Move:
    """Fails if nobody can write again afterwards."""
    name, pause = "Proef lezen", 0 if whole else 0.2
    SQLiteCopy().ensure_template()
    with (
        site.serve() as server,
        traffic(server.address, site, readers=1, writers=2, name=name, pause=pause) as flow,
    ):
        until(lambda: len(flow.acknowledged) > 10)
        began = time.monotonic()
        site.manage("read_only", "on")
        took, switched = time.monotonic() - began, time.monotonic()
        stored = site.copies(name)
        shutil.copy(SQLiteCopy().template, folder / "moved.sqlite3")
        moved_to = f"sqlite:///{folder}/moved.sqlite3"
        site.manage("move_database", moved_to)
        at_the_end, acknowledged = site.copies(name), set(flow.acknowledged)
        refused, reads = after(flow.writes.values(), switched), after(flow.reads, switched)
        site.manage("read_only", "off")
        until(lambda: len(flow.acknowledged) > len(acknowledged))
    moved = Site(moved_to, site.folder).copies(name)
    move = Move(acknowledged - moved.keys(), not stored == at_the_end == moved, refused, reads)

    figures += [
        f"on after {milliseconds(took)}, the start of Python included",
        f"{len(acknowledged):,} writes acknowledged, {len(move.missing)} missing after the move",
        f"{len(refused):,} refused, {len(reads):,} reads meanwhile, {len(move.failed_reads)} failed",
    ]
    return move


def after(answers, moment):
    """Those to requests that began later."""
    return [answer for answer in list(answers) if answer.began > moment]
