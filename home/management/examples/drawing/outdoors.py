"""Drawings of what happens outside."""

import math

from .colours import HOUSE, INK, LAND, PAPER, REGIONS, WHITE, mixed
from .figures import house, round_tree, tree


def people(scene):
    """A group of people of all ages, side by side."""
    width = scene.width
    scene.land()
    count = scene.dice.choice([5, 6]) if not scene.is_tall else 3
    places = [width * (0.1 + 0.8 * (place + 0.5) / count) for place in range(count)]
    for place, x in enumerate(places):
        height = scene.dice.choice([470, 500, 430, 310, 520]) * (1.2 if scene.is_tall else 1)
        arms = scene.dice.choice(["down", "down", "wave", "hold"])
        scene.person().stand(x, scene.height - 70 - 18 * (place % 2), height, arms)


def home(scene):
    """A house with a garden, and who lives there before it."""
    palette, width, floor = scene.palette, scene.width, scene.floor
    scene.land()
    tree(scene, width * (0.84 if not scene.is_tall else 0.86), floor + 20, 430, palette.middle, palette.deep)
    left, wide, tall = (width * 0.26, 460, 500) if not scene.is_tall else (width * 0.14, 500, 640)
    house(scene, left, floor + 30, wide, tall, PAPER, palette.other_deep, palette.other_pale, palette.deep)
    chimney = left + wide * 0.76
    scene.rect(chimney, floor + 30 - tall * 0.98, chimney + 44, floor + 30 - tall * 0.76, palette.other_deep)
    scene.polygon(
        [
            (left + wide * 0.2, floor + 30),
            (left + wide * 0.42, floor + 30),
            (left + wide * 0.6, scene.height),
            (left + wide * 0.06, scene.height),
        ],
        LAND,
    )
    round_tree(scene, width * 0.1, floor + 60, 220, palette.deep, palette.other_deep)
    scene.person().stand(left + wide * 0.72, scene.height - 60, 330)
    scene.person().stand(left + wide * 0.95, scene.height - 50, 230, arms="wave")


def street(scene):
    """A row of gables, with people who greet each other."""
    palette, width, floor = scene.palette, scene.width, scene.floor
    scene.sky()
    walls = [palette.middle, PAPER, palette.other_middle, palette.pale, palette.deep, palette.other_pale]
    x, place = -40, scene.dice.randint(0, 5)
    while x < width:
        wide, tall = (
            scene.dice.randint(190, 250),
            scene.dice.randint(380, 500) + (200 if scene.is_tall else 0),
        )
        wall = walls[place % len(walls)]
        door = palette.other_deep if wall != palette.other_middle else palette.deep
        window = palette.tint if wall != PAPER else palette.pale
        house(scene, x, floor, wide, tall, wall, mixed(palette.deep, INK, 0.25), window, door)
        x, place = x + wide, place + 1
    scene.ground(mixed(LAND, INK, 0.1))
    scene.rect(0, floor, width, floor + 26, PAPER)
    scene.rect(0, floor + 24, width, floor + 32, mixed(LAND, INK, 0.3))
    middle = width * (0.5 if scene.is_tall else 0.42)
    scene.person().stand(middle - 120, scene.height - 46, 390, arms="give")
    scene.person().stand(middle + 110, scene.height - 46, 360, arms="take")
    if not scene.is_tall:
        bicycle(scene, width * 0.8, scene.height - 46, 66)


