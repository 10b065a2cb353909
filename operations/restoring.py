"""Brings the content of an archive into this site: rows in one transaction, then files, then who was erased since."""

import os
import shutil
from contextlib import ExitStack, contextmanager
from datetime import datetime

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.contenttypes.models import ContentType
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction
from wagtail.models import Page

from audit.restores import traces_kept
from caching.models import ListingChange
from cms.erasure_log import UnreadableLogError, erased_since
from cms.models import Person
from cms.signals.definitions import restored

from .archive import Archive, BackupError, applied_migrations, hash_of, known_migrations, reason_of, some
from .erasing import erase_person
from .rows import Checksum, checksum_of, empty_tables, read_rows, reset_sequences, tables, write_rows
from .stored_files import stored_files


def restore(archive: Archive, overwrite=False, logs=(), say=print) -> None:
    """Makes the site what it was when the archive was made, but for people who were erased since.

    `logs` are the logs of erasures to read. Raises BackupError, and changes nothing then; unless it says otherwise.
    """
    check_migrations(archive.manifest["migrations"])
    check_tables(archive.manifest["tables"])
    erased = people_erased(archive, logs)
    prepare_database(say)
    if not overwrite:
        check_empty()
    with staged_files(archive) as staged:
        say("The files are unpacked. Loading the rows.")
        keys = load(archive, staged, erased, logs)
    remove_other_files(archive)
    for key in sorted(keys):
        say(f"Person {key}: was erased since the backup, and is erased again.")
    rebuild_index(say)


def check_migrations(theirs):
    ours, theirs = known_migrations(), set(theirs)
    if newer := sorted(theirs - ours):
        raise BackupError(
            f"This backup is of a newer release: {some(newer)}. Install that release, or a later one, and restore"
            " there. Nothing was changed."
        )
    if older := sorted(ours - theirs):
        raise BackupError(
            f"This backup is of an older release, without {some(older)}. Install the release that made it, restore"
            " into an empty database, then upgrade as docs/operations.md tells. Nothing was changed."
        )


def check_tables(described):
    """The archive holds the tables and columns of this code. Packages may differ where migrations do not."""
    ours = {table.name: table.columns for table in tables()}
    wrong = sorted(
        name
        for name in ours.keys() | described.keys()
        if ours.get(name) != described.get(name, {}).get("columns")
    )
    if wrong:
        raise BackupError(
            f"This backup has other tables or columns than this release: {some(wrong)}. Nothing was changed."
        )


def people_erased(archive, logs):
    try:
        return erased_since(datetime.fromisoformat(archive.manifest["taken_at"]), logs)
    except UnreadableLogError as error:
        raise BackupError(
            f"{error} Without it, people who were erased since the backup come back. Put the log there, name a copy"
            " with --erasures FILE, or leave them in with --without-erasures. Nothing was changed."
        ) from error


def prepare_database(say):
    """Makes the tables if there are none at all; those that are there have to be up to date."""
    with connection.cursor() as cursor:
        is_bare = not connection.introspection.table_names(cursor)
    if is_bare:
        say("Making the tables: half a minute.")
        call_command("migrate", interactive=False, verbosity=0)
    applied_migrations()


def check_empty():
    """Refuses a site with content or files."""
    if has_content("default"):
        raise BackupError(
            "This site has pages or accounts, and a restore takes the place of all that it has. Restore into an empty"
            " database, or repeat with --overwrite. Nothing was changed."
        )
    files = stored_files()
    if first := first_name(files):
        raise BackupError(
            f"{files} holds files already, such as {first}, and a restore takes their place. Empty it, name another"
            " one, or repeat with --overwrite. Nothing was changed."
        )


def first_name(files):
    try:
        return next(files.names(), None)
    except OSError as error:
        raise BackupError(f"{files} can't be read: {reason_of(error)}. Nothing was changed.") from error


def has_content(alias) -> bool:
    """Whether the database has an account, or another page than the plain one of Wagtail's migrations."""
    pages = Page.objects.using(alias).filter(depth__gt=1).exclude(content_type__model="page")
    return pages.exists() or get_user_model().objects.using(alias).exists()


@contextmanager
def staged_files(archive):
    """The files of the archive, unpacked and checked in a temporary folder."""
    files = stored_files()
    with ExitStack() as stack:
        try:
            folder = stack.enter_context(files.staging())
        except OSError as error:
            raise BackupError(f"{files} can't be written to: {reason_of(error)}.") from error
        unpack(archive, folder)
        yield folder


