"""JSON responses about a collection: a list, its facets, one page."""

from collections import defaultdict

from django.contrib.contenttypes.models import ContentType
from django.http import Http404, HttpResponse, JsonResponse
from django.utils.translation import gettext as _
from wagtail.models import Page

from caching.models import list_state
from cms.problem_details import problem
from cms.querysets import deduplicated, listed, load_rows
from cms.routing import site_of, with_permanent_id

from .collections import collections, detail_schema, get_summaries, serialize_detail
from .conditional import respond_with_etag
from .parameters import ListForm, PartsForm, errors_in


def respond(request, build) -> HttpResponse:
    """The JSON of `build(site)`, a 304 if the client has it, or a 422 if `build` raises ParameterError.

    A search by words has no date: the search index changes later than the lists.
    """
    state = None if "q" in request.GET else list_state()
    try:
        response = JsonResponse(build(site_of(request)))
    except ParameterError as error:
        return unprocessable(error.errors)
    return respond_with_etag(request, response, state)


class ParameterError(Exception):
    """The query string is invalid. `errors` are those of `errors_in`."""

    def __init__(self, errors):
        super().__init__(errors)
        self.errors = errors


def unprocessable(errors):
    """A 422 that names each invalid parameter."""
    detail = " ".join(f"{error['parameter']}: {error['detail']}" for error in errors)
    return problem(422, "Unprocessable Content", detail, errors=errors)


def raise_for(query, *forms) -> None:
    """Raises ParameterError unless these forms accept the whole query string."""
    if errors := errors_in(query, *forms):
        raise ParameterError(errors)


def list_response(request, collection) -> HttpResponse:
    """A page of the collection, with the filters of the list on the site."""

    def build(site):
        paging = ListForm(request.GET, collection.summary)
        if collection.form:
            form = collection.form(request.GET, below=site.root_page.path)
            raise_for(request.GET, form, paging)
            total, get_ids = len(form.results), form.results.ids
        else:
            raise_for(request.GET, paging)
            pages = deduplicated(collection.listed(site), site.root_page.path).for_summaries()
            total, get_ids = (
                pages.count(),
                lambda start, stop: list(pages.values_list("pk", flat=True)[start:stop]),
            )
        ids = get_ids(*item_range(paging, total))
        items = select_parts(paging, get_summaries(collection, ids))
        return list_payload(request, site, paging, total, items)

    return respond(request, build)


def item_range(paging, total) -> tuple[int, int]:
    """The start and stop of the requested page of a list. Raises Http404 after the last page."""
    start = (paging.number - 1) * paging.size
    if start >= total and paging.number > 1:
        raise Http404(_("page: the last one is %(last)s.") % {"last": last_page(paging, total)})
    return start, start + paging.size


def last_page(paging, total):
    return max(1, -(-total // paging.size))


def list_payload(request, site, paging, total, items) -> dict:
    """A page of a list: the items with the total and the links to the pages beside it."""
    has_next = paging.number < last_page(paging, total)
    return {
        "total": total,
        "page": paging.number,
        "page_size": paging.size,
        "next": page_url(request, site, paging.number + 1) if has_next else None,
        "previous": page_url(request, site, paging.number - 1) if paging.number > 1 else None,
        "items": items,
    }


def page_url(request, site, number):
    """The URL of another page of the requested list."""
    query = request.GET.copy()
    query["page"] = number
    return f"{site.root_url}{request.path}?{query.urlencode()}"


def select_parts(parts, items):
    """The items with the summaries that `include` names, and only the fields that `fields` names.

    `parts` is a valid PartsForm.
    """
    for name in parts.cleaned_data["include"]:
        items = include_summaries(name, items)
    if fields := parts.cleaned_data["fields"]:
        items = [{key: value for key, value in item.items() if key in {"id", *fields}} for item in items]
    return items


def include_summaries(name, items):
    """The items with summaries for the page references in this field; a few queries for each type of page."""
    ids = {ref["id"] for item in items for ref in refs_in(item.get(name))}
    summaries = summaries_by_id(ids)

    def with_summaries(value):
        if isinstance(value, list):
            return [with_summaries(ref) for ref in value]
        return summaries.get(value["id"], value) if value else value

    return [{**item, name: with_summaries(item[name])} if name in item else item for item in items]


def refs_in(value):
    return value if isinstance(value, list) else [value] if value else []


def summaries_by_id(ids):
    """The summaries of the listed pages, of any type, with these permanent ids."""
    pages = listed(Page.objects.filter(translation_key__in=ids))
    pks_by_type = defaultdict(list)
    for pk, content_type in pages.values_list("pk", "content_type_id"):
        pks_by_type[content_type].append(pk)
    summaries = {}
    for content_type, pks in pks_by_type.items():
        collection = collections.get(ContentType.objects.get_for_id(content_type).model_class())
        for summary in get_summaries(collection, pks) if collection else ():
            summaries[summary["id"]] = summary
    return summaries


def facets_response(request, collection) -> HttpResponse:
    """The facets of the collection, with the number of results of each choice beside the other filters."""

    def build(site):
        form = collection.form(request.GET, below=site.root_page.path)
        raise_for(request.GET, form)
        return {
            "total": len(form.results),
            "facets": [serialize_facet(group) for group in form.results.groups],
        }

    return respond(request, build)


def serialize_facet(group):
    return {
        "key": group.key,
        "label": str(group.label),
        "choices": [
            {
                "value": choice.value,
                "label": str(choice.label),
                "parent": choice.parent or None,
                "count": choice.count,
                "is_chosen": choice.is_chosen,
            }
            for top, parts in group.choices
            for choice in [top, *parts]
        ],
    }


def page_response(request, collection, permanent_id) -> HttpResponse:
    """The listed page of the collection with this permanent id, or a 404."""

    def build(site):
        page = with_permanent_id(collection.listed(site), permanent_id).first()
        if page is None:
            raise Http404(_("There is no such page, or not everybody may see it."))
        return serialize_page(request, page)

    return respond(request, build)


def serialize_page(request, page) -> dict:
    """The page with the `fields` and `include` of the query string."""
    parts = PartsForm(request.GET, detail_schema(type(page)))
    raise_for(request.GET, parts)
    load_rows([page], page.page_rows)
    return select_parts(parts, [serialize_detail(page)])[0]
