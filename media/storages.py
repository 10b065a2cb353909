"""File storage: uploads are private, public files have a folder of their own."""

from pathlib import Path

from django.conf import settings
from django.core.files.storage import FileSystemStorage
from django.utils.deconstruct import deconstructible
from django.utils.functional import cached_property


@deconstructible(path="media.storages.PublicStorage")
class PublicStorage(FileSystemStorage):
    """The files that the web server serves at MEDIA_URL: renditions only, no uploads."""

    @cached_property
    def base_location(self):
        return str(Path(settings.MEDIA_ROOT) / "public")