def unpack(archive, folder):
    try:
        for name, member, content in archive.files():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            with path.open("wb") as file:
                shutil.copyfileobj(content, file)
            path.chmod(member.mode & 0o666 | 0o600)
            os.utime(path, (member.mtime, member.mtime))
            with path.open("rb") as file:
                if hash_of(file) != archive.manifest["files"][name]["sha256"]:
                    raise BackupError(
                        f"{name} is not on the disk as it is in the backup. Nothing was changed."
                    )
    except OSError as error:
        raise BackupError(
            f"The files could not be unpacked: {reason_of(error)}. Nothing was changed."
        ) from error


def load(archive, staged, erased, logs):
    """Rows, then files, then erasures, in one transaction; gives the numbers of who was erased again."""
    try:
        with (
            stored_files().put_back_on_failure(archive.manifest["files"], staged),
            connection.constraint_checks_disabled(),
            transaction.atomic(),
        ):
            with traces_kept():
                check_rows(archive.manifest["tables"], load_rows(connection, archive.rows))
            ContentType.objects.clear_cache()
            connection.check_constraints()
            put_in_place(archive, staged)
            keys = erase_again(erased, datetime.fromisoformat(archive.manifest["taken_at"]), logs)
            connection.check_constraints()
            # With a token of its own: whatever a process or Redis keeps is older.
            ListingChange.record()
    except DatabaseError as error:
        raise BackupError(f"The database refused the rows: {error}. It stays as it was.") from error
    except OSError as error:
        raise BackupError(
            f"The files of before could not be kept aside: {reason_of(error)}. The site stays as it was."
        ) from error
    return keys


def erase_again(keys, since, logs) -> list[int]:
    """Erases the people with these numbers whom the backup has, and gives their numbers; other rooms erase theirs."""
    people = list(Person.objects.filter(pk__in=keys))
    erased = [person.pk for person in people]
    try:
        for person in people:
            erase_person(person)
        restored.send(sender=Archive, since=since, logs=logs)
    except OSError as error:
        raise BackupError(
            f"Who was erased since the backup can't be erased again: {reason_of(error)}. Can {settings.ERASURE_LOG} be"
            " written to, and the files? The site stays as it was."
        ) from error
    return erased


def load_rows(target, lines_of) -> dict:
    """Replaces all rows of the target, proves that it holds what was written, and gives counts and checksums.

    Call it in a transaction, without checks of constraints.
    """
    empty_tables(target)
    written = {table.name: write_table(target, table, lines_of(table)) for table in tables()}
    reset_sequences(target)
    check_rows(written, {table.name: checksum_of(read_rows(target, table)) for table in tables()})
    return written


def write_table(target, table, lines):
    checksum = Checksum()
    try:
        write_rows(target, table, checksum.watch(lines))
    except DatabaseError as error:
        raise BackupError(
            f"The database refused rows of {table.name}, and stays as it was: {error}"
        ) from error
    return checksum.as_dict()


def check_rows(expected, actual):
    for name, checksum in actual.items():
        if checksum != {key: expected[name][key] for key in checksum}:
            raise BackupError(
                f"The table {name} came out differently: {checksum['rows']:,} rows for {expected[name]['rows']:,}."
                " The database stays as it was."
            )


def put_in_place(archive, staged):
    """Last before the commit, so that little can fail after it; no file is ever half there."""
    files = stored_files()
    try:
        for name in archive.manifest["files"]:
            files.put(name, staged / name)
    except OSError as error:
        raise BackupError(
            f"The files could not be put in place: {reason_of(error)}. The site stays as it was."
        ) from error


def remove_other_files(archive):
    """What the site held before and the backup does not: nobody can reach it any more, and it may be private."""
    files = stored_files()
    try:
        for name in list(files.names()):
            if name not in archive.manifest["files"]:
                files.remove(name)
    except OSError as error:
        raise BackupError(
            f"The site is restored, but files from before could not be removed: {reason_of(error)}. Repeat it."
        ) from error


def rebuild_index(say):
    say("All rows and files are there, with the checksums of the backup. Building the search index.")
    try:
        call_command("update_index", verbosity=0)
        ListingChange.record()
    except Exception as error:
        raise BackupError(
            f"The site is restored, but not its search index: {error}. Run `manage.py update_index`."
        ) from error
