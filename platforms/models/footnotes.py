"""Distributes footnotes over the sections of a page."""

from cms.models.base import FOOTNOTE_MARKER


def notes_by_section(page, sections):
    """Maps each section to the footnotes that it is the first to refer to.

    `sections` maps names to text fields, in the order of the page; `elsewhere` has the notes of all other texts.
    """
    texts = dict(page.texts())
    notes = list(page.footnotes.all())
    notes_of = {}
    for section, fields in {**sections, "elsewhere": texts}.items():
        numbers = {number for name in fields for number in FOOTNOTE_MARKER.findall(texts.get(name, ""))}
        notes_of[section] = [note for note in notes if str(note.number) in numbers]
        notes = [note for note in notes if note not in notes_of[section]]
    return notes_of
