"""The tests' own site with its files on an S3 server."""

import secrets
from contextlib import contextmanager

from django.conf import settings
from django.core.files.storage import storages
from django.test import override_settings

from cms.env import object_storage_of
from cms.models import CustomRendition
from media.object_client import client
from operations.buckets import make_buckets

BACKENDS = {
    "default": {"BACKEND": "media.buckets.PrivateBucket"},
    "public": {"BACKEND": "media.buckets.PublicBucket"},
}


@contextmanager
def files_at(url):
    """Files are where this STORAGE_URL says; gives the ObjectStorage."""
    storage, field = object_storage_of(url), CustomRendition._meta.get_field("file")
    before = field.storage
    with override_settings(OBJECT_STORAGE=storage, STORAGES={**settings.STORAGES, **BACKENDS}):
        # It took its storage from the settings when the models were loaded.
        field.storage = storages["public"]
        try:
            yield storage
        finally:
            field.storage = before


@contextmanager
def files_in_buckets(store):
    """Files are in two new buckets of this server."""
    with files_at(store.url(f"proef-{secrets.token_hex(4)}")) as storage:
        make_buckets(storage, lambda line: None)
        yield storage


class Requests:
    """The operations that reach the server in a `with`."""

    def __init__(self, storage):
        self.events, self.names = client(storage).meta.events, []

    def note(self, event_name, **_request):
        self.names.append(event_name.rpartition(".")[2])

    def __enter__(self):
        self.events.register("before-send.s3", self.note)
        return self

    def __exit__(self, *_error):
        self.events.unregister("before-send.s3", self.note)
