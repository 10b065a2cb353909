"""What the drills found, as one table: on the terminal and in docs/drills.md."""

import os
import platform
from datetime import date
from typing import NamedTuple

from django.conf import settings

DOCUMENT = settings.BASE_DIR / "docs" / "drills.md"
OUTCOMES = {"passed": "yes", "failed": "**no**", "skipped": "not run"}
HEAD = """# Fault drills

Written by `make drill` on {date}, on a machine with {cores} cores and Python {python}. Do not edit.
Its load was {before:.1f} before and {after:.1f} after: above 1 before, others kept the cores busy, so times are long.
Each drill is a test in `tests/faults/`: it breaks something under a running gunicorn with production settings.

| fault | must show | showed | met |
|---|---|---|---|
"""


class Row(NamedTuple):
    """One drill: its fault, its demand, what it counted, and how the test ended."""

    fault: str
    demand: str
    figures: list
    outcome: str

    def __str__(self):
        return f"| {self.fault} | {self.demand} | {'; '.join(self.figures)} | {OUTCOMES[self.outcome]} |"


def document(rows, load_before):
    head = HEAD.format(
        date=date.today().isoformat(),
        cores=os.cpu_count(),
        python=platform.python_version(),
        before=load_before,
        after=os.getloadavg()[0],
    )
    return head + "".join(f"{row}\n" for row in rows)
