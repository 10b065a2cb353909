"""The operations of the API on a collection, as OpenAPI describes them."""

from functools import partial
from types import MappingProxyType
from uuid import UUID

from django.utils.translation import override
from ninja import Field, Path, Schema
from pydantic import create_model

from cms.bounds import LONGEST_TEXT, MOST_VALUES

from .lists import facets_response, list_response, page_response
from .parameters import MOST, MOST_INCLUDED, USUAL, relations_of
from .schemas import Problem

# 400 is for what no address can hold: NUL, or a number that no column does. 503 is for a database that is away.
PROBLEMS = dict.fromkeys([400, 404, 422, 500, 503], Problem)


ABOUT_LISTS = (
    "What everybody may see, in the order and with the filters of the list on the site. Different filters mean “and”. "
    "An unknown parameter or value is a 422 that names it."
)
ABOUT_FACETS = (
    "For each value of each filter: how many items there would be with it, beside the other filters in use."
)
ABOUT_PAGES = (
    "All that the page shows, as data: running text as typed blocks and as HTML. What nobody filled in is an empty "
    "text, an empty list or null."
)


class Choice(Schema):
    """A value of a filter, and how many pages it would find beside the other filters."""

    value: str
    label: str
    parent: str | None
    count: int
    is_chosen: bool


class FacetOut(Schema):
    key: str
    label: str
    choices: list[Choice]


class Facets(Schema):
    """The filters of a list, counted."""

    total: int
    facets: list[FacetOut]


class Listing(Schema):
    """A page of a list."""

    total: int = Field(description="How many items there are on all pages.")
    page: int
    page_size: int
    next: str | None = Field(description="The address of the next page.")
    previous: str | None


def listing_of(schema):
    return create_model(f"{schema.__name__}List", __base__=Listing, __doc__=None, items=(list[schema], ...))


def parameter(name, description, schema, **more):
    return {"in": "query", "name": name, "description": description, "schema": schema, **more}


# The id in a path, as the document describes it.
PERMANENT_ID = Path(
    ...,
    description="The permanent id: it stays the same when the page moves or is renamed.",
    examples=["5ea67dd4-7a27-4c66-b1c7-86c3834024d6"],
)


def part_parameters(schema):
    """`fields` and `include`, for what has this schema."""
    relations = relations_of(schema)
    names = {"type": "string"}
    return [
        parameter(
            "fields",
            "Only these fields and the id, with commas: the answer then lacks the others, which its schema requires. "
            f"They are: {', '.join(schema.model_fields)}.",
            names,
            example="title,url",
        ),
        parameter(
            "include",
            f"The summary of these pages in place of the reference, with commas, {MOST_INCLUDED} at most: "
            f"{', '.join(relations)}.",
            names,
            example="platform",
        ),
    ]


PAGING = [
    parameter("page", "Which page.", {"type": "integer", "minimum": 1, "default": 1}, example=1),
    parameter(
        "page_size",
        "How many items on a page.",
        {"type": "integer", "minimum": 1, "maximum": MOST, "default": USUAL},
        example=USUAL,
    ),
]


def filter_parameters(form):
    """The filters of the list on the site. A key may be repeated: the values then mean “or”."""
    if form is None:
        return []
    many = {"style": "form", "explode": True}
    facets = [
        parameter(
            facet.key,
            describe(facet),
            {"type": "array", "items": {"type": "string"}, "maxItems": MOST_VALUES},
            **({"example": [facet.example]} if facet.example else {}),
            **many,
        )
        for facet in form.facets
    ]
    orders = [*(["relevance"] if "q" in form.base_fields else []), *dict(form.sort_choices())]
    return [
        parameter("q", "Words in the text.", {"type": "string", "maxLength": LONGEST_TEXT}, example="wonen"),
        *facets,
        parameter(
            "sort",
            f"In which order: {', '.join(orders)}.",
            {"type": "string", "enum": orders},
            example=orders[-1],
        ),
    ]


def describe(facet):
    with override("en"):
        which = "its level and those above it, by " if facet.is_at_least else ""
        return f"{str(facet.label).capitalize()}: {which}the keys that `/facets` names. Repeat it for “or”."


def add_operations(router, collection, singular):
    """Adds the operations of a collection: its list, one page by permanent id, and `/facets` if it has a filter form.

    `singular` is the name of one page in operation ids.
    """
    name = collection.name
    parts = part_parameters(collection.summary)

    def list_pages(request):
        return list_response(request, collection)

    def list_facets(request):
        return facets_response(request, collection)

    def get_page(request, id: UUID = PERMANENT_ID):  # noqa: A002 - its name in the address
        return page_response(request, collection, id)

    add, filters = partial(add_operation, router, name), filter_parameters(collection.form)
    texts = (f"list_{name.replace('-', '_')}", f"List {name}", ABOUT_LISTS)
    add("", list_pages, texts, listing_of(collection.summary), [*filters, *PAGING, *parts])
    if collection.form:
        texts = (f"{name}_facets", f"Count {name} by filter", ABOUT_FACETS)
        add("/facets", list_facets, texts, Facets, filters)
    texts = (f"get_{singular}", f"One of {name}", ABOUT_PAGES)
    add("/{uuid:id}", get_page, texts, collection.detail, part_parameters(collection.detail))


def add_operation(router, tag, path, view, texts, response, parameters, errors=MappingProxyType({})):
    """`texts` are the operation's id, what it is called, and what it gives; `errors` those that no other has."""
    operation, summary, description = texts
    router.add_api_operation(
        path,
        ["GET"],
        view,
        operation_id=operation,
        summary=summary,
        description=description,
        response={200: response, **PROBLEMS, **errors},
        openapi_extra={"parameters": parameters},
        tags=[tag],
    )
