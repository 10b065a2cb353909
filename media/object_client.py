"""The connection with an S3 server: one client for the process, waits that end, and errors in plain terms."""

from collections.abc import Callable
from contextlib import nullcontext
from functools import cache
from threading import Lock

import boto3
from botocore import UNSIGNED
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError

from media.patience import BRIEF, LONG, is_brief
from media.storages import StorageUnavailableError
from monitoring.breaker import Breaker

# A pause of some seconds, because who tries a server that hangs holds up a visitor.
breaker = Breaker(pause=5)
_making_clients = Lock()


def client(storage, is_signed=True, patience=None):
    """The client of an ObjectStorage; without a signature it may what everybody may. Thread-safe, made once."""
    with _making_clients:
        return _client(storage, is_signed, patience or (BRIEF if is_brief() else LONG))


@cache
def _client(storage, is_signed, patience):
    """Takes 0.1 s and 30 MB.

    Checksums only where S3 asks for them: other servers than Amazon's don't know those that boto3 adds.
    """
    config = Config(
        connect_timeout=patience.connect,
        read_timeout=patience.read,
        retries={"total_max_attempts": patience.attempts, "mode": "standard"},
        signature_version="s3v4" if is_signed else UNSIGNED,
        s3={"addressing_style": "path"},
        request_checksum_calculation="when_required",
        response_checksum_validation="when_required",
    )
    return boto3.session.Session().client(
        "s3",
        endpoint_url=storage.endpoint,
        region_name=storage.region,
        aws_access_key_id=storage.key,
        aws_secret_access_key=storage.secret,
        config=config,
    )


def request(operation: Callable, **parameters) -> dict:
    """The response to an operation of the client.

    Raises FileNotFoundError, FileExistsError for a name that had to be new, and StorageUnavailableError for all else.
    """
    with breaker.trying() if is_brief() else nullcontext(True) as may_try:
        if not may_try:
            raise StorageUnavailableError("The object storage did not answer a moment ago.")
        try:
            response, refusal = operation(**parameters), None
        except ClientError as error:
            response, refusal = None, error
        except BotoCoreError as error:
            raise silence(error) from error
        if refusal and status_of(refusal) >= 500:
            raise silence(refusal) from refusal
    if refusal:
        raise plain_error(refusal) from refusal
    return response


def silence(error) -> StorageUnavailableError:
    """The error of a server that does not answer, or says that it can't: others need not try for a moment."""
    breaker.open()
    return StorageUnavailableError(f"The object storage does not answer: {type(error).__name__}.")


def plain_error(error: ClientError) -> OSError:
    code = error.response["Error"]["Code"]
    if status_of(error) == 404 and code != "NoSuchBucket":
        return FileNotFoundError("There is no such file in the bucket.")
    if status_of(error) == 412:
        return FileExistsError("There is a file of this name in the bucket.")
    return StorageUnavailableError(f"The object storage refuses: {code}.")


def status_of(error: ClientError) -> int:
    return error.response["ResponseMetadata"]["HTTPStatusCode"]
