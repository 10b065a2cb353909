"""The answers of the API about collections: a list, its facets, one page."""

from collections import defaultdict

from django.contrib.contenttypes.models import ContentType
from django.http import Http404, JsonResponse, QueryDict
from django.utils.translation import gettext as _
from wagtail.models import Page

from cms.models.changes import list_state
from cms.querysets import listed

from .answers import compared, problem, remembered
from .asked import ListForm, PartsForm, errors_in
from .collections import collections, detail_of, summaries_of
from .pages import site_of


def answer(request, make):
    """What `make` gives for this state of the lists and this site, as JSON; or only that it is still the same.

    What is found by words follows from the search index, which catches up by itself a moment later.
    """
    state, site = list_state(), site_of(request)
    key = ("v1", site.pk, request.path, request.META["QUERY_STRING"])

    def made():
        try:
            response = JsonResponse(make(state, site))
        except UnreadableError as refused:
            return unreadable(refused.errors), None
        return response, response.content

    if "q" not in request.GET:
        return remembered(request, state, key, made)
    response, is_answer = made()
    return compared(request, response) if is_answer else response


class UnreadableError(Exception):
    """What was asked can't be read: `errors` has a line for each parameter."""

    def __init__(self, errors):
        super().__init__(errors)
        self.errors = errors


def unreadable(errors):
    """422 that names each parameter that can't be read."""
    detail = " ".join(f"{error['parameter']}: {error['detail']}" for error in errors)
    return problem(422, "Unprocessable Content", detail, errors=errors)


def raise_for(query, *read):
    if errors := errors_in(query, *read):
        raise UnreadableError(errors)


def list_of(request, collection):
    """A page of the collection, with the same filters as the list on the site."""

    def make(state, site):
        paging = ListForm(request.GET, collection.summary)
        if collection.form:
            form = collection.form(request.GET, below=site.root_page.path)
            raise_for(request.GET, form, paging)
            total, ids_of = len(form.results), form.results.ids
        else:
            raise_for(request.GET, paging)
            pages = collection.listed(site).for_summaries()
            total, ids_of = (
                pages.count(),
                lambda start, stop: list(pages.values_list("pk", flat=True)[start:stop]),
            )
        ids = ids_of(*window(paging, total))
        return listing(
            request, site, paging, total, included(state, paging, summaries_of(state, collection, ids))
        )

    return answer(request, make)


def window(paging, total):
    """From which item to which; a page after the last is not there."""
    start = (paging.number - 1) * paging.size
    if start >= total and paging.number > 1:
        raise Http404(_("page: the last one is %(last)s.") % {"last": last_page(paging, total)})
    return start, start + paging.size


def last_page(paging, total):
    return max(1, -(-total // paging.size))


def listing(request, site, paging, total, found):
    """A page of items as every list has it."""
    return {
        "total": total,
        "page": paging.number,
        "page_size": paging.size,
        "next": address_of(request, site, paging.number + 1)
        if paging.number < last_page(paging, total)
        else None,
        "previous": address_of(request, site, paging.number - 1) if paging.number > 1 else None,
        "items": found,
    }


def address_of(request, site, number):
    query = QueryDict(request.META["QUERY_STRING"], mutable=True)
    query["page"] = number
    return f"{site.root_url}{request.path}?{query.urlencode()}"


def included(state, parts, found):
    """The items with the summaries of what was asked to be included, and with the fields that were asked only."""
    for name in parts.cleaned_data["include"]:
        found = with_summaries(state, name, found)
    if fields := parts.cleaned_data["fields"]:
        found = [{key: value for key, value in item.items() if key in {"id", *fields}} for item in found]
    return found


def with_summaries(state, name, found):
    """Each page that the items lead to by this name as its summary: a few queries for each type of page."""
    keys = {ref["id"] for item in found for ref in refs_in(item.get(name))}
    known = summaries_by_id(state, keys)

    def put(value):
        if isinstance(value, list):
            return [put(part) for part in value]
        return known.get(value["id"], value) if value else value

    return [{**item, name: put(item[name])} if name in item else item for item in found]


def refs_in(value):
    return value if isinstance(value, list) else [value] if value else []


def summaries_by_id(state, ids):
    """The summaries of these pages of any type that everybody may see, by their permanent ids."""
    pages = listed(Page.objects.filter(translation_key__in=ids))
    by_type = defaultdict(list)
    for pk, kind in pages.values_list("pk", "content_type_id"):
        by_type[kind].append(pk)
    found = {}
    for kind, pks in by_type.items():
        collection = collections.get(ContentType.objects.get_for_id(kind).model_class())
        for summary in summaries_of(state, collection, pks) if collection else ():
            found[summary["id"]] = summary
    return found


def facets_of(request, collection):
    """The filters of the collection, with how many pages each choice would find beside the other filters."""

    def make(state, site):
        form = collection.form(request.GET, below=site.root_page.path)
        raise_for(request.GET, form)
        return {"total": len(form.results), "facets": [facet_of(group) for group in form.results.groups]}

    return answer(request, make)


def facet_of(group):
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


def one_of(request, collection, key):
    """The page with this permanent id."""

    def make(state, site):
        def find():
            page = collection.listed(site).filter(translation_key=key).first()
            if page is None:
                raise Http404(_("There is no such page, or not everybody may see it."))
            return page

        return told(request, state, (site.pk, collection.name, key), find)

    return answer(request, make)


def told(request, state, key, find):
    """The page that `find` gives, with the parts of it that were asked."""
    schema, facts = detail_of(state, key, find)
    parts = PartsForm(request.GET, schema)
    raise_for(request.GET, parts)
    return included(state, parts, [facts])[0]
