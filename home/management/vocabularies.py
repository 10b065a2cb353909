"""Loads the vocabularies of a new site: themes, target groups, methods, legal references, and synonyms."""

import tomllib
from pathlib import Path

from cms.models import LegalReference, Method, StartingText, TargetGroup, Theme
from search.start_list import load_start_list

FIXTURES = Path(__file__).resolve().parents[1] / "fixtures" / "vocabularies"


def load():
    """Fills each vocabulary that is empty; others are left to the reviewers."""
    for name, (model, make) in VOCABULARIES.items():
        if not model.objects.exists():
            make(tomllib.loads((FIXTURES / f"{name}.toml").read_text(encoding="utf-8")))
    load_start_list()


def load_starting_texts():
    """The texts with which new pages of the demo begin; on other sites reviewers write their own."""
    texts = tomllib.loads((FIXTURES / "starting_texts.toml").read_text(encoding="utf-8"))
    for place, text in texts.items():
        StartingText.objects.create(place=place, text=text.replace("\n", ""))


def make_themes(tables):
    """Creates themes without a parent first."""
    themes = {}
    for slug, table in sorted(tables.items(), key=lambda item: "parent" in item[1]):
        parent = themes.get(table.get("parent"))
        themes[slug] = Theme.objects.create(slug=slug, **{**table, "parent": parent})


def make_terms(model):
    def make(tables):
        for slug, table in tables.items():
            model.objects.create(slug=slug, **table)

    return make


def make_legal_references(tables):
    for table in tables.values():
        LegalReference.objects.create(**table)


VOCABULARIES = {
    "themes": (Theme, make_themes),
    "target_groups": (TargetGroup, make_terms(TargetGroup)),
    "methods": (Method, make_terms(Method)),
    "legal_references": (LegalReference, make_legal_references),
}
