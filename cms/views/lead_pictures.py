"""Serves the whole lead picture of a page, for the press: what was uploaded, without what the camera wrote in it."""

from django.http import FileResponse, Http404
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_safe

from cms.routing import page_at, site_of
from cms.views.documents import KEPT_FOR
from media.pictures import is_clean

TYPES = {"jpg": "image/jpeg", "png": "image/png"}


@require_safe
def serve_lead_picture(request, path, kind) -> FileResponse:
    """The picture of the listed page at this path, as a file to save.

    Raises Http404 for one in a private collection, for a withdrawn one, and for one that was never cleaned: old and
    broken files.
    """
    page = page_at(site_of(request).root_page, path)
    image = page and getattr(page, "shown_picture", None)
    if not (image and image.is_public and image.kind == kind):
        raise Http404
    request.META["HTTP_ACCEPT_ENCODING"] = "identity"
    request.security_policy = "file"
    file = open_clean(image)
    response = FileResponse(
        file, as_attachment=True, filename=f"{page.slug}.{kind}", content_type=TYPES[kind]
    )
    response.headers["Content-Length"] = file.size
    patch_cache_control(response, public=True, max_age=KEPT_FOR)
    return response


def open_clean(image):
    """The open file of an image. Raises Http404 if it is gone, or may have metadata."""
    try:
        file = image.file.storage.open(image.file.name)
    except FileNotFoundError:
        raise Http404 from None
    if not is_clean(file):
        file.close()
        raise Http404
    file.seek(0)
    return file
