from cms.models.base import FOOTNOTE_MARKER


def notes_by_section(page, sections):
    """The page's footnotes by the section that first refers to them: each note stands once, in that margin.

    `sections` names the text fields of each section, in the order of the page; `elsewhere` holds the notes to
    any other text.
    """
    texts = dict(page.texts())
    notes = list(page.footnotes.all())
    found = {}
    for section, fields in {**sections, "elsewhere": texts}.items():
        used = {number for name in fields for number in FOOTNOTE_MARKER.findall(texts.get(name, ""))}
        found[section] = [note for note in notes if str(note.number) in used]
        notes = [note for note in notes if note not in found[section]]
    return found
