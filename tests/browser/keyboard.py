"""Going through a page with the keyboard alone."""

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
