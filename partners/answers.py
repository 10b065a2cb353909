"""From an address in a format to its answer: in full, in parts, or only that it is still the same."""

from django.http import Http404, HttpResponse, StreamingHttpResponse

from cms.models import IndexPage
from cms.models.changes import list_state
from cms.rest.answers import problem, remembered
from cms.rest.pages import site_of

from .base import WholeFormat
from .lists import listing_of, told_at

# A longer list that is asked in one piece goes out in parts.
LONGEST_WHOLE = 500


def answer(request, path, made):
    """What is at this path in a format: in full, or only that it is still the same."""
    state = list_state()
    site = site_of(request)
    page = told_at(state, site.root_page, path, made)
    key = (made.name, site.pk, page.pk, *known_query(page, made, request.GET))
    return remembered(request, state, key, lambda: written(request, state, page, site, made))


def written(request, state, page, site, made):
    """The answer, and what its ETag is made of; nothing of an error."""
    listing = listing_of(state, page, site, request.GET, made.paging(request.GET))
    if problems := listing.problems:
        return refuse(made, problems), None
    if listing.number > listing.last:
        raise Http404
    if isinstance(made, WholeFormat) and listing.total > LONGEST_WHOLE:
        response, follows_from = in_parts(request, listing, made), deciding(listing, made, state)
    else:
        response = HttpResponse(made.write(listing), content_type=made.content_type)
        follows_from = response.content
    for header, value in {"Link": links(listing, made), **made.headers(listing)}.items():
        response.headers[header] = value
    return response, follows_from


def deciding(listing, made, state):
    """What the answer follows from: for an ETag that has to be there before the answer is made.

    It changes with anything that any list shows, so more often than the answer does; never less often.
    """
    return repr((made.name, listing.address(made.name), state)).encode()


def in_parts(request, listing, made):
    """Made while it is sent: not for who asks for the headers only, nor for who has it already."""
    parts = made.parts(listing) if request.method == "GET" else ()
    return StreamingHttpResponse(parts, content_type=made.content_type)


def known_query(page, made, query):
    """What of the query string says something, as it was typed."""
    filters = page.filter_form.keys() if isinstance(page, IndexPage) else []
    keys = [*filters, *made.paging.base_fields]
    return [(key, *query.getlist(key)) for key in keys if key in query]


def links(listing, made):
    """Where the same list is on the site, and the next page of this format."""
    found = [f'<{listing.page_address}>; rel="alternate"; type="text/html"']
    if listing.number < listing.last:
        found.append(f'<{listing.address(made.name, listing.number + 1)}>; rel="next"')
    return ", ".join(found)


def refuse(made, problems):
    """A bad value is an error, never silently everything. For programs as RFC 9457 says."""
    reason = " ".join(problems)
    if made.has_json_problems:
        return problem(400, "Bad Request", reason)
    headers = {"Cache-Control": "no-store"}
    return HttpResponse(reason, status=400, content_type="text/plain; charset=utf-8", headers=headers)
