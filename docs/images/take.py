"""Take the pictures of the README, the tour and the design language from a running demo: `make pictures`.

`make run` first, with the example content. Home and list show a desktop and a phone side by side. The form of the
editor is opened with an account of `var/demo-accounts.txt`.
"""

import os
import re
import sys
from io import BytesIO
from pathlib import Path

from PIL import Image
from playwright.sync_api import sync_playwright

HERE = Path(__file__).parent
CHROMIUM = os.environ.get("CHROMIUM") or "/usr/bin/chromium"
DESKTOP, PHONE = (1280, 800), (375, 800)
BACKGROUND = "#cfd4c7"
# The name of the picture, the address, and in which colours; desktop and phone, or the desktop alone.
PICTURES = [
    ("home", "/", "light", [DESKTOP, PHONE]),
    ("list", "/praktijken/", "light", [DESKTOP, PHONE]),
    ("finder", "/vind-je-platform/?q=Turnhout", "light", [DESKTOP]),
    ("platform-dark", "/platformen/kempen/", "dark", [DESKTOP]),
    ("practice", "/platformen/kempen/praktijken/een-sleutel-eerst/", "light", [DESKTOP]),
    ("event", "/platformen/vlaamse-ardennen/agenda/kieren-zoeken/", "light", [DESKTOP]),
    ("builder", "/praktijken/insluiten/?theme=wonen", "light", [DESKTOP]),
]
ACCOUNTS = HERE.parents[1] / "var" / "demo-accounts.txt"


def taken(browser, address, scheme, size):
    width, height = size
    page = browser.new_page(viewport={"width": width, "height": height}, color_scheme=scheme)
    page.goto(address, wait_until="networkidle")
    content = page.screenshot()
    page.close()
    return Image.open(BytesIO(content)).convert("RGB")


def editor(browser, site):
    """The form of a new practice with its title typed, as a member of a team sees it."""
    email, password = re.search(r"(westhoek@\S+)\s+(\S+)", ACCOUNTS.read_text(encoding="utf-8")).groups()
    page = browser.new_page(viewport={"width": DESKTOP[0], "height": DESKTOP[1]}, locale="nl-BE")
    page.goto(f"{site}/admin/login/")
    page.fill("[name=username]", email)
    page.fill("[name=password]", password)
    page.click("[type=submit]")
    page.goto(f"{site}/admin/practices/choose_parent/")
    page.wait_for_selector("[name=title]")
    page.fill("[name=title]", "Soep op de stoep")
    page.wait_for_timeout(3000)
    content = page.screenshot()
    page.close()
    return Image.open(BytesIO(content)).convert("RGB")


def keep(picture, name):
    """128 colours are enough for flat ones, and halve the file."""
    picture.quantize(128, dither=Image.Dither.NONE).save(HERE / f"{name}.png", optimize=True)


def beside(pictures):
    """On one sheet, with a little room between them."""
    if len(pictures) == 1:
        return pictures[0]
    width = sum(picture.width for picture in pictures) + 24 * (len(pictures) - 1)
    sheet, left = Image.new("RGB", (width, max(picture.height for picture in pictures)), BACKGROUND), 0
    for picture in pictures:
        sheet.paste(picture, (left, 0))
        left += picture.width + 24
    return sheet


def main(site):
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        for name, address, scheme, sizes in PICTURES:
            keep(beside([taken(browser, site + address, scheme, size) for size in sizes]), name)
        keep(editor(browser, site), "editor")
        browser.close()


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else "http://127.0.0.1:8000")
