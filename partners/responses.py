"""Responses of formats: whole, streamed, 304 or an error."""

from collections.abc import Iterable

from django.http import Http404, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase

from api.conditional import respond_with_etag
from caching.models import list_state
from cms.problem_details import problem
from cms.routing import site_of

from .base_format import WholeFormat
from .downloads import bounded
from .listings import listing_of, page_with_format

# Formats without pagination are streamed if the listing has more entries.
MAX_UNSTREAMED = 500


def format_response(request, path, output_format) -> HttpResponseBase:
    """The response for the page at this path in this format (a `Format`); 304 if the client has it already.

    Raises Http404 if there is no such page for everybody, if it doesn't have the format, or after the last page.
    """
    state, site = list_state(), site_of(request)
    page = page_with_format(site.root_page, path, output_format)
    listing = listing_of(page, site, request.GET, output_format.form_class(request.GET))
    if problems := listing.problems:
        return bad_request(output_format, problems)
    if listing.page_number > listing.last_page:
        raise Http404
    etag_source = None
    if isinstance(output_format, WholeFormat) and listing.total > MAX_UNSTREAMED:
        response = streaming_response(request, listing, output_format)
        etag_source = streaming_etag_source(listing, output_format, state)
    else:
        response = HttpResponse(output_format.serialize(listing), content_type=output_format.content_type)
    headers = {"Link": link_header(listing, output_format), **output_format.headers(listing)}
    for header, value in headers.items():
        response.headers[header] = value
    return bounded(request, respond_with_etag(request, response, state, etag_source))


def streaming_etag_source(listing, output_format, state) -> bytes:
    """The bytes to hash for the ETag of a streamed response, whose body does not exist yet.

    They change with every change to any list, so at least as often as the body does.
    """
    return repr((output_format.name, listing.address(output_format.name), state)).encode()


def streaming_response(request, listing, output_format) -> StreamingHttpResponse:
    """A response that is serialized while it is sent; without a body for HEAD."""
    parts: Iterable[bytes] = output_format.serialize_parts(listing) if request.method == "GET" else ()
    return StreamingHttpResponse(parts, content_type=output_format.content_type)


def link_header(listing, output_format) -> str:
    """A Link header (RFC 8288) with the page on the site and, if there is one, the next page of the format."""
    values = [f'<{listing.page_address}>; rel="alternate"; type="text/html"']
    if listing.page_number < listing.last_page:
        values.append(f'<{listing.address(output_format.name, listing.page_number + 1)}>; rel="next"')
    return ", ".join(values)


def bad_request(output_format, problems) -> HttpResponse:
    """A 400 with the reasons, as problem details (RFC 9457) or plain text.

    An invalid filter is never ignored: that would publish the unfiltered list on somebody's site.
    """
    reason = " ".join(problems)
    if output_format.has_json_problems:
        return problem(400, "Bad Request", reason)
    headers = {"Cache-Control": "no-store"}
    return HttpResponse(reason, status=400, content_type="text/plain; charset=utf-8", headers=headers)
