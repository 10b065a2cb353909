"""Makes the two buckets of STORAGE_URL, with who may read them. Needs boto3, so it is imported where S3 is used."""

import json
from contextlib import contextmanager

from botocore.exceptions import ClientError

from media.object_client import client, status_of

# What servers answer that have no such thing as blocking public access: they open nothing by themselves.
UNSUPPORTED = {400, 404, 405, 501}
# Not BlockPublicAcls: with it Ceph 16 refuses every upload, and ACLs that are ignored need not be refused.
BLOCKS = ("IgnorePublicAcls", "BlockPublicPolicy", "RestrictPublicBuckets")


def make_buckets(storage, say) -> None:
    """Makes the private and the public bucket of this ObjectStorage; safe to repeat. Raises botocore's errors."""
    server = client(storage)
    for bucket in (storage.private, storage.public):
        say(f"{bucket}: {'made' if ensure_bucket(server, bucket, storage.region) else 'is there'}.")
    block_public_access(server, storage.private, True)
    block_public_access(server, storage.public, False)
    server.put_bucket_policy(Bucket=storage.public, Policy=json.dumps(reading_policy(storage.public)))
    say(f"Everybody may read the files of {storage.public}, and list none.")


def ensure_bucket(server, bucket, region) -> bool:
    """True if the bucket had to be made."""
    try:
        server.head_bucket(Bucket=bucket)
        return False
    except ClientError as error:
        if status_of(error) != 404:
            raise
    # Amazon's first region may not be named.
    place = {} if region == "us-east-1" else {"CreateBucketConfiguration": {"LocationConstraint": region}}
    server.create_bucket(Bucket=bucket, **place)
    return True


def block_public_access(server, bucket, is_blocked):
    """Amazon blocks it in every new bucket, so that a policy for everybody is refused."""
    with unless_unsupported():
        blocks = dict.fromkeys(BLOCKS, is_blocked)
        server.put_public_access_block(Bucket=bucket, PublicAccessBlockConfiguration=blocks)


@contextmanager
def unless_unsupported():
    try:
        yield
    except ClientError as error:
        if status_of(error) not in UNSUPPORTED:
            raise


def reading_policy(bucket) -> dict:
    """Everybody may read a file whose name they know."""
    rule = {
        "Effect": "Allow",
        "Principal": "*",
        "Action": ["s3:GetObject"],
        "Resource": [f"arn:aws:s3:::{bucket}/*"],
    }
    return {"Version": "2012-10-17", "Statement": [rule]}
