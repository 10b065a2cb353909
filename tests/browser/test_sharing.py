"""Sharing a page: what the browser offers, and how few clicks a comparison in a mail takes."""

from urllib.parse import unquote

import pytest
from playwright.sync_api import expect

from tests.browser.checkers import axe_violations

pytestmark = [pytest.mark.browser, pytest.mark.node]
SHARE_SHEET = "navigator.share = async (data) => { window.sharedData = data; };"
PRINTER = "window.print = () => { window.printed = (window.printed ?? 0) + 1; };"
NARROW = {"width": 320, "height": 700}


@pytest.fixture
def practice(practices):
    return practices.get_children().first().specific


def test_the_buttons_copy_share_and_print(practice, page):
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.add_init_script(SHARE_SHEET + PRINTER)
    page.goto(practice.url)

    page.get_by_role("button", name="Kopieer de link").click()
    expect(page.locator("[data-share] [role=status]")).to_have_text("Gekopieerd.")
    page.get_by_role("button", name="Deel met een app").click()
    page.get_by_role("button", name="Afdrukken").last.click()

    assert page.evaluate("navigator.clipboard.readText()") == practice.permanent_address
    assert page.evaluate("window.sharedData.url") == practice.permanent_address
    assert page.evaluate("window.printed") == 1


def test_the_reference_is_copied_as_it_stands(practice, page):
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto(practice.url)

    page.get_by_text("Zo citeer je dit").click()
    page.get_by_role("button", name="Kopieer de bronvermelding").click()
    expect(page.locator("[data-share] [role=status]")).to_have_text("Gekopieerd.")

    assert page.evaluate("navigator.clipboard.readText()") == page.locator(".cite").inner_text()


def test_a_browser_that_refuses_to_copy_shows_what_to_copy(practice, page):
    page.add_init_script("navigator.clipboard.writeText = async () => { throw new Error(); };")
    page.goto(practice.url)

    page.get_by_role("button", name="Kopieer de link").click()

    expect(page.locator("[data-share] [role=status]")).to_contain_text(practice.permanent_address)


def test_without_the_script_only_what_works_is_there(practice, browser, live_server):
    context = browser.new_context(base_url=live_server.url, java_script_enabled=False)
    page = context.new_page()
    page.goto(practice.url)

    expect(page.locator("[data-share] button:visible")).to_have_count(0)
    expect(page.locator("[data-share] a[href^='mailto:']")).to_be_visible()
    context.close()


def test_a_filtered_list_shares_the_list_that_is_shown(practices, page):
    page.goto(practices.url)

    page.locator("#filters input[name=theme][value=wonen]").click()
    page.wait_for_url("**theme=wonen**")

    expect(page.locator("[data-share]")).to_have_attribute(
        "data-share", f"{practices.permanent_address}?theme=wonen"
    )
    expect(page.get_by_role("button", name="Kopieer de link")).to_be_visible()


def test_three_practices_are_compared_and_mailed_in_five_clicks(practices, page):
    page.goto(practices.url)
    for number in range(3):
        page.locator("[data-save]").nth(number).click()
    page.get_by_role("link", name="Vergelijk ze").click()  # the fourth
    page.wait_for_url("**/vergelijk/**")

    mail = page.get_by_role("link", name="Mailen").get_attribute("href")  # the fifth

    expect(page.locator(".compare thead th")).to_have_count(3)
    assert unquote(mail).endswith(f"{practices.full_url}vergelijk/{page.url.partition('vergelijk/')[2]}")


def test_a_comparison_is_mailed_from_the_list_too(practices, page):
    page.goto(practices.url)
    for number in range(2):
        page.locator("[data-save]").nth(number).click()

    link = page.get_by_role("link", name="Mail de vergelijking")

    assert f"{practices.url}vergelijk/?practice=" in unquote(link.get_attribute("href"))
    for number in range(2, 5):
        page.locator("[data-save]").nth(number).click()
    expect(link).to_be_hidden()


def test_on_a_narrow_phone_the_first_column_of_the_comparison_stays_in_sight(practices, page):
    keys = ",".join(str(child.pk) for child in practices.get_children()[:4])
    page.set_viewport_size(NARROW)
    page.goto(f"{practices.url}vergelijk/?practice={keys}")
    table, first = page.locator(".scroll-x"), page.locator(".compare tbody th").first
    before = first.bounding_box()

    table.focus()
    for _press in range(6):
        page.keyboard.press("ArrowRight")
    expect(table).not_to_have_js_property("scrollLeft", 0)

    assert first.bounding_box()["x"] == before["x"]
    assert before["width"] < NARROW["width"] / 3
    assert page.evaluate("document.documentElement.scrollWidth") <= NARROW["width"]
    assert axe_violations(page) == []


def test_a_practice_is_removed_from_the_comparison_by_keyboard(practices, page):
    keys = ",".join(str(child.pk) for child in practices.get_children()[:3])
    page.goto(f"{practices.url}vergelijk/?practice={keys}")

    page.locator(".compare .remove").first.focus()
    page.keyboard.press("Enter")
    page.wait_for_url(lambda address: address.count(",") == 1)

    expect(page.locator(".compare thead th")).to_have_count(2)
    expect(page.get_by_role("link", name="Naar de goede praktijken")).to_be_visible()
