"""Serves renditions where no web server does: `make run`."""

from django.conf import settings
from django.core.files.storage import storages
from django.http import FileResponse, Http404, HttpResponse
from django.views.static import serve


def serve_public_file(request, path) -> HttpResponse:
    """A file of MEDIA_ROOT/public, or of the public bucket."""
    storage = storages["public"]
    if not settings.OBJECT_STORAGE:
        return serve(request, path, document_root=storage.location)
    try:
        return FileResponse(storage.open(path))
    except FileNotFoundError:
        raise Http404 from None
