"""A test in a browser waits for what it reads: a machine under load shows it later."""

import ast
from itertools import pairwise
from pathlib import Path

import pytest

FILES = sorted(Path("tests/browser").glob("*.py"))
# Playwright reads these at once; `expect(...)` waits until they are so.
AT_ONCE = {"is_visible", "is_hidden", "is_checked", "is_enabled", "is_disabled"}
VALUES = {"title", "url", "count", "inner_text", "text_content", "get_attribute", "input_value"}
ACTS = {"click", "press", "check", "uncheck", "fill", "select_option"}


def attributes(node):
    return {each.attr for each in ast.walk(node) if isinstance(each, ast.Attribute)}


def is_act(node):
    call = node.value if isinstance(node, ast.Expr) else None
    return isinstance(call, ast.Call) and isinstance(call.func, ast.Attribute) and call.func.attr in ACTS


def hasty(source):
    """The lines of asserts that read at once what takes its time: by its name, or straight after an act."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Assert) and attributes(node.test) & AT_ONCE:
            yield node.lineno
        body = getattr(node, "body", None)
        for act, next_one in pairwise(body) if isinstance(body, list) else ():
            if is_act(act) and isinstance(next_one, ast.Assert) and attributes(next_one.test) & VALUES:
                yield next_one.lineno


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_waits_for_what_it_reads(file):
    assert list(hasty(file.read_text())) == []


@pytest.mark.parametrize(
    "source",
    [
        "assert page.get_by_role('main').is_visible()",
        "assert all(box.is_checked() for box in boxes)",
        "def test():\n  page.click('a')\n  assert page.url == '/'",
        "with a:\n  link.press('Enter')\n  assert page.locator('li').count() == 3",
    ],
)
def test_a_hasty_test_is_refused(source):
    assert len(list(hasty(source))) == 1
