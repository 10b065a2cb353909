"""The pictures of pages in lists: cut to 3:2 when they were uploaded, and never larger than they are."""

from typing import NamedTuple

from django.core.files.storage import storages
from django.db.models import QuerySet
from wagtail.images.models import Filter

from caching.compiled import Prepared
from cms.models.media import CARD_SIZES, STAND_IN, CustomRendition
from cms.models.picture_consent import has_ended

RATIO = 1.5
FILTERS = {spec: Filter(spec) for spec in (*CARD_SIZES, STAND_IN)}


class CardPicture(NamedTuple):
    """What the `img` of a card needs: its addresses, each with its width, and its largest width and height."""

    address: str
    srcset: str
    width: int
    height: int
    is_first: bool = False


class StoredSize(NamedTuple):
    """A rendition, with the focal point of its image: rows, because making objects would take most of the time."""

    image_id: int
    spec: str
    focal_point_key: str
    file: str
    width: int
    height: int
    focal_point_x: int | None
    focal_point_y: int | None
    focal_point_width: int | None
    focal_point_height: int | None

    @property
    def is_of_focal_point(self) -> bool:
        """False for one that was cut around another focal point."""
        return self.focal_point_key == FILTERS[self.spec].get_cache_key(self)


COLUMNS = ["image_id", "filter_spec", "focal_point_key", "file", "width", "height"]
OF_IMAGE = [f"image__{name}" for name in StoredSize._fields[len(COLUMNS) :]]


@Prepared
def stored_sizes(specs, *, keys) -> QuerySet:
    """The renditions of these pictures by these filter specifications, the smallest first; none of withdrawn ones."""
    sizes = CustomRendition.objects.filter(image__in=keys, filter_spec__in=specs).order_by("width", "pk")
    sizes = sizes.exclude(has_ended("image__"))
    return sizes.values_list(*COLUMNS, *OF_IMAGE)


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
    for size in map(StoredSize._make, stored_sizes(tuple(FILTERS), keys=sorted(keys))):
        if size.is_of_focal_point:
            sizes_by_key.setdefault(size.image_id, []).append(size)
    return {key: card_picture(sizes) for key, sizes in sizes_by_key.items()}


def card_picture(sizes) -> CardPicture:
    """The picture of these renditions; the uncut one is only for want of others."""
    cut = [size for size in sizes if size.spec != STAND_IN] or sizes
    url, largest = storages["public"].url, cut[-1]
    urls = {size.width: url(size.file) for size in cut}
    srcset = ", ".join(f"{address} {width}w" for width, address in urls.items()) if len(urls) > 1 else ""
    width = min(largest.width, round(largest.height * RATIO))
    return CardPicture(urls[cut[0].width], srcset, width, round(width / RATIO))


def show_first_at_once(pages) -> list:
    """The same pages; the browser need not wait for a scroll to load the first picture among them."""
    first = next((page for page in pages if page.card_picture), None)
    if first:
        first.card_picture = first.card_picture._replace(is_first=True)
    return pages
