"""Serves documents, which may be private, with support for byte ranges."""

import re

from django.db.models.fields.files import FieldFile
from django.http import FileResponse, Http404, HttpResponse
from django.utils.cache import patch_cache_control
from django.utils.http import content_disposition_header, http_date
from wagtail.documents.views.serve import serve

from cms.models import CustomDocument
from cms.signals.definitions import document_sent

# Seconds that caches may keep a public document, also after it is made private.
KEPT_FOR = 300
BLOCK = 65_536
# One byte range: from-to, from, or the last so many bytes (RFC 9110, 14.1.2).
RANGE = re.compile(r"bytes=(?:(?P<first>[0-9]{1,18})-(?P<last>[0-9]{0,18})|-(?P<length>[0-9]{1,18}))")


def part_of(file, length):
    """Yields `length` bytes of an open file from its current position."""
    while length and (data := file.read(min(length, BLOCK))):
        length -= len(data)
        yield data


def serve_document(request, document_id, filename) -> HttpResponse:
    """Wagtail's response or the requested byte range, with Cache-Control: private documents are never cached."""
    # Uncompressed, because ranges count bytes of the stored file.
    request.META["HTTP_ACCEPT_ENCODING"] = "identity"
    try:
        response = serve(request, document_id, filename)
    except FileNotFoundError:
        raise Http404 from None
    document = CustomDocument.objects.filter(pk=document_id).first()
    if isinstance(response, FileResponse):
        request.security_policy = "shown file" if document.content_disposition == "inline" else "file"
        if stored := object_of(response):
            complete_headers(response, document, stored)
        response = partial_response(request, without_empty_headers(response), stored)
    if document and document.is_public:
        patch_cache_control(response, public=True, max_age=KEPT_FOR)
        # Front ends of others play our recordings.
        response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    else:
        response.headers["Cache-Control"] = "private, no-store"
    if document:
        document_sent.send_robust(
            sender=CustomDocument, document=document, request=request, response=response
        )
    return response


def object_of(response):
    """The object on S3 (`media.buckets`) that is sent, or None where the file is on disk."""
    file = response.file_to_stream
    return file.file.file if isinstance(file, FieldFile) else None


def complete_headers(response, document, stored):
    """Gives the headers that Wagtail sets for a file on disk and not for one in a bucket."""
    is_attachment = document.content_disposition != "inline"
    response.headers["Content-Disposition"] = content_disposition_header(is_attachment, document.filename)
    response.headers["Last-Modified"] = http_date(stored.modified.timestamp())


def without_empty_headers(response):
    """The response without headers that Wagtail 8.0.1 sets to nothing: the encoding “None” and an empty ETag."""
    for name, empty in (("Content-Encoding", "None"), ("ETag", '""')):
        if response.headers.get(name) == empty:
            del response.headers[name]
    return response


def partial_response(request, response, stored=None):
    """The byte range that was requested (status 206); Safari needs it to play recordings.

    The whole file for several ranges at once, or if the file has changed since (`If-Range`).
    """
    response.headers["Accept-Ranges"] = "bytes"
    size = int(response.headers["Content-Length"])
    match = RANGE.fullmatch(request.headers.get("Range", ""))
    if request.method != "GET" or not match or has_changed(request, response):
        return whole_response(request, response, stored)
    first, last = bounds(size, **match.groupdict())
    if first > last and first >= size:
        return range_not_satisfiable(response, size)
    if first > last:
        return whole_response(request, response, stored)
    length = last - first + 1
    response.headers["Content-Range"] = f"bytes {first}-{last}/{size}"
    response.headers["Content-Length"] = length
    response.status_code = 206
    file = response.file_to_stream
    file.seek(first)
    response.streaming_content = stored.part(first, length) if stored else part_of(file, length)
    return response


def whole_response(request, response, stored):
    """The same; an object is passed on as it comes, past memory and disk."""
    if stored and stored.size:
        response.streaming_content = stored.part(0, stored.size) if request.method == "GET" else ()
    return response


def has_changed(request, response):
    validator = request.headers.get("If-Range")
    return validator is not None and validator not in (response.get("ETag"), response.get("Last-Modified"))


def bounds(size, first, last, length):
    """The first and last byte of the range; first > last for an empty or impossible range."""
    if length:
        return (max(0, size - int(length)), size - 1) if int(length) else (size, 0)
    return int(first), min(int(last or size), size - 1)


def range_not_satisfiable(response, size):
    response.file_to_stream.close()
    headers = {"Content-Range": f"bytes */{size}", "Accept-Ranges": "bytes"}
    return HttpResponse(status=416, headers=headers)
