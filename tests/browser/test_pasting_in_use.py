"""Pasting as people do it: undoing, in the middle, over what is selected, in a list, far too much, and on a phone."""

import pytest
from playwright.sync_api import expect

from news.models import NewsPage
from rich_text import TEXT_FEATURES
from tests.browser.test_pasting import CLIPBOARDS, MESSAGE, admin
from tests.browser.test_pasting_everywhere import BLOCKS, UNFOLD, NamedField
from tests.factories import NewsIndexPageFactory, NewsPageFactory, home_page

__all__ = ["admin"]  # a fixture
pytestmark = [pytest.mark.browser]
TABLE = "<table><tr><td>Wijk</td><td>Weken</td></tr><tr><td>Noord</td><td>6</td></tr></table>"
REPORT = f"<h2>Wie?</h2><p>Iedereen.</p>{TABLE}"
WITH_NOTE = (
    '<p>Zes weken<a href="#_ftn1" name="_ftnref1">[1]</a>.</p>'
    '<p><a href="#_ftnref1" name="_ftn1">[1]</a> Gemeten in het najaar.</p>'
)


@pytest.fixture
def body(admin):
    item = NewsPageFactory(
        parent=NewsIndexPageFactory(parent=home_page()), body=[("paragraph", "<p>Begin en einde</p>")]
    )
    admin.goto(f"/admin/pages/{item.pk}/edit/")
    admin.evaluate(UNFOLD)
    return NamedField(admin, "body-0-value", TEXT_FEATURES)


def kinds(field):
    return [block["type"] for block in field.page.evaluate(BLOCKS, "body")]


def to_end(field):
    field.page.locator(field.editor).click()
    field.page.keyboard.press("Control+End")


def test_undoing_takes_blocks_and_footnotes_too(body):
    to_end(body)
    body.add(f"<p>, en meer</p>{REPORT}{WITH_NOTE}")
    assert body.stored() == "<p>Begin en einde, en meer</p>"
    assert kinds(body) == ["paragraph", "heading", "paragraph", "table", "paragraph"]
    assert body.footnotes() == [(1, "Gemeten in het najaar.")]

    body.page.keyboard.press("Control+Z")

    expect(body.page.locator(MESSAGE)).to_have_count(0)
    assert body.stored() == "<p>Begin en einde</p>"
    assert kinds(body) == ["paragraph"]
    assert body.footnotes() == []


def test_undoing_a_table_gives_the_empty_text_back(body):
    body.clear()
    body.add((CLIPBOARDS / "excel.html").read_text())
    assert kinds(body) == ["table"]

    body.page.get_by_role("button", name="Plakken ongedaan maken").click()

    expect(body.page.locator(MESSAGE)).to_have_count(0)
    assert kinds(body) == ["paragraph"]


def test_what_was_done_elsewhere_since_is_not_undone(body):
    to_end(body)
    body.add(REPORT)
    undo = body.page.get_by_role("button", name="Plakken ongedaan maken")
    expect(undo).to_be_visible()

    body.page.locator("input[name='title']").click()

    expect(undo).to_have_count(0)
    body.page.locator(body.editor).click()
    body.page.keyboard.press("Control+Z")
    assert kinds(body) == ["paragraph", "heading", "paragraph", "table"]


def test_notes_take_the_numbers_after_those_of_the_page(body):
    to_end(body)
    body.add(WITH_NOTE)
    body.page.keyboard.type(" Zie ook [7].")

    body.add(WITH_NOTE.replace("najaar", "voorjaar"))

    assert "Zes weken[1]." in body.stored()
    assert "Zes weken[8]." in body.stored()
    assert body.footnotes() == [(1, "Gemeten in het najaar."), (8, "Gemeten in het voorjaar.")]
    with body.page.expect_navigation():
        body.page.evaluate("document.querySelector('[data-edit-form]').requestSubmit()")
    notes = NewsPage.objects.get().get_latest_revision_as_object().footnotes.all()
    assert [(note.number, note.text) for note in notes] == body.footnotes()


def test_a_number_without_its_note_is_said(body):
    to_end(body)

    body.add('<p>Zes weken<sup><a href="#ftnt3" id="ftnt_ref3">[3]</a></sup>.</p>')

    expect(body.page.locator(MESSAGE)).to_contain_text("Van één voetnoot kwam alleen het nummer mee")
    assert body.footnotes() == [(1, "")]
    assert "Zes weken[1]." in body.stored()


def test_in_the_middle_and_over_what_is_selected(body):
    to_end(body)
    for _letter in "einde":
        body.page.keyboard.press("Shift+ArrowLeft")

    body.add("<p>een <b>vet</b> woord</p>")
    assert body.stored() == "<p>Begin en een <b>vet</b> woord</p>"

    body.page.keyboard.press("Control+A")
    body.add(REPORT)
    assert kinds(body) == ["paragraph"]  # what follows the cursor may not come before what is pasted
    assert body.stored() == "<p><b>Wie?</b></p><p>Iedereen.</p><p>Wijk | Weken</p><p>Noord | 6</p>"


def test_inside_a_list(body):
    body.paste("<ul><li>Koksijde</li><li>Veurne</li></ul>")

    body.add("<ul><li>, ook Bulskamp</li><li>De Panne</li></ul>")

    assert body.stored() == "<ul><li>Koksijde</li><li>Veurne, ook Bulskamp</li><li>De Panne</li></ul>"


def test_words_alone_as_with_control_shift_v(body):
    assert body.paste(text="Wie?\nIedereen van https://a.be/.") == (
        '<p>Wie?</p><p>Iedereen van <a href="https://a.be/">https://a.be/</a>.</p>'
    )
    expect(body.page.locator(MESSAGE)).to_have_count(0)


def test_far_too_much_arrives_whole(body):
    """300 kB in 500 paragraphs, under 100 headings: too many blocks for one form, so the headings are bold lines."""
    body.clear()
    paragraph = f"<p>{'Een zin van het verslag. ' * 25}</p>"

    body.add("".join(f"<h2>Kop {number}</h2>{paragraph * 5}" for number in range(100)))

    stored = body.stored()
    assert stored.count("<p>") == 600
    assert stored.count("<b>Kop ") == 100
    assert kinds(body) == ["paragraph"]
    expect(body.page.locator(MESSAGE)).to_contain_text("100 tussenkoppen zijn nu vette regels")
    expect(body.page.get_by_role("button", name="Plakken ongedaan maken")).to_have_count(0)


def test_on_a_phone(body):
    body.page.set_viewport_size({"width": 375, "height": 740})
    to_end(body)

    body.add(f"{REPORT}{WITH_NOTE}")

    note = body.page.locator(MESSAGE)
    expect(note).to_contain_text("Een voetnoot staat nu in dit formulier onder “Voetnoten”")
    note.scroll_into_view_if_needed()
    box = note.bounding_box()
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= 375
    body.page.get_by_role("button", name="Plakken ongedaan maken").click()
    expect(note).to_have_count(0)
    assert kinds(body) == ["paragraph"]
