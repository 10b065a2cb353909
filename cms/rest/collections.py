"""Which types of page programs are told, and how. A room registers each of its types once, in its `api`."""

from typing import NamedTuple

from ninja import Schema
from wagtail.images import get_image_model

from cms.models.base import load_rows, load_sections
from cms.prepared import Prepared
from cms.querysets import listed

from .memory import Memory
from .schemas import WIDTHS, PageDetail, PageSummary

# The last that were told, each with the state of the lists in which that was: in another it counts no more.
summaries, details = Memory(2000), Memory(500)
# By the model of the page.
collections = {}


class Collection(NamedTuple):
    """A type of page: its name in addresses, what a list and what the page itself tells, and how lists are filtered.

    `form` is the filter form of the list page; a type without one is listed by its own order.
    """

    name: str
    model: type
    summary: type[Schema]
    detail: type[Schema]
    form: type | None = None

    def listed(self, site):
        """The pages of this type on the site that everybody may see."""
        pages = listed(self.model.objects.all())
        return pages.filter(path__startswith=site.root_page.path, depth__gt=site.root_page.depth)


def register(collection):
    collections[collection.model] = collection
    return collection


def schema_of(model):
    """What a page of this type tells of itself, as a pydantic model: a type of its own, or what every page tells."""
    found = collections.get(model)
    return found.detail if found else PageDetail


def fields_of(page):
    """The facts of a page as JSON knows them."""
    return schema_of(type(page)).model_validate(page).model_dump(mode="json")


def summary_fields_of(page):
    """The facts of a page that lists tell: those that can be loaded for many pages at once."""
    found = collections.get(type(page))
    return (found.summary if found else PageSummary).model_validate(page).model_dump(mode="json")


@Prepared
def summary_pages(model, *, keys):
    return model.objects.filter(pk__in=keys).listed().for_summaries()


def summaries_of(state, collection, ids):
    """The summaries of these pages, in that order, less those that not everybody may see; a few queries for all."""
    known = {pk: summaries.get((state, collection.name, pk)) for pk in ids}
    missing = [pk for pk in ids if known[pk] is None]
    pages = load_sections(summary_pages(collection.model, keys=missing))
    for page in load_pictures(pages):
        known[page.pk] = summary_fields_of(page)
        summaries.keep((state, collection.name, page.pk), known[page.pk])
    return [summary for summary in known.values() if summary]


def load_pictures(pages):
    """The pages, each with its picture and the sizes of that at hand."""
    keys = {page.listing_image_id for page in pages if page.listing_image_id}
    pictures = get_image_model().objects.filter(pk__in=keys).prefetch_renditions(*WIDTHS) if keys else ()
    found = {picture.pk: picture for picture in pictures}
    for page in pages:
        page.listing_image = found.get(page.listing_image_id)
    return pages


def detail_of(state, key, find):
    """What a page tells of itself, with its schema; made once for each state of the lists, and so is `find` asked once.

    `key` says what is looked for, and in which site: who may see a page is part of the state.
    """
    if (known := details.get((state, *key))) is None:
        page = find()
        load_rows([page], page.page_rows)
        known = schema_of(type(page)), fields_of(page)
        details.keep((state, *key), known)
    return known
