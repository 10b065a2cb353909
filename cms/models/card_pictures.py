"""The pictures of pages in lists: cut to 3:2 when they were uploaded, and never larger than they are."""

from typing import NamedTuple

from django.db.models import QuerySet
from wagtail.images.models import Filter

from caching.compiled import Prepared
from cms.models.media import CARD_SIZES, STAND_IN, CustomRendition

RATIO = 1.5
FILTERS = {spec: Filter(spec) for spec in (*CARD_SIZES, STAND_IN)}


class CardPicture(NamedTuple):
    """What the `img` of a card needs: its addresses, each with its width, and its largest width and height."""

    address: str
    srcset: str
    width: int
    height: int
    is_first: bool = False


@Prepared
def stored_sizes(specs, *, keys) -> QuerySet:
    """The renditions of these pictures by these filter specifications, the smallest first."""
    sizes = CustomRendition.objects.filter(image__in=keys, filter_spec__in=specs)
    return sizes.select_related("image").order_by("width", "pk")


def load_card_pictures(pages) -> list:
    """The pages as a list, each with its `card_picture` (a CardPicture or None) set; in one query.

    Makes no rendition: a visitor would wait for twenty. A picture whose sizes are not made yet is cut by the browser.
    """
    pages = list(pages)
    pictures = card_pictures({page.listing_image_id for page in pages} - {None})
    for page in pages:
        page.card_picture = pictures.get(page.listing_image_id)
    return pages


def card_pictures(keys) -> dict[int, CardPicture]:
    """The card pictures by the keys of their images; images without any rendition are left out."""
    sizes_by_key = {}
    for size in stored_sizes(tuple(FILTERS), keys=sorted(keys)):
        if size.focal_point_key == FILTERS[size.filter_spec].get_cache_key(size.image):
            sizes_by_key.setdefault(size.image_id, []).append(size)
    return {key: card_picture(sizes) for key, sizes in sizes_by_key.items()}


def card_picture(sizes) -> CardPicture:
    """The picture of these renditions; the uncut one is only for want of others."""
    cut = [size for size in sizes if size.filter_spec != STAND_IN] or sizes
    by_width = {size.width: size for size in cut}
    largest = cut[-1]
    width = min(largest.width, round(largest.height * RATIO))
    srcset = (
        ", ".join(f"{size.url} {width}w" for width, size in by_width.items()) if len(by_width) > 1 else ""
    )
    return CardPicture(cut[0].url, srcset, width, round(width / RATIO))


def show_first_at_once(pages) -> list:
    """The same pages; the browser need not wait for a scroll to load the first picture among them."""
    first = next((page for page in pages if page.card_picture), None)
    if first:
        first.card_picture = first.card_picture._replace(is_first=True)
    return pages
