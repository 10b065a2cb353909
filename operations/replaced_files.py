"""Keeps the files that a restore replaces until all of it is stored: a rename does not roll back."""

import os
import shutil
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def put_back_on_failure(names, root: Path, kept: Path):
    """If this context ends with an exception, the files of these names in `root` are again as they were.

    `kept` is the folder for those from before; a process that is killed in between leaves it there.
    """
    for name in names:
        if (root / name).exists():
            keep(root / name, kept / name)
    try:
        yield
    except BaseException:
        for name in names:
            put_back(root / name, kept / name)
        raise
    finally:
        shutil.rmtree(kept, ignore_errors=True)


def keep(path, kept):
    """A second name for the same bytes; a copy where the file system gives no second name."""
    kept.parent.mkdir(parents=True, exist_ok=True)
    try:
        os.link(path, kept)
    except OSError:
        shutil.copy2(path, kept)


def put_back(path, kept):
    if kept.exists():
        os.replace(kept, path)
    else:
        path.unlink(missing_ok=True)
