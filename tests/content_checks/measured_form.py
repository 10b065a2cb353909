"""The cases by which the checks of form and of doubles are measured.

Those of headings, tables and small pictures stand in `form_cases`; there a page counts as a whole: what is found on it
is right if something is wrong with it.
"""

import re
import tomllib

from wagtail.rich_text import RichText

from cms.blocks import HeadingBlock, TableBlock
from content_checks import sketches
from practices.models import PracticeIndexPage, PracticePage
from tests.factories import DocumentFactory, ImageFactory, home_page
from tests.practices.factories import StubFactory

from .form_cases import (
    HEADINGS_WITH_FAULT,
    HEADINGS_WITHOUT_FAULT,
    LARGE_ENOUGH,
    SMALL_PICTURES,
    TABLES_WITH_FAULT,
    TABLES_WITHOUT_FAULT,
)
from .form_pages import a_page, page_with_picture
from .measuring import MEASURED, TEXTS, Case, cases_in, texts_in

# In this many of the bodies with a fault, it is a heading of a block; in the others a bold line.
OF_BLOCKS = 11


def of_bodies(bodies, without):
    """A fault is all words of the body, with the label of an empty heading."""
    cases = [Case(a_page(body), (" ".join(map(str, body)) + f" {HeadingBlock().label}",)) for body in bodies]
    return cases + [Case(a_page(body)) for body in without]


def headings():
    return of_bodies(HEADINGS_WITH_FAULT[:OF_BLOCKS], HEADINGS_WITHOUT_FAULT)


def bold_headings():
    cases = of_bodies(HEADINGS_WITH_FAULT[OF_BLOCKS:], HEADINGS_WITHOUT_FAULT)
    return [case._replace(faults=tuple(fault.replace("<", " <") for fault in case.faults)) for case in cases]


def tables():
    faulty = [
        Case(
            a_page([("table", table)]),
            (", ".join(filter(None, map(str.strip, table[0]))) + f" {TableBlock().label}",),
        )
        for table in TABLES_WITH_FAULT
    ]
    return faulty + [Case(a_page([("table", table)])) for table in TABLES_WITHOUT_FAULT]


def small_pictures():
    def case(place, width, *faults):
        image = ImageFactory(description=f"{place} {width}", file__width=width, file__height=10)
        return Case(page_with_picture(place, image), faults)

    faulty = [case(place, width, f"{place} {width}") for place, width in SMALL_PICTURES]
    return faulty + [case(place, width) for place, width in LARGE_ENOUGH]


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
    pairs = tomllib.loads((TEXTS / "same_page.toml").read_text(encoding="utf-8"))["pair"]
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
    "heading": headings,
    "bold_heading": bold_headings,
    "table": tables,
    "alt_text": descriptions,
    "small_picture": small_pictures,
    "file_link": file_links,
    "same_page": same_pages,
}
