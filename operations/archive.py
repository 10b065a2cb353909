"""The file that `manage.py backup` writes: a tar with the rows of the database, the files of the site and a manifest.

format.json           the version of this layout, first
rows/<table>.jsonl.gz the rows of a table (operations.rows)
media/<path>          a file, not compressed: pictures and documents are
manifest.json         what it was made of, with counts and checksums, and last the checksum of the manifest
manifest.sha256
"""

import errno
import gzip
import hashlib
import json
import os
import tarfile
import tempfile
import zlib
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from io import BytesIO
from pathlib import Path, PurePosixPath

from django.conf import settings
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.utils import timezone

from cms import erasure_log

from .rows import Checksum, checksum_of, read_rows, snapshot, tables
from .stored_files import stored_files

FORMAT = 1
FIRST, MANIFEST, CHECKSUM = "format.json", "manifest.json", "manifest.sha256"
ROWS, FILES = "rows/", "media/"
CHUNK = 1 << 20
LONGEST_MANIFEST = 256 << 20
DISK_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
DAMAGE = (tarfile.TarError, EOFError, OSError, zlib.error, ValueError, KeyError, TypeError)


class BackupError(Exception):
    """The message is a sentence for the operator."""


class VanishedError(Exception):
    """A file became shorter, or went, while it was read."""


def reason_of(error: OSError) -> str:
    reason = "the disk is full" if error.errno in DISK_FULL else error.strerror or str(error)
    return reason.lower().rstrip(".")


# --- Writing


def write_archive(path: Path) -> dict:
    """Writes the archive of this site to the path; gives its manifest. A failure leaves no file."""
    check_place(path)
    try:
        erasure_log.ensure_log()
    except OSError as error:
        raise BackupError(
            f"The log of erasures {settings.ERASURE_LOG} can't be written to: {reason_of(error)}."
        ) from error
    try:
        with whole_file(path) as file, tarfile.open(fileobj=file, mode="w", format=tarfile.PAX_FORMAT) as tar:
            add_bytes(tar, FIRST, json.dumps({"format": FORMAT}).encode())
            manifest = add_content(tar, path.parent)
            text = json.dumps(manifest, indent=1).encode()
            add_bytes(tar, MANIFEST, text)
            add_bytes(tar, CHECKSUM, hashlib.sha256(text).hexdigest().encode())
    except OSError as error:
        raise BackupError(f"No backup was written to {path}: {reason_of(error)}.") from error
    return manifest


def check_place(path):
    if path.is_dir():
        raise BackupError(f"{path} is a folder: name a file.")
    if Path(settings.MEDIA_ROOT).resolve() in path.resolve().parents:
        raise BackupError(f"{path} lies in MEDIA_ROOT, which is what a backup copies: name a file elsewhere.")


