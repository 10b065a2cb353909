"""Every text that people read has its Dutch."""

from io import StringIO

import pytest
from babel.messages.catalog import Catalog
from django.core.management import CommandError, call_command
from django.utils.translation import gettext

from operations.management.commands import messages

SOURCE = """
from django.utils.translation import gettext_lazy as _
title = _("Good " "practice")
many = ngettext_lazy("%(n)s page", "%(n)s pages", "n")
verb = pgettext("to do", "Open")
"""
TEMPLATE = """
{% load i18n %}
  <h1 title="{% translate "Search" %}">{{ _("Filter")|upper }}</h1>
{% include "x.html" with label=_("More") only %}
    {% blocktranslate trimmed count number=total %}
      One result
    {% plural %}
      {{ number }} results
    {% endblocktranslate %}
  {% blocktranslate with name=page.title trimmed context "link" %}
    Read {{ name }},
    it's new
  {% endblocktranslate %}
{% translate "Open" context "state" as state %}
"""


@pytest.fixture
def catalogue(tmp_path, monkeypatch):
    """A catalogue of one text, in a file of its own."""
    monkeypatch.setattr(messages, "SOURCE", tmp_path / "django.po")
    monkeypatch.setattr(messages, "COMPILED", tmp_path / "django.mo")
    monkeypatch.setattr(messages, "source_files", lambda: [tmp_path / "page.py"])
    (tmp_path / "page.py").write_text('_("Welcome")')
    return Catalog(locale="nl", charset="utf-8")


def found_in(path, text):
    path.write_text(text)
    return {(message.context, message.id) for message in messages.texts_of(path)}


def test_the_catalogue_is_complete():
    assert list(messages.faults()) == []


def test_texts_in_code_are_found(tmp_path):
    texts = found_in(tmp_path / "models.py", SOURCE)

    assert texts == {(None, "Good practice"), (None, ("%(n)s page", "%(n)s pages")), ("to do", "Open")}


def test_texts_in_templates_are_found(tmp_path):
    texts = found_in(tmp_path / "page.html", TEMPLATE)

    assert texts == {
        (None, "Search"),
        (None, "Filter"),
        (None, "More"),
        (None, ("One result", "%(number)s results")),
        ("link", "Read %(name)s, it's new"),
        ("state", "Open"),
    }


def test_a_missing_translation_is_named(catalogue):
    messages.save(catalogue)

    with pytest.raises(CommandError, match="missing: Welcome"):
        call_command("messages", "--check")


def test_a_doubtful_translation_is_named(catalogue):
    catalogue.add("Welcome", "Welkom", flags=["fuzzy"])
    messages.save(catalogue)

    with pytest.raises(CommandError, match="fuzzy: Welcome"):
        call_command("messages", "--check")


def test_a_lost_placeholder_is_named(catalogue, tmp_path):
    (tmp_path / "page.py").write_text('_("Page %(number)s")')
    catalogue.add("Page %(number)s", "Bladzijde %(nummer)s", flags=["python-format"])
    messages.save(catalogue)

    with pytest.raises(CommandError, match="wrong: Page"):
        call_command("messages", "--check")


def test_an_update_keeps_translations_and_drops_what_is_no_longer_used(catalogue):
    catalogue.add("Welcome", "Welkom")
    catalogue.add("Goodbye", "Tot ziens")
    messages.save(catalogue)

    call_command("messages", stdout=StringIO())

    text = messages.SOURCE.read_text()
    assert 'msgid "Welcome"\nmsgstr "Welkom"' in text
    assert "Goodbye" not in text


def test_an_update_without_changes_leaves_the_file_alone(catalogue):
    catalogue.add("Welcome", "Welkom")
    messages.save(catalogue)
    before = messages.SOURCE.read_bytes()

    call_command("messages", stdout=StringIO())

    assert messages.SOURCE.read_bytes() == before


def test_a_reworded_text_that_no_package_has_any_more_is_named(tmp_path):
    path = tmp_path / "django.po"
    path.write_text('msgid "Save"\nmsgstr "Bewaar"\n\nmsgid "Text of an older Wagtail"\nmsgstr "Oud"\n')

    assert list(messages.faults_of_reworded(path)) == ["in no package: Text of an older Wagtail"]


def test_our_own_texts_win_from_reworded_ones_and_those_from_the_packages():
    assert gettext("Dashboard") == "Startscherm"
    assert gettext("Save draft") == "Bewaar concept"
    assert gettext("Promote") == "Webadres"


def test_every_text_of_the_packages_has_its_dutch():
    for path in messages.REWORDED:
        reworded = {(message.context, message.id) for message in messages.read(path)}
        texts = messages.texts_of_packages(path.name, "en")

        assert len(texts) > 80
        assert texts - messages.texts_of_packages(path.name, "nl") - reworded == set()
