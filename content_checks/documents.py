"""Reads the PDF files of the site in the background, each once, in a process that may take little time and memory."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from time import monotonic

from django.db.models import F, Q, QuerySet
from django.utils import timezone
from wagtail.documents import get_document_model

from .file_names import is_file_name
from .models import DocumentReading

WORKER = Path(__file__).with_name("pdf_worker.py")
# In one tick, which has other work too.
MOST_AT_ONCE, SECONDS_AT_ONCE = 10, 30
SECONDS_FOR_ONE = 20
LARGEST = 50 * 1024**2
# Of a scan, a program reads nothing but perhaps a stamp or a page number.
FEWEST_LETTERS_A_PAGE = 20
# What stands there when nobody gave a title.
MADE_BY_PROGRAMS = re.compile(
    r"(?i)microsoft (?:word|powerpoint|excel)\b.*|powerpoint[ -]present\w+"
    r"|(?:untitled|naamloos|document|presentatie|map)\W*\d*"
    r"|(?:re|fwd?|antw|tr): .*|https?:.*"
)


def due() -> QuerySet:
    """The PDF documents that were not read yet, or have another file since."""
    is_other = ~Q(reading__file_name=F("file")) | ~Q(reading__file_hash=F("file_hash"))
    documents = get_document_model().objects.filter(file__iendswith=".pdf")
    return documents.filter(Q(reading=None) | is_other).order_by("pk")


def read_due() -> list[int]:
    """Reads a few files; gives the keys of their documents, of which pages may have to be looked at again."""
    end, read = monotonic() + SECONDS_AT_ONCE, []
    for document in due()[:MOST_AT_ONCE]:
        store(document, contents_of(document))
        read.append(document.pk)
        if monotonic() > end:
            break
    return read


def store(document, contents) -> None:
    """Keeps what was read of a document; `contents` is None if nobody can tell."""
    values = {"is_known": contents is not None, "has_text": False, "has_title": False}
    if contents is not None:
        is_enough = contents["letters"] >= FEWEST_LETTERS_A_PAGE * max(1, contents["pages"])
        values["has_text"] = is_enough or contents["is_form"]
        values["has_title"] = is_title(contents["title"])
    file = {"file_name": document.file.name, "file_hash": document.file_hash, "read_at": timezone.now()}
    DocumentReading.objects.update_or_create(document=document, defaults={**file, **values})


def contents_of(document) -> dict | None:
    """What `pdf_worker.read` gives; None for a file that it can't read, in time, with its memory."""
    try:
        with document.open_file() as file:
            content = file.read(LARGEST + 1)
    except OSError:
        return None
    return run_worker(content) if len(content) <= LARGEST else None


def run_worker(content) -> dict | None:
    # It needs none of the secrets in the environment.
    environment = {
        name: os.environ[name] for name in ("PATH", "PYTHONPATH", "SYSTEMROOT") if name in os.environ
    }
    command = [sys.executable, "-P", str(WORKER)]
    try:
        result = subprocess.run(  # noqa: S603 - our own words
            command, input=content, capture_output=True, env=environment, timeout=SECONDS_FOR_ONE, check=True
        )
        return json.loads(result.stdout)
    except (subprocess.SubprocessError, OSError, ValueError):
        return None


def is_title(text) -> bool:
    words = " ".join(text.split())
    return bool(words) and not MADE_BY_PROGRAMS.fullmatch(words) and not is_file_name(words)


def readings_of(keys) -> dict[int, DocumentReading]:
    """What was read of these documents, by key."""
    return DocumentReading.objects.in_bulk(list(keys)) if keys else {}
