"""The files of `home/fixtures/examples`, and what is said of one that is wrong."""

import tomllib
from pathlib import Path
from typing import NamedTuple

FIXTURES = Path(__file__).resolve().parents[2] / "fixtures"
EXAMPLES = FIXTURES / "examples"
VOCABULARIES = FIXTURES / "vocabularies"
# In the order in which pages are made: what stands below another comes later.
KINDS = ["platforms", "coordinators", "programmes", "practices", "trajectories", "events", "news", "pages"]


class WrongFixture(ValueError):  # noqa: N818 - the file is wrong, not the program
    """What is wrong with a file, at which key."""

    def __init__(self, key, message):
        super().__init__(f"{key}: {message}" if key else message)


class PageFile(NamedTuple):
    """An example page as written: `practices/buurtsalon` has the path practices/buurtsalon.toml."""

    kind: str
    slug: str
    table: dict

    @property
    def key(self):
        return f"{self.kind}/{self.slug}"

    @property
    def path(self):
        return f"{self.key}.toml"


def read_toml(path):
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise WrongFixture("", f"not readable as TOML: {error}") from error


def read_words(name, folder, problems):
    """Tables keyed by slug, of all files whose name begins so: organisations.toml, organisations-practices.toml."""
    tables = {}
    for path in sorted(folder.glob(f"{name}*.toml")):
        with problems.noted(path.name):
            tables |= read_toml(path)
    return tables


def page_paths(folder):
    """The files of pages, in the order in which they are made: lists show the newest first, so Z before A."""
    for kind in KINDS:
        for path in sorted((folder / kind).glob("*.toml"), reverse=True):
            yield kind, path
