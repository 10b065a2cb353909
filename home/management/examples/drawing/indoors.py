"""Drawings of what happens inside."""

from .colours import INK, LAND, PAPER, WHITE, mixed
from .figures import bowl, cup, lamp, plant


def table(scene):
    """A long table, with people at it who eat together."""
    palette, width = scene.palette, scene.width
    scene.room(has_window=not scene.is_tall)
    if scene.is_tall:
        scene.window(width * 0.5, scene.floor - 640, 420, 320)
    edge = scene.floor - 40
    for x in [width * 0.34, width * 0.7] if not scene.is_tall else [width * 0.5]:
        lamp(scene, x, 0, 170 if not scene.is_tall else 190, palette.other_deep)
    count = 3 if scene.is_tall else 5
    for place in range(count):
        x = width * (0.12 + 0.76 * (place + 0.5) / count)
        scene.person().sit_behind(x, edge, 500)
    scene.rect(width * 0.04, edge, width * 0.96, edge + 34, WHITE, 8)
    scene.rect(width * 0.04, edge + 22, width * 0.96, edge + 34, mixed(WHITE, palette.deep, 0.2), 6)
    for x in (width * 0.1, width * 0.87):
        scene.rect(x, edge + 34, x + 26, scene.height - 50, palette.deep)
    for place in range(count):
        x = width * (0.12 + 0.76 * (place + 0.5) / count)
        bowl(scene, x, edge - 18, 42, palette.other_middle if place % 2 else palette.deep, PAPER)
    for place in range(count - 1):
        cup(scene, width * (0.12 + 0.76 * (place + 1) / count) - 8, edge, palette.other_deep)


def kitchen(scene):
    """Somebody at the stove, with shelves and vegetables."""
    palette, width, floor = scene.palette, scene.width, scene.floor
    scene.ground(palette.soft)
    tile = mixed(palette.tint, palette.deep, 0.07)
    for row in range(12):
        for column in range(12 + row % 2):
            x, y = column * 116 - (58 if row % 2 else 0), floor - 60 - row * 62
            scene.rect(x + 3, y, x + 110, y + 56, tile, 3)
    shelf = floor - (620 if scene.is_tall else 430)
    scene.rect(width * 0.06, shelf, width * 0.94, shelf + 16, palette.deep)
    for place, x in enumerate(range(int(width * 0.1), int(width * 0.9), 92)):
        colour = [palette.other_middle, PAPER, palette.middle, palette.other_deep][place % 4]
        tall = [76, 54, 92, 62][place % 4]
        scene.rect(x, shelf - tall, x + 58, shelf, colour, 8)
        scene.rect(x + 4, shelf - tall - 12, x + 54, shelf - tall + 4, INK, 4)
    top = floor - 120
    cooks = [0.3, 0.66] if not scene.is_tall else [0.62]
    for x in cooks:
        scene.person().sit_behind(width * x, top, 640, arms="hold")
    scene.rect(0, top, width, top + 26, WHITE)
    scene.rect(0, top + 26, width, scene.height, palette.deep)
    for x in range(0, width, 200):
        scene.rect(x + 12, top + 54, x + 188, scene.height - 60, mixed(palette.deep, WHITE, 0.1), 6)
        scene.rect(x + 70, top + 76, x + 130, top + 86, palette.pale, 5)
    pot(scene, width * (0.48 if not scene.is_tall else 0.26), top)
    crate(scene, width * 0.84, top)


def pot(scene, x, base):
    palette = scene.palette
    scene.rect(x - 92, base - 118, x + 92, base, palette.other_deep, 18, (False, False, True, True))
    scene.rect(x - 104, base - 130, x + 104, base - 108, mixed(palette.other_deep, INK, 0.3), 10)
    for side in (-1, 1):
        scene.line([(x + side * 92, base - 84), (x + side * 124, base - 84)], INK, 14)
    for shift in (-42, 0, 42):
        scene.curve(
            [(x + shift, base - 158), (x + shift + 26, base - 192), (x + shift, base - 226)], PAPER, 9
        )


