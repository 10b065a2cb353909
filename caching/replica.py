"""The read replica: which requests read from it, and when it may answer. See docs/decisions/0040-several-servers.md.

A request reads from it only if it has all that the primary had stored when the request began. So nobody is shown
anything older than what he was shown or wrote, and no process keeps anything older than the version it is kept under.
"""

import time

from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, Error, connection, connections

from .models import this_moment

REPLICA = "replica"
SAFE = {"GET", "HEAD"}
# Addresses of editors and their programs.
PRIMARY_ONLY = ("/admin/", "/api/cms/")
# Seconds that a replica may take to say how far it is.
PATIENCE = 1
# The newest change, and up to where the log of changes (WAL) is on disk: all that was acknowledged.
STORED = (
    "SELECT id, token, pg_current_wal_flush_lsn()::text FROM caching_listingchange ORDER BY id DESC LIMIT 1"
)
# The positions of two servers compare only while one follows the other, hence the token: it is the same on no other.
REPLAYED = """
    SELECT id, token, pg_is_in_recovery() AND pg_last_wal_replay_lsn() >= %s::pg_lsn
    FROM caching_listingchange ORDER BY id DESC LIMIT 1
"""


class Router:
    """Django's database router of a site with a replica."""

    def db_for_read(self, model, instance=None, **hints):
        database = database_for_reading()
        return database if database == REPLICA or is_of_replica(instance) else None

    def db_for_write(self, model, instance=None, **hints):
        if moment := this_moment():
            moment.database = DEFAULT_DB_ALIAS  # who writes goes on reading what was written
        return DEFAULT_DB_ALIAS if is_of_replica(instance) else None

    def allow_relation(self, first, second, **hints):
        return True if is_of_replica(first) or is_of_replica(second) else None

    def allow_migrate(self, db, app_label, **hints):
        return False if db == REPLICA else None


def is_of_replica(instance) -> bool:
    """True if the instance was read from the replica: Django would go on reading from where it came."""
    return instance is not None and instance._state.db == REPLICA


def database_for_reading() -> str:
    """The alias of the database that the current request reads from; outside of a request, the primary."""
    moment = this_moment()
    return DEFAULT_DB_ALIAS if moment is None or connection.in_atomic_block else moment.database


def choose_database(request) -> None:
    """Makes the request read from the replica, if there is one, it is for visitors, and the replica is up to date."""
    if REPLICA not in connections or not is_of_a_visitor(request):
        return
    moment = this_moment()
    with connection.cursor() as cursor:
        cursor.execute(STORED)
        stored = cursor.fetchone()
    if stored:
        moment.newest = stored[:2]
        moment.database = REPLICA if has_replayed(*stored) else DEFAULT_DB_ALIAS


def is_of_a_visitor(request) -> bool:
    """True if the request only reads, and nobody signed in or gave a password or token."""
    is_known = settings.SESSION_COOKIE_NAME in request.COOKIES or "Authorization" in request.headers
    return request.method in SAFE and not is_known and not request.path.startswith(PRIMARY_ONLY)


def has_replayed(number, token, position) -> bool:
    """Whether the replica is at this change and position, or past it. False if it does not answer."""
    replica = connections[REPLICA]
    try:
        with replica.patience(PATIENCE), replica.cursor() as cursor:
            cursor.execute(REPLAYED, [position])
            return cursor.fetchone() == (number, token, True)
    except Error:
        replica.close()
        return False


def follows(seconds) -> bool:
    """Whether the replica has, within so many seconds, what the primary stored before. Raises Error if it is away."""
    ends = time.monotonic() + seconds
    with connection.cursor() as cursor:
        cursor.execute(STORED)
        stored = cursor.fetchone()
    with connections[REPLICA].cursor() as cursor:
        while True:
            cursor.execute(REPLAYED, [stored[2] if stored else "0/0"])
            number, _token, is_there = cursor.fetchone() or (0, None, True)
            if is_there and (stored is None or number >= stored[0]):
                return True
            if time.monotonic() > ends:
                return False
            time.sleep(0.05)


def is_lost() -> bool:
    """Whether the replica went away during this request. Then the request reads on from the primary."""
    moment = this_moment()
    if moment is None or moment.database != REPLICA:
        return False
    replica = connections[REPLICA]
    if not replica.errors_occurred or replica.is_usable():
        return False
    replica.close()
    moment.database = DEFAULT_DB_ALIAS
    return True
