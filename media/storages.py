"""File storage in MEDIA_ROOT: uploads are private, public files have a folder of their own."""

from contextlib import suppress
from pathlib import Path

from django.conf import settings
from django.core.files.storage import FileSystemStorage, Storage
from django.utils.deconstruct import deconstructible
from django.utils.functional import cached_property


class StorageUnavailableError(OSError):
    """The server that keeps the files does not answer, or refuses. For readers it is as if a file can't be read."""


class WholeFileStorage(FileSystemStorage):
    """Stores a file whole or not at all: on a full disk Django leaves the first part of it."""

    def _save(self, name, content):
        is_new = not self.exists(name)
        try:
            return super()._save(name, content)
        except OSError:
            if is_new:
                with suppress(OSError):
                    self.delete(name)
            raise


@deconstructible(path="media.storages.PublicStorage")
class PublicStorage(WholeFileStorage):
    """The files that the web server serves at MEDIA_URL: renditions only, no uploads."""

    @cached_property
    def base_location(self):
        return str(Path(settings.MEDIA_ROOT) / "public")


@deconstructible(path="media.storages.KeptFiles")
class KeptFiles(Storage):
    """Stands in for the storage of a file that Wagtail is about to delete with its row: deletes nothing."""

    def delete(self, name) -> None:
        """The file is kept."""
