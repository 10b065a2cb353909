"""Pasting from the programs that people write in: no word is lost, and what can't be kept is said."""

import html as html_entities
import json
import re
import unicodedata
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from playwright.sync_api import expect

from practices.models import PracticePage
from rich_text import LINE_FEATURES, TEXT_FEATURES, clean
from rich_text.editor import RichTextArea
from tests.browser.keyboard import wait_until
from tests.factories import NewsIndexPageFactory, UserFactory, home_page
from tests.practices.factories import PracticeIndexPageFactory, PracticePageFactory

pytestmark = pytest.mark.browser
CLIPBOARDS = Path(__file__).parent / "clipboards"
MESSAGE = "[data-paste-message]"
PASTE = """([selector, html, text, files]) => {
  const editor = document.querySelector(selector);
  const data = new DataTransfer();
  if (html) data.setData("text/html", html);
  if (text) data.setData("text/plain", text);
  for (const name of files) data.items.add(new File(["x"], name, { type: "image/png" }));
  editor.dispatchEvent(new ClipboardEvent("paste", { bubbles: true, cancelable: true, clipboardData: data }));
}"""
FIELD = """const wrapper = document.querySelector(selector).closest("[data-draftail-editor-wrapper]");
const field = [...wrapper.parentNode.children].find((field) => field.draftailEditor);"""
VALUE = f"selector => {{ {FIELD} return field.value; }}"
# Draftail fills its field some time after each change.
IS_SETTLED = f"""selector => {{ {FIELD}
  const shown = field.draftailEditor.getEditorState().getCurrentContent().getPlainText();
  return (JSON.parse(field.value)?.blocks || []).map((block) => block.text).join("\\n") === shown; }}"""


NOTES = """() => [...document.querySelectorAll("#id_footnotes-FORMS textarea")].map((field) => field.value)"""


class Field:
    """A rich text field in an open editor."""

    def __init__(self, page, name, features):
        self.page, self.features = page, features
        self.editor = f"[data-contentpath='{name}'] [contenteditable=true]"

    def clear(self):
        self.page.locator(self.editor).click()
        self.page.keyboard.press("Control+A")
        self.page.keyboard.press("Delete")
        self.page.keyboard.press("Backspace")

    def paste(self, html="", text="", files=()):
        self.clear()
        self.add(html, text, files)
        return self.stored()

    def add(self, html="", text="", files=()):
        self.page.evaluate(PASTE, [self.editor, html, text, list(files)])

    def stored(self):
        """What would be saved, without the keys of its blocks."""
        wait_until(self.page, IS_SETTLED, self.editor)
        value = self.page.evaluate(VALUE, self.editor)
        html = RichTextArea(features=self.features).value_from_datadict({"text": value}, {}, "text")
        return re.sub(' data-block-key="[^"]*"', "", html)

    def notes(self):
        """The words of the footnotes in the form."""
        return " ".join(self.page.evaluate(NOTES))

    def message(self):
        return " ".join(self.page.locator(MESSAGE).all_inner_texts())


@pytest.fixture
def admin(transactional_db, live_server, page, settings):
    """Without autosave, which would run through what a test does on a slow machine."""
    settings.WAGTAIL_AUTOSAVE_INTERVAL = 0
    client = Client()
    client.force_login(UserFactory(is_superuser=True, is_staff=True))
    name = settings.SESSION_COOKIE_NAME
    page.context.add_cookies([{"name": name, "value": client.cookies[name].value, "url": live_server.url}])
    return page


def words(html):
    return re.findall(r"\w+", unicodedata.normalize("NFKC", re.sub("<[^>]+>", " ", html)))


def words_of_source(html):
    """Every word of a clipboard that a reader would see, but the bullets and numbers that programs draw themselves."""
    soup = BeautifulSoup(html, "html.parser")
    for drawn in soup.select("[style*='mso-list:Ignore'], img, iframe, a[href^='#']"):
        drawn.decompose()
    return words(clean(str(soup), TEXT_FEATURES))


def follow_each_other(expected, given):
    """Do the words stand among the others, in this order?"""
    rest = iter(given)
    return all(word in rest for word in expected)


@pytest.fixture
def text_field(admin):
    """A field that is no body: what it does not offer stays in it as words."""
    practice = PracticePageFactory(
        parent=PracticeIndexPageFactory(parent=home_page()), problem="<p>Begin</p>"
    )
    admin.goto(f"/admin/pages/{practice.pk}/edit/")
    return Field(admin, "problem", TEXT_FEATURES)


