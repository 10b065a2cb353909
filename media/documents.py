"""Checks that an uploaded document is what its extension says, by its first bytes and office parts.

Files with macros are rejected, whatever their name (DINUM's audit of Wagtail, 2026; OWASP ASVS 5.0.0, 5.2.2).
"""

import re
from zipfile import BadZipFile, LargeZipFile, ZipFile

MICROSOFT = "application/vnd.openxmlformats-officedocument.{}.main+xml"
OPEN_DOCUMENT = "application/vnd.oasis.opendocument.{}"
# Content type of a Microsoft file's main part, or MIME type of an OpenDocument file.
OFFICE_TYPES = {
    "docx": MICROSOFT.format("wordprocessingml.document"),
    "pptx": MICROSOFT.format("presentationml.presentation"),
    "xlsx": MICROSOFT.format("spreadsheetml.sheet"),
    "odp": OPEN_DOCUMENT.format("presentation"),
    "ods": OPEN_DOCUMENT.format("spreadsheet"),
    "odt": OPEN_DOCUMENT.format("text"),
}
TYPES_PART, OPEN_DOCUMENT_PART = "[Content_Types].xml", "mimetype"
# Where macros and other programs are stored.
PROGRAMS = re.compile(r"(?i)(?:^|/)vbaProject\.bin$|^xl/macrosheets/|^(?:Basic|Scripts)/|(?:^|/)activeX/")
# Both parts are short lists; a longer part is never unpacked.
LONGEST_PART = 1_000_000
AUDIO_EXTENSIONS = ("m4a", "mp3", "ogg")
OGG_SOUND = (b"vorbis", b"OpusHead", b"FLAC", b"Speex")
# Brands written by Apple's programs, ffmpeg and Android recorders.
M4A_BRANDS = (b"M4A ", b"M4B ", b"isom", b"iso2", b"mp42", b"mp41", b"3gp4")
BYTE_ORDER_MARKS = {b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}
CONTROL = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f]")


def matches_extension(file, extension) -> bool:
    """True if the content matches the extension and holds no programs. Leaves the file at its start."""
    file.seek(0)
    try:
        return CHECKS[extension](file, extension)
    finally:
        file.seek(0)


def is_pdf(file, _extension):
    return file.read(5) == b"%PDF-"


def is_mp3(file, _extension):
    """Starts with an ID3 tag or an MPEG layer III frame: eleven bits of one, then version and layer."""
    start = file.read(3)
    is_frame = len(start) == 3 and start[0] == 0xFF and start[1] & 0xE6 == 0xE2 and start[1] & 0x18 != 0x08
    return start == b"ID3" or is_frame


def is_ogg(file, _extension):
    """Ogg with sound: Vorbis, Opus, FLAC or Speex, as Ogg may hold video too."""
    start = file.read(64)
    return start[:4] == b"OggS" and any(codec in start[28:] for codec in OGG_SOUND)


def is_m4a(file, _extension):
    """MPEG-4. Recorders use its general brand too, so a video with this extension passes and plays as sound."""
    start = file.read(12)
    return start[4:8] == b"ftyp" and start[8:12] in M4A_BRANDS


def is_text(file, _extension):
    content = file.read()
    if content.startswith((b"%PDF-", b"{\\rtf")):
        return False
    encodings = [BYTE_ORDER_MARKS[content[:2]]] if content[:2] in BYTE_ORDER_MARKS else ["utf-8", "cp1252"]
    return any(is_readable(content, encoding) for encoding in encodings)


def is_readable(content, encoding):
    try:
        return not CONTROL.search(content.decode(encoding))
    except UnicodeDecodeError:
        return False


def is_office(file, extension):
    try:
        with ZipFile(file) as parts:
            types = part(parts, TYPES_PART) or part(parts, OPEN_DOCUMENT_PART)
            names = parts.namelist()
    except (BadZipFile, LargeZipFile, OSError, RuntimeError, NotImplementedError, ValueError):
        return False
    has_programs = any(map(PROGRAMS.search, names)) or "macroEnabled" in types
    return not has_programs and OFFICE_TYPES[extension] in re.split(r"[\"'\s]", types)


def part(parts, name):
    """The text of a part of the file; empty if it is missing or too long."""
    if name not in parts.namelist() or parts.getinfo(name).file_size > LONGEST_PART:
        return ""
    with parts.open(name) as content:
        return content.read(LONGEST_PART).decode("utf-8", "replace")


CHECKS = {
    "csv": is_text,
    "m4a": is_m4a,
    "mp3": is_mp3,
    "ogg": is_ogg,
    "pdf": is_pdf,
    "txt": is_text,
    **dict.fromkeys(OFFICE_TYPES, is_office),
}
