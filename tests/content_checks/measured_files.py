"""The cases of `pdf`: files that word processors, browsers, scanners and printers made, each on a page of its own."""

from django.core.files.base import ContentFile

from content_checks.documents import contents_of, store
from tests.factories import DocumentFactory

from .form_pages import a_page
from .measuring import MEASURED, TEXTS, Case, texts_in


def pdf_files():
    """What is wrong with a file is that it is named; which part of it, is counted as a fault of its own."""
    files = texts_in("pdf", "file")
    return [Case(page_with_file(file["name"]), (file["name"],) if file["faults"] else ()) for file in files]


def page_with_file(name):
    """Its title is the name of the file, as that of a new document is."""
    content = (TEXTS / "pdf" / name).read_bytes()
    document = DocumentFactory(title=name, file=ContentFile(content, name), file_size=len(content))
    store(document, contents_of(document))
    return a_page([("text", f'<p>Lees <a linktype="document" id="{document.pk}">dit</a>.</p>')])


MEASURED |= {"pdf": pdf_files}
