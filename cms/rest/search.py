"""Site search for programs, and the page behind a permanent id."""

from html import escape
from typing import Union
from uuid import UUID

from django.http import Http404
from django.utils.translation import gettext as _
from ninja import Field, Path, Router
from wagtail.models import Page, get_page_models

from cms.models import BasePage
from cms.querysets import listed
from cms.views.search import SiteSearch, type_of

from .asked import SearchForm
from .collections import collections
from .lists import answer, listing, raise_for, told, window
from .operations import PAGING, PERMANENT_ID, PROBLEMS, Listing, add_operation, parameter, part_parameters
from .previews import preview
from .schemas import PageDetail, PageRef, Problem

router = Router()
TOKEN = Path(..., description="What the editor gave.", examples=["5ea67dd4:1vKq2x:Zm9v"])


class Hit(PageRef):
    """A page that is found, with the place in its text that answers."""

    summary: str
    snippet: str = Field(description="HTML: the words that answer stand in <mark>.")


class Hits(Listing):
    """What is found, the best first."""

    query: str = Field(description="What was searched for: another word where only that finds something.")
    is_corrected: bool
    items: list[Hit]


def types():
    return sorted({type_of(model) for model in get_page_models() if issubclass(model, BasePage)})


def hit_of(hit):
    marked = "".join(
        f"<mark>{escape(piece)}</mark>" if is_marked else escape(piece) for piece, is_marked in hit.snippet
    )
    page = hit.page
    return {
        "id": str(page.translation_key),
        "type": type_of(page.specific_class),
        "title": page.title,
        "url": page.full_url,
        "summary": page.search_description,
        "snippet": marked,
    }


def search(request):
    def make(state, site):
        form = SearchForm(request.GET, types())
        raise_for(request.GET, form)
        asked = SiteSearch(request)
        found = asked.found if asked.type == form.cleaned_data["type"] else []
        hits = [hit_of(hit) for hit in asked.shown(found[slice(*window(form, len(found)))])]
        page = listing(request, site, form, len(found), hits)
        return {**page, "query": asked.query, "is_corrected": asked.is_corrected}

    return answer(request, make)


ASKED = [
    parameter(
        "q",
        "Words.",
        {"type": "string", "minLength": 1, "maxLength": 100},
        required=True,
        example="wonen",
    ),
    parameter("type", "Only pages of this type.", {"type": "string"}, example="practice"),
    parameter("exact", "Refuse a correction.", {"type": "string", "enum": ["1"]}, example="1"),
    *PAGING,
]
ABOUT_SEARCH = (
    "Every page that everybody may see, of whatever type, the best match first. Where only another word finds "
    "something, that is searched for: `is_corrected`."
)
add_operation(
    router, "search", "/search", search, ("search", "Search the whole site", ABOUT_SEARCH), Hits, ASKED
)


def add_by_id(api):
    """The page with a permanent id, of whatever type. Comes after all types are registered."""
    schemas = [PageDetail, *(collection.detail for collection in collections.values())]

    @api.get(
        "/by-id/{uuid:id}",
        operation_id="by_id",
        summary="The page with this permanent id, of whatever type",
        description="As its own collection tells it; a type without one tells what every page does.",
        response={200: Union[tuple(schemas)], **PROBLEMS},  # noqa: UP007 - made of a list
        tags=["search"],
        openapi_extra={"parameters": part_parameters(PageDetail)},
    )
    def by_id(request, id: UUID = PERMANENT_ID):  # noqa: A002 - its name in the address
        return answer(request, lambda state, site: told_by_id(request, state, site, id))

    @api.get(
        "/preview/{token}",
        operation_id="preview",
        summary="A version of a page that an editor shares with a front end",
        description="The token comes from the editor, and counts for an hour. The answer is not to be kept.",
        response={200: Union[tuple(schemas)], **PROBLEMS, 410: Problem},  # noqa: UP007 - made of a list
        tags=["previews"],
    )
    def show_preview(request, token: str = TOKEN):
        return preview(token)


def told_by_id(request, state, site, key):
    def find():
        pages = listed(Page.objects.filter(translation_key=key))
        page = pages.descendant_of(site.root_page, inclusive=True).specific().first()
        if not isinstance(page, BasePage):
            raise Http404(_("There is no such page, or not everybody may see it."))
        return page

    return told(request, state, (site.pk, "", key), find)
