"""A recording on a page: nothing of it loads before the visitor plays it, and it plays from where they jump to."""

import pytest
from playwright.sync_api import expect

from tests.browser.keyboard import tab_to, wait_until
from tests.factories import DocumentFactory, NewsIndexPageFactory, NewsPageFactory, home_page

pytestmark = pytest.mark.browser
# A minute of silence, as MP3 frames of 26 milliseconds (128 kbit/s, 44.1 kHz).
SILENCE = (b"\xff\xfb\x90\x64" + bytes(413)) * 2300
WORDS = "<p>Zachtjes aan, zegt An, dan komt het wel.</p>"


@pytest.fixture
def recording(transactional_db, live_server):
    sound = DocumentFactory(title="Podcast", file__filename="podcast.mp3", file__data=SILENCE)
    block = {
        "title": "Het gesprek",
        "document": sound,
        "url": "https://elders.voorbeeld.be/x",
        "duration": "1 minuut",
        "transcript": WORDS,
    }
    return NewsPageFactory(parent=NewsIndexPageFactory(parent=home_page()), body=[("audio", block)])


def test_it_plays_from_where_a_visitor_jumps_to_and_loads_nothing_before(page, recording):
    answers = []
    page.on("response", lambda answer: answers.append(answer) if "/documents/" in answer.url else None)
    page.set_viewport_size({"width": 375, "height": 740})
    page.goto(recording.url)
    page.wait_for_load_state("networkidle")
    assert not answers

    tab_to(page, "audio")
    page.keyboard.press("Space")
    wait_until(page, "document.querySelector('audio').currentTime > 0")
    page.evaluate("document.querySelector('audio').currentTime = 50")

    wait_until(page, "document.querySelector('audio').currentTime > 50.2")
    assert {answer.status for answer in answers} == {206}
    assert page.evaluate("document.documentElement.scrollWidth") == 375
    assert page.context.cookies() == []


def test_its_words_and_the_other_website_open_by_keyboard(page, recording):
    page.goto(recording.url)
    elsewhere = page.locator("[href='https://elders.voorbeeld.be/x']")
    expect(elsewhere).to_be_hidden()

    tab_to(page, "figure.audio summary")
    page.keyboard.press("Enter")
    expect(elsewhere).to_be_visible()
    page.keyboard.press("Tab")
    tab_to(page, "figure.audio summary")
    page.keyboard.press("Enter")

    expect(page.get_by_text("Zachtjes aan, zegt An")).to_be_visible()
