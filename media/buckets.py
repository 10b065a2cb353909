"""File storage on an S3 server (STORAGE_URL): uploads in a private bucket, renditions in one that everybody may read.

Without arguments: what a storage is made with, Wagtail writes into the arguments of the task that deletes a file.
"""

import base64
import hashlib
import io
import mimetypes
from collections.abc import Iterator
from contextlib import closing, suppress
from functools import partial
from tempfile import SpooledTemporaryFile
from urllib.parse import urljoin

from botocore.exceptions import BotoCoreError
from django.conf import settings
from django.core.files import File
from django.core.files.storage import Storage
from django.utils.deconstruct import deconstructible
from django.utils.encoding import filepath_to_uri

from .object_client import client, request, silence

BLOCK = 65_536
# Bytes of a file that are kept in memory; more go to a temporary file.
MOST_IN_MEMORY = 1_000_000
md5 = partial(hashlib.md5, usedforsecurity=False)


class Bucket(Storage):
    """A bucket as a storage of Django's."""

    # The field of an ObjectStorage with the name of the bucket.
    kind = ""

    @property
    def bucket_name(self) -> str:
        return getattr(settings.OBJECT_STORAGE, self.kind)

    def request(self, operation, **parameters) -> dict:
        """The response to an operation on this bucket; raises what `object_client.request` does."""
        operation = getattr(client(settings.OBJECT_STORAGE), operation)
        return request(operation, Bucket=self.bucket_name, **parameters)

    def url(self, name):
        """The address below our own host, where the web server passes on what is in the public bucket."""
        return urljoin(settings.MEDIA_URL, filepath_to_uri(name).lstrip("/"))

    def exists(self, name):
        try:
            self.request("head_object", Key=name)
        except FileNotFoundError:
            return False
        return True

    def size(self, name):
        return self.request("head_object", Key=name)["ContentLength"]

    def delete(self, name):
        with suppress(FileNotFoundError):
            self.request("delete_object", Key=name)

    def names(self) -> Iterator[str]:
        """The names of all files, in order."""
        following = {}
        while following is not None:
            response = self.request("list_objects_v2", **following)
            yield from (file["Key"] for file in response.get("Contents", []))
            token = response.get("NextContinuationToken")
            following = {"ContinuationToken": token} if token else None

    def replace(self, name, content, **conditions) -> None:
        """Stores the bytes of an open file under this name, whole or not at all; the server compares the checksum."""
        content.seek(0)
        checksum = base64.b64encode(hashlib.file_digest(content, md5).digest()).decode()
        content.seek(0)
        kind = mimetypes.guess_type(name, strict=False)[0] or "application/octet-stream"
        self.request(
            "put_object", Key=name, Body=content, ContentType=kind, ContentMD5=checksum, **conditions
        )

    def _open(self, name, mode="rb"):
        return StoredFile(StoredObject(self, name), name)

    def _save(self, name, content):
        """Under another name if somebody stored one of this name since it was looked for."""
        while True:
            with suppress(FileExistsError):
                self.replace(name, in_bytes(content), IfNoneMatch="*")
                return name
            name = self.get_available_name(name)


@deconstructible(path="media.buckets.PrivateBucket")
class PrivateBucket(Bucket):
    """Uploads and documents: the site alone reads them, and says who may."""

    kind = "private"


@deconstructible(path="media.buckets.PublicBucket")
class PublicBucket(Bucket):
    """Renditions: the web server fetches them from here."""

    kind = "public"


class StoredFile(File):
    """Django's file of a StoredObject; can be opened again after it was closed, as one on disk."""

    def open(self, mode=None, *args, **kwargs):
        if self.closed:
            self.file = StoredObject(self.file.bucket, self.file.name)
        return super().open(mode)


class StoredObject(io.RawIOBase):
    """A file in a bucket, open for reading: its size is there at once, its content comes when it is read."""

    def __init__(self, bucket, name):
        super().__init__()
        head = bucket.request("head_object", Key=name)
        self.bucket, self.name, self.content, self.position = bucket, name, None, 0
        self.size, self.modified = head["ContentLength"], head["LastModified"]

    def readable(self):
        return True

    seekable = readable

    def tell(self):
        return self.position

    def seek(self, offset, whence=io.SEEK_SET):
        start = {io.SEEK_SET: 0, io.SEEK_CUR: self.position, io.SEEK_END: self.size}[whence]
        self.position = max(0, start + offset)
        return self.position

    def readinto(self, buffer):
        if self.content is None:
            self.content = self.download()
        self.content.seek(self.position)
        count = self.content.readinto(buffer)
        self.position += count
        return count

    def close(self):
        if not self.closed and self.content:
            self.content.close()
        super().close()

    def download(self):
        content = SpooledTemporaryFile(MOST_IN_MEMORY)  # noqa: SIM115 - `close` does
        for block in self.part(0, self.size) if self.size else ():
            content.write(block)
        return content

    def part(self, first, length) -> Iterator[bytes]:
        """These bytes as they come, past memory and disk; the server has answered before the first is asked for."""
        last = first + length - 1
        response = self.bucket.request("get_object", Key=self.name, Range=f"bytes={first}-{last}")
        return blocks_of(response["Body"])


def blocks_of(body):
    with closing(body):
        try:
            yield from body.iter_chunks(BLOCK)
        except BotoCoreError as error:
            raise silence(error) from error


def in_bytes(content):
    """The content as an open file of bytes: a ContentFile may hold text."""
    content.seek(0)
    return content if isinstance(content.read(0), bytes) else io.BytesIO(content.read().encode())
