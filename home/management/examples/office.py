"""Files of Word and Excel, and CSV, with as little in them as their readers ask for."""

import csv
import re
from io import BytesIO, StringIO
from xml.sax.saxutils import escape  # nosec B406 - writes, parses nothing
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from openpyxl import Workbook
from openpyxl.styles import Font

XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
MAIN_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
# What Excel takes in no name of a sheet.
NO_SHEET_NAME = re.compile(r"[\\/*?:\[\]]")
# Zip files write down a moment: always the same one, so that the same text makes the same file.
MOMENT = (2026, 1, 1, 0, 0, 0)

TYPES = f"""{XML}<Types xmlns="{PACKAGE}/content-types">
<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>
<Default Extension="xml" ContentType="application/xml"/>
<Override PartName="/word/document.xml" ContentType="{MAIN_TYPE}"/>
<Override PartName="/docProps/core.xml" ContentType="application/vnd.openxmlformats-package.core-properties+xml"/>
</Types>"""
RELATIONS = f"""{XML}<Relationships xmlns="{PACKAGE}/relationships">
<Relationship Id="r1" Type="{OFFICE}/officeDocument" Target="word/document.xml"/>
<Relationship Id="r2" Type="{PACKAGE}/relationships/metadata/core-properties" Target="docProps/core.xml"/>
</Relationships>"""
PROPERTIES = XML + (
    '<cp:coreProperties xmlns:cp="{package}/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/">'
    "<dc:title>{title}</dc:title><dc:language>nl-BE</dc:language></cp:coreProperties>"
)
PARAGRAPH = (
    '<w:p><w:pPr><w:spacing w:after="160"/></w:pPr><w:r><w:rPr>{look}</w:rPr><w:t>{text}</w:t></w:r></w:p>'
)
TITLE_LOOK, TEXT_LOOK = '<w:b/><w:sz w:val="36"/>', '<w:sz w:val="22"/>'


def docx_file(title, lines):
    """A text for Word or LibreOffice: the title, and a paragraph for each line."""
    texts = [" · ".join(map(str, line)) if isinstance(line, list) else line for line in lines]
    parts = [PARAGRAPH.format(look=TITLE_LOOK, text=escape(title))]
    parts += [PARAGRAPH.format(look=TEXT_LOOK, text=escape(text)) for text in texts]
    body = f'{XML}<w:document xmlns:w="{WORD}"><w:body>{"".join(parts)}</w:body></w:document>'
    return zipped(
        {
            "[Content_Types].xml": TYPES,
            "_rels/.rels": RELATIONS,
            "docProps/core.xml": PROPERTIES.format(package=PACKAGE, title=escape(title)),
            "word/document.xml": body,
        }
    )


def zipped(parts):
    content = BytesIO()
    with ZipFile(content, "w", ZIP_DEFLATED) as file:
        for name, text in parts.items():
            info = ZipInfo(name, MOMENT)
            info.compress_type = ZIP_DEFLATED
            file.writestr(info, text)
    return content.getvalue()


def rows_of(lines):
    """Rows of cells: of a line of text, what stands between bars or semicolons."""
    return [
        line if isinstance(line, list) else [cell.strip() for cell in line.replace("|", ";").split(";")]
        for line in lines
    ]


def xlsx_file(title, lines):
    """A sheet with the first row as its heading."""
    book = Workbook()
    book.properties.title, sheet = title, book.active
    sheet.title = NO_SHEET_NAME.sub(" ", title)[:31]
    rows = rows_of(lines)
    for row in rows:
        sheet.append(row)
    for cell in sheet[1]:
        cell.font = Font(bold=True)
    for place, column in enumerate(zip(*rows, strict=False)):
        letter = sheet.cell(1, place + 1).column_letter
        sheet.column_dimensions[letter].width = min(60, max(len(str(cell)) for cell in column) + 2)
    sheet.freeze_panes = "A2"
    content = BytesIO()
    book.save(content)
    return content.getvalue()


def csv_file(title, lines):
    """With the mark by which Excel knows UTF-8, and the semicolons that it expects here."""
    text = StringIO()
    csv.writer(text, delimiter=";", lineterminator="\r\n").writerows(rows_of(lines))
    return b"\xef\xbb\xbf" + text.getvalue().encode()
