"""The types of page in the API, and the serialization of their pages. Each room registers its types in its `api`."""

from typing import NamedTuple

from django.db.models import QuerySet
from ninja import Schema
from wagtail.images import get_image_model

from caching.compiled import Prepared
from caching.functions import cached_until_change
from cms.models.media import API_WIDTHS
from cms.querysets import listed
from cms.sections import load_sections
from cms.skipping import skip_failing

from .schemas import PageDetail, PageSummary, type_name, with_type

# By the model of the page.
collections = {}


class Collection(NamedTuple):
    """A type of page in the API: its name in URLs, the schemas for lists and for one page, and the filter form.

    Without a `form` the list has no filters, and the order of its queryset.
    """

    name: str
    model: type
    summary: type[Schema]
    detail: type[Schema]
    form: type | None = None

    def listed(self, site) -> QuerySet:
        """The listed pages of this type on the site."""
        pages = listed(self.model.objects.all())
        return pages.filter(path__startswith=site.root_page.path, depth__gt=site.root_page.depth)


def register(collection) -> Collection:
    """Adds a type of page, and gives the collection with `type` as a constant in its schemas, to tell them apart."""
    kind = type_name(collection.model)
    summary, detail = with_type(collection.summary, kind), with_type(collection.detail, kind)
    collections[collection.model] = collection._replace(summary=summary, detail=detail)
    return collections[collection.model]


def detail_schema(model) -> type[Schema]:
    """The schema for one page of this model; `PageDetail` for a model without a collection."""
    collection = collections.get(model)
    return collection.detail if collection else PageDetail


def serialize_detail(page) -> dict:
    """All public fields of a page, as JSON values."""
    return detail_schema(type(page)).model_validate(page).model_dump(mode="json")


def serialize_summary(page) -> dict:
    """The fields of a page in lists, as JSON values: those that can be loaded for many pages at once."""
    collection = collections.get(type(page))
    schema = collection.summary if collection else PageSummary
    return schema.model_validate(page).model_dump(mode="json")


@Prepared
def listed_summaries(model, *, keys):
    return model.objects.filter(pk__in=keys).listed().for_summaries()


@cached_until_change(most=2000)
def summaries_of(ids, collection) -> dict:
    """The summaries of the listed pages with these ids, by id, without broken ones. Call `many`."""
    pages = load_pictures(load_sections(listed_summaries(collection.model, keys=ids)))
    return dict(skip_failing(lambda page: (page.pk, serialize_summary(page)), pages))


def get_summaries(collection, ids) -> list[dict]:
    """The summaries of these pages, in that order; unlisted and broken pages are left out."""
    return list(summaries_of.many(ids, collection).values())


def load_pictures(pages) -> list:
    """The pages with their listing images and renditions loaded."""
    ids = {page.listing_image_id for page in pages if page.listing_image_id}
    images = get_image_model().objects.filter(pk__in=ids).prefetch_renditions(*API_WIDTHS) if ids else ()
    images_by_id = {image.pk: image for image in images}
    for page in pages:
        page.listing_image = images_by_id.get(page.listing_image_id)
    return pages
