"""Writes the regions' rules in the stylesheets and draws the pictures for shared links.

The results are committed; run this after a change of `cms/fixtures/regions.csv`.
"""

import re

from django.conf import settings
from django.core.management.base import BaseCommand
from PIL import Image, ImageDraw, ImageFont

from cms.page_metadata import SHARED_SIZE
from cms.regions import REGIONS

FOLDER = settings.BASE_DIR / "static" / "share"
STYLES = [settings.BASE_DIR / "static" / name for name in ("site.css", "partners/embed.css")]
# The region's sign, which follows these properties, is drawn by hand.
RULE = re.compile(r"\.r-([a-z-]+) \{ --col: [^}]*?--pale: #[0-9a-f]{6};")
FONT = settings.BASE_DIR / "static" / "fonts" / "faustina-latin-wght-normal.woff2"
PAPER, TILE, INK, HERE = "#f7f7f1", "#d6dccd", "#16221c", "#ffc629"
SIDE, GAP, LEFT, TOP = 118, 22, 121, 60
COLOURS_KEPT = 16


def with_rules(css):
    """The stylesheet with the current place and colours of each region."""

    def rule(match):
        look = REGIONS[match[1]]
        return (
            f".r-{look.slug} {{ --col: {look.column}; --row: {look.row};"
            f" --deep: {look.deep}; --pale: {look.pale};"
        )

    return RULE.sub(rule, css)


def draw(lit=None, colour=INK):
    """The tile map with one region in its colour; without a region all tiles are dark."""
    picture = Image.new("RGB", SHARED_SIZE, PAPER)
    pen = ImageDraw.Draw(picture)
    for slug, look in REGIONS.items():
        x, y = LEFT + look.column * (SIDE + GAP), TOP + look.row * (SIDE + GAP)
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
    help = "Write the rules of the regions in the stylesheets, and draw the pictures that stand with shared links."

    def handle(self, **options):
        for path in STYLES:
            path.write_text(with_rules(path.read_text(encoding="utf-8")), encoding="utf-8")
        FOLDER.mkdir(exist_ok=True)
        draw().save(FOLDER / "streekwijzer.png", optimize=True)
        for slug, look in REGIONS.items():
            draw(slug, look.deep).save(FOLDER / f"{slug}.png", optimize=True)
