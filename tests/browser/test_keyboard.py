"""What the scripts do for who browses, with the keyboard alone; and that nothing needs them."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.keyboard import tab_to
from tests.factories import ThemeFactory, home_page
from tests.practices.factories import PracticeIndexPageFactory, PracticePageFactory

pytestmark = pytest.mark.browser
PHONE = {"width": 375, "height": 740}
LIST = "/praktijken/"
HOUSING = "input[name=theme][value=wonen]"


@pytest.fixture
def site(transactional_db):
    """A list of two pages, with one theme on 21 practices and another on 3."""
    home = home_page()
    practices = PracticeIndexPageFactory(parent=home)
    care, housing = ThemeFactory(name="Zorg", slug="zorg"), ThemeFactory(name="Wonen", slug="wonen")
    for number in range(21):
        PracticePageFactory(parent=practices, title=f"Zorgpunt {number}", themes=[care])
    for title in ("Instapwoning", "Kamer met raad", "Woonclub"):
        PracticePageFactory(parent=practices, title=title, themes=[housing])
    return home


def shown(page):
    return page.locator("[data-results] .cards h3")


def announced(page, count):
    """Wait until a screen reader would say how many there are."""
    page.locator("[data-announce]", has_text=re.compile(rf"^\s*{count} praktijken")).wait_for(
        state="attached"
    )


def test_the_list_filters_pages_and_goes_back_by_keyboard(site, page):
    page.goto(LIST)
    page.evaluate("window.still = 'the same page'")

    # A box filters at once: the focus stays on it, and the address can be sent to somebody.
    tab_to(page, HOUSING)
    page.keyboard.press("Space")
    announced(page, 3)
    expect(page.locator(f"{HOUSING}:checked")).to_be_focused()
    assert re.search(r"\?theme=wonen$", page.url)
    expect(shown(page)).to_have_count(3)
    assert sorted(shown(page).all_inner_texts()) == ["Instapwoning", "Kamer met raad", "Woonclub"]

    # The chip takes the filter away; the focus goes to the new count.
    tab_to(page, "a.chip")
    page.keyboard.press("Enter")
    announced(page, 24)
    page.locator("#aantal:focus").wait_for()
    expect(page.locator(f"{HOUSING}:checked")).to_have_count(0)

    # The next page, and the list from its top.
    tab_to(page, ".pager a[rel=next]")
    page.keyboard.press("Enter")
    page.wait_for_url("**/praktijken/?page=2")
    page.get_by_text("Pagina 2 van 2").wait_for()
    page.locator("#aantal:focus").wait_for()
    assert page.evaluate("document.activeElement.getBoundingClientRect().top") >= 0
    expect(shown(page)).to_have_count(24 - 12)

    # Back, twice: the page before it, then the filter, box and all.
    page.go_back()
    page.get_by_text("Pagina 1 van 2").wait_for()
    page.go_back()
    announced(page, 3)
    expect(page.locator(f"{HOUSING}:checked")).to_have_count(1)

    # A word in the form, with Enter: best match first, without an order that nobody asked.
    tab_to(page, "#filter-q", key="Shift+Tab")
    page.keyboard.type("woonclub")
    page.keyboard.press("Enter")
    page.wait_for_url("**/praktijken/?q=woonclub&theme=wonen")
    page.get_by_role("heading", name="1 praktijk", exact=True).wait_for()
    expect(shown(page)).to_have_text(["Woonclub"])
    assert page.evaluate("window.still") == "the same page"


def test_the_saved_list_stays_in_the_browser_and_leads_to_the_comparison(site, page):
    page.goto(f"{LIST}?theme=wonen")

    # A button that says in words and in its state that it is pressed.
    first, second = page.locator("[data-save]").nth(0), page.locator("[data-save]").nth(1)
    for button in (first, second):
        button.focus()
        page.keyboard.press("Enter")
        expect(button).to_have_attribute("aria-pressed", "true")
    expect(first).to_contain_text("Bewaard")
    titles = shown(page).all_inner_texts()[:2]

    # It survives a reload, and results that are swapped.
    page.reload()
    link = page.get_by_role("link", name="Je bewaarde praktijken (2)")
    expect(link).to_be_visible()
    page.locator("a.chip").click()
    announced(page, 24)
    expect(link).to_be_visible()

    # Without an address of its own the page takes what the browser remembers; the address then holds it.
    page.goto(f"{LIST}bewaard/")
    page.wait_for_url(re.compile(r"\?practice=\d+,\d+$"))
    expect(page.locator(".cards h3")).to_have_text(titles)
    # So few that they are ticked already.
    expect(page.locator("input[name=practice]:not(:checked)")).to_have_count(0)
    tab_to(page, "main button[type=submit]")
    page.keyboard.press("Enter")
    page.wait_for_url("**/vergelijk/?practice=*")
    expect(page.locator("thead th")).to_have_text(titles, use_inner_text=True)

    # Pressed again, it is off the list.
    page.goto(f"{LIST}?theme=wonen")
    first.click()
    expect(first).to_have_attribute("aria-pressed", "false")
    expect(page.get_by_role("link", name="Je bewaarde praktijken (1)")).to_be_visible()


def test_menu_and_filters_open_and_close_on_a_phone(site, page):
    page.set_viewport_size(PHONE)
    page.goto(LIST)
    menu, filters = page.locator("#menu"), page.locator("#filters")

    # Escape closes the menu and gives the focus back.
    tab_to(page, ".menu-button")
    page.keyboard.press("Enter")
    expect(menu).to_be_visible()
    page.keyboard.press("Escape")
    expect(menu).to_be_hidden()
    expect(page.locator(".menu-button")).to_be_focused()

    # What is in the menu comes right after its button.
    page.keyboard.press("Enter")
    tab_to(page, "#menu .tool a")
    page.keyboard.press("Enter")
    page.wait_for_url("**/vind-je-platform/")

    # The filters are a sheet: its button shows the results and closes it.
    page.goto(LIST)
    tab_to(page, ".filters-open")
    page.keyboard.press("Enter")
    expect(filters).to_be_visible()
    tab_to(page, HOUSING)
    page.keyboard.press("Space")
    announced(page, 3)
    expect(filters).to_be_visible()
    tab_to(page, "#filters .apply button")
    page.keyboard.press("Enter")
    filters.wait_for(state="hidden")
    page.locator("#aantal:focus").wait_for()
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]


def test_search_from_the_home_page_by_keyboard(site, page):
    page.goto("/")

    tab_to(page, "#zoek")
    page.keyboard.type("woonclub")
    page.keyboard.press("Enter")
    page.wait_for_url("**/zoeken/?q=woonclub")
    tab_to(page, ".hits a")
    page.keyboard.press("Enter")

    page.wait_for_url("**/praktijken/woonclub/")
    expect(page.get_by_role("heading", level=1, name="Woonclub")).to_be_visible()


def test_without_script_the_filters_work(site, browser, live_server):
    context = browser.new_context(base_url=live_server.url, java_script_enabled=False)
    page = context.new_page()
    page.goto(LIST)

    page.check(HOUSING)
    page.get_by_role("button", name="Toon praktijken").click()
    page.wait_for_url("**/praktijken/?*theme=wonen*")
    expect(shown(page)).to_have_count(3)
    assert sorted(shown(page).all_inner_texts()) == ["Instapwoning", "Kamer met raad", "Woonclub"]
    page.select_option("#sort", "title")
    page.get_by_role("button", name="Sorteer").click()
    page.wait_for_url("**sort=title**")
    expect(shown(page)).to_have_text(["Instapwoning", "Kamer met raad", "Woonclub"])
    page.locator("a.chip").click()

    expect(page.get_by_role("heading", name="24 praktijken")).to_be_visible()
    expect(page.locator("[data-save]").first).to_be_hidden()
    context.close()
