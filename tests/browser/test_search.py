"""Suggestions while somebody types: a combobox that the keyboard operates. Without script the form does its work."""

import re

import pytest
from playwright.sync_api import expect

from tests.factories import NewsIndexPageFactory, NewsPageFactory, home_page

pytestmark = pytest.mark.browser


@pytest.fixture
def site(transactional_db):
    news = NewsIndexPageFactory(parent=home_page())
    NewsPageFactory(parent=news, title="Wonen voor iedereen")
    NewsPageFactory(parent=news, title="Wonen en zorg")
    return news


def type_beginning(page):
    page.goto("/zoeken/")
    field = page.get_by_role("combobox", name="Zoek in de hele site")
    field.press_sequentially("won")
    page.get_by_role("option").first.wait_for()
    return field


def test_the_keyboard_chooses_a_suggestion(site, page):
    field = type_beginning(page)
    options = page.get_by_role("option")

    field.press("ArrowDown")
    field.press("ArrowDown")

    expect(field).to_have_attribute("aria-expanded", "true")
    expect(field).to_have_attribute("aria-activedescendant", options.nth(1).get_attribute("id"))
    expect(page.get_by_role("option", selected=True)).to_have_id(options.nth(1).get_attribute("id"))
    field.press("Enter")
    page.wait_for_url("**/wonen-voor-iedereen/")


def test_escape_closes_the_list_and_keeps_the_text(site, page):
    field = type_beginning(page)

    field.press("Escape")

    expect(page.get_by_role("listbox")).to_be_hidden()
    expect(field).to_have_attribute("aria-expanded", "false")
    expect(field).to_have_value("won")


def test_past_the_last_suggestion_comes_the_field_again(site, page):
    field = type_beginning(page)

    for _press in range(3):
        field.press("ArrowDown")

    expect(field).not_to_have_attribute("aria-activedescendant", re.compile(""))
    field.press("Enter")
    page.wait_for_url("**/zoeken/?q=won")


def test_the_mouse_chooses_too(site, page):
    type_beginning(page)

    page.get_by_role("option", name="Wonen en zorg").click()

    page.wait_for_url("**/wonen-en-zorg/")
    expect(page.get_by_role("heading", level=1, name="Wonen en zorg")).to_be_visible()


def test_without_script_the_form_answers(site, browser, live_server):
    context = browser.new_context(base_url=live_server.url, java_script_enabled=False)
    page = context.new_page()
    page.goto("/zoeken/")

    page.get_by_role("searchbox").fill("iedereen")
    page.get_by_role("button", name="Zoek").click()

    expect(page.get_by_role("link", name="Wonen voor iedereen")).to_be_visible()
    context.close()


def test_the_page_fits_a_narrow_screen(site, page):
    page.set_viewport_size({"width": 320, "height": 640})

    page.goto("/zoeken/?q=wonen")

    assert page.evaluate("document.documentElement.scrollWidth") <= 320
