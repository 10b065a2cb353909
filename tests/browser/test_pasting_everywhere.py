"""The same report, copied from each program, in each kind of rich text field: what arrives, block by block."""

import re

import pytest
from django.apps import apps
from django.urls import reverse
from modelcluster.fields import ParentalKey
from playwright.sync_api import expect
from wagtail.blocks import ListBlock, RichTextBlock, StreamBlock, StructBlock
from wagtail.fields import RichTextField, StreamField

from cms.models import StartingText
from fields.web_addresses import tidy_addresses
from rich_text import LINE_FEATURES, OUTLINE_FEATURES, TEXT_FEATURES
from rich_text.editor import RichTextArea
from tests.browser.test_pasting import CLIPBOARDS, MESSAGE, Field, admin
from tests.events.factories import EventIndexPageFactory, EventPageFactory, session, slot
from tests.factories import NewsIndexPageFactory, home_page
from tests.practices.factories import PracticeIndexPageFactory, PracticePageFactory

__all__ = ["admin"]  # a fixture
pytestmark = pytest.mark.browser
PROGRAMS = ["google-docs", "libreoffice", "outlook", "word"]

OPENING = (
    "<p>We spraken <b>lang</b> en <i>rustig</i> over de wachttijden[{0}]. Een lokaal van 40 m² volstaat nooit.</p>"
    '<p>Lees <a href="https://www.voorbeeld.be/nota?jaar=2026">de nota</a>, met koppelteken en spatie.</p>'
)
LISTS = (
    "<ul><li>elke wijk doet mee<ul><li>ook de kleine</li></ul></li><li>we tellen opnieuw</li></ul>"
    "<ol><li>eerst bellen</li><li>dan langsgaan</li></ol>"
)
LINES = (
    "<p>elke wijk doet mee</p><p>ook de kleine</p><p>we tellen opnieuw</p>"
    "<p>eerst bellen</p><p>dan langsgaan</p>"
)
TABLE = "<p>Wijk | Weken</p><p>Centrum | zes</p>"
ROWS_OF_NOTES = [
    "Gemeten in het najaar, zie de cijfers (https://www.voorbeeld.be/cijfers).",
    "Volgende keer in Veurne. Breng je fiets mee.",
]
NOTES = (
    '<p>[1] Gemeten in het najaar, zie <a href="https://www.voorbeeld.be/cijfers">de cijfers</a>.</p>'
    "<p>[2] Volgende keer in Veurne.</p><p>Breng je fiets mee.</p>"
)


def text(heading="<p><b>{}</b></p>", items=LISTS, notes=""):
    first, second = heading.format("Verslag van de werkgroep"), heading.format("Wat we afspraken")
    return f"{first}{OPENING}{second}{items}{TABLE}<p>Dat was het[{{1}}].</p>{notes}"


BODY = [
    ("heading", "Verslag van de werkgroep"),
    ("paragraph", OPENING),
    ("heading", "Wat we afspraken"),
    ("paragraph", LISTS),
    ("table", [["Wijk", "Weken"], ["Centrum", "zes"]]),
    ("paragraph", "<p>Dat was het[{1}].</p>"),
]
PDF = (
    "<p>Wonen in de Westhoek</p>"
    "<p>Een inloophuis is een plaats waar iedereen zonder afspraak binnenloopt. Wie een vraag heeft over huren, "
    "kopen of verbouwen, krijgt er meteen iemand te spreken.</p>"
    "<p>Elke gemeente doet mee</p>{items}"
    '<p>Vragen? Mail <a href="mailto:onthaal@voorbeeld.be">onthaal@voorbeeld.be</a>.</p>'
)
PDF_ITEMS = {False: "<ul><li>Koksijde</li><li>Veurne</li></ul>", True: "<p>Koksijde</p><p>Veurne</p>"}
# By the features of a field and what it stands in: the form and the field where it is tried, and what arrives there.
PLACES = {
    ("text", "field"): ("practice", "problem", text()),
    ("text", "stream"): ("practice", "approach-0-value", BODY),
    ("text", "stream struct"): ("practice", "approach-1-value-text", text()),
    ("text", "stream list struct"): ("practice", "approach-2-value-0-value-text", text()),
    ("line", "stream struct"): ("practice", "steps-0-value-text", text(items=LINES)),
    ("text", "row stream struct"): ("event", "sessions-0-programme-0-value-description", text()),
    ("line", "field"): ("list", "intro", text(items=LINES, notes=NOTES)),
    ("outline", "field"): ("starting text", "text", text("<h2>{}</h2>", notes=NOTES)),
}
FEATURES = {"text": TEXT_FEATURES, "line": LINE_FEATURES, "outline": OUTLINE_FEATURES}


def kinds_of_field():
    """The features and the place of every rich text field and block of the site."""
    for model in apps.get_models():
        row = "row " if any(isinstance(field, ParentalKey) for field in model._meta.local_fields) else ""
        for field in model._meta.local_concrete_fields:
            if isinstance(field, RichTextField):
                yield f"{row}field", field.features
            elif isinstance(field, StreamField):
                yield from kinds_of_block(field.stream_block, f"{row}stream")


