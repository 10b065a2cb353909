"""Pages for the checks of form, and what a check finds on them."""

from wagtail.contrib.typed_table_block.blocks import TypedTable
from wagtail.rich_text import RichText

from cms.blocks import TableBlock
from content_checks.content import PageContent
from news.models import NewsPage
from platforms.models import PlatformPage
from practices.models import PracticeOwner, PracticePage
from tests.factories import ImageFactory, OrganisationFactory, PersonFactory


def a_table(headings, rows, caption=""):
    block = TableBlock().child_blocks["text"]
    columns = [{"block": block, "heading": heading} for heading in headings]
    return TypedTable(columns, [{"values": row} for row in rows], caption)


def block_of(kind, value):
    """A block of a body, of the short ways in which `form_cases` writes them."""
    if kind == "text":
        return "paragraph", RichText(value)
    if kind == "image":
        return "image", {"image": ImageFactory(), "alt": "", "caption": value}
    if kind == "table":
        return "table", a_table(*value)
    if kind == "callout":
        title, text = value
        return "callout", {"title": title, "text": RichText(text)}
    if kind == "quote":
        return "quote", {"text": value, "name": "An"}
    return kind, value


def a_page(body=(), **fields):
    """A news item that is stored nowhere."""
    page = NewsPage(title="Bericht", body=[block_of(*each) for each in body], **fields)
    page.body.get_prep_value()  # gives each block its id, as saving does
    return page


def in_block(image, alt=""):
    return {"image": image, "alt": alt, "caption": ""}


def page_with_picture(place, image):
    """A page that shows this picture there; not stored."""
    if place == "lead":
        return a_page(listing_image=image)
    if place == "gallery":
        return PlatformPage(title="Platform", gallery=[("image", in_block(image))])
    if place == "logo":
        page = PracticePage(title="Praktijk")
        page.owners = [PracticeOwner(organisation=OrganisationFactory(logo=image))]
        return page
    if place == "person":
        page = a_page()
        page.body = [
            ("quote", {"text": "Ja.", "person": PersonFactory(photo=image, photo_consent_on="2026-01-01")})
        ]
        return page
    page = a_page()
    others = [("image", in_block(ImageFactory(file__width=1200)))] if place == "second" else []
    page.body = [*others, ("image", in_block(image))]
    return page


def findings(check, page, user=None):
    return list(check().find(PageContent(page, user)))
