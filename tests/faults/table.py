"""What the drills counted, as one table: on the terminal and in docs/drills.md."""

import os
import platform
from datetime import date
from typing import NamedTuple

from django.conf import settings

DOCUMENT = settings.BASE_DIR / "docs" / "drills.md"
OUTCOMES = {"passed": "yes", "failed": "**no**", "skipped": "not run"}
HEAD = """# Fault drills

Written by `make drill`, on a machine with {cores} cores and Python {python}. Do not edit.
Each drill is a test in `tests/faults/`: it breaks something under a gunicorn with production settings, and counts.
The load is that of the minute before: above 1, others kept the cores busy, so times are long.

| fault | must show | showed | met | when, and the load |
|---|---|---|---|---|
"""


class Row(NamedTuple):
    """One drill: its fault, its demand, what it counted, how the test ended, and the load before it."""

    fault: str
    demand: str
    figures: list
    outcome: str
    load: float

    def __str__(self):
        cells = (self.fault, self.demand, "; ".join(self.figures), OUTCOMES[self.outcome])
        return f"| {' | '.join(cells)} | {date.today().isoformat()}, {self.load:.1f} |"


def document(rows, before=""):
    """The document before, with the rows of these drills renewed; a drill that was not run leaves its row as it was."""
    lines = {
        line.split(" | ")[0]: line for line in before.partition("|---|---|---|---|---|\n")[2].splitlines()
    }
    lines |= {f"| {row.fault}": str(row) for row in rows}
    head = HEAD.format(cores=os.cpu_count(), python=platform.python_version())
    return head + "".join(f"{line}\n" for line in lines.values())
