"""The example of a front end of one's own, on another origin, as a visitor and an editor see it."""

from pathlib import Path
from urllib.parse import urlencode

import pytest
from playwright.sync_api import expect

from cms.drafts import FOR_FRONT_END, token_for
from tests.browser.hosts import city
from tests.factories import home_page
from tests.practices.factories import PracticeIndexPageFactory, PracticePageFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
EXAMPLE = Path(__file__).parents[2] / "examples" / "frontend"


@pytest.fixture
def front_end():
    """The address of the example, on a server of its own."""
    with city() as host:
        host.pages["/frontend.js"] = (EXAMPLE / "frontend.js").read_text(), ""
        host.pages["/"] = (EXAMPLE / "index.html").read_text(), ""
        yield host


@pytest.fixture
def practice(live_server):
    index = PracticeIndexPageFactory(parent=home_page())
    return PracticePageFactory(parent=index, title="Samen wonen", problem="<p>Er is te weinig plaats.</p>")


@pytest.fixture
def visitor(browser):
    context = browser.new_context(locale="nl-BE")
    yield context.new_page()
    context.close()


def address(host, live_server, **values):
    return f"{host.url}/?{urlencode({'api': live_server.url, **values})}"


def test_lists_practices_and_shows_one(front_end, practice, live_server, visitor):
    visitor.goto(address(front_end, live_server))

    visitor.get_by_role("link", name="Samen wonen").click()

    visitor.get_by_role("heading", name="Samen wonen").wait_for()
    expect(visitor.get_by_text("Er is te weinig plaats.")).to_be_visible()


def test_shows_a_draft_to_who_has_the_token(front_end, practice, live_server, visitor):
    practice.title = "Samen wonen, herschreven"
    token, _until = token_for(practice.save_revision(), FOR_FRONT_END)

    visitor.goto(address(front_end, live_server, draft=token))

    visitor.get_by_role("heading", name="Samen wonen, herschreven").wait_for()
    assert visitor.get_by_role("note").inner_text().startswith("Concept, te zien tot")


def test_says_what_is_wrong_in_words(front_end, practice, live_server, visitor):
    visitor.goto(address(front_end, live_server, draft="verzonnen"))

    visitor.get_by_role("heading", name="Dat lukte niet").wait_for()
    expect(visitor.get_by_text("Dit is geen link naar een concept.")).to_be_visible()
