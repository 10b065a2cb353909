"""The filter panel in a browser: searching in its choices, skipping it, and the number on its button."""

import pytest
from playwright.sync_api import expect

from practices.models import PracticeTargetGroup
from tests.browser.checkers import axe_violations
from tests.browser.keyboard import tab_to
from tests.factories import TargetGroupFactory, home_page
from tests.practices.factories import PracticeIndexPageFactory, StubFactory

pytestmark = pytest.mark.browser

GROUPS = 17


@pytest.fixture
def practices(transactional_db):
    """Seventeen target groups; the last has three practices, the others two or one."""
    index = PracticeIndexPageFactory(parent=home_page())
    for number in range(GROUPS):
        group = TargetGroupFactory(name=f"Groep {number:02}", slug=f"groep-{number:02}")
        for _practice in range(3 if number == GROUPS - 1 else 1 + number % 2):
            StubFactory(
                parent=index,
                status="running" if number % 2 else "idea",
                rows={"target_groups": [PracticeTargetGroup(target_group=group)]},
            )
    return index


def group(page, key="target_group"):
    return page.locator(f"details[data-facet={key}]")


def open_all(page):
    group(page).locator("summary").first.click()
    group(page).get_by_text("Alle 18 keuzes").click()


@pytest.mark.node
def test_typing_narrows_the_choices_of_a_long_filter(practices, page):
    page.goto(practices.url)
    open_all(page)

    page.get_by_label("Zoek in Voor wie").press_sequentially("groep 02")

    expect(group(page).locator("label:has([name]):visible")).to_have_text(["Groep 021"])
    expect(group(page).get_by_text("1 van 18 keuzes")).to_be_visible()
    page.get_by_label("Zoek in Voor wie").press("Enter")
    expect(page).to_have_url(practices.url)
    assert axe_violations(page) == []


def test_what_was_folded_comes_out_when_it_is_chosen_and_another_filter_changes(practices, page):
    page.goto(practices.url)
    open_all(page)
    page.get_by_label("Groep 02").check()
    page.wait_for_url("**target_group=groep-02**")

    group(page, "status").get_by_label("Idee").check()
    page.wait_for_url("**status=idea**")

    expect(group(page).locator(".opt-list").first.get_by_label("Groep 02")).to_be_checked()
    expect(group(page, "status").get_by_label("Idee")).to_be_focused()


def test_the_keyboard_skips_to_the_results(practices, page):
    page.goto(practices.url)

    tab_to(page, ".past-filters")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")

    expect(page.locator("#sort")).to_be_focused()


def test_on_a_phone_the_button_counts_while_choosing(practices, page):
    page.set_viewport_size({"width": 375, "height": 740})
    page.goto(practices.url)
    page.get_by_role("button", name="Filters").click()
    button = page.locator("#filters .apply")
    before = button.get_by_role("button", name="Toon 27 praktijken").is_visible()

    group(page, "status").get_by_label("Lopend").check()

    expect(button.get_by_role("button", name="Toon 16 praktijken", exact=True)).to_be_visible()
    assert before


def test_without_the_script_every_choice_can_be_reached(practices, browser, live_server):
    page = browser.new_context(base_url=live_server.url, java_script_enabled=False).new_page()
    page.goto(practices.url)

    open_all(page)

    expect(page.get_by_label("Groep 00")).to_be_visible()
    expect(page.get_by_label("Zoek in Voor wie")).to_be_hidden()
    expect(page.locator("#filters .apply button")).to_have_text("Toon praktijken", use_inner_text=True)