def crate(scene, x, base):
    palette = scene.palette
    for place, shift in enumerate((-74, -26, 24, 72)):
        colour = [palette.other_middle, palette.middle, palette.other_deep, palette.middle][place]
        scene.circle(x + shift, base - 86, 34, colour)
        scene.line([(x + shift, base - 118), (x + shift + 10, base - 138)], palette.deep, 9)
    for y in (base - 74, base - 38):
        scene.rect(x - 112, y, x + 112, y + 30, LAND, 4)
        scene.rect(x - 112, y + 22, x + 112, y + 30, mixed(LAND, INK, 0.18), 3)
    for side in (-112, 92):
        scene.rect(x + side, base - 82, x + side + 20, base, mixed(LAND, INK, 0.28))


def books(scene):
    """A child and a student at a table with books, shelves behind them."""
    palette, width, floor = scene.palette, scene.width, scene.floor
    scene.ground(palette.soft)
    for row in range(4 if scene.is_tall else 3):
        y = floor - 200 - row * 170
        x = width * 0.05
        while x < width * 0.93:
            thick, tall = scene.dice.randint(22, 46), scene.dice.randint(84, 132)
            colour = scene.dice.choice([*palette.clothes, PAPER])
            scene.rect(x, y - tall, x + thick, y, colour, 3)
            if thick > 30:
                scene.rect(x + 6, y - tall + 18, x + thick - 6, y - tall + 26, mixed(colour, INK, 0.3))
            x += thick + (30 if scene.dice.random() < 0.16 else 3)
        scene.rect(width * 0.03, y, width * 0.97, y + 14, mixed(palette.deep, INK, 0.15))
    edge = floor - 20
    scene.person().sit_behind(width * 0.32, edge, 520)
    scene.person().sit_behind(width * 0.66, edge, 610)
    scene.rect(0, edge, width, edge + 36, WHITE)
    scene.rect(0, edge + 26, width, edge + 36, mixed(WHITE, palette.deep, 0.25))
    scene.rect(0, edge + 36, width, scene.height, mixed(palette.soft, palette.deep, 0.22))
    for x in (width * 0.32, width * 0.66):
        open_book(scene, x, edge)
    for step, colour in enumerate([palette.deep, palette.other_middle, palette.middle]):
        scene.rect(
            width * 0.83 - step * 8,
            edge - 30 * (step + 1),
            width * 0.97 - step * 12,
            edge - 30 * step - 3,
            colour,
            4,
        )


def open_book(scene, x, base):
    scene.polygon([(x, base - 6), (x - 92, base - 26), (x - 92, base + 2), (x, base + 14)], WHITE)
    scene.polygon([(x, base - 6), (x + 92, base - 26), (x + 92, base + 2), (x, base + 14)], PAPER)
    scene.line([(x, base - 6), (x, base + 14)], scene.palette.deep, 5)


def chair(scene):
    """Somebody in an easy chair by the window, and a visitor's place beside it."""
    palette, width, floor = scene.palette, scene.width, scene.floor
    scene.ground(palette.soft)
    scene.rect(0, floor, width, floor + 8, mixed(palette.pale, palette.deep, 0.25))
    scene.window(
        width * (0.7 if not scene.is_tall else 0.5), floor - (360 if not scene.is_tall else 700), 380, 360
    )
    scene.ellipse(width * 0.48, floor + 96, width * 0.4, 62, palette.pale)
    x = width * (0.36 if not scene.is_tall else 0.42)
    scene.rect(x - 170, floor - 330, x + 170, floor + 60, palette.deep, 60)
    scene.person().sit_behind(x, floor - 40, 620, arms="table")
    scene.rect(x - 215, floor - 150, x - 130, floor + 84, mixed(palette.deep, INK, 0.2), 34)
    scene.rect(x + 130, floor - 150, x + 215, floor + 84, mixed(palette.deep, INK, 0.2), 34)
    scene.rect(x - 160, floor - 60, x + 160, floor + 60, mixed(palette.deep, WHITE, 0.12), 30)
    for side in (-190, 176):
        scene.rect(x + side, floor + 80, x + side + 16, floor + 116, INK)
    side = x + 330
    scene.rect(side - 8, floor - 70, side + 8, floor + 110, INK)
    scene.ellipse(side, floor - 72, 96, 18, palette.other_deep)
    cup(scene, side - 22, floor - 80, WHITE)
    plant(scene, width * 0.9, floor + 70, 330 if not scene.is_tall else 300, palette.deep, palette.other_deep)


