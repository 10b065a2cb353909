"""Shows a picture whose consent has ended to who may choose it: it has no public address."""

from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from cms.models import CustomImage
from cms.permissions import choosable


@require_safe
def serve_withdrawn_picture(request, image_id) -> FileResponse:
    image = get_object_or_404(choosable(CustomImage, request.user), pk=image_id)
    try:
        return FileResponse(image.file.storage.open(image.file.name))
    except OSError:
        raise Http404 from None
