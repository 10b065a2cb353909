"""Suggestions while somebody types: a combobox that the keyboard operates. Without script the form does its work."""

import pytest

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

    assert field.get_attribute("aria-expanded") == "true"
    assert field.get_attribute("aria-activedescendant") == options.nth(1).get_attribute("id")
    assert [option.get_attribute("aria-selected") for option in options.all()] == ["false", "true"]
    field.press("Enter")
    page.wait_for_url("**/wonen-voor-iedereen/")


def test_escape_closes_the_list_and_keeps_the_text(site, page):
    field = type_beginning(page)

    field.press("Escape")

    assert page.get_by_role("listbox").is_hidden()
    assert field.get_attribute("aria-expanded") == "false"
    assert field.input_value() == "won"


def test_past_the_last_suggestion_comes_the_field_again(site, page):
    field = type_beginning(page)

    for _press in range(3):
        field.press("ArrowDown")

    assert field.get_attribute("aria-activedescendant") is None
    field.press("Enter")
    page.wait_for_url("**/zoeken/?q=won")


def test_the_mouse_chooses_too(site, page):
    type_beginning(page)

    page.get_by_role("option", name="Wonen en zorg").click()

    page.wait_for_url("**/wonen-en-zorg/")
    assert page.get_by_role("heading", level=1, name="Wonen en zorg").is_visible()


def test_without_script_the_form_answers(site, browser, live_server):
    context = browser.new_context(base_url=live_server.url, java_script_enabled=False)
    page = context.new_page()
    page.goto("/zoeken/")

    page.get_by_role("searchbox").fill("iedereen")
    page.get_by_role("button", name="Zoek").click()

    assert page.get_by_role("link", name="Wonen voor iedereen").is_visible()
    context.close()


def test_the_page_fits_a_narrow_screen(site, page):
    page.set_viewport_size({"width": 320, "height": 640})

    page.goto("/zoeken/?q=wonen")

    assert page.evaluate("document.documentElement.scrollWidth") <= 320