def bed(scene):
    """A made bed below a window at night: a place for tonight."""
    palette, width, floor = scene.palette, scene.width, scene.floor
    night = mixed(palette.deep, INK, 0.35)
    scene.rect(0, 0, width, floor, mixed(palette.deep, INK, 0.08))
    scene.ground(night)
    x, y = width * (0.68 if not scene.is_tall else 0.5), floor - (400 if not scene.is_tall else 680)
    scene.rect(x - 190, y - 180, x + 190, y + 180, mixed(night, INK, 0.4))
    scene.circle(x + 70, y - 60, 62, PAPER)
    scene.circle(x + 98, y - 78, 56, mixed(night, INK, 0.4))
    for dx, dy in [(-120, -100), (-60, 40), (-130, 90), (110, 80), (10, -120)]:
        scene.circle(x + dx, y + dy, 5, palette.pale)
    scene.ring_of(x - 202, y - 192, x + 202, y + 192, palette.pale, 14)
    scene.rect(x - 6, y - 180, x + 6, y + 180, palette.pale)
    left, right, top = width * 0.1, width * 0.9, floor - 70
    scene.rect(left - 24, top - 210, left + 14, floor + 90, palette.other_deep, 14)
    scene.rect(right - 10, top - 90, right + 22, floor + 90, palette.other_deep, 12)
    scene.rect(left, top - 10, right, floor + 30, PAPER, 20)
    scene.rect(left + 26, top - 78, left + 220, top + 10, WHITE, 38)
    scene.rect(left + (right - left) * 0.34, top - 34, right, floor + 34, palette.other_middle, 30)
    scene.rect(
        left + (right - left) * 0.34,
        top - 34,
        left + (right - left) * 0.42,
        floor + 34,
        palette.other_pale,
        24,
    )
    scene.rect(left, floor + 30, right, floor + 56, palette.other_deep)


