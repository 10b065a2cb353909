"""The signs of the regions: line patterns after the signatures on maps, for walls and skies."""

from functools import partial


def over(canvas, region, colour, box, size=64):
    """Draws the region's sign within the box (left, top, right, bottom)."""
    draw = SIGNS.get(region, dots)
    left, top, right, bottom = box
    for row, y in enumerate(range(int(top), int(bottom), size)):
        for x in range(int(left) - (size // 2 if row % 2 else 0), int(right), size):
            if left <= x and x + size <= right + 1 and y + size <= bottom + 1:
                draw(canvas, x, y, size, colour)


def dots(canvas, x, y, size, colour):
    canvas.rect(x + size * 0.4, y + size * 0.4, x + size * 0.62, y + size * 0.62, colour)


def hills(canvas, x, y, size, colour):
    for radius in (0.46, 0.24):
        canvas.arc(x + size / 2, y + size * 0.75, size * radius, 180, 360, colour, 3)


def heath(canvas, x, y, size, colour):
    middle, base = x + size / 2, y + size * 0.85
    for dx, dy in [(-0.22, -0.5), (0, -0.65), (0.22, -0.5)]:
        canvas.line([(middle, base), (middle + dx * size, base + dy * size)], colour, 3)


def orchard(canvas, x, y, size, colour):
    canvas.ring(x + size / 2, y + size / 2, size * 0.24, colour, 3)


def fields(canvas, x, y, size, colour):
    canvas.curve([(x + size / 2, y), (x + size * 0.9, y + size / 2), (x + size / 2, y + size)], colour, 3)
    canvas.curve([(x + size / 2, y), (x + size * 0.1, y + size / 2), (x + size / 2, y + size)], colour, 3)


def water(canvas, x, y, size, colour, lines=2):
    for line in range(lines):
        level = y + size * (line + 0.5) / lines
        canvas.curve([(x, level), (x + size / 4, level - 16), (x + size / 2, level)], colour, 3)
        canvas.curve([(x + size / 2, level), (x + size * 3 / 4, level + 16), (x + size, level)], colour, 3)


def parcels(canvas, x, y, size, colour):
    for step in (0.15, 0.38, 0.6):
        canvas.line([(x + size * 0.08, y + size * step), (x + size * 0.48, y + size * step)], colour, 3)
        canvas.line(
            [(x + size * (0.5 + step * 0.7), y + 6), (x + size * (0.5 + step * 0.7), y + size * 0.6)],
            colour,
            3,
        )


def slopes(canvas, x, y, size, colour):
    for shift in (0.1, 0.4):
        canvas.line(
            [(x + size * shift, y + size * 0.75), (x + size * (shift + 0.45), y + size * 0.2)], colour, 3
        )


SIGNS = {
    "vlaamse-ardennen": hills,
    "halle-vilvoorde": hills,
    "kempen": heath,
    "limburg": orchard,
    "waasland": fields,
    "denderregio": partial(water, lines=1),
    "rivierenland": water,
    "middenkust": water,
    "regio-gent": water,
    "westhoek": parcels,
    "midwest": parcels,
    "oost-brabant": slopes,
    "zuid-west-vlaanderen": slopes,
}
