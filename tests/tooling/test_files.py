"""What every committed file keeps to."""

import ast
import re
import subprocess
from pathlib import Path

import pytest
from django.conf import settings

ROOT = settings.BASE_DIR
LONGEST_FILE, LONGEST_FUNCTION = 420, 40
LARGEST_MIGRATION = 50_000
INDEX_ADDRESS = re.compile(
    r"pypi\.org|pythonhosted|registry\.npmjs|--(extra-)?index-url|--find-links|--trusted-host"
)
# They say what may not stand elsewhere, or tell the tool to leave it out.
MAY_NAME_IT = {"Makefile", "tests/tooling/test_files.py"}


def committed(*suffixes):
    """The files that git keeps, or would keep; without git, as in an unpacked archive, there is nothing to check."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard"]
    result = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    if result.returncode:
        pytest.skip("not a git repository")
    names = [name for name in result.stdout.splitlines() if (ROOT / name).is_file()]
    return [Path(name) for name in names if not suffixes or Path(name).suffix in suffixes]


def text_of(path):
    return (ROOT / path).read_bytes().decode(errors="ignore")


def our_code():
    return [path for path in committed(".py") if "migrations" not in path.parts]


def functions_in(path):
    tree = ast.walk(ast.parse(text_of(path)))
    return [node for node in tree if isinstance(node, ast.FunctionDef)]


def test_no_file_names_a_package_index():
    files = [path for path in committed() if path.as_posix() not in MAY_NAME_IT]

    named = [str(path) for path in files if INDEX_ADDRESS.search(text_of(path))]

    assert named == []


def test_pins_have_hashes_and_no_address():
    for name in ("requirements.txt", "requirements-dev.txt"):
        lines = text_of(name).splitlines()

        pins = [line for line in lines if re.match(r"[a-z0-9]", line, re.IGNORECASE)]

        assert pins
        assert all("==" in pin and pin.endswith("\\") for pin in pins), name
        assert "://" not in text_of(name)


def test_migrations_stay_small():
    """A body of blocks that is frozen into each migration grows to megabytes in a few years."""
    migrations = [path for path in committed(".py") if "migrations" in path.parts]

    large = [str(path) for path in migrations if (ROOT / path).stat().st_size > LARGEST_MIGRATION]

    assert large == []


def test_files_hold_one_thing():
    long = [str(path) for path in our_code() if len(text_of(path).splitlines()) > LONGEST_FILE]

    assert long == []


def test_functions_fit_a_screen():
    code = [path for path in our_code() if path.parts[0] != "tests"]

    long = [
        f"{path}:{function.lineno} {function.name}"
        for path in code
        for function in functions_in(path)
        if function.end_lineno - function.lineno >= LONGEST_FUNCTION
    ]

    assert code
    assert long == []


def test_generated_files_stay_out_of_the_repository():
    kept = [str(path) for path in committed(".mo", ".sqlite3", ".pyc", ".log")]

    assert kept == []
