"""Pasting a whole text into the body of a page: what comes from which program, block by block."""

import pytest
from playwright.sync_api import expect

from news.models import NewsPage
from rich_text import TEXT_FEATURES, clean
from tests.browser.test_pasting import (
    CLIPBOARDS,
    MESSAGE,
    Field,
    admin,
    follow_each_other,
    words,
    words_of_source,
)
from tests.factories import NewsIndexPageFactory, NewsPageFactory, home_page

__all__ = ["admin"]  # a fixture
pytestmark = pytest.mark.browser


class Body(Field):
    """The body of a news item, with the cursor in its only block."""

    def blocks(self):
        """Saves, and gives what is stored: the kind of each block and what it says."""
        with self.page.expect_navigation():
            self.page.evaluate("document.querySelector('[data-edit-form]').requestSubmit()")
        return [shown(block) for block in NewsPage.objects.get().get_latest_revision_as_object().body]


def shown(block):
    if block.block_type == "table":
        names = [column["heading"] for column in block.value.columns]
        return "table", [names, *([str(cell.value) for cell in row] for row in block.value.rows)]
    return block.block_type, str(getattr(block.value, "source", block.value))


@pytest.fixture
def body(admin):
    item = NewsPageFactory(
        parent=NewsIndexPageFactory(parent=home_page()), body=[("paragraph", "<p>Begin</p>")]
    )
    admin.goto(f"/admin/pages/{item.pk}/edit/")
    return Body(admin, "body", TEXT_FEATURES)


KINDS = {
    "excel": ["table"],
    "google-docs": ["heading", "paragraph"],
    "libreoffice": ["heading", "paragraph"],
    "outlook": ["paragraph"],
    "web-page": ["heading", "paragraph"],
    "word": ["heading", "paragraph", "heading", "paragraph", "table"],
}


@pytest.mark.parametrize("name", sorted(KINDS))
def test_the_text_of_each_program_becomes_blocks_and_no_word_is_lost(body, name):
    html = (CLIPBOARDS / f"{name}.html").read_text()
    body.clear()

    body.add(html, "met een adres https://a.be/")
    notes = body.notes()
    blocks = body.blocks()

    assert [kind for kind, _text in blocks] == KINDS[name]
    assert follow_each_other(words_of_source(html), words(str([text for _kind, text in blocks]) + notes))


def test_a_table_has_its_cells_and_what_was_made_is_said(body):
    body.clear()

    body.add((CLIPBOARDS / "word.html").read_text())

    expect(body.page.locator(MESSAGE)).to_contain_text("2 tussenkoppen staan nu in een eigen blok.")
    expect(body.page.locator(MESSAGE)).to_contain_text("Een tabel staat nu in een eigen blok.")
    assert ("table", [["Brugge", "twaalf"], ["Gent", "dertien"]]) in body.blocks()


def test_a_table_alone_takes_the_place_of_the_empty_text_and_says_so(body):
    body.clear()

    body.add((CLIPBOARDS / "excel.html").read_text())

    expect(body.page.locator(MESSAGE)).to_contain_text("Een tabel staat nu in een eigen blok.")
    assert body.blocks() == [
        (
            "table",
            [
                ["Gemeente", "E-mail", "Plaatsen"],
                ["De Panne", "wonen@depanne.be", "12"],
                ["Nieuwpoort", "", "1.250"],
            ],
        )
    ]


def test_it_comes_after_the_text_that_is_there(body):
    body.page.locator(body.editor).click()
    body.page.keyboard.press("Control+End")

    body.add("<p>, en verder</p><h2>Wie?</h2><p>Iedereen.</p>")

    assert [(kind, words(text)) for kind, text in body.blocks()] == [
        ("paragraph", ["Begin", "en", "verder"]),
        ("heading", ["Wie"]),
        ("paragraph", ["Iedereen"]),
    ]


def test_in_the_middle_of_a_text_it_stays_in_that_text(body):
    body.page.locator(body.editor).click()
    body.page.keyboard.press("Control+Home")

    body.add("<h2>Wie?</h2><p>Iedereen. </p>")

    [(kind, text)] = body.blocks()
    assert (kind, words(text)) == ("paragraph", ["Wie", "Iedereen", "Begin"])


def test_what_somebody_deleted_or_remarked_in_word_stays_behind(body):
    html = (CLIPBOARDS / "tracked" / "word.html").read_text()

    stored = body.paste(html)

    assert stored == "<p>Het loket is open op dinsdag, van 9 tot 12 uur.</p>"
    assert "maandag" not in clean(html, TEXT_FEATURES)


def test_the_lines_of_a_pdf_become_paragraphs_again(body):
    stored = body.paste(text=(CLIPBOARDS / "pdf.txt").read_text())

    assert stored == (
        "<p>Wonen in de Westhoek</p>"
        "<p>Een inloophuis is een plaats waar iedereen zonder afspraak binnenloopt. Wie een vraag heeft over huren, "
        "kopen of verbouwen, krijgt er meteen iemand te spreken.</p>"
        "<p>Elke gemeente doet mee</p><ul><li>Koksijde</li><li>Veurne</li></ul>"
        '<p>Vragen? Mail <a href="mailto:onthaal@voorbeeld.be">onthaal@voorbeeld.be</a>.</p>'
    )
