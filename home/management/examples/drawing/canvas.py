"""A sheet to draw flat shapes on, without jagged edges."""

import math

from PIL import Image, ImageDraw

FINENESS = 2


class Canvas:
    """Measures are those of the finished picture; it is drawn larger, and made smaller at the end."""

    def __init__(self, width, height, background):
        self.width, self.height = width, height
        self.image = Image.new("RGB", (width * FINENESS, height * FINENESS), background)
        self.pen = ImageDraw.Draw(self.image)

    def finished(self):
        """Each point is the mean of those drawn for it: five times as fast as Lanczos, and without its faint rims of
        other colours around each shape, which make the file more than twice as large."""
        return self.image.reduce(FINENESS)

    def rect(self, left, top, right, bottom, fill, radius=0, corners=None):
        """`corners` says which are round: top left, top right, bottom right, bottom left."""
        box = self._scaled([(left, top), (right, bottom)])
        self.pen.rounded_rectangle(box, radius * FINENESS, fill, corners=corners)

    def circle(self, x, y, radius, fill):
        self.ellipse(x, y, radius, radius, fill)

    def ellipse(self, x, y, across, up, fill):
        self.pen.ellipse(self._scaled([(x - across, y - up), (x + across, y + up)]), fill)

    def slice(self, x, y, radius, start, end, fill):
        """A part of a disc; degrees go clockwise from the right."""
        box = self._scaled([(x - radius, y - radius), (x + radius, y + radius)])
        self.pen.pieslice(box, start, end, fill)

    def polygon(self, points, fill):
        self.pen.polygon(self._scaled(points), fill)

    def line(self, points, fill, width):
        """With round ends and corners."""
        scaled = self._scaled(points)
        self.pen.line(scaled, fill, round(width * FINENESS), joint="curve")
        for x, y in scaled:
            radius = width * FINENESS / 2
            self.pen.ellipse([x - radius, y - radius, x + radius, y + radius], fill)

    def curve(self, points, fill, width):
        """A smooth line from the first point to the last; the one between pulls it (quadratic Bézier)."""
        (x0, y0), (x1, y1), (x2, y2) = points
        steps = [step / 24 for step in range(25)]
        self.line(
            [
                (
                    (1 - t) ** 2 * x0 + 2 * (1 - t) * t * x1 + t**2 * x2,
                    (1 - t) ** 2 * y0 + 2 * (1 - t) * t * y1 + t**2 * y2,
                )
                for t in steps
            ],
            fill,
            width,
        )

    def ring(self, x, y, radius, fill, width):
        box = self._scaled([(x - radius, y - radius), (x + radius, y + radius)])
        self.pen.ellipse(box, outline=fill, width=round(width * FINENESS))

    def arc(self, x, y, radius, start, end, fill, width):
        box = self._scaled([(x - radius, y - radius), (x + radius, y + radius)])
        self.pen.arc(box, start, end, fill, round(width * FINENESS))

    def wave(self, y, height, length, fill, width, phase=0.0):
        """A wavy line from side to side."""
        points = [
            (x, y + height * math.sin(2 * math.pi * x / length + phase))
            for x in range(-20, self.width + 40, 10)
        ]
        self.pen.line(self._scaled(points), fill, round(width * FINENESS), joint="curve")

    def hill(self, left, right, base, height, fill):
        """Half an ellipse on the ground."""
        middle, across = (left + right) / 2, (right - left) / 2
        self.pen.pieslice(
            self._scaled([(middle - across, base - height), (middle + across, base + height)]), 180, 360, fill
        )

    def _scaled(self, points):
        return [(x * FINENESS, y * FINENESS) for x, y in points]
