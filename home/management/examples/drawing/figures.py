"""People, and what is around them: trees, houses, lamps, plants."""

from .colours import HAIRS, INK, PAPER, SKINS, WHITE, mixed


class Person:
    """A figure without a face. `base` is where it stands; `height` is that of somebody upright."""

    def __init__(self, canvas, palette, dice):
        self.canvas = canvas
        self.skin, self.hair = dice.choice(SKINS), dice.choice(HAIRS)
        self.top = dice.choice(palette.clothes[:4])
        self.legs = dice.choice([palette.deep, INK, palette.other_deep, mixed(INK, palette.pale, 0.25)])
        self.legs = INK if self.legs == self.top else self.legs
        self.style = dice.choice(["short", "bob", "bun", "scarf", "cap", "grey", "curls"])
        if self.style == "grey":
            self.hair = "#c9c6bb"
        self.scarf = dice.choice([palette.other_pale, palette.pale, palette.other_deep])

    def stand(self, x, base, height, arms="down", lean=0):
        shoulder, hip, wide = base - height * 0.8, base - height * 0.42, height * 0.135
        foot = height * 0.045
        for side in (-1, 1):
            leg = x + side * wide * 0.5
            self.canvas.rect(leg - wide * 0.42, hip - 4, leg + wide * 0.42, base - 4, self.legs, wide * 0.2)
            self.canvas.rect(
                leg - wide * 0.45, base - foot, leg + wide * 0.45 + side * 6, base, INK, foot * 0.6
            )
        self.torso(x, shoulder, hip + height * 0.05, wide)
        self.arms(x, shoulder, height, arms)
        self.head(x + lean, base - height * 0.895, height * 0.088)

    def sit_behind(self, x, edge, height, arms="table"):
        """Only what shows above the edge of a table."""
        shoulder = edge - height * 0.36
        self.torso(x, shoulder, edge + 30, height * 0.15)
        self.arms(x, shoulder, height, arms)
        self.head(x, edge - height * 0.475, height * 0.098)

    def torso(self, x, shoulder, hip, wide):
        self.canvas.rect(x - wide, shoulder, x + wide, hip, self.top, wide * 0.85, (True, True, False, False))

    def arms(self, x, shoulder, height, arms):
        thick, wide = height * 0.062, height * 0.135
        sleeve = mixed(self.top, INK, 0.14)
        for side in (-1, 1):
            begin = (x + side * wide * 0.86, shoulder + height * 0.06)
            elbow, hand = self.joints(arms, side, x, shoulder, height)
            self.canvas.line([begin, elbow, hand], sleeve, thick)
            self.canvas.circle(*hand, thick * 0.56, self.skin)

    def joints(self, arms, side, x, shoulder, height):
        """Where elbow and hand are."""
        wide = height * 0.135
        raised = arms == "wave" and side > 0
        if raised or arms == "up":
            return (x + side * wide * 1.7, shoulder), (x + side * wide * 1.9, shoulder - height * 0.17)
        if arms == "table":
            return (x + side * wide * 1.25, shoulder + height * 0.27), (
                x + side * wide * 0.45,
                shoulder + height * 0.345,
            )
        if (arms == "give" and side > 0) or (arms == "take" and side < 0):
            return (x + side * wide * 1.5, shoulder + height * 0.2), (
                x + side * wide * 2.5,
                shoulder + height * 0.16,
            )
        if arms == "hold":
            return (x + side * wide * 1.2, shoulder + height * 0.2), (
                x + side * wide * 0.3,
                shoulder + height * 0.23,
            )
        return (x + side * wide * 1.12, shoulder + height * 0.22), (
            x + side * wide * 1.05,
            shoulder + height * 0.37,
        )

    def head(self, x, y, radius):
        canvas = self.canvas
        canvas.rect(
            x - radius * 0.38, y + radius * 0.5, x + radius * 0.38, y + radius * 1.45, self.skin, radius * 0.3
        )
        if self.style in {"bob", "scarf"}:
            colour = self.hair if self.style == "bob" else self.scarf
            canvas.rect(
                x - radius * 1.16,
                y - radius * 1.08,
                x + radius * 1.16,
                y + radius * 1.12,
                colour,
                radius * 0.95,
            )
        if self.style == "curls":
            for dx, dy in [
                (-0.85, -0.35),
                (-0.45, -0.9),
                (0.15, -1.02),
                (0.7, -0.7),
                (0.98, -0.15),
                (-1.0, 0.2),
            ]:
                canvas.circle(x + dx * radius, y + dy * radius, radius * 0.48, self.hair)
        canvas.circle(x, y, radius, self.skin)
        if self.style == "bun":
            canvas.circle(x + radius * 0.3, y - radius * 1.2, radius * 0.46, self.hair)
        if self.style == "scarf":
            canvas.slice(x, y, radius * 1.1, 180, 360, self.scarf)
        elif self.style == "cap":
            canvas.slice(x, y - radius * 0.12, radius * 1.06, 180, 360, self.scarf)
            canvas.rect(
                x - radius * 0.2, y - radius * 0.3, x + radius * 1.5, y - radius * 0.08, self.scarf, 6
            )
        else:
            canvas.slice(x, y, radius * 1.05, 185, 350, self.hair)


