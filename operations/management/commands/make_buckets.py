"""Makes the two buckets on S3 that STORAGE_URL names."""

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError


class Command(BaseCommand):
    help = "Makes the private and the public bucket of STORAGE_URL; everybody may read the second. Safe to repeat."

    def handle(self, **options):
        if not settings.OBJECT_STORAGE:
            raise CommandError(
                "STORAGE_URL is empty, so files are kept in MEDIA_ROOT: there is no bucket to make."
            )
        from botocore.exceptions import BotoCoreError, ClientError  # a site without S3 needs no boto3

        from operations.buckets import make_buckets

        try:
            make_buckets(settings.OBJECT_STORAGE, self.stdout.write)
        except (BotoCoreError, ClientError) as error:
            raise CommandError(
                f"{error} The user of STORAGE_URL may need the right to make buckets: docs/operations.md says what to"
                " make by hand."
            ) from error
