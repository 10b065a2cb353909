"""Going through a page with the keyboard alone, and waiting for what it does."""

import time

import pytest

MOST_TABS = 100


def tab_to(page, selector, key="Tab"):
    """Press Tab until the focus is there, and visible."""
    for _press in range(MOST_TABS):
        page.keyboard.press(key)
        if is_on(page, selector):
            assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") != "none"
            return
    pytest.fail(f"the keyboard never reaches {selector}")


def is_on(page, selector):
    return page.evaluate("selector => document.activeElement.matches(selector)", selector)


def wait_until(page, expression, argument=None, seconds=30):
    """Waits until the expression is true in the page.

    In place of Playwright's `wait_for_function`, which compiles text in the page: our policy refuses that.
    """
    until = time.monotonic() + seconds
    while not page.evaluate(expression, argument):
        assert time.monotonic() < until, expression
        page.wait_for_timeout(50)
