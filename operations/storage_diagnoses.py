"""What can be wrong with the files on S3 (STORAGE_URL): as in `diagnoses`. Without S3 nothing is."""

import secrets
from contextlib import contextmanager, suppress

from django.conf import settings
from django.utils.translation import gettext as _

from media.patience import BRIEF


class SilentServerError(Exception):
    """The server does not answer, or refuses its own user; `storage_is_away` and `storage_is_read_only` say so."""


def storage_is_away():
    for bucket in buckets():
        try:
            call("head_bucket", bucket)
        except SilentServerError:
            return (
                _(
                    "The object storage does not answer, or lacks the bucket %s. Look at STORAGE_URL, or run manage.py"
                    " make_buckets."
                )
                % bucket
            )
    return None


def storage_is_read_only():
    if storage_is_away():
        return None
    try:
        for bucket in buckets():
            with probe(bucket):
                call("list_objects_v2", bucket, MaxKeys=1)
    except SilentServerError:
        return _(
            "The user of STORAGE_URL may not do all that the site needs. Let it read, write, delete and list in both"
            " buckets."
        )
    return None


def private_files_are_public():
    storage = settings.OBJECT_STORAGE
    if storage and (is_readable_by_all(storage.private) or is_listed_for_all(storage.private)):
        return (
            _(
                "Anybody can read the private bucket %s, with documents that are not public. Take away its policy and"
                " ACLs."
            )
            % storage.private
        )
    return None


def public_files_are_hidden():
    storage = settings.OBJECT_STORAGE
    if storage and is_readable_by_all(storage.public) is False:
        return (
            _("Nobody can read the public bucket %s, so no picture is shown. Run manage.py make_buckets.")
            % storage.public
        )
    return None


def public_files_are_listed():
    storage = settings.OBJECT_STORAGE
    if storage and is_listed_for_all(storage.public):
        return (
            _("Anybody can list the public bucket %s. Let everybody read its files only (s3:GetObject).")
            % storage.public
        )
    return None


def buckets():
    storage = settings.OBJECT_STORAGE
    return [storage.private, storage.public] if storage else []


def call(operation, bucket, is_signed=True, **parameters):
    """The response to an operation. Raises SilentServerError."""
    from botocore.exceptions import BotoCoreError, ClientError

    from media.object_client import client

    server = client(settings.OBJECT_STORAGE, is_signed, BRIEF)
    try:
        return getattr(server, operation)(Bucket=bucket, **parameters)
    except (BotoCoreError, ClientError) as error:
        raise SilentServerError from error


@contextmanager
def probe(bucket):
    """The name of a file that is in the bucket for a moment."""
    name = f"doctor-{secrets.token_hex(8)}"
    call("put_object", bucket, Key=name, Body=b"", IfNoneMatch="*")  # as media.buckets stores a file
    try:
        yield name
    finally:
        call("delete_object", bucket, Key=name)


def is_readable_by_all(bucket) -> bool | None:
    """None where it can't be tried out."""
    with suppress(SilentServerError), probe(bucket) as name:
        return may_everybody("get_object", bucket, Key=name)
    return None


def is_listed_for_all(bucket) -> bool:
    return may_everybody("list_objects_v2", bucket, MaxKeys=1)


def may_everybody(operation, bucket, **parameters) -> bool:
    try:
        call(operation, bucket, is_signed=False, **parameters)
    except SilentServerError:
        return False
    return True


OF_STORAGE = [
    storage_is_away,
    storage_is_read_only,
    private_files_are_public,
    public_files_are_hidden,
    public_files_are_listed,
]
