"""Writes files atomically and keeps them private on this machine."""

import os
import tempfile
from pathlib import Path

from cms.env import CannotStart


def write_whole(path: Path, content: bytes | str, mode: int = 0o644) -> None:
    """Writes the file atomically: readers see the old or the whole new content.

    Text is written as UTF-8. A process killed halfway leaves the old file.
    """
    data = content.encode() if isinstance(content, str) else content
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            # Without fsync a power failure may keep the new name but lose the content.
            os.fsync(file.fileno())
        os.chmod(temporary, mode)
        os.replace(temporary, path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise


def make_folder(path: Path, mode: int = 0o755) -> None:
    """Makes the folder and its parents. Raises CannotStart if it isn't writable."""
    try:
        path.mkdir(mode=mode, parents=True, exist_ok=True)
        tempfile.TemporaryFile(dir=path).close()
    except OSError as error:
        raise CannotStart(f"The folder {path} can't be written to: {error.strerror}.") from error


def make_private(path: Path) -> None:
    """Makes the file unreadable for other accounts, if it exists and is ours."""
    if path.exists() and path.stat().st_mode & 0o077 and path.stat().st_uid == os.geteuid():
        path.chmod(0o600)