def garden(scene):
    """Beds of vegetables, and neighbours who work in them."""
    palette, width, floor = scene.palette, scene.width, scene.floor
    scene.land()
    round_tree(scene, width * 0.14, floor + 10, 330, palette.middle, palette.deep)
    tree(scene, width * 0.9, floor + 10, 400, mixed(palette.middle, palette.deep, 0.4), palette.deep)
    scene.person().stand(width * 0.36, floor + 56, 400, arms="hold")
    scene.person().stand(width * 0.66, floor + 52, 370, arms="down")
    soil = mixed(palette.deep, INK, 0.3)
    rows = 3 if not scene.is_tall else 4
    step = (scene.height - floor - 30) / rows
    for row in range(rows):
        y = floor + 52 + row * step
        scene.rect(-10, y, width + 10, y + step * 0.42, soil, 12)
        gap = 92 + row * 16
        for place in range(-1, width // gap + 2):
            x = place * gap + (gap / 2 if row % 2 else 0)
            cabbage(scene, x, y + 4, 26 + row * 6, row)


def cabbage(scene, x, base, size, row):
    palette = scene.palette
    leaf = [palette.pale, palette.other_pale, palette.tint, palette.pale][row % 4]
    for side in (-1, 1):
        scene.curve(
            [(x, base), (x + side * size * 0.9, base - size * 0.3), (x + side * size, base - size)],
            leaf,
            size * 0.36,
        )
    scene.circle(x, base - size * 0.55, size * 0.5, mixed(leaf, palette.deep, 0.25))
    scene.circle(x - 2, base - size * 0.6, size * 0.3, leaf)


def bus(scene):
    """A small bus on the road between villages, with who waits for it."""
    palette, width, floor = scene.palette, scene.width, scene.floor
    scene.land()
    village(scene, width * 0.1, floor)
    road = mixed(INK, palette.pale, 0.28)
    scene.rect(0, floor + 36, width, scene.height, road)
    for x in range(-20, width, 170):
        scene.rect(x, (floor + scene.height) / 2 + 40, x + 90, (floor + scene.height) / 2 + 52, PAPER)
    size = 1 if not scene.is_tall else 0.92
    left, base = width * (0.3 if not scene.is_tall else 0.06), floor + 90
    right, top = left + 560 * size, base - 320 * size
    scene.rect(left, top, right, base - 30, palette.deep, 46)
    scene.rect(left, top + 190 * size, right, base - 30, palette.other_deep, 30, (False, False, True, True))
    scene.rect(left, top + 184 * size, right, top + 198 * size, PAPER)
    for place in range(3):
        x = left + 40 + place * 128 * size
        scene.rect(x, top + 46, x + 104 * size, top + 160 * size, palette.tint, 14)
        if place != 1:
            rider = scene.person()
            scene.slice(x + 52 * size, top + 160 * size, 38, 180, 360, rider.top)
            rider.head(x + 52 * size, top + 98 * size, 24)
    scene.rect(right - 122 * size, top + 46, right - 26, base - 60, palette.tint, 14)
    scene.rect(right - 76 * size, top + 46, right - 70 * size, base - 60, palette.deep)
    for x in (left + 120 * size, right - 120 * size):
        scene.circle(x, base - 26, 52, INK)
        scene.circle(x, base - 26, 24, PAPER)
    post = width * (0.88 if not scene.is_tall else 0.9)
    scene.rect(post, floor - 300, post + 12, floor + 50, INK)
    scene.rect(post - 44, floor - 340, post + 56, floor - 250, PAPER, 10)
    scene.rect(post - 30, floor - 318, post + 42, floor - 306, palette.deep)
    scene.rect(post - 30, floor - 290, post + 16, floor - 278, palette.deep)
    if not scene.is_tall:
        scene.person().stand(width * 0.83, floor + 52, 330, arms="wave")


def village(scene, x, base):
    """A church and a few roofs, far away."""
    colour = mixed(scene.palette.pale, scene.palette.deep, 0.42)
    scene.rect(x, base - 210, x + 46, base, colour)
    scene.polygon([(x - 8, base - 206), (x + 23, base - 310), (x + 54, base - 206)], colour)
    scene.polygon(
        [(x + 40, base), (x + 40, base - 90), (x + 96, base - 140), (x + 152, base - 90), (x + 152, base)],
        colour,
    )


def orchard(scene):
    """Fruit trees in rows, with a ladder and a picker."""
    palette, width, floor = scene.palette, scene.width, scene.floor
    scene.land()
    fruit = palette.other_deep if palette.deep != "#753515" else palette.deep
    places = [0.1, 0.38, 0.9] if not scene.is_tall else [0.16, 0.86]
    for x in places:
        fruit_tree(scene, width * x, floor + 12, 300, fruit)
    x = width * (0.66 if not scene.is_tall else 0.5)
    fruit_tree(scene, x, floor + 70, 520 if not scene.is_tall else 700, fruit)
    top = floor - (210 if not scene.is_tall else 300)
    for side in (-170, -110):
        scene.line([(x + side, floor + 90), (x + side + 74, top)], LAND, 12)
    for rung in range(5):
        y = floor + 40 - rung * (floor + 40 - top) / 5
        shift = (floor + 90 - y) / (floor + 90 - top) * 74
        scene.line([(x - 170 + shift, y), (x - 110 + shift, y)], LAND, 9)
    scene.person().stand(x - 270, floor + 110, 380, arms="wave")
    basket = x + 190
    scene.slice(basket, floor + 50, 70, 0, 180, palette.other_deep)
    scene.rect(basket - 76, floor + 40, basket + 76, floor + 58, mixed(palette.other_deep, INK, 0.3), 8)
    for shift in (-42, -4, 36):
        scene.circle(
            basket + shift, floor + 28, 24, fruit if fruit != palette.other_deep else palette.other_middle
        )


def fruit_tree(scene, x, base, height, fruit):
    palette = scene.palette
    crown = mixed(HOUSE[0], palette.pale, 0.18)
    scene.rect(
        x - height * 0.035, base - height * 0.5, x + height * 0.035, base, mixed(palette.deep, INK, 0.3)
    )
    for dx, dy, size in [(-0.17, 0.6, 0.2), (0.17, 0.6, 0.2), (0, 0.76, 0.24), (0, 0.58, 0.2)]:
        scene.circle(x + dx * height, base - dy * height, size * height, crown)
    for dx, dy in [
        (-0.22, 0.62),
        (-0.06, 0.82),
        (0.1, 0.7),
        (0.24, 0.56),
        (-0.1, 0.52),
        (0.04, 0.9),
        (0.12, 0.48),
    ]:
        scene.circle(x + dx * height, base - dy * height, height * 0.032, mixed(fruit, WHITE, 0.1))


def chart_of_regions(scene):
    """The tiles of the map, the one of the region lit by its colour, with pins and a line between them."""
    palette, width, height = scene.palette, scene.width, scene.height
    step = width / 7.6
    left, top = width * 0.04 + step * 0.1, height / 2 - step * 1.5
    if scene.is_tall:
        scene.circle(scene.middle, height * 0.5, 380, palette.soft)
    tiles = {slug: (look.column, look.row) for slug, look in REGIONS.items()}
    for name, (column, row) in tiles.items():
        x, y = left + column * step, top + row * step
        colour = palette.deep if name == scene.region else mixed(REGIONS[name].pale, PAPER, 0.25)
        scene.rect(x, y, x + step * 0.9, y + step * 0.9, colour, 4)
    column, row = tiles.get(scene.region, (2, 1))
    here = (left + (column + 0.45) * step, top + (row + 0.45) * step)
    others = scene.dice.sample([place for name, place in tiles.items() if name != scene.region], 3)
    for other in others:
        there = (left + (other[0] + 0.45) * step, top + (other[1] + 0.45) * step)
        bend = ((here[0] + there[0]) / 2, min(here[1], there[1]) - step * 0.7)
        scene.curve([here, bend, there], palette.other_deep, 6)
        pin(scene, *there, step * 0.2, palette.other_deep)
    pin(scene, *here, step * 0.3, palette.other_deep)


def pin(scene, x, y, size, colour):
    scene.polygon([(x, y), (x - size * 0.8, y - size * 1.6), (x + size * 0.8, y - size * 1.6)], colour)
    scene.circle(x, y - size * 1.9, size, colour)
    scene.circle(x, y - size * 1.9, size * 0.42, WHITE)


def bike(scene):
    """Somebody who comes by on a bicycle with a crate of goods."""
    palette, width, floor = scene.palette, scene.width, scene.floor
    scene.land()
    for x in (0.08, 0.26, 0.93) if not scene.is_tall else (0.12, 0.9):
        round_tree(scene, width * x, floor + 8, 300, palette.middle, palette.deep)
    scene.rect(0, floor + 70, width, scene.height, mixed(LAND, INK, 0.06))
    scene.rect(0, floor + 70, width, floor + 78, PAPER)
    base = floor + 130
    bicycle(scene, scene.middle, base, 118, has_rider=True)


def bicycle(scene, x, base, radius, *, has_rider=False):
    palette = scene.palette
    axle, far = base - radius, radius * 1.45
    frame, metal = palette.other_deep, INK
    for side in (-1, 1):
        wheel = x + side * far
        scene.ring(wheel, axle, radius, metal, radius * 0.09)
        for spoke in range(4):
            angle = spoke * math.pi / 4
            dx, dy = math.cos(angle) * radius * 0.9, math.sin(angle) * radius * 0.9
            scene.line([(wheel - dx, axle - dy), (wheel + dx, axle + dy)], mixed(metal, WHITE, 0.5), 2)
        scene.circle(wheel, axle, radius * 0.1, metal)
    crank, seat = (x - radius * 0.1, axle + radius * 0.05), (x - radius * 0.62, axle - radius * 1.25)
    head = (x + far - radius * 0.5, axle - radius * 1.3)
    thick = radius * 0.11
    scene.line([(x - far, axle), crank, seat], frame, thick)
    scene.line([(x - far, axle), (seat[0] + 10, seat[1] + radius * 0.4), head, crank], frame, thick)
    scene.line([(x + far, axle), head, (head[0] - 8, head[1] - radius * 0.35)], frame, thick)
    scene.line(
        [(head[0] - 8, head[1] - radius * 0.35), (head[0] - radius * 0.4, head[1] - radius * 0.42)],
        metal,
        thick,
    )
    scene.rect(seat[0] - radius * 0.36, seat[1] - 8, seat[0] + radius * 0.28, seat[1] + 10, metal, 9)
    if has_rider:
        rider(scene, seat, crank, head, radius)


def rider(scene, seat, crank, head, radius):
    person, palette = scene.person(), scene.palette
    hip = (seat[0] + 6, seat[1] - radius * 0.22)
    shoulder = (hip[0] + radius * 0.55, hip[1] - radius * 1.35)
    crate = (head[0] + radius * 0.1, head[1] - radius * 0.3)
    scene.rect(crate[0], crate[1] - radius * 0.1, crate[0] + radius * 1.05, crate[1] + radius * 0.55, LAND, 6)
    for shift in (0.2, 0.5, 0.8):
        scene.circle(
            crate[0] + radius * shift * 1.05, crate[1] - radius * 0.14, radius * 0.2, palette.other_middle
        )
    scene.rect(
        crate[0],
        crate[1] + radius * 0.12,
        crate[0] + radius * 1.05,
        crate[1] + radius * 0.24,
        mixed(LAND, INK, 0.2),
    )
    for knee, foot, shade in [
        (
            (crank[0] + radius * 0.35, crank[1] - radius * 0.85),
            (crank[0] + radius * 0.1, crank[1] - radius * 0.1),
            0.25,
        ),
        (
            (crank[0] + radius * 0.3, crank[1] - radius * 0.6),
            (crank[0] - radius * 0.05, crank[1] + radius * 0.4),
            0,
        ),
    ]:
        scene.line([hip, knee, foot], mixed(person.legs, INK, shade), radius * 0.3)
        scene.line([foot, (foot[0] + radius * 0.26, foot[1])], INK, radius * 0.18)
    scene.line([hip, shoulder], person.top, radius * 0.62)
    hand = (head[0] - radius * 0.4, head[1] - radius * 0.42)
    elbow = (shoulder[0] + radius * 0.25, shoulder[1] + radius * 0.62)
    scene.line(
        [(shoulder[0], shoulder[1] + radius * 0.1), elbow, hand], mixed(person.top, INK, 0.14), radius * 0.26
    )
    scene.circle(*hand, radius * 0.15, person.skin)
    person.head(shoulder[0] + radius * 0.12, shoulder[1] - radius * 0.66, radius * 0.4)