@pytest.fixture
def line_field(admin):
    """The introduction of a list: no lists, no files."""
    news = NewsIndexPageFactory(parent=home_page())
    admin.goto(f"/admin/pages/{news.pk}/edit/")
    return Field(admin, "intro", LINE_FEATURES)


FORMS = {
    "excel": ["<p>Gemeente | E-mail | Plaatsen</p>", "</a> | 12</p>", "<p>Nieuwpoort | 1.250</p>"],
    "google-docs": [
        "<p><b>Wie doet mee?</b></p><p>Elke gemeente, <b>ook de kleine</b>. Vragen: ",
        '<a href="https://docs.voorbeeld.be/vraag">stel ze hier</a>',
        "<ul><li>Koksijde<ul><li><i>Oostduinkerke</i></li></ul></li><li>Veurne</li></ul>",
        "<p>Maand | Aantal</p>",
    ],
    "libreoffice": [
        "werkdag[1].",
        "<ol><li>bel</li><li>kom langs<br/>tussen 9 en 12</li></ol>",
        "<p>maandag | dicht</p>",
    ],
    "outlook": [
        "<p>De vergadering is op <b>12 maart</b>.</p><p>Breng je nota’s mee.</p>",
        "<br/><b>Verzonden:</b>",
        "😀 Groeten &amp; tot dan",
    ],
    "web-page": [
        '<p><a href="https://www.youtube.com/embed/Abc123def">Een film</a></p>',
        "<p>Begrip</p><p>Uitleg</p>",
    ],
    "word": [
        "<p><b>Wonen in de Westhoek</b></p>",
        '<a href="mailto:onthaal@voorbeeld.be">onthaal@voorbeeld.be</a>',
        '<a href="https://www.voorbeeld.be/wonen">https://www.voorbeeld.be/wonen</a>.',
        "12 m² is <b>te klein</b>.[2]</p>",
        "<ul><li>je identiteitskaart<ul><li>een kopie mag ook</li></ul></li>",
        "<li>23.9 punten van artikel 23</li></ul><ol><li>eerst bellen</li></ol>",
        "<p>Brugge | twaalf</p><p>Gent | dertien</p>",
    ],
}
SAID = {
    "excel": ["een blok Tabel"],
    "google-docs": ["Eén afbeelding is niet mee geplakt", "Een tussenkop is nu een vette regel"],
    "outlook": [],
    "web-page": ["Een video of kader is nu een link", "“Twee mensen”"],
    "word": [
        "Eén afbeelding is niet mee geplakt",
        "“Een brug”",
        "2 tussenkoppen zijn nu vette regels",
        "een blok Tabel",
    ],
}


def test_no_word_of_any_program_is_lost_and_what_is_not_kept_is_said(text_field):
    for source in sorted(CLIPBOARDS.glob("*.html")):
        html, name = source.read_text(), source.stem
        plain = BeautifulSoup(html, "html.parser").get_text()  # as programs put it beside: with the addresses

        stored = text_field.paste(html, plain)

        assert follow_each_other(words_of_source(html), words(stored + text_field.notes())), (name, stored)
        assert not [part for part in FORMS[name] if part not in stored], (name, stored)
        assert not [part for part in ("<embed", "<h", "<img", "alert") if part in stored], (name, stored)
        said = text_field.message()
        assert not [part for part in SAID.get(name, []) if part not in said], (name, said)
        assert bool(said) == (name != "outlook"), said

    text_field.paste(files=["een.png", "twee.png"])
    assert "2 afbeeldingen zijn niet mee geplakt" in text_field.message()
    text_field.paste(text="Gewone woorden")
    assert not text_field.message()

    # It is saved, and the page opens again.
    text_field.paste((CLIPBOARDS / "web-page.html").read_text(), "https://a.be/ en meer")
    with text_field.page.expect_navigation():
        text_field.page.evaluate("document.querySelector('[data-edit-form]').requestSubmit()")
    assert "Verborgen tekst" in PracticePage.objects.get().get_latest_revision_as_object().problem
    text_field.page.locator(text_field.editor).get_by_text("Verborgen tekst").wait_for()


