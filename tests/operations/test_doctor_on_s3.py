"""`manage.py doctor` finds each thing that was set wrong on S3: against a real S3 server."""

import json
import secrets

import pytest

from bench.servers import free_port
from media.object_client import client
from operations import storage_diagnoses
from operations.buckets import make_buckets, reading_policy
from tests.media.buckets import files_at, files_in_buckets

pytestmark = pytest.mark.s3


@pytest.fixture
def storage(object_store):
    with files_in_buckets(object_store) as storage:
        yield storage


def allow(storage, bucket, action, effect="Allow"):
    """The policy of the bucket says this of everybody."""
    server, policy = client(storage), reading_policy(bucket)
    resources = [f"arn:aws:s3:::{bucket}", f"arn:aws:s3:::{bucket}/*"]
    policy["Statement"][0] |= {"Action": [action], "Resource": resources, "Effect": effect}
    server.delete_public_access_block(Bucket=bucket)
    server.put_bucket_policy(Bucket=bucket, Policy=json.dumps(policy))


def findings():
    return [diagnosis.__name__ for diagnosis in storage_diagnoses.OF_STORAGE if diagnosis()]


def test_buckets_as_the_command_makes_them_are_well(storage):
    assert findings() == []
    assert [
        client(storage).list_objects_v2(Bucket=name)["KeyCount"] for name in storage_diagnoses.buckets()
    ] == [0, 0]


def test_a_server_that_is_away_and_a_bucket_that_is_missing_are_named_once(object_store):
    with files_at(f"s3+http://a:geheim@127.0.0.1:{free_port()}/proef"):
        assert findings() == ["storage_is_away"]
    with files_at(object_store.url(f"nergens-{secrets.token_hex(4)}")) as storage:
        assert storage.private in storage_diagnoses.storage_is_away()
        make_buckets(storage, lambda line: None)
        assert storage_diagnoses.storage_is_away() is None


def test_a_bucket_that_takes_no_files_is_named(storage):
    allow(storage, storage.private, "s3:PutObject", "Deny")

    assert storage_diagnoses.storage_is_read_only()
    assert findings() == ["storage_is_read_only"]


@pytest.mark.parametrize("action", ["s3:GetObject", "s3:ListBucket"])
def test_a_private_bucket_that_is_open_is_named(storage, action):
    allow(storage, storage.private, action)

    assert storage.private in storage_diagnoses.private_files_are_public()
    assert findings() == ["private_files_are_public"]


def test_a_public_bucket_that_is_closed_is_named(storage):
    client(storage).delete_bucket_policy(Bucket=storage.public)

    assert "make_buckets" in storage_diagnoses.public_files_are_hidden()
    make_buckets(storage, lambda line: None)
    assert findings() == []


def test_a_public_bucket_that_can_be_listed_is_named(storage):
    allow(storage, storage.public, "s3:*")

    assert storage.public in storage_diagnoses.public_files_are_listed()
