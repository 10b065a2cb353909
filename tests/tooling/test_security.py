"""The table of docs/security.md names tests that exist."""

import ast
import re
from fnmatch import fnmatchcase

from django.conf import settings

TABLE = settings.BASE_DIR / "docs" / "security.md"
ROW = re.compile(r"^\| (\d[\d., ]*) \| (.+) \| (.+) \|$", re.MULTILINE)
TEST = re.compile(r"`(tests/[\w/]+\.py)::([\w*:]+)`")
NUMBER = re.compile(r"\d+\.\d+\.\d+")


def names_in(path):
    """The tests of a file: each class, and each function with the class that it is in."""
    names = []
    for node in ast.parse((settings.BASE_DIR / path).read_text()).body:
        if isinstance(node, ast.ClassDef):
            methods = [part.name for part in node.body if isinstance(part, ast.FunctionDef)]
            names += [node.name, *[f"{node.name}::{name}" for name in methods]]
        elif isinstance(node, ast.FunctionDef):
            names.append(node.name)
    return [name for name in names if "test" in name.lower()]


def rows():
    return ROW.findall(TABLE.read_text())


def test_each_requirement_stands_there_once_with_a_test_or_a_reason():
    numbers = [number for cell, _what, _proof in rows() for number in cell.split(", ")]

    assert len(numbers) >= 20
    assert all(NUMBER.fullmatch(number) for number in numbers)
    assert len(set(numbers)) == len(numbers)


def test_each_named_test_exists():
    named = [(path, pattern) for _number, _what, proof in rows() for path, pattern in TEST.findall(proof)]

    missing = [
        f"{path}::{pattern}"
        for path, pattern in named
        if not any(fnmatchcase(name, pattern) for name in names_in(path))
    ]

    assert len(named) > len(rows())
    assert missing == []
