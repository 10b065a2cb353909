"""Draw the pictures that stand with a shared link: the map of tiles, once for the site and once for each region.

They are committed; run this after a change of the regions or of their colours.
"""

import csv
import re

from django.conf import settings
from django.core.management.base import BaseCommand
from PIL import Image, ImageDraw, ImageFont

from cms.heads import SHARED_SIZE

FOLDER = settings.BASE_DIR / "static" / "share"
REGIONS = settings.BASE_DIR / "cms" / "fixtures" / "regions.csv"
STYLES = settings.BASE_DIR / "static" / "site.css"
FONT = settings.BASE_DIR / "static" / "fonts" / "faustina-latin-wght-normal.woff2"
COLOUR = re.compile(r"\.r-([a-z-]+) \{[^}]*--deep: (#[0-9a-f]{6})")
PAPER, TILE, INK, HERE = "#f7f7f1", "#d6dccd", "#16221c", "#ffc629"
SIDE, GAP, LEFT, TOP = 118, 22, 121, 60
COLOURS_KEPT = 16


def tiles():
    with REGIONS.open(encoding="utf-8") as file:
        return {row["slug"]: (int(row["col"]), int(row["row"])) for row in csv.DictReader(file)}


def draw(lit=None, colour=INK):
    """The map, with the tile of the region lit in its colour; without a region all tiles are dark."""
    picture = Image.new("RGB", SHARED_SIZE, PAPER)
    pen = ImageDraw.Draw(picture)
    for slug, (column, row) in tiles().items():
        x, y = LEFT + column * (SIDE + GAP), TOP + row * (SIDE + GAP)
        pen.rectangle(
            [x, y, x + SIDE - 1, y + SIDE - 1], fill=colour if slug == lit else TILE if lit else INK
        )
    pen.rectangle([LEFT, 500, LEFT + 63, 563], fill=INK)
    pen.rectangle([LEFT + 12, 512, LEFT + 51, 551], fill=HERE)
    font = ImageFont.truetype(str(FONT), 64)
    font.set_variation_by_axes([600])
    pen.text((LEFT + 88, 555), "Streekwijzer", font=font, fill=INK, anchor="ls")
    return picture.quantize(COLOURS_KEPT)


class Command(BaseCommand):
    help = "Draw the pictures that stand with shared links."

    def handle(self, **options):
        FOLDER.mkdir(exist_ok=True)
        draw().save(FOLDER / "streekwijzer.png", optimize=True)
        for slug, colour in COLOUR.findall(STYLES.read_text(encoding="utf-8")):
            draw(slug, colour).save(FOLDER / f"{slug}.png", optimize=True)
