"""Tells the name of a file from words that somebody wrote."""

import re

EXTENSION = re.compile(
    r"(?i)\.(?:avif|bmp|gif|heic|heif|jfif|jpe?g|png|svg|tiff?|webp|pdf|docx?|pptx?|xlsx?|odt|odp|indd|ai|html?)$"
)
# What cameras, phones, scanners and programs call their files.
CAMERA = re.compile(
    r"""(?xi)
    (?:_?(?:img|dsc[nf]?|dcim|pict|pxl|mvi|gopr|dji|mg|cimg|sam|kif|hpim|imag|p|photo|picture|image|afbeelding|foto|scan
        |slide|dia|wp|whatsapp|fb|received|unnamed|untitled|naamloos|download|unknown|onbekend)
        [\s_.-]*\(?\d[\d\s().:_-]*(?:[a-z]{1,4}\d*)?(?:[\s_.~-]?[a-z]{0,4}\d*)?)
    |(?:screenshot|screen\s?shot|schermafbeelding|schermafdruk|schermopname|knipsel|whats\s?app\s(?:image|afbeelding))
        (?:[\s_.-]*(?:from|van)?[\s_.-]*\(?\d.*)?
    |img|image|picture|photo|foto|afbeelding|unnamed|untitled|naamloos|download|scan|knipsel|logo_?\d+
    """
)
# Only figures and signs between them, or the keys of files.
KEY = re.compile(r"(?i)[\d\s_.:()-]+|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|(?=[a-f]*\d)[0-9a-f]{12,64}")
UNDERSCORED = re.compile(r"[^\s_]+_[^\s]+")
# One word with joints, of which one part is a number or a version, or as many as a web address has.
JOINED = re.compile(r"[^\s_-]+(?:-[^\s_-]+)+")
VERSION = re.compile(r"(?i)v\d+|def|final|copy|kopie|lr|hr|crop|bewerkt|scaled")
SIZE = re.compile(r"(?i)\d{2,}|klein|groot|small|large|web")
MANY = 5


def is_file_name(text) -> bool:
    """True for the name of a file, with or without its extension, and for what a camera or program gives."""
    text = text.strip()
    stem = EXTENSION.sub("", text)
    if stem != text:
        return True
    return bool(CAMERA.fullmatch(stem) or KEY.fullmatch(stem) or is_joined_name(stem))


def is_joined_name(text) -> bool:
    if UNDERSCORED.fullmatch(text):
        return True
    parts = text.split("-") if JOINED.fullmatch(text) else []
    has_version, has_size = any(map(VERSION.fullmatch, parts)), any(map(SIZE.fullmatch, parts))
    return len(parts) >= MANY or has_version or (has_size and len(parts) > 2)
