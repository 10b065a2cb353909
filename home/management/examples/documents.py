"""The files to download of the examples: made when they are loaded, and real ones."""

from django.core.files.base import ContentFile

from cms.models import CustomDocument

from .office import csv_file, docx_file, xlsx_file
from .pdf import pdf_file
from .pictures import examples_collection
from .reading import WrongFixture
from .sound import m4a_file

MAKERS = {"pdf": pdf_file, "docx": docx_file, "xlsx": xlsx_file, "csv": csv_file, "m4a": m4a_file}


def make_documents(tables, values, problems, files):
    """Each file comes in `files` before it is written: to be taken away if the loading fails, wherever it does."""
    collection = examples_collection()
    for slug, table in tables.items():
        with problems.at("documents.toml", slug):
            document = document_of(slug, table, collection, values)
            files.append(document.file)
            document.save()
            values.targets.add(CustomDocument, slug, document)


def document_of(slug, table, collection, values):
    kind, title = table.get("kind"), table.get("title")
    if kind not in MAKERS or not title:
        raise WrongFixture("kind", f"one of {', '.join(MAKERS)} is needed, and a title")
    content = MAKERS[kind](title, lines_of(table.get("content", ""), kind, values))
    document = CustomDocument(
        title=title,
        collection=collection,
        file=ContentFile(content, name=f"{slug}.{kind}"),
    )
    document.full_clean()
    return document


def lines_of(content, kind, values):
    """Paragraphs, or rows: an array of arrays of cells, or lines with a bar or a semicolon between the cells."""
    if isinstance(content, str):
        is_rows = kind in {"csv", "xlsx"}
        parts = content.splitlines() if is_rows else content.split("\n\n")
        return [values.text(" ".join(part.split())) for part in parts if part.strip()]
    return [
        [cell if isinstance(cell, int | float) else values.text(str(cell)) for cell in row]
        if isinstance(row, list)
        else values.text(row)
        for row in content
    ]
