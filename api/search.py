"""Site search in the API, the page with a permanent id, and previews."""

from datetime import datetime
from html import escape
from typing import Annotated, Literal, Union
from uuid import UUID

from django.http import Http404
from django.utils.translation import gettext as _
from ninja import Field, Path
from pydantic import create_model
from wagtail.models import get_page_models

from cms.models import BasePage
from cms.routing import first_specific, pages_with_id
from listing.site_search import SiteSearch, type_of

from .collections import collections
from .lists import item_range, list_payload, raise_for, respond, serialize_page
from .operations import PAGING, PERMANENT_ID, Listing, add_operation, parameter, part_parameters
from .parameters import SearchForm
from .previews import preview
from .schemas import PageDetail, PageRef, Problem, type_name, with_type

TOKEN = Path(..., description="What the editor gave.", examples=["5ea67dd4:1vKq2x:Zm9v"])


class Hit(PageRef):
    """A page that is found, with the place in its text that answers."""

    summary: str
    snippet: str = Field(description="HTML: the words that answer stand in <mark>.")


class Hits(Listing):
    """What is found, the best first."""

    query: str = Field(description="What was searched for: another word where only that finds something.")
    is_corrected: bool
    has_all_words: bool = Field(
        description="Whether a page has all words; otherwise these are the pages with most of them, or any."
    )


def page_models():
    """The page models of this project."""
    return [model for model in get_page_models() if issubclass(model, BasePage)]


def types():
    """The values of the `type` parameter, and of the `type` of a hit."""
    return sorted({type_of(model) for model in page_models()})


def by_type(schemas):
    """The union of these schemas, told apart by their constant `type`."""
    return Annotated[Union[tuple(schemas)], Field(discriminator="type")]  # noqa: UP007 - built from a list


def hits_schema():
    """The schema of search results, with a hit schema for each type of page."""
    hits = [
        create_model(f"{kind.capitalize()}Hit", __base__=Hit, __doc__=Hit.__doc__, type=(Literal[kind], ...))
        for kind in types()
    ]
    return create_model("Hits", __base__=Hits, __doc__=Hits.__doc__, items=(list[by_type(hits)], ...))


def detail_schemas():
    """The schemas of one page of any type; types without a collection share one."""
    others = [type_name(model) for model in page_models() if model not in collections]
    return [
        with_type(PageDetail, *sorted(others)),
        *(collection.detail for collection in collections.values()),
    ]


def as_preview(schema):
    """The schema for previews of pages with this schema."""
    until = (datetime, Field(description="From this moment on the token does not count any more."))
    return create_model(
        f"{schema.__name__}Preview", __base__=schema, __doc__=schema.__doc__, preview_until=until
    )


def serialize_hit(hit):
    snippet = "".join(
        f"<mark>{escape(piece)}</mark>" if is_marked else escape(piece) for piece, is_marked in hit.snippet
    )
    page = hit.page
    return {
        "id": str(page.translation_key),
        "type": type_of(page.specific_class),
        "title": page.title,
        "url": page.full_url,
        "summary": page.search_description,
        "snippet": snippet,
    }


def search(request):
    def build(site):
        form = SearchForm(request.GET, types())
        raise_for(request.GET, form)
        site_search = SiteSearch(request)
        # The search ignores a type without matches; a program gets no hits for it.
        ids = site_search.ids if site_search.type == form.cleaned_data["type"] else []
        start, stop = item_range(form, len(ids))
        hits = [serialize_hit(hit) for hit in site_search.hits_for(ids[start:stop])]
        payload = list_payload(request, site, form, len(ids), hits)
        return {
            **payload,
            "query": site_search.query,
            "is_corrected": site_search.is_corrected,
            "has_all_words": site_search.has_all_words,
        }

    return respond(request, build)


ABOUT_SEARCH = (
    "Every page that everybody may see, of whatever type, the best match first. Other forms, parts and synonyms of "
    "a word count too. Where few pages have all words, those with most of them follow; where none has, "
    "`has_all_words` is false. A word that no page has is replaced by the nearest one that a page has: `is_corrected`."
)


def add_search(router):
    """Adds the site search. To be called once all types of page are registered."""
    query = {"type": "string", "minLength": 1, "maxLength": 100}
    parameters = [
        parameter("q", "Words.", query, required=True, example="wonen"),
        parameter(
            "type", "Only pages of this type.", {"type": "string", "enum": types()}, example="practice"
        ),
        parameter("exact", "Refuse a correction.", {"type": "string", "enum": ["1"]}, example="1"),
        *PAGING,
    ]
    texts = ("search", "Search the whole site", ABOUT_SEARCH)
    add_operation(router, "search", "/search", search, texts, hits_schema(), parameters)


def add_by_id(router):
    """Adds the page with a permanent id, and previews. To be called once all types of page are registered."""

    def by_id(request, id: UUID = PERMANENT_ID):  # noqa: A002 - its name in the address
        return respond(request, lambda site: serialize_by_id(request, site, id))

    def show_preview(request, token: str = TOKEN):
        return preview(token)

    schemas, about = (
        detail_schemas(),
        "As its own collection tells it; a type without one tells what every page does.",
    )
    texts = ("by_id", "The page with this permanent id, of whatever type", about)
    parts = part_parameters(PageDetail)
    add_operation(router, "search", "/by-id/{uuid:id}", by_id, texts, by_type(schemas), parts)
    about = "The token comes from the editor, and counts for an hour. The answer is not to be kept."
    texts = ("preview", "A version of a page that an editor shares with a front end", about)
    shared = by_type([as_preview(schema) for schema in schemas])
    add_operation(router, "previews", "/preview/{token}", show_preview, texts, shared, [], {410: Problem})


def serialize_by_id(request, site, permanent_id):
    page = first_specific(pages_with_id(site.root_page, permanent_id))
    if page is None:
        raise Http404(_("There is no such page, or not everybody may see it."))
    return serialize_page(request, page)
