"""The line chart of the start screen: the places of its points, which the SVG template writes down.

Numbers are user units of the SVG; colours are the stylesheet's.
"""

import math
from typing import NamedTuple

WIDTH, HEIGHT = 360, 120
# Room for the numbers at the left, and around the lines.
LEFT, TOP, BOTTOM, RIGHT = 40, 10, 24, 4


class Mark(NamedTuple):
    """A horizontal line with its number."""

    y: float
    number: int


class Chart(NamedTuple):
    """Two lines of as many points, as SVG takes them, over a few horizontal marks."""

    now: str
    before: str
    marks: list[Mark]
    width: int = WIDTH
    height: int = HEIGHT
    left: int = LEFT
    right: int = WIDTH - RIGHT
    base: int = HEIGHT - 6


def chart(before, now) -> Chart:
    """The chart of two rows of numbers, on one scale that starts at zero."""
    top = scale_of(max([*before, *now, 0]))
    marks = [Mark(height_of(number, top), number) for number in sorted({0, top // 2, top})]
    return Chart(points(now, top), points(before, top), marks)


def scale_of(highest) -> int:
    """The first round number from this one on: 4, 10, 20, 40, 100, …, each even so that its half is whole."""
    if highest <= 4:
        return 4
    power = 10 ** math.floor(math.log10(highest))
    return next(power * step for step in (1, 2, 4, 6, 8, 10) if power * step >= highest)


def points(numbers, top) -> str:
    step = (WIDTH - LEFT - RIGHT) / max(len(numbers) - 1, 1)
    return " ".join(
        f"{LEFT + index * step:.1f},{height_of(number, top)}" for index, number in enumerate(numbers)
    )


def height_of(number, top) -> float:
    return round(HEIGHT - BOTTOM - (HEIGHT - BOTTOM - TOP) * number / top, 1)
