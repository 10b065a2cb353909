"""What a reader can do with a page elsewhere: send its address, and cite it."""

from itertools import accumulate
from typing import NamedTuple
from urllib.parse import quote

from django.conf import settings
from django.utils.translation import gettext

# Longer ones are cut off by some mail programs, or not opened at all.
LONGEST_MAIL = 2000
LONGEST_SUBJECT, LONGEST_SUMMARY = 400, 900


class Share(NamedTuple):
    """What is sent of a page. `citation` and `changed` are empty for lists; `text` too for a private page."""

    address: str
    title: str
    text: str = ""
    citation: str = ""
    changed: str = ""

    @property
    def mail(self) -> str:
        """The `mailto:` address: title, text and address; empty if the address alone is too long for it."""
        return mail_address(self.title, self.text, self.address)


def share_of(head) -> Share | None:
    """What is sent of the page with this `Head`; None for drafts, forms, and what must not be indexed.

    A view that is noindex but may be sent passes `shared` in its head: a dictionary with `address` and `text`.
    """
    if shared := head.given.get("shared"):
        return Share(shared["address"], head.title, shared["text"])
    if not head.canonical:
        return None
    page = head.page
    if page is None:
        return Share(head.canonical, head.title, head.attribute("search_description"))
    if page.get_view_restrictions():
        return Share(page.full_url, gettext("A page on Streekwijzer"))
    changed = "" if page.is_section_page else page.entry_dates().updated
    return Share(lasting_address(head), head.title, page.search_description, citation(head), changed)


def lasting_address(head) -> str:
    """The permanent address of the page, with the filters and the page number of a list."""
    _address, mark, query = head.canonical.partition("?")
    return f"{head.page.permanent_address}{mark}{query}"


def citation(head) -> str:
    """Who (year). Title. Publisher. Permanent address; empty for lists. The reader adds the date of the visit."""
    page = head.page
    if page.is_section_page:
        return ""
    published = page.entry_dates().published
    year = str(published.year) if published else gettext("no date")
    authors = ", ".join(party.name for party in page.entry_people() if party.is_author)
    name = page.title.rstrip(".")
    sentences = [f"{authors} ({year})", name] if authors else [f"{name} ({year})"]
    return ". ".join([*sentences, publishers(head), page.permanent_address])


def publishers(head) -> str:
    """The platform of the page, and who publishes the site."""
    section, publisher = head.page.section, getattr(head.publisher, "name", "")
    names = [section.title if section else "", publisher, settings.WAGTAIL_SITE_NAME]
    return ", ".join(dict.fromkeys(filter(None, names)))


def mail_address(subject, text, address) -> str:
    """A `mailto:` address of at most LONGEST_MAIL characters: long words lose their end, the address never does."""
    title, summary = encoded(subject, LONGEST_SUBJECT), encoded(text, LONGEST_SUMMARY)
    gap = encode("\r\n\r\n")
    mail = f"mailto:?subject={title}&body={gap.join(filter(None, [title, summary, encode(address)]))}"
    return mail if len(mail) <= LONGEST_MAIL else ""


def encoded(text, room) -> str:
    """The text for a `mailto:` address (RFC 6068), cut off where its code would be longer than `room`."""
    text = "\r\n".join(text.splitlines())
    sizes = list(accumulate(len(encode(character)) for character in text[: room + 1]))
    if not sizes or sizes[-1] <= room:
        return encode(text)
    most = room - len(encode("…"))
    return encode(text[: sum(size <= most for size in sizes)] + "…")


def encode(text) -> str:
    return quote(text, safe=",:/@")