def door(scene):
    """A front door that stands open, with light inside and somebody at the threshold."""
    palette, width, floor = scene.palette, scene.width, scene.floor
    brick = mixed(palette.middle, palette.deep, 0.45)
    scene.rect(0, 0, width, floor, brick)
    line = mixed(brick, INK, 0.13)
    for row in range(int(floor // 44) + 1):
        scene.rect(0, row * 44, width, row * 44 + 3, line)
        for x in range(-60 if row % 2 else 0, width, 120):
            scene.rect(x, row * 44, x + 3, row * 44 + 44, line)
    scene.ground(mixed(palette.soft, INK, 0.06))
    tall = 700 if scene.is_tall else 560
    x = width * (0.5 if scene.is_tall else 0.42)
    left, right, top = x - 165, x + 165, floor - tall
    scene.rect(left - 34, top - 34, right + 34, floor, PAPER)
    scene.rect(left, top, right, floor, mixed(palette.other_pale, PAPER, 0.35))
    scene.polygon(
        [(left, floor), (right, floor), (right + 130, scene.height), (left - 60, scene.height)],
        mixed(palette.other_pale, PAPER, 0.2),
    )
    scene.person().stand(x + 20, floor - 4, tall * 0.72, arms="wave")
    scene.polygon(
        [(left, top), (left - 118, top + 46), (left - 118, floor + 52), (left, floor)], palette.deep
    )
    scene.polygon(
        [(left - 24, top + 60), (left - 94, top + 92), (left - 94, top + 250), (left - 24, top + 230)],
        mixed(palette.deep, WHITE, 0.2),
    )
    scene.circle(left - 98, floor - tall * 0.42, 10, palette.pale)
    scene.rect(left - 54, floor, right + 54, floor + 22, mixed(PAPER, INK, 0.12))
    if not scene.is_tall:
        side = width * 0.8
        scene.rect(side - 130, floor - 470, side + 130, floor - 190, PAPER)
        scene.rect(side - 112, floor - 452, side + 112, floor - 208, mixed(palette.other_pale, PAPER, 0.2))
        scene.rect(side - 5, floor - 452, side + 5, floor - 208, PAPER)
        scene.rect(side - 112, floor - 336, side + 112, floor - 326, PAPER)
        plant(scene, side, floor + 10, 190, palette.deep, palette.other_deep)


def phone(scene):
    """Hands around a phone with messages on it, large."""
    palette = scene.palette
    scene.sky()
    x, y = scene.middle, scene.height * 0.48
    wide, tall = 170, 320
    person = scene.person()
    sleeve, skin = person.top, person.skin
    scene.polygon(
        [(x - 60, y + 250), (x + 330, y + 330), (x + 300, scene.height + 40), (x - 170, scene.height + 40)],
        sleeve,
    )
    scene.rect(x - 210, y + 60, x - 120, y + 330, skin, 44)
    scene.rect(x - 190, y + 200, x + 250, y + 420, skin, 90)
    scene.rect(x - wide, y - tall, x + wide, y + tall, INK, 46)
    scene.rect(x - wide + 16, y - tall + 20, x + wide - 16, y + tall - 20, WHITE, 30)
    scene.rect(x - 40, y - tall + 34, x + 40, y - tall + 46, INK, 6)
    for row, (side, long) in enumerate([(-1, 190), (1, 150), (-1, 220), (1, 180)]):
        top = y - 220 + row * 106
        left = x - wide + 40 if side < 0 else x + wide - 40 - long
        colour = palette.pale if side < 0 else palette.deep
        scene.rect(left, top, left + long, top + 74, colour, 24)
        dark = mixed(colour, INK, 0.25) if side < 0 else palette.pale
        scene.rect(left + 24, top + 24, left + long - 24, top + 32, dark, 4)
        scene.rect(left + 24, top + 44, left + long * 0.6, top + 52, dark, 4)
    for step in range(3):
        low = y + 70 + step * 88
        scene.rect(x + wide - 34, low, x + wide + 70, low + 66, skin, 33)
        scene.rect(x + wide - 30, low + 60, x + wide + 64, low + 66, mixed(skin, INK, 0.12), 3)


def chart(scene):
    """Two people before a wall with figures."""
    palette, width, floor = scene.palette, scene.width, scene.floor
    scene.room(has_window=False)
    left, right = width * (0.3 if not scene.is_tall else 0.1), width * (0.94 if not scene.is_tall else 0.9)
    top, bottom = floor - (520 if not scene.is_tall else 880), floor - (110 if not scene.is_tall else 420)
    scene.rect(left, top, right, bottom, WHITE, 6)
    base, room = bottom - 60, right - left - 130
    scene.rect(left + 50, base, right - 50, base + 6, INK)
    shares = sorted(scene.dice.uniform(0.25, 1) for _bar in range(5))
    for place, share in enumerate(shares):
        x = left + 70 + place * room / 5
        tall = share * (bottom - top - 170)
        scene.rect(
            x,
            base - tall,
            x + room / 5 - 26,
            base,
            palette.deep if place == 4 else palette.pale,
            4,
            (True, True, False, False),
        )
    points = [
        (left + 70 + (place + 0.36) * room / 5, base - share * (bottom - top - 170) - 46)
        for place, share in enumerate(shares)
    ]
    scene.line(points, palette.other_deep, 7)
    for point in points:
        scene.circle(*point, 13, palette.other_deep)
        scene.circle(*point, 6, WHITE)
    people = [0.14, 0.3] if not scene.is_tall else [0.28, 0.72]
    for place, x in enumerate(people):
        scene.person().stand(
            width * x, scene.height - 56 - 14 * place, 560, arms="wave" if place == 0 else "hold"
        )


def hands(scene):
    """Hands that come together, each in a sleeve of its own colour."""
    palette, width, height = scene.palette, scene.width, scene.height
    scene.sky(sun=False)
    scene.circle(scene.middle, height / 2, min(width, height) * 0.4, palette.soft)
    x, y = scene.middle, height / 2
    turns = [(-1, -1), (1, -1), (1, 1), (-1, 1)]
    sleeves = [palette.deep, palette.other_deep, palette.middle, palette.other_middle]
    skins = scene.dice.sample(["#f2cfb3", "#e0ae85", "#b97f56", "#8c5a3c", "#6d432c"], 4)
    for (side, up), sleeve, skin in zip(turns, sleeves, skins, strict=True):
        far = (x + side * width * 0.62, y + up * height * 0.62)
        wrist = (x + side * 190, y + up * 170)
        scene.line([far, wrist], sleeve, 150)
        scene.line([wrist, (x + side * 96, y + up * 84)], skin, 96)
        scene.circle(x + side * 70, y + up * 58, 84, skin)
    for (side, up), skin in zip(turns, skins, strict=True):
        for finger in (-1, 0, 1):
            begin = (x + side * (78 + finger * 12), y + up * (44 - finger * 26))
            end = (x - side * (34 + finger * 4), y + up * (20 - finger * 30))
            scene.line([begin, end], mixed(skin, INK, 0.05 + 0.04 * (finger % 2)), 36)
