"""Moves the content of this site's database to an empty one, on either engine; files stay where they are."""

import os
import subprocess
import sys
from contextlib import contextmanager

from django.conf import settings
from django.db import DatabaseError, connection, connections, transaction

from audit.models import Action
from audit.recording import record
from caching.models import ListingChange
from cms import env
from cms.models.read_only import ReadOnlyMode
from cms.signals.definitions import copied

from .archive import BackupError, applied_migrations
from .restoring import has_content, load_rows
from .rows import read_rows, snapshot
from .writing import BusyError, stop_writing

ALIAS = "moved_to"


def move(url: str, say=print) -> dict:
    """Copies all rows to the database of the URL and proves it; gives the checksums. This site keeps its database.

    The site is read-only from then on, so that nothing is written to the database that it leaves. Raises BackupError,
    and leaves the other database without content and this one as it was then.
    """
    described = env.database_of(url, "The address")
    applied_migrations()
    with other_database(described) as target:
        check_target(target)
        if is_bare(target):
            say("Making the tables: half a minute.")
            manage(url, "migrate", "--no-input", "--verbosity=0")
        applied_migrations(target)
        if has_content(ALIAS):
            raise BackupError("The other database has pages or accounts: name an empty one.")
        record(Action.MOVED)
        with read_only_unless_it_fails(say):
            say("Copying the rows.")
            with snapshot(connection):
                checksums = copy_rows(target)
            say("All rows are there, with equal checksums. Building the search index.")
            manage(url, "update_index", "--verbosity=0")
    return checksums


@contextmanager
def read_only_unless_it_fails(say):
    """Ends read-only mode only if this began it and the move fails."""
    was_on = ReadOnlyMode.current().is_on
    if not was_on:
        say("Making the site read-only, so that nothing is written that stays behind.")
    try:
        stop_writing()
        yield
    except BusyError as error:
        raise BackupError(str(error)) from error
    except BaseException:
        if not was_on:
            ReadOnlyMode.switch_off()
        raise


@contextmanager
def other_database(described):
    """A second connection of Django's, beside that of the site."""
    if described["ENGINE"] == "django.db.backends.sqlite3":
        described = described | {"OPTIONS": described.get("OPTIONS", {}) | settings.SQLITE_OPTIONS}
    connections.settings[ALIAS] = connections.configure_settings({"default": {}, ALIAS: described})[ALIAS]
    try:
        yield connections[ALIAS]
    finally:
        connections[ALIAS].close()
        del connections[ALIAS], connections.settings[ALIAS]


def check_target(target):
    """The other database answers, and is not the site's own."""
    try:
        target.ensure_connection()
    except DatabaseError as error:
        raise BackupError(f"The other database does not answer: {error}") from error
    if identity(target) == identity(connection):
        raise BackupError("That is the database of this site: name another, empty one.")


def identity(database):
    """What tells a database from all others: its file, or its place on its server."""
    described = database.settings_dict
    if database.vendor == "sqlite":
        return os.path.realpath(described["NAME"])
    with database.cursor() as cursor:
        cursor.execute("SELECT current_database(), pg_postmaster_start_time(), inet_server_port()")
        return cursor.fetchone()


def is_bare(target):
    with target.cursor() as cursor:
        return not target.introspection.table_names(cursor)


def manage(url, *arguments):
    """A command of this code on the other database: migrations write to the default one of their process."""
    command = [sys.executable, str(settings.BASE_DIR / "manage.py"), *arguments]
    environment = os.environ | {"DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": settings.SETTINGS_MODULE}
    if subprocess.run(command, env=environment, cwd=settings.BASE_DIR).returncode:  # noqa: S603 - our own words
        raise BackupError(
            f"`manage.py {arguments[0]}` failed on the other database: the reason stands above."
        )


def copy_rows(target):
    """All rows of the snapshot, in one transaction of the target."""
    try:
        with target.constraint_checks_disabled(), transaction.atomic(using=ALIAS):
            checksums = load_rows(target, lambda table: read_rows(connection, table))
            target.check_constraints()
            copied.send(sender=None, using=ALIAS)
            ListingChange.objects.using(ALIAS).create()
    except DatabaseError as error:
        raise BackupError(f"The other database refused the rows: {error}. It stays as it was.") from error
    return checksums
