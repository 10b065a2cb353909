"""Figures as drawings: the places of bars and tiles, which the SVG template writes down.

Numbers are user units of the SVG. Colours are presentation attributes, so that a file can be shown anywhere; on the
site the stylesheet overrides them.
"""

import re
from typing import NamedTuple

from django.utils.formats import number_format

from cms.models import Region

WIDTH = 360
BAR_ROW, LONGEST_BAR = 40, 360
# Of the map: columns and rows as on the site, and how far apart its tiles are.
TILE_WIDTH, TILE_HEIGHT, GAP = 112, 84, 6
LONGEST_LABEL = 46
# Above and below the drawing in a file: the title, the date and the source.
HEADER, FOOTER = 44, 36
PARTS = re.compile(r"[^\s-]+-?")


class Bar(NamedTuple):
    """A bar with its label above; `y` is the base line of the label."""

    label: str
    count: str
    y: int
    bar_y: int
    width: int


class Tile(NamedTuple):
    """A region on the map, with the lines of its name as `(y, text)`."""

    x: int
    y: int
    lines: list[tuple[int, str]]
    count: str
    is_on: bool


class Drawing(NamedTuple):
    """The shapes of a figure; `height` is that of the shapes, `full_height` that of a file."""

    width: int
    height: int
    bars: list[Bar]
    tiles: list[Tile]

    @property
    def full_height(self):
        return HEADER + self.height + FOOTER

    @property
    def header(self):
        return HEADER

    @property
    def source_y(self):
        return HEADER + self.height + FOOTER // 2


def draw(figure) -> Drawing:
    """The drawing of a figure: a map if its rows are regions, else a bar for each row of the top level."""
    return draw_map(figure.rows) if figure.is_map else draw_bars(figure.tops)


def draw_bars(rows) -> Drawing:
    highest = max([row.count for row in rows], default=0)
    bars = [
        Bar(
            shortened(row.label),
            written(row.count),
            number * BAR_ROW + 14,
            number * BAR_ROW + 21,
            bar_width(row.count, highest),
        )
        for number, row in enumerate(rows)
    ]
    return Drawing(WIDTH, max(len(bars), 1) * BAR_ROW, bars, [])


def bar_width(count, highest) -> int:
    """In proportion, but never too thin to see; 0 for none."""
    return max(2, round(LONGEST_BAR * count / highest)) if count else 0


def draw_map(rows) -> Drawing:
    counts = {row.value: row for row in rows}
    regions = [region for region in Region.objects.all() if region.slug in counts]
    tiles = [tile_of(region, counts[region.slug].count) for region in regions]
    width = max([tile.x + TILE_WIDTH for tile in tiles], default=WIDTH)
    height = max([tile.y + TILE_HEIGHT for tile in tiles], default=TILE_HEIGHT)
    return Drawing(width, height, [], tiles)


def tile_of(region, count) -> Tile:
    x, y = region.column * (TILE_WIDTH + GAP), region.row * (TILE_HEIGHT + GAP)
    lines = [(y + 18 + 14 * number, text) for number, text in enumerate(PARTS.findall(region.name))]
    return Tile(x, y, lines, written(count), bool(count))


def written(count) -> str:
    return number_format(count, force_grouping=True)


def shortened(label) -> str:
    return label if len(label) <= LONGEST_LABEL else f"{label[: LONGEST_LABEL - 1].rstrip()}…"