@contextmanager
def whole_file(path) -> Iterator:
    """A file that gets its name when all is written. What a killed backup to this path left is removed."""
    prefix = f".{path.name}.unfinished-"
    for old in path.parent.glob(f"{glob_text(prefix)}*"):
        old.unlink(missing_ok=True)
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=prefix)
    try:
        with os.fdopen(handle, "wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        os.replace(temporary, path)
        sync_folder(path.parent)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise


def glob_text(text):
    return "".join(f"[{sign}]" if sign in "*?[" else sign for sign in text)


def sync_folder(path):
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def add_content(tar, folder):
    """Adds rows and files; the rows are those of one moment, the files those that are there a little later."""
    taken_at = timezone.now()
    with snapshot(connection):
        migrations = applied_migrations()
        counts = {table.name: add_table(tar, table, folder) for table in tables()}
    return {
        "format": FORMAT,
        "taken_at": taken_at.isoformat(),
        "engine": connection.vendor,
        "migrations": migrations,
        "tables": counts,
        "files": dict(add_files(tar, stored_files())),
    }


def applied_migrations(database=connection) -> list[str]:
    """The migrations of this code that the database has had. Raises BackupError if some are missing."""
    known, applied = known_migrations(), MigrationRecorder(database).applied_migrations()
    names = {f"{app}.{name}" for app, name in applied}
    if missing := sorted(known - names):
        raise BackupError(
            f"The database {database.settings_dict['NAME']} is not up to date with this code: it lacks"
            f" {some(missing)}. Use the code that it belongs to, or run `manage.py migrate` first."
        )
    return sorted(known & names)


def known_migrations() -> set[str]:
    """All migrations of this code, as app.name."""
    loader = MigrationLoader(None, ignore_no_migrations=True)
    return {f"{app}.{name}" for app, name in loader.disk_migrations}


def some(names, most=3) -> str:
    return ", ".join(names[:most]) + (f" and {len(names) - most} more" if len(names) > most else "")


def add_table(tar, table, folder):
    """Compressed in a file without a name first: a tar wants to know the size beforehand."""
    checksum = Checksum()
    with tempfile.TemporaryFile(dir=folder) as spool:
        with gzip.GzipFile(fileobj=spool, mode="wb", compresslevel=1, mtime=0) as packed:
            for line in checksum.watch(read_rows(connection, table)):
                packed.write(line)
        member = tarfile.TarInfo(f"{ROWS}{table.name}.jsonl.gz")
        member.size = spool.tell()
        spool.seek(0)
        tar.addfile(member, spool)
    return checksum.as_dict() | {"columns": table.columns}


def add_bytes(tar, name, content):
    member = tarfile.TarInfo(name)
    member.size = len(content)
    tar.addfile(member, BytesIO(content))


def add_files(tar, files):
    """Adds all files; one that vanishes meanwhile is left out."""
    for name in files.names():
        start = tar.offset
        try:
            with files.open(name) as file:
                yield name, add_file(tar, file, f"{FILES}{name}")
        except (FileNotFoundError, VanishedError):
            tar.offset = start
            tar.fileobj.seek(start)
            tar.fileobj.truncate()


class HashingReader:
    """Gives the bytes of a file to `tarfile`, and hashes them."""

    def __init__(self, file):
        self.file, self.digest = file, hashlib.sha256()

    def read(self, size):
        chunk = self.file.read(size)
        if len(chunk) < size:
            raise VanishedError
        self.digest.update(chunk)
        return chunk


def add_file(tar, file, name):
    member = tarfile.TarInfo(name)
    member.size, member.mtime, member.mode = file.size, file.modified, file.mode
    reader = HashingReader(file.file)
    tar.addfile(member, reader)
    return {"size": member.size, "sha256": reader.digest.hexdigest()}


# --- Reading


class Archive:
    """An archive of which every byte that counts was checked."""

    def __init__(self, tar, manifest):
        self.tar, self.manifest = tar, manifest

    def rows(self, table) -> Iterator[bytes]:
        with gzip.open(self.tar.extractfile(f"{ROWS}{table.name}.jsonl.gz")) as lines:
            yield from lines

    def files(self) -> Iterator[tuple]:
        """The name (`stored_files`), the member and its content, of each file."""
        for name in self.manifest["files"]:
            member = self.tar.getmember(f"{FILES}{name}")
            yield name, member, self.tar.extractfile(member)


@contextmanager
def open_archive(path: Path) -> Iterator[Archive]:
    """Checks the whole file first. Raises BackupError for what is damaged, incomplete, newer, or leads outside."""
    try:
        file = path.open("rb")
    except OSError as error:
        raise BackupError(f"{path} can't be read: {reason_of(error)}.") from error
    with file, ExitStack() as opened:
        try:
            tar = opened.enter_context(tarfile.open(fileobj=file, mode="r:"))
            manifest = checked_manifest(tar)
        except DAMAGE as error:
            raise BackupError(
                f"{path} is no whole backup: it is damaged or cut off ({error}). Nothing was changed."
            ) from error
        yield Archive(tar, manifest)


def checked_manifest(tar):
    contents, manifest, checksum = {}, None, None
    check_format(tar, tar.next())
    while member := tar.next():
        check_name(member, contents)
        content = tar.extractfile(member)
        if member.name == MANIFEST:
            manifest = content.read(LONGEST_MANIFEST)
        elif member.name == CHECKSUM:
            checksum = content.read(64)
        elif member.name.startswith(ROWS):
            with gzip.open(content) as lines:
                contents[member.name] = checksum_of(lines)
        else:
            contents[member.name] = {"size": member.size, "sha256": hash_of(content)}
    if manifest is None or hashlib.sha256(manifest).hexdigest().encode() != checksum:
        raise ValueError("its manifest is missing or damaged")
    manifest = json.loads(manifest)
    check_contents(manifest, contents)
    return manifest


def check_format(tar, member):
    if member is None or member.name != FIRST or not member.isreg():
        raise ValueError("it does not begin as a backup")
    version = json.loads(tar.extractfile(member).read(1000))["format"]
    if version > FORMAT:
        raise BackupError(
            f"This backup has format {version}, and this release reads {FORMAT} at most: restore it with the release"
            " that made it, or a newer one. Nothing was changed."
        )


def check_name(member, earlier):
    """Rejects what this program never writes: paths that lead outside, links, devices, a name twice."""
    name = member.name
    parts = PurePosixPath(name).parts
    is_plain = "/".join(parts) == name and ".." not in parts and "\\" not in name and "\0" not in name
    is_ours = name in {MANIFEST, CHECKSUM} or name.startswith((ROWS, FILES))
    if not (member.isreg() and is_plain and is_ours) or name in earlier:
        raise BackupError(f"This backup holds {name!r}, which no backup does. Nothing was changed.")


def hash_of(file) -> str:
    digest = hashlib.sha256()
    while chunk := file.read(CHUNK):
        digest.update(chunk)
    return digest.hexdigest()


def check_contents(manifest, contents):
    expected = {
        f"{ROWS}{name}.jsonl.gz": without_columns(table) for name, table in manifest["tables"].items()
    }
    expected |= {f"{FILES}{name}": file for name, file in manifest["files"].items()}
    wrong = sorted(
        name for name in expected.keys() | contents.keys() if expected.get(name) != contents.get(name)
    )
    if wrong:
        raise ValueError(f"{some(wrong)}: not as the manifest says")


def without_columns(table):
    return {"rows": table["rows"], "sha256": table["sha256"]}
