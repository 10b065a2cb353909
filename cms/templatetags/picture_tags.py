"""Template tags for images; they give nothing for an unreadable file."""

from typing import NamedTuple

from django import template
from django.forms.utils import flatatt
from django.utils.html import format_html

from cms.models import Publisher
from cms.models.media import PAGE_WIDTHS, PORTRAIT

register = template.Library()

# In CSS pixels: the widest column of text, and what a tall picture may take of a screen.
COLUMN_WIDTH, MOST_HEIGHT = 656, 560
# A lead picture outside the text.
WIDE = 832


@register.simple_tag
def picture(image, alt, is_lead=False, is_wide=False):
    """A responsive `img`, whole, never larger than the picture is or than its column; `alt` overrides its own text.

    The browser loads a lead picture at once.
    """
    sizes = list(image.get_renditions(*PAGE_WIDTHS).values()) if image else []
    if not sizes or any(size.is_missing for size in sizes):
        return ""
    width, height = shown_size(sizes[-1], WIDE if is_wide else COLUMN_WIDTH)
    attributes = {
        "src": sizes[0].url,
        **responsive(sizes, width),
        "alt": alt or image.default_alt_text,
        "width": width,
        "height": height,
        **({} if is_lead else {"loading": "lazy"}),
    }
    return format_html("<img{}>", flatatt(attributes))


def shown_size(largest, column) -> tuple[int, int]:
    """The width and height to show: those of the largest rendition, made smaller for the column and the screen."""
    width = min(largest.width, column, MOST_HEIGHT * largest.width / largest.height)
    return max(1, round(width)), max(1, round(width * largest.height / largest.width))


def responsive(sizes, width) -> dict[str, str]:
    """The attributes `srcset` and `sizes`, with every width once; none for a picture in one size."""
    by_width = {size.width: size.url for size in sizes}
    if len(by_width) == 1:
        return {}
    srcset = ", ".join(f"{url} {width}w" for width, url in by_width.items())
    return {"srcset": srcset, "sizes": f"min({width}px, 100vw)"}


@register.simple_tag
def portrait(image, alt, css_class):
    """An `img` of a person."""
    size = image and image.get_rendition(PORTRAIT)
    if not size or size.is_missing:
        return ""
    return size.img_tag({"class": css_class, "alt": alt, "loading": "lazy"})


class Reuse(NamedTuple):
    """The address of a whole picture, and who answers questions about it."""

    address: str
    contact: str
    contact_address: str


@register.simple_tag
def reuse_of(page) -> Reuse | None:
    """How to download the picture of this page; None where not everybody may."""
    if not page.picture_file or page.get_view_restrictions():
        return None
    return Reuse(f"{page.get_url()}{page.picture_file}", *contact_for(page))


def contact_for(page) -> tuple[str, str]:
    """The name and address of who answers for the page: its platform, else the publisher; empty if unknown."""
    if page.section:
        return page.section.title, page.section.get_url()
    publisher = Publisher.for_site(page.get_site())
    return (publisher.name or publisher.email, f"mailto:{publisher.email}") if publisher.email else ("", "")
