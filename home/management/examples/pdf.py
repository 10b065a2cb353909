"""A PDF of a title and paragraphs, tagged so that a screen reader reads it in order (ISO 32000-1, 14.8).

The fonts are those that every reader has, so the text is limited to Windows-1252, which holds all Dutch.
"""

from typing import NamedTuple

WIDTH, HEIGHT, MARGIN = 595, 842, 72  # A4, in points
LEADING, SPACE_BETWEEN = 1.45, 8
TITLE, TEXT = ("H1", "F2", 22), ("P", "F1", 11)
# About what Helvetica measures, in parts of the size: a line may end a little early.
WIDTHS = {**dict.fromkeys("ijltf.,:;'!|()[]-/ ", 0.3), **dict.fromkeys("mwMW%@—…", 0.9)}
OTHER_WIDTH, CAPITAL_WIDTH = 0.556, 0.7
# The first objects of the file; those of pages and paragraphs follow.
CATALOGUE, PAGES, TREE, PARENTS, DOCUMENT, PLAIN_FONT, BOLD_FONT, INFO, FIRST_FREE = range(1, 10)


class Paragraph(NamedTuple):
    """A piece of text at its place on a page: `top` is the baseline of its first line."""

    tag: str
    font: str
    size: int
    lines: list[str]
    top: float

    @property
    def leading(self):
        return self.size * LEADING

    def drawn(self, number):
        """The operators that write it, marked as the piece with this number of its page."""
        shown = " T* ".join(f"({escaped(line)}) Tj" for line in self.lines)
        return (
            f"/{self.tag} <</MCID {number}>> BDC BT /{self.font} {self.size} Tf {self.leading:.1f} TL"
            f" {MARGIN} {self.top:.1f} Td {shown} ET EMC"
        )


def pdf_file(title, lines):
    """The bytes of the file."""
    texts = [" - ".join(map(str, line)) if isinstance(line, list) else line for line in lines]
    pages = laid_out([(TITLE, title), *[(TEXT, text) for text in texts]])
    return pdf_bytes(objects_of(title, pages))


def laid_out(texts):
    """The paragraphs of each page. One that does not fit below the others goes to the next page as a whole."""
    pages, room = [[]], HEIGHT - 2 * MARGIN
    for (tag, font, size), text in texts:
        lines = wrapped(text, size)
        height = len(lines) * size * LEADING + SPACE_BETWEEN
        if height > room and pages[-1]:
            pages.append([])
            room = HEIGHT - 2 * MARGIN
        pages[-1].append(Paragraph(tag, font, size, lines, MARGIN + room - size))
        room -= height
    return pages


def wrapped(text, size):
    lines, line = [], ""
    for word in text.split():
        longer = f"{line} {word}".strip()
        if line and measure(longer) * size > WIDTH - 2 * MARGIN:
            lines.append(line)
            longer = word
        line = longer
    return [*lines, line]


def measure(text):
    return sum(WIDTHS.get(char, CAPITAL_WIDTH if char.isupper() else OTHER_WIDTH) for char in text)


def escaped(text):
    return text.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")


def objects_of(title, pages):
    """The objects of the file by number, without the lengths of content streams, which `pdf_bytes` adds."""
    objects, elements, parents, kids = {}, [], [], []
    number = FIRST_FREE
    for place, paragraphs in enumerate(pages):
        page, stream, number = number, number + 1, number + 2
        drawing = "\n".join(paragraph.drawn(mark) for mark, paragraph in enumerate(paragraphs))
        keys = list(range(number, number + len(paragraphs)))
        number += len(paragraphs)
        objects[page] = (
            f"<</Type /Page /Parent {PAGES} 0 R /MediaBox [0 0 {WIDTH} {HEIGHT}] /Contents {stream} 0 R"
            f" /StructParents {place} /Tabs /S"
            f" /Resources <</Font <</F1 {PLAIN_FONT} 0 R /F2 {BOLD_FONT} 0 R>>>>>>"
        )
        objects[stream] = drawing.encode("cp1252", "replace")
        for mark, (key, paragraph) in enumerate(zip(keys, paragraphs, strict=True)):
            objects[key] = (
                f"<</Type /StructElem /S /{paragraph.tag} /P {DOCUMENT} 0 R /Pg {page} 0 R /K {mark}>>"
            )
        kids.append(page)
        elements += keys
        parents.append(f"{place} [{references(keys)}]")
    return objects | fixed_objects(title, kids, elements, parents)


def fixed_objects(title, kids, elements, parents):
    heading = (b"\xfe\xff" + title.encode("utf-16-be")).hex()
    font = "<</Type /Font /Subtype /Type1 /BaseFont /{} /Encoding /WinAnsiEncoding>>"
    return {
        CATALOGUE: (
            f"<</Type /Catalog /Pages {PAGES} 0 R /Lang (nl-BE) /MarkInfo <</Marked true>>"
            f" /ViewerPreferences <</DisplayDocTitle true>> /StructTreeRoot {TREE} 0 R>>"
        ),
        PAGES: f"<</Type /Pages /Kids [{references(kids)}] /Count {len(kids)}>>",
        TREE: f"<</Type /StructTreeRoot /K [{DOCUMENT} 0 R] /ParentTree {PARENTS} 0 R>>",
        PARENTS: f"<</Nums [{' '.join(parents)}]>>",
        DOCUMENT: f"<</Type /StructElem /S /Document /P {TREE} 0 R /K [{references(elements)}]>>",
        PLAIN_FONT: font.format("Helvetica"),
        BOLD_FONT: font.format("Helvetica-Bold"),
        INFO: f"<</Title <{heading}> /Producer (Streekwijzer)>>",
    }


def references(numbers):
    return " ".join(f"{number} 0 R" for number in numbers)


def pdf_bytes(objects):
    """The file: its objects, the table of where each begins, and where that table is."""
    content, places = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", []
    for number in sorted(objects):
        places.append(len(content))
        content += b"%d 0 obj\n%s\nendobj\n" % (number, body_of(objects[number]))
    table = "".join(f"{place:010d} 00000 n \n" for place in places)
    size = len(objects) + 1
    end = (
        f"xref\n0 {size}\n0000000000 65535 f \n{table}"
        f"trailer <</Size {size} /Root {CATALOGUE} 0 R /Info {INFO} 0 R>>\nstartxref\n{len(content)}\n%%EOF\n"
    )
    return content + end.encode()


def body_of(value):
    if isinstance(value, bytes):
        return b"<</Length %d>>\nstream\n%s\nendstream" % (len(value), value)
    return value.encode("ascii")