def tree(canvas, x, base, height, crown, trunk):
    canvas.rect(x - height * 0.03, base - height * 0.5, x + height * 0.03, base, trunk)
    canvas.ellipse(x, base - height * 0.65, height * 0.24, height * 0.35, crown)
    shade = mixed(crown, INK, 0.12)
    canvas.line([(x, base - height * 0.3), (x, base - height * 0.82)], shade, height * 0.012)
    for side, low, high in [(-1, 0.46, 0.58), (1, 0.56, 0.68), (-1, 0.64, 0.74)]:
        canvas.line(
            [(x, base - height * low), (x + side * height * 0.12, base - height * high)],
            shade,
            height * 0.012,
        )


def round_tree(canvas, x, base, height, crown, trunk):
    canvas.rect(x - height * 0.03, base - height * 0.5, x + height * 0.03, base, trunk)
    canvas.circle(x, base - height * 0.68, height * 0.3, crown)
    canvas.circle(x - height * 0.08, base - height * 0.74, height * 0.17, mixed(crown, WHITE, 0.16))


def house(canvas, left, base, width, height, wall, roof, window, door=None):
    """A gabled house; a Flemish street is a row of them."""
    eaves = base - height * 0.66
    canvas.polygon(
        [
            (left, base),
            (left, eaves),
            (left + width / 2, base - height),
            (left + width, eaves),
            (left + width, base),
        ],
        wall,
    )
    canvas.line(
        [(left - 8, eaves + 4), (left + width / 2, base - height), (left + width + 8, eaves + 4)], roof, 16
    )
    size = width * 0.2
    for x in (left + width * 0.18, left + width * 0.62):
        pane(canvas, x, eaves + height * 0.05, size, size * 1.25, window, wall)
    if door:
        canvas.rect(left + width * 0.2, base - height * 0.34, left + width * 0.42, base, door, 4)
        canvas.circle(left + width * 0.375, base - height * 0.16, 4, window)
        pane(canvas, left + width * 0.58, base - height * 0.31, size * 1.3, size * 1.1, window, wall)


def pane(canvas, left, top, width, height, glass, frame):
    canvas.rect(left, top, left + width, top + height, glass)
    canvas.rect(left + width / 2 - 2, top, left + width / 2 + 2, top + height, frame)
    canvas.rect(left, top + height * 0.42, left + width, top + height * 0.42 + 4, frame)


def lamp(canvas, x, top, bottom, shade):
    canvas.rect(x - 2, top, x + 2, bottom - 60, INK)
    canvas.slice(x, bottom, 78, 180, 360, shade)
    canvas.ellipse(x, bottom, 26, 10, PAPER)


def plant(canvas, x, base, height, leaf, pot):
    for dx, tip in [(-0.32, 0.72), (0.34, 0.78), (-0.16, 0.95), (0.18, 1.0), (0, 0.86)]:
        canvas.curve(
            [
                (x, base - height * 0.25),
                (x + dx * height * 0.3, base - height * 0.7),
                (x + dx * height, base - height * tip),
            ],
            leaf,
            height * 0.075,
        )
    canvas.polygon(
        [
            (x - height * 0.2, base - height * 0.34),
            (x + height * 0.2, base - height * 0.34),
            (x + height * 0.15, base),
            (x - height * 0.15, base),
        ],
        pot,
    )


def cup(canvas, x, base, colour):
    canvas.ring(x + 20, base - 22, 12, colour, 6)
    canvas.rect(x - 20, base - 38, x + 20, base, colour, 9, (False, False, True, True))


def bowl(canvas, x, base, size, colour, food):
    canvas.slice(x, base - size * 0.55, size * 0.86, 180, 360, food)
    canvas.slice(x, base - size * 0.6, size, 0, 180, colour)
    canvas.rect(
        x - size * 0.3, base - size * 0.06 + size * 0.38, x + size * 0.3, base + size * 0.42, colour, 3
    )
