"""A name for the code that runs here, so that caches shared by machines never mix two releases."""

import hashlib
import tomllib
from pathlib import Path

# What responses are made by; `requirements.txt` stands for the packages.
SUFFIXES = {".py", ".html", ".mo"}
NOT_SERVED = {"tests", "docs", "bench", "var", "node_modules"}


def version(folder: Path) -> str:
    """The version in `pyproject.toml`."""
    return tomllib.loads((folder / "pyproject.toml").read_text())["project"]["version"]


def release_name(folder: Path, static_root: str, *shown: object) -> str:
    """A hash of the code, templates, texts and names of static files in this checkout; takes some 50 ms.

    `shown` are the settings that responses show.
    """
    tops = [
        path for path in folder.iterdir() if path.name not in NOT_SERVED and not path.name.startswith(".")
    ]
    files = [path for top in tops if top.is_dir() for path in top.rglob("*") if path.suffix in SUFFIXES]
    files += [folder / "requirements.txt", Path(static_root) / "staticfiles.json"]
    release = hashlib.sha256(repr(shown).encode())
    for path in sorted(files):
        if path.exists():
            release.update(path.read_bytes())
    return release.hexdigest()[:16]