def kinds_of_block(block, place):
    if isinstance(block, RichTextBlock):
        yield place, block.features
    elif isinstance(block, ListBlock):
        yield from kinds_of_block(block.child_block, f"{place} list")
    elif isinstance(block, StructBlock | StreamBlock):
        inner = f"{place} struct" if isinstance(block, StructBlock) else place
        for child in block.child_blocks.values():
            yield from kinds_of_block(child, inner)


def test_each_kind_of_field_of_the_site_is_tried():
    names = {tuple(features): name for name, features in FEATURES.items()}

    kinds = {(names[tuple(features)], place) for place, features in kinds_of_field()}

    assert kinds == set(PLACES)


def address_of(form):
    home = home_page()
    if form == "practice":
        fold = {"title": "Vouw", "text": "<p>Begin</p>"}
        body = [("paragraph", "<p>Begin</p>"), ("callout", fold), ("accordion", [fold])]
        index = PracticeIndexPageFactory(parent=home)
        page = PracticePageFactory(
            parent=index, problem="<p>Begin</p>", approach=body, steps=[("step", {"title": "Stap"})]
        )
    elif form == "event":
        sessions = [session(slots=[slot("09:00", description="<p>Begin</p>")])]
        page = EventPageFactory(parent=EventIndexPageFactory(parent=home), rows={"sessions": sessions})
    elif form == "list":
        page = NewsIndexPageFactory(parent=home)
    else:
        term = StartingText.objects.create(place="news.NewsPage.body", text="<p>Begin</p>")
        return reverse(StartingText.snippet_viewset.get_url_name("edit"), args=[term.pk])
    return reverse("wagtailadmin_pages:edit", args=[page.pk])


class NamedField(Field):
    """A field by its name in the form, at any depth."""

    def __init__(self, page, name, features):
        super().__init__(page, name, features)
        self.name = name
        self.editor = f":has(> [name='{name}']) > [data-draftail-editor-wrapper] [contenteditable=true]"

    def in_words(self, block):
        """A block of the body as it stands in the form: its kind, and what would be stored."""
        kind, value = block["type"], block["value"]
        if kind == "paragraph":
            html = RichTextArea(features=self.features).value_from_datadict({"text": value}, {}, "text")
            return kind, re.sub(' data-block-key="[^"]*"', "", html)
        if kind == "table":
            names = [column["heading"] for column in value["columns"]]
            return kind, [names, *(row["values"] for row in value["rows"])]
        return kind, value

    def arrived(self):
        """What stands in the field now, or in the blocks of the body that it is one of."""
        if not (match := re.fullmatch(r"(\w+)-0-value", self.name)):
            return self.stored()
        self.stored()
        return [self.in_words(block) for block in self.page.evaluate(BLOCKS, match[1])][:-2]

    def footnotes(self):
        rows = self.page.evaluate(ROWS)
        return [(int(number), tidy_addresses(words)) for number, words in rows]


BLOCKS = """name => window.wagtail.editHandler.getPanelByName(name).getBoundWidget().children.map((block) => ({
  type: block.type,
  value: document.getElementsByName(`${block.prefix}-value`)[0]?.value ?? block.getState().value,
}))"""
ROWS = """() => [...document.querySelectorAll("#id_footnotes-FORMS > :not(.deleted)")].map(
  (row) => ["number", "text"].map((name) => row.querySelector(`[name$='-${name}']`).value))"""
UNFOLD = "document.querySelectorAll('[data-panel-toggle][aria-expanded=false]').forEach((button) => button.click())"


def numbered(expected, numbers):
    """What is expected, with the numbers of the two footnotes."""
    if isinstance(expected, str):
        return expected.format(*numbers)
    return [(kind, numbered(value, numbers) if kind == "paragraph" else value) for kind, value in expected]


@pytest.mark.parametrize("form", ["practice", "event", "list", "starting text"])
def test_each_kind_of_field_takes_the_report_of_each_program(admin, form):
    admin.goto(address_of(form))
    admin.evaluate(UNFOLD)
    places = [(key[0], name, expected) for key, (where, name, expected) in PLACES.items() if where == form]
    for features, name, expected in places:
        field = NamedField(admin, name, FEATURES[features])
        for program in PROGRAMS:
            html = (CLIPBOARDS / "whole" / f"{program}.html").read_text()
            before = field.footnotes()
            numbers = (1, 2) if NOTES in expected or not before else (before[-1][0] + 1, before[-1][0] + 2)
            field.clear()

            field.add(html, "met een adres https://a.be/")

            assert field.arrived() == numbered(expected, numbers), (program, name)
            notes = [] if NOTES in expected else list(zip(numbers, ROWS_OF_NOTES, strict=True))
            assert field.footnotes() == before + notes, (program, name)
            where = "in de tekst zelf" if NOTES in expected else "in dit formulier onder “Voetnoten”"
            expect(admin.locator(MESSAGE)).to_contain_text(f"2 voetnoten staan nu {where}")
            expect(admin.locator(MESSAGE)).to_contain_text("Haal ze weg als ze niet meer gelden: (“nooit”)")
            if notes:
                admin.get_by_role("button", name="Plakken ongedaan maken").click()
                expect(admin.locator(MESSAGE)).to_have_count(0)
                assert field.footnotes() == before

        field.clear()

        field.add(text=(CLIPBOARDS / "pdf.txt").read_text())

        assert field.stored() == PDF.format(items=PDF_ITEMS[features == "line"]), name
