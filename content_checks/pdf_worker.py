"""Reads a PDF from standard input and writes what it holds as JSON; a process of its own, run by `documents`.

A file from outside can keep a program busy for hours or ask for all memory. This process may do neither, and knows
nothing of the site: no settings, no database.
"""

import contextlib
import io
import json
import re
import sys

MOST_PAGES = 10
MOST_SECONDS, MOST_MEMORY = 15, 1024**3
# A word of three letters or more; of those of Latin script one is a vowel. What is left of a font whose letters have
# no meaning, or of a scan that was recognised badly, has hardly any.
WORD = re.compile(r"[^\W\d_]{3,}")
SAYS_SOMETHING = re.compile(r"(?i)[aeiouyà-öø-ÿ]|[^\u0000-\u024f]")


def limit() -> None:
    with contextlib.suppress(
        ImportError, OSError, ValueError
    ):  # elsewhere than on Unix, the clock of the caller is left
        import resource

        resource.setrlimit(resource.RLIMIT_CPU, (MOST_SECONDS, MOST_SECONDS))
        resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
        resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))


def read(content: bytes) -> dict | None:
    """Its title, whether it is a form, and the letters of words on its first pages; None if it has a password."""
    from pypdf import PdfReader

    reader = PdfReader(io.BytesIO(content))
    if reader.is_encrypted and not reader.decrypt(""):
        return None
    pages = min(len(reader.pages), MOST_PAGES)
    texts = (reader.pages[number].extract_text() for number in range(pages))
    words = (word for text in texts for word in WORD.findall(text) if SAYS_SOMETHING.search(word))
    letters = sum(map(len, words))
    return {
        "title": title_of(reader),
        "pages": pages,
        "letters": letters,
        "is_form": bool(reader.get_fields()),
    }


def title_of(reader) -> str:
    """That of its properties, which older programs keep in another place."""
    title = reader.metadata.title if reader.metadata else ""
    if title or not reader.xmp_metadata:
        return title or ""
    return next(filter(None, (reader.xmp_metadata.dc_title or {}).values()), "")


def main() -> int:
    limit()
    try:
        result = read(sys.stdin.buffer.read())
    except Exception:  # the library raises whatever a broken file makes it stumble over
        return 1
    sys.stdout.write(json.dumps(result))
    return 0


if __name__ == "__main__":
    sys.exit(main())
