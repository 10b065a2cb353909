"""Document files for tests, valid and invalid."""

import io
from zipfile import ZipFile

from django.core.files.uploadedfile import SimpleUploadedFile

from media.documents import OFFICE_TYPES

PDF = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<<>>\nendobj\ntrailer\n%%EOF\n"
MACRO_TYPE = "application/vnd.ms-word.document.macroEnabled.main+xml"

SOUNDS = {
    "mp3": b"\xff\xfb\x90\x64" + bytes(60),
    "ogg": b"OggS\x00\x02" + bytes(22) + b"\x01\x1e\x01vorbis" + bytes(30),
    "m4a": b"\x00\x00\x00\x20ftypM4A \x00\x00\x02\x00" + bytes(40),
}


def zipped(**parts):
    content = io.BytesIO()
    with ZipFile(content, "w") as file:
        for name, text in parts.items():
            file.writestr(name, text)
    return content.getvalue()


def office(kind, *more, of_type=None):
    """A Word, Excel, PowerPoint or LibreOffice file, with these extra parts."""
    type_name = of_type or OFFICE_TYPES[kind]
    if kind.startswith("od"):
        parts = {"mimetype": type_name, "content.xml": "<x/>"}
    else:
        override = f'<Override PartName="/word/document.xml" ContentType="{type_name}"/>'
        parts = {"[Content_Types].xml": f"<Types>{override}</Types>", "word/document.xml": "<x/>"}
    return zipped(**parts, **dict.fromkeys(more, "x"))


def document_file(name, content=PDF):
    return SimpleUploadedFile(name, content)
