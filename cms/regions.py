"""The fifteen reference regions as pages draw them: place on the tile map, and two colours each."""

import csv
from pathlib import Path
from typing import NamedTuple

FILE = Path(__file__).resolve().parent / "fixtures" / "regions.csv"


class Look(NamedTuple):
    """How a region is drawn. `deep` is its colour on a light page, `pale` on a dark one; both #rrggbb."""

    code: str
    name: str
    slug: str
    column: int
    row: int
    deep: str
    pale: str


def read():
    with FILE.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            place = {"column": int(row.pop("col")), "row": int(row.pop("row"))}
            yield Look(**row, **place)


# By slug, ordered by code.
REGIONS = {look.slug: look for look in read()}
