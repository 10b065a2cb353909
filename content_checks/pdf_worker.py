"""Reads a PDF from standard input and writes what it holds as JSON; a process of its own, run by `documents`.

A file from outside can keep a program busy for hours or ask for all memory. This process may do neither, and knows
nothing of the site: no settings, no database.
"""

import contextlib
import io
import json
import sys

MOST_PAGES = 10
MOST_SECONDS, MOST_MEMORY = 15, 1024**3


def limit() -> None:
    with contextlib.suppress(
        ImportError, OSError, ValueError
    ):  # elsewhere than on Unix, the clock of the caller is left
        import resource

        resource.setrlimit(resource.RLIMIT_CPU, (MOST_SECONDS, MOST_SECONDS))
        resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
        resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))


def read(content: bytes) -> dict | None:
    """Its title, and the letters and pages at its start that were counted; None if it has a password."""
    from pypdf import PdfReader

    reader = PdfReader(io.BytesIO(content))
    if reader.is_encrypted and not reader.decrypt(""):
        return None
    pages = min(len(reader.pages), MOST_PAGES)
    texts = (reader.pages[number].extract_text() for number in range(pages))
    letters = sum(sign.isalpha() for text in texts for sign in text)
    return {"title": title_of(reader), "pages": pages, "letters": letters}


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
