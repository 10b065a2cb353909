"""The cases by which the checks of form and of doubles are measured, of texts that need more than a body."""

import re
from functools import partial

from wagtail.rich_text import RichText

from cms.blocks import HeadingBlock
from content_checks import sketches
from practices.models import PracticeIndexPage, PracticePage
from tests.factories import DocumentFactory, ImageFactory, home_page
from tests.practices.factories import StubFactory

from .form_pages import a_page, page_with_picture
from .measuring import MEASURED, Case, cases_in, texts_in


def bodies(name):
    """Each text is a body; a fault is the words of a heading or of a bold line."""
    return [
        Case(a_page([tuple(block) for block in text["blocks"]]), tuple(map(named, text["faults"])))
        for text in texts_in(name)
    ]


def named(fault):
    """A heading without words is named by what its block is called."""
    return str(HeadingBlock().label) if fault == "(leeg)" else fault


def tables():
    """The whole table is at fault, or nothing is."""
    return [
        Case(a_page([("table", (text["headings"], text["rows"]))]), ("*",) if text["fault"] else ())
        for text in texts_in("table")
    ]


def small_pictures():
    pictures = texts_in("small_picture", "picture")
    for number, picture in enumerate(pictures):
        width, height, description = picture["width"], picture["height"], f"Foto {number}."
        image = ImageFactory(description=description, file__width=width, file__height=height)
        yield Case(page_with_picture(picture["place"], image), (description,) if picture["fault"] else ())


def descriptions():
    """Each text is the description of a picture."""
    return [
        Case(
            page_with_picture("lead", ImageFactory(description=text["text"], file__width=900)),
            tuple(text["faults"]),
        )
        for text in texts_in("alt_text")
    ]


def file_links():
    """With all documents that the texts link to."""
    html = " ".join(text["html"] for text in texts_in("file_link"))
    for key in set(re.findall(r'linktype="document" id="(\d+)"', html)):
        DocumentFactory(pk=key, file__filename="nota.pdf")
    return cases_in("file_link")


def practices():
    """Of each pair one page is on the site, and the other is read. What is found of other pairs is wrong."""
    index = home_page().add_child(instance=PracticeIndexPage(title="Praktijken", slug="praktijken"))
    pairs = texts_in("same_page", "pair")
    for number, pair in enumerate(pairs):
        page = a_practice(**pair["a"])
        values = {
            "title": page.title,
            "approach": page.approach,
            "links": page.links,
            "slug": f"praktijk-{number}",
        }
        sketches.update(StubFactory(parent=index, **values))
        yield a_practice(**pair["b"]), (pair["a"]["title"],) if pair["same"] else ()


def same_pages():
    """All pages are there before the first is read."""
    return [Case(page, faults) for page, faults in list(practices())]


def a_practice(title, source, text):
    page = PracticePage(title=title, is_stub=True)
    page.approach = [("paragraph", RichText(f"<p>{words}</p>")) for words in text.split("\n\n")]
    page.links = [("link", {"label": "Bron", "url": source})] if source else []
    return page


MEASURED |= {
    "heading": partial(bodies, "heading"),
    "bold_heading": partial(bodies, "bold_heading"),
    "table": tables,
    "alt_text": descriptions,
    "small_picture": small_pictures,
    "file_link": file_links,
    "same_page": same_pages,
}
