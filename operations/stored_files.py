"""The files of the site, wherever they are: what a backup reads, and where a restore puts them.

Names are paths as below MEDIA_ROOT, so that a backup of a folder restores to S3 and the other way round.
"""

import os
import shutil
import stat
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import NamedTuple

from django.conf import settings
from django.core.files.storage import storages

from .replaced_files import put_back_on_failure

# What processes lock, and what a restore that was killed left behind.
LOCK_FILES, STAGING = {"pictures.lock"}, ".restore-"
PUBLIC = "public/"
# What Django gives a file in a folder; in a bucket there are no rights.
MODE = 0o644


class OpenFile(NamedTuple):
    """A file that is open for reading, with what a tar says of it."""

    file: object
    size: int
    modified: int
    mode: int


def stored_files():
    """Where this site keeps its files."""
    return Buckets() if settings.OBJECT_STORAGE else Folder(Path(settings.MEDIA_ROOT))


class Folder:
    """The files below MEDIA_ROOT."""

    def __init__(self, root):
        self.root = root

    def __str__(self):
        return "MEDIA_ROOT"

    def names(self) -> Iterator[str]:
        """The regular files, but for locks and the leftovers of a restore; links lead elsewhere."""
        for folder, folders, names in os.walk(self.root):
            folders[:] = sorted(name for name in folders if not name.startswith(STAGING))
            for name in sorted(names):
                path = Path(folder) / name
                if name not in LOCK_FILES and stat.S_ISREG(mode_of(path)):
                    yield path.relative_to(self.root).as_posix()

    @contextmanager
    def open(self, name) -> Iterator[OpenFile]:
        """Raises FileNotFoundError."""
        with os.fdopen(os.open(self.root / name, os.O_RDONLY | os.O_NOFOLLOW), "rb") as file:
            state = os.fstat(file.fileno())
            yield OpenFile(file, state.st_size, int(state.st_mtime), state.st_mode & 0o777)

    def remove(self, name):
        (self.root / name).unlink()

    @contextmanager
    def staging(self) -> Iterator[Path]:
        """A folder inside MEDIA_ROOT, on the same disk: from there a file is renamed, so it is never half there."""
        self.root.mkdir(parents=True, exist_ok=True)
        for leftover in self.root.glob(f"{STAGING}*"):
            shutil.rmtree(leftover)
        folder = Path(tempfile.mkdtemp(dir=self.root, prefix=STAGING))
        try:
            yield folder
        finally:
            shutil.rmtree(folder, ignore_errors=True)

    def put(self, name, path):
        """Moves the file at this path to its place."""
        (self.root / name).parent.mkdir(parents=True, exist_ok=True)
        os.replace(path, self.root / name)

    def put_back_on_failure(self, names, staging: Path):
        """A context: if it ends with an exception, the files of these names are again as they were."""
        return put_back_on_failure(names, self.root, staging.with_name(f"{staging.name}-before"))


class Buckets:
    """The files of the private bucket, and below `public/` those of the public one."""

    def __str__(self):
        return "The object storage"

    def at(self, name):
        """The bucket and the name in it."""
        is_public = name.startswith(PUBLIC)
        return storages["public" if is_public else "default"], name.removeprefix(PUBLIC)

    def names(self) -> Iterator[str]:
        yield from storages["default"].names()
        yield from (PUBLIC + name for name in storages["public"].names())

    @contextmanager
    def open(self, name) -> Iterator[OpenFile]:
        """Raises FileNotFoundError, and StorageUnavailableError."""
        bucket, key = self.at(name)
        with bucket.open(key) as file:
            stored = file.file
            yield OpenFile(stored, stored.size, int(stored.modified.timestamp()), MODE)

    def remove(self, name):
        bucket, key = self.at(name)
        bucket.delete(key)

    @contextmanager
    def staging(self) -> Iterator[Path]:
        """A folder for temporary files: the server stores each file whole or not at all."""
        with tempfile.TemporaryDirectory(prefix="streekwijzer-restore-") as folder:
            yield Path(folder)

    def put(self, name, path):
        """Stores the file at this path; the server compares the checksum."""
        bucket, key = self.at(name)
        with path.open("rb") as content:
            bucket.replace(key, content)

    def put_back_on_failure(self, names, staging: Path):
        """A context that puts nothing back: a restore that fails at its very end is repeated (decision 0039)."""
        return nullcontext()


def mode_of(path):
    try:
        return path.lstat().st_mode
    except FileNotFoundError:
        return 0
