"""The five seed pages as facts (`home/fixtures/seeds.json`), with their obvious typing errors mended."""

import json
from functools import cache
from html import escape
from pathlib import Path

SEEDS = Path(__file__).resolve().parents[2] / "fixtures" / "seeds.json"

# What the pages got wrong, and what they meant. Two lines of seed 001 were woven through each other.
MENDED = {
    "Eén maatschappelijke uitdagingen": "Eén van de maatschappelijke uitdagingen",
    "voor een het starten": "voor het starten",
    "ontwikkkeltraject": "ontwikkeltraject",
    "samenwerkingsverband die de missie": "samenwerkingsverband dat de missie",
    "uitvoering er van": "uitvoering ervan",
    "zorg- actoren": "zorgactoren",
    "Noord- West-Vlaanderen": "Noord-West-Vlaanderen",
    "Brugge,enProvincie": "Brugge en Provincie",
    "Analyse,samen": "Analyse, samen",
    "uitdagingen ?": "uitdagingen?",
    "op ons af?.": "op ons af?",
    "regio ,": "regio,",
    "gemeente. als": "gemeente als",
    "naardoelgroep": "naar doelgroep",
    "jongeren(+": "jongeren (+",
    "‘maximale ontwikkelingskansen” geven": "‘maximale ontwikkelingskansen’ geven",
    "welzijn- en zorgactoren": "welzijns- en zorgactoren",
    "beleidsmedewerkers,..": "beleidsmedewerkers, …",
    "vóór 12u .": "vóór 12u.",
    "evoluties :": "evoluties:",
    "komen :": "komen:",
    "do' en dont's": "do’s en don’ts",
    "OCMW's ,": "OCMW's,",
    "dak-en thuisloosheid": "dak- en thuisloosheid",
    (
        "Wat betekent dit allemaal op lokaal welke (gemeenschappelijke) uitdagingen er zijn. En we willen dit samen"
        " met jullie , experten in het en bovenlokaal niveau?"
    ): "Wat betekent dit allemaal op lokaal en bovenlokaal niveau?",
    (
        "willen we samen met jullie verkennen welzijnswerkveld, in een aantal thematische werkgroepen verfijnen en"
        " inhoudelijk verder uitwerken."
    ): (
        "willen we samen met jullie verkennen welke (gemeenschappelijke) uitdagingen er zijn. En we willen dit samen"
        " met jullie, experten in het welzijnswerkveld, in een aantal thematische werkgroepen verfijnen en inhoudelijk"
        " verder uitwerken."
    ),
}


def mended(text):
    """The text without doubled spaces and typing errors; every fact in it stays."""
    text = " ".join(text.split())
    for wrong, right in MENDED.items():
        text = text.replace(wrong, right)
    return text


def mended_throughout(value):
    """The same for every text in a structure of lists and dictionaries."""
    if isinstance(value, str):
        return mended(value)
    if isinstance(value, list):
        return [mended_throughout(item) for item in value]
    if isinstance(value, dict):
        return {key: mended_throughout(item) for key, item in value.items()}
    return value


@cache
def seeds():
    """All facts of the seed pages, mended."""
    return mended_throughout(json.loads(SEEDS.read_text(encoding="utf-8")))


def rich(*paragraphs):
    """Paragraphs of plain text as the HTML that rich text fields hold."""
    return "".join(f"<p>{escape(text, quote=False)}</p>" for text in paragraphs if text)


def lines(texts):
    """A list of lines as a stream of `LinesBlock`."""
    return [("line", text) for text in texts]


def labelled(items, label="label"):
    """Labelled texts as a stream of `LabelledTextsBlock`."""
    return [("item", {"label": item[label], "text": rich(item["text"])}) for item in items]
