"""From an address in a format to its answer: in full, in parts, or only that it is still the same."""

from django.http import Http404, HttpResponse, StreamingHttpResponse

from api.conditional import remembered
from caching.models import list_state
from cms.models import IndexPage
from cms.problem_details import problem
from cms.routing import site_of

from .base_format import WholeFormat
from .lists import listing_of, target_at

# A longer list is streamed.
LONGEST_WHOLE = 500


def answer(request, path, output):
    """The response for this path in this format (a `Format`): whole, or 304. Raises Http404."""
    state = list_state()
    site = site_of(request)
    page = target_at(state, site.root_page, path, output)
    key = (output.name, site.pk, page.pk, *known_parameters(page, output, request.GET))
    return remembered(request, state, key, lambda: written(request, state, page, site, output))


def written(request, state, page, site, output):
    """The response, and the bytes its ETag is made of; None for an error."""
    listing = listing_of(state, page, site, request.GET, output.paging(request.GET))
    if problems := listing.problems:
        return refuse(output, problems), None
    if listing.number > listing.last:
        raise Http404
    if isinstance(output, WholeFormat) and listing.total > LONGEST_WHOLE:
        response, follows_from = in_parts(request, listing, output), deciding(listing, output, state)
    else:
        response = HttpResponse(output.write(listing), content_type=output.content_type)
        follows_from = response.content
    for header, value in {"Link": links(listing, output), **output.headers(listing)}.items():
        response.headers[header] = value
    return response, follows_from


def deciding(listing, output, state):
    """What the answer follows from: for an ETag that has to be known before the body is written.

    It changes with anything that any list shows, so more often than the answer does; never less often.
    """
    return repr((output.name, listing.address(output.name), state)).encode()


def in_parts(request, listing, output):
    """A response that is written while it is sent. A HEAD request gets no body."""
    parts = output.parts(listing) if request.method == "GET" else ()
    return StreamingHttpResponse(parts, content_type=output.content_type)


def known_parameters(page, output, query):
    """The query parameters that the list or the format knows, as they were typed: the rest do not vary the answer."""
    filters = page.filter_form.parameter_names() if isinstance(page, IndexPage) else []
    keys = [*filters, *output.paging.base_fields]
    return [(key, *query.getlist(key)) for key in keys if key in query]


def links(listing, output):
    """Where the same list is on the site, and the next page of this format."""
    values = [f'<{listing.page_address}>; rel="alternate"; type="text/html"']
    if listing.number < listing.last:
        values.append(f'<{listing.address(output.name, listing.number + 1)}>; rel="next"')
    return ", ".join(values)


def refuse(output, problems):
    """A bad value is an error, never silently everything. For programs as RFC 9457 says."""
    reason = " ".join(problems)
    if output.has_json_problems:
        return problem(400, "Bad Request", reason)
    headers = {"Cache-Control": "no-store"}
    return HttpResponse(reason, status=400, content_type="text/plain; charset=utf-8", headers=headers)
