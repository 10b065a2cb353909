"""Links to files: what a reader gets who follows them, and whether everybody can read it."""

import re
from collections.abc import Iterator
from typing import NamedTuple
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.db.models import URLField
from django.template.defaultfilters import filesizeformat
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.documents import get_document_model

from rich_text.cleaning import is_key

from ..content import Part
from ..documents import readings_of
from ..findings import Check, Finding, Group
from ..rich_texts import html_of, links_in

FILES = "csv doc docx epub jpg m4a mp3 mp4 odp ods odt ogg pdf png ppt pptx rtf txt xls xlsx zip"
FILE = re.compile(rf"(?i)/[^/]*\.({'|'.join(FILES.split())})$")
# How people write what kind of file it is, in words or by its extension.
KIND = re.compile(
    rf"(?i)\b(?:{'|'.join(FILES.split())}|word|excel|powerpoint|audio|video|podcast|afbeelding|foto)\b"
)
SIZE = re.compile(r"(?i)\d+(?:[.,]\d+)?\s*(?:(?:kilo|mega|giga)?bytes?|[kmg]i?b)\b")
OWN_FILE = re.compile(r"/documents/(\d{1,18})/[^/]*$")


class FileLink(NamedTuple):
    """A link to a file: its words, the kind by its extension, and the key of a document of this site or None."""

    words: str
    kind: str
    key: int | None
    part: Part


class FileWithoutKind(Check):
    """A link to a file whose words don't say that it is one."""

    name = "file_link"
    group = Group.FORM
    heading = _("Links to files without their kind and size")
    reason = _("Who follows a link expects a page. Say that it is a file, of what kind and how large.")

    def find(self, content):
        links = [link for part in content.parts for link in links_to_files(part)]
        documents = documents_by_key(link.key for link in links)
        for link in links:
            document = documents.get(link.key)
            kind = document.file_extension.lower() if document else link.kind
            if link.words and kind and not says_kind_and_size(link.words):
                yield Finding(link.words, advice_for(kind, document), link.part.label, link.part.path)


class UnreadablePDF(Check):
    """A PDF on this page of which nobody can hear the text, or that has no title."""

    name = "pdf"
    group = Group.FORM
    heading = _("PDF files that not everybody can read")
    reason = _("Screen readers and search engines read the text of a PDF, and its title first.")

    def find(self, content):
        shown = {}
        for part in content.parts:
            for key in keys_of_documents(part):
                shown.setdefault(key, part)
        documents, readings = documents_by_key(shown), readings_of(shown)
        for key, part in shown.items():
            reading = readings.get(key)
            if key in documents and reading and (advice := reading.advice):
                path = reverse("wagtaildocs:edit", args=[key])
                yield Finding(documents[key].title, advice, part.label, part.path, path)


def links_to_files(part) -> Iterator[FileLink]:
    """Those in the rich text, or in the address with its label, that the part is."""
    for link in links_in(html_of(part.value)):
        key = key_of(link.attributes)
        kind = kind_of(link.attributes.get("href", ""))
        if key or kind:
            yield FileLink(link.words, kind, key, part)
    if isinstance(part.field, blocks.StructBlock) and part.value:
        yield from labelled_addresses(part)


def labelled_addresses(part) -> Iterator[FileLink]:
    """An address in a block of its own is shown with the first words of that block, or as it is."""
    children = part.field.child_blocks.items()
    labels = [name for name, child in children if is_words(child)]
    words = next((part.value.get(name) for name in labels if part.value.get(name)), "")
    for name, child in children:
        address = part.value.get(name)
        if isinstance(child, blocks.URLBlock) and address and words and kind_of(address):
            yield FileLink(str(words), kind_of(address), None, part)


def is_words(block) -> bool:
    return isinstance(block, blocks.CharBlock) and not isinstance(block, blocks.URLBlock)


def keys_of_documents(part) -> Iterator[int]:
    """The keys of the documents of this site that the part is, or links to."""
    if isinstance(part.value, get_document_model()):
        yield part.value.pk
    for link in links_in(html_of(part.value)):
        if key := key_of(link.attributes):
            yield key
    is_address = isinstance(part.field, blocks.URLBlock | URLField) and isinstance(part.value, str)
    if is_address and (key := key_of({"href": part.value})):
        yield key


def key_of(attributes) -> int | None:
    """The key of the document of this site that a link with these attributes leads to."""
    if attributes.get("linktype") == "document":
        return int(attributes["id"]) if is_key(attributes.get("id", "")) else None
    address = attributes.get("href", "")
    match = OWN_FILE.match(path_of(address)) if host_of(address) in ("", own_host()) else None
    return int(match[1]) if match else None


def kind_of(address) -> str:
    """The extension of the file at this address; empty for a page."""
    match = FILE.search(path_of(address))
    return match[1].lower() if match else ""


def path_of(address) -> str:
    try:
        return unquote(urlsplit(address).path)
    except ValueError:
        return ""


def host_of(address) -> str:
    try:
        return urlsplit(address).hostname or ""
    except ValueError:
        return ""


def own_host() -> str:
    return host_of(settings.BASE_URL)


def documents_by_key(keys) -> dict:
    keys = {key for key in keys if key}
    return get_document_model().objects.in_bulk(keys) if keys else {}


def says_kind_and_size(words) -> bool:
    return bool(KIND.search(words) and SIZE.search(words))


def advice_for(kind, document) -> str:
    """What to add to the words; of a file elsewhere nobody here knows the size."""
    if document and document.file_size:
        size = filesizeformat(document.file_size)
        return gettext("Add behind the words: (%(kind)s, %(size)s)") % {"kind": kind, "size": size}
    return gettext("Add behind the words: (%(kind)s, and its size)") % {"kind": kind}
