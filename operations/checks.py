"""What a site needs to work, each checked by a function: it returns figures, or raises UnhealthyError with the reason.

Neither reasons nor figures hold anything of a person.
"""

import os
import pkgutil
import tempfile
from functools import cache
from importlib.util import find_spec

from django.apps import apps
from django.conf import settings
from django.core.files.storage import storages
from django.db import connection, connections
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.utils import timezone
from wagtail.models import Page

from caching.replica import REPLICA, follows
from cms.models import OutgoingMail
from cms.models.read_only import ReadOnlyMode
from media.storages import StorageUnavailableError
from search.queries import matching_ids

from .models import Heartbeat

# Seconds for each step with Redis.
REDIS_SECONDS = 1
# Seconds in which a replica has what the primary has; one that follows takes a thousandth of that.
REPLICA_SECONDS = 1
# A disk with less than both has too little: of 2 TB a twentieth is plenty.
LEAST_FREE_PART, LEAST_FREE_BYTES = 0.05, 2 * 1024**3


class UnhealthyError(Exception):
    """Something is wrong; the message is a sentence for operators, `figures` what was measured."""

    def __init__(self, reason, **figures):
        super().__init__(reason)
        self.figures = figures


def check_database():
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return {}


def check_migrations():
    missing = unapplied_migrations()
    if missing:
        raise UnhealthyError(
            f"{len(missing)} migrations are not applied. Run manage.py migrate.", unapplied=len(missing)
        )
    return {"unapplied": 0}


def unapplied_migrations() -> set[tuple[str, str]]:
    """The migrations that the code has and the database has not; those of newer code are no problem."""
    return migrations_of_code() - set(MigrationRecorder(connection).applied_migrations())


@cache
def migrations_of_code() -> set[tuple[str, str]]:
    """App label and name of each migration, by the names of files: importing 300 of them takes a second."""
    migrations = set()
    for app in apps.get_app_configs():
        name, _is_explicit = MigrationLoader.migrations_module(app.label)
        spec = find_spec(name) if name else None
        folders = (spec and spec.submodule_search_locations) or []
        migrations |= {
            (app.label, module.name)
            for module in pkgutil.iter_modules(folders)
            if not module.ispkg and module.name[0] not in "_~"
        }
    return migrations


def check_search():
    """The index answers; whether it has all pages is the doctor's to say."""
    list(Page.objects.filter(pk__in=matching_ids("platform")).values_list("pk")[:1])
    return {"pages": Page.objects.live().filter(depth__gt=1).count()}


def check_mail():
    waiting = OutgoingMail.objects.waiting()
    oldest = waiting.order_by("created_at").values_list("created_at", flat=True).first()
    seconds = round((timezone.now() - oldest).total_seconds()) if oldest else 0
    figures = {"waiting": waiting.count(), "oldest_seconds": seconds}
    if seconds > OutgoingMail.LATE.total_seconds():
        raise UnhealthyError(
            f"Mail has waited for {seconds // 60} minutes: the mail server or tick fails.", **figures
        )
    return figures


def check_tick():
    beat = Heartbeat.of_tick()
    figures = {
        "age_seconds": round(beat.age.total_seconds()),
        "last_success": beat.succeeded_at and beat.succeeded_at.isoformat(),
        "took_seconds": beat.milliseconds / 1000,
        "failures": len(beat.failures),
    }
    if beat.problem:
        raise UnhealthyError(beat.problem, **figures)
    return figures


def check_writing():
    """Read-only mode is off: somebody may forget to end it."""
    since = ReadOnlyMode.current().since
    if since:
        raise UnhealthyError(
            f"The site is read-only since {timezone.localtime(since):%H:%M}. End it with manage.py read_only off."
        )
    return {}


def check_cache():
    """Redis answers, if the site uses it; without it the site is slower, no more."""
    if not settings.CACHE_URL:
        return {"used": False}
    import redis

    client = redis.from_url(
        settings.CACHE_URL, socket_timeout=REDIS_SECONDS, socket_connect_timeout=REDIS_SECONDS
    )
    with client:
        client.ping()
    return {"used": True}


def check_replica():
    """The replica answers and follows the primary, if the site has one; without it the primary answers."""
    if REPLICA not in connections:
        return {"used": False}
    try:
        if not follows(REPLICA_SECONDS):
            raise UnhealthyError(f"It is not within {REPLICA_SECONDS} second of the primary.", used=True)
    finally:
        connections[REPLICA].close()
    return {"used": True}


def check_storage():
    """A file can be written where uploads go, and the disk has room; on S3, both buckets are there."""
    if settings.OBJECT_STORAGE:
        return check_buckets()
    storage = storages["default"]
    with tempfile.TemporaryFile(dir=storage.location) as file:
        file.write(b"health")
        file.flush()
    disk = os.statvfs(storage.location)
    free, total = disk.f_bavail * disk.f_frsize, disk.f_blocks * disk.f_frsize
    if free < min(LEAST_FREE_BYTES, total * LEAST_FREE_PART):
        raise UnhealthyError(f"The disk of MEDIA_ROOT has {free // 1024**2} MB left.", free_bytes=free)
    return {"free_bytes": free}


def check_buckets():
    for bucket in (storages["default"], storages["public"]):
        try:
            bucket.request("head_bucket")
        except FileNotFoundError:
            raise UnhealthyError(f"There is no bucket {bucket.bucket_name}.") from None
        except StorageUnavailableError as error:
            raise UnhealthyError(str(error)) from error
    return {}