def test_plain_text_keeps_its_lines_and_cells_and_gets_its_links(text_field):
    text = "Mail an@voorbeeld.be of lees https://a.be/x.\r\n\r\n• Een\n•\tTwee\nBrugge\t12\t\nGent\t3"

    stored = text_field.paste(text=text)

    assert stored == (
        '<p>Mail <a href="mailto:an@voorbeeld.be">an@voorbeeld.be</a> of lees '
        '<a href="https://a.be/x">https://a.be/x</a>.</p>'
        "<ul><li>Een</li><li>Twee</li></ul><p>Brugge | 12</p><p>Gent | 3</p>"
    )
    assert text_field.paste(text="https://a.be/x") == '<p><a href="https://a.be/x">https://a.be/x</a></p>'

    # Where the cursor is; and what is pasted can be undone.
    text_field.paste(text="Voor na")
    for _letter in range(3):
        text_field.page.keyboard.press("ArrowLeft")
    text_field.add("<b>midden</b>", "midden")
    assert text_field.stored() == "<p>Voor<b>midden</b> na</p>"
    text_field.page.keyboard.press("Control+Z")
    assert text_field.stored() == "<p>Voor na</p>"


def test_headings_of_any_level_are_bold_lines_also_from_another_wagtail(text_field):
    blocks = [
        {"key": "aaaaa", "type": "header-three", "text": "Kop drie"},
        {"key": "bbbbb", "type": "header-four", "text": "Kop vier"},
        {"key": "ccccc", "type": "unstyled", "text": "Tekst"},
    ]
    for block in blocks:
        block |= {"depth": 0, "inlineStyleRanges": [], "entityRanges": [], "data": {}}
    fragment = html_entities.escape(json.dumps({"blocks": blocks, "entityMap": {}}))
    expected = "<p><b>Kop drie</b></p><p><b>Kop vier</b></p><p>Tekst</p>"

    for copied in (
        f'<div data-draftjs-conductor-fragment="{fragment}">Kop</div>',
        "<h3>Kop drie</h3><h4>Kop vier</h4><p>Tekst</p>",
    ):
        assert text_field.paste(copied, "Kop drie") == expected
        assert "2 tussenkoppen zijn nu vette regels" in text_field.message()


FAILED_ELSEWHERE = [
    # Google Docs wraps all in a <b> that is not bold.
    (
        '<b style="font-weight:normal" id="docs-internal-guid-1"><p>Gewoon</p><ul><li>ook gewoon</li></ul></b>',
        "<p>Gewoon</p><ul><li>ook gewoon</li></ul>",
        "",
    ),
    # A bullet of Word goes, and no number of the text with it.
    (
        "".join(
            f"<p style='mso-list:l0 level1'><span style='mso-list:Ignore'>{sign}&nbsp;</span>{words}</p>"
            for sign, words in [("23.", "23.9 punten"), ("24.", "24 uur open")]
        ),
        "<ol><li>23.9 punten</li><li>24 uur open</li></ol>",
        "",
    ),
    # Pictures are files of the other computer, or the whole picture in its address: none comes along, each is named.
    (
        '<p>Zie<img src="file:///C:/1.png" alt="Een brug"><img src="data:image/png;base64,iVBO" alt="Een boom">',
        "<p>Zie</p>",
        "2 afbeeldingen zijn niet mee geplakt: voeg ze toe met een blok Afbeelding. (“Een brug”, “Een boom”)",
    ),
    (
        'CO<sub>2</sub>, 10<sup>-3</sup>, de 1<sup>e</sup> keer, <span style="vertical-align:super">2</span>',
        "<p>CO₂, 10⁻³, de 1e keer, ²</p>",
        "",
    ),
    ("x<sup>kwadraat</sup>", "<p>xkwadraat</p>", "Een letter of teken dat hoger of lager stond"),
    (
        "<p><u>lijn</u> <a href='https://a.be/'><u>link</u></a></p>",
        None,
        "Onderstreepte woorden zijn nu gewone",
    ),
    ("<a href='https://a.be/'><u>link</u></a>", None, ""),
]


def test_what_failed_in_other_editors_arrives_here(text_field):
    for html, expected, said in FAILED_ELSEWHERE:
        stored = text_field.paste(html)

        assert expected in (None, stored)
        expect(text_field.page.locator(MESSAGE)).to_have_count(1 if said else 0)
        assert said in text_field.message()


def test_a_line_takes_lists_and_headings_as_lines(line_field):
    for name in ("google-docs", "word"):
        html = (CLIPBOARDS / f"{name}.html").read_text()

        stored = line_field.paste(html, "zie https://a.be/ hier")

        assert follow_each_other(words_of_source(html), words(stored)), (name, stored)
        assert "<li" not in stored
