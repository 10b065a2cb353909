"""Extracts, checks and compiles the Dutch catalogues with Babel, without the gettext programs.

`locale/nl` holds our own texts. `locale/packages/nl` holds texts of Wagtail in our words; Django reads it before the
packages' own catalogues (LOCALE_PATHS).
"""

import os
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import DEFAULT_KEYWORDS, extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.apps import apps
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation.reloader import translation_file_changed
from django.utils.translation.template import templatize

from cms.files import write_whole

SOURCE = Path(settings.LOCALE_PATHS[0]) / "nl" / "LC_MESSAGES" / "django.po"
COMPILED = SOURCE.with_suffix(".mo")
REWORDED = [
    Path(settings.LOCALE_PATHS[1]) / "nl" / "LC_MESSAGES" / f"{domain}.po"
    for domain in ("django", "djangojs")
]
KEYWORDS = DEFAULT_KEYWORDS | {
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext_lazy": (1, 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext_lazy": ((1, "c"), 2, 3),
}
TEMPLATES = {".html", ".txt"}
NO_ROOMS = {"tests", "bench"}
LINE_LENGTH = 100
# Babel's own header carries today's date and its own version: a difference at every run.
HEADER = b"""\
# The Dutch texts of Streekwijzer: je-vorm, B1, as written in Flanders.
# `make messages` brings them in line with the sources; the translations are written by hand.
msgid ""
msgstr ""
"Language: nl\\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"

"""


def rooms():
    """The folders of our own code."""
    packages = (path.parent for path in settings.BASE_DIR.glob("*/__init__.py"))
    return sorted(package for package in packages if package.name not in NO_ROOMS)


def source_files():
    """Code, and templates of pages and mails."""
    folders = [*rooms(), settings.BASE_DIR / "templates"]
    files = [path for folder in folders for path in folder.rglob("*") if path.suffix in {".py", *TEMPLATES}]
    return sorted(path for path in files if "migrations" not in path.parts)


def readable(path):
    """The file as Python for the extractor; a template as its gettext calls, without indentation."""
    text = path.read_text(encoding="utf-8")
    if path.suffix in TEMPLATES:
        text = "\n".join(line.lstrip() for line in templatize(text, origin=path).splitlines())
    return BytesIO(text.encode())


def texts_of(path):
    """The texts in one file, without translations."""
    catalog = Catalog(locale="nl", charset="utf-8")
    for _line, text, _notes, context in extract(
        "python", readable(path), KEYWORDS, options={"encoding": "utf-8"}
    ):
        catalog.add(text, context=context)
    return [message for message in catalog if message.id]


def extracted():
    """A catalogue of every text in code and templates, without translations."""
    catalog = Catalog(locale="nl", charset="utf-8")
    for path in source_files():
        for message in texts_of(path):
            catalog.add(message.id, context=message.context)
    return catalog


def read(path):
    with path.open("rb") as file:
        return read_po(file, locale="nl", charset="utf-8")


def catalogue():
    """The current translations of our own texts."""
    return read(SOURCE) if SOURCE.exists() else Catalog(locale="nl", charset="utf-8")


def update():
    """Adds new texts to the catalogue, untranslated, and removes unused ones."""
    translations = catalogue()
    translations.update(extracted(), no_fuzzy_matching=True)
    save(translations)


def save(translations):
    text = BytesIO(HEADER)
    text.seek(0, os.SEEK_END)
    options = {"no_location": True, "sort_output": True, "ignore_obsolete": True, "omit_header": True}
    write_po(text, translations, width=LINE_LENGTH, **options)
    write_whole(SOURCE, text.getvalue())


def faults():
    """One line for every text with a missing or fuzzy translation, or with wrong placeholders."""
    translations = catalogue()
    for message in extracted():
        if not message.id:
            continue
        entry = translations.get(message.id, message.context)
        name = message.id if isinstance(message.id, str) else message.id[0]
        if entry is None or not all([entry.string] if isinstance(entry.string, str) else entry.string):
            yield f"missing: {name}"
        elif entry.fuzzy:
            yield f"fuzzy: {name}"
        for error in entry.check(translations) if entry else []:
            yield f"wrong: {name}: {error}"
    for path in REWORDED:
        yield from faults_of_reworded(path)


def faults_of_reworded(path):
    """One line for every reworded text that no package has, or with wrong placeholders."""
    translations, texts = read(path), texts_of_packages(path.name)
    for message in translations:
        if message.id and (message.context, message.id) not in texts:
            yield f"in no package: {message.id}"
        for error in message.check(translations):
            yield f"wrong: {message.id}: {error}"


def catalogues_of_packages(name, language="*"):
    folders = [Path(app.path) / "locale" for app in apps.get_app_configs()]
    files = [path for folder in folders for path in folder.glob(f"{language}/LC_MESSAGES/{name}")]
    return [read(path) for path in files if path.parts[-3] in ("en", "nl")]


def texts_of_packages(name, language="*"):
    """The texts of all installed packages in one domain, with their contexts."""
    return {
        (message.context, message.id) for texts in catalogues_of_packages(name, language) for message in texts
    }


def dutch_of_packages(name):
    """The packages' Dutch translations, by the English text."""
    catalogues = reversed(catalogues_of_packages(name, "nl"))
    return {message.id: message.string for texts in catalogues for message in texts}


def is_stale():
    return any(
        not source.with_suffix(".mo").exists()
        or source.with_suffix(".mo").stat().st_mtime < source.stat().st_mtime
        for source in (SOURCE, *REWORDED)
    )


def compile_catalogue():
    """Writes the compiled catalogues, and reloads them in this process."""
    for source in (SOURCE, *REWORDED):
        compiled = BytesIO()
        write_mo(compiled, read(source))
        write_whole(source.with_suffix(".mo"), compiled.getvalue())
        translation_file_changed(sender=None, file_path=source.with_suffix(".mo"))


class Command(BaseCommand):
    help = "Updates the Dutch catalogue from code and templates; or checks it, or compiles it."
    requires_system_checks = ()

    def add_arguments(self, parser):
        parser.add_argument(
            "--check", action="store_true", help="fail when a translation is missing or fuzzy"
        )
        parser.add_argument("--compile", action="store_true", help="write the file that the site reads")

    def handle(self, *, check, compile, **options):  # noqa: A002 - the option's name
        if not check and not compile:
            update()
            self.stdout.write(f"{SOURCE.name}: {len(catalogue())} texts.")
            self.stdout.write("\n".join(faults()))
        if check:
            self.fail_for_faults()
        if compile:
            compile_catalogue()

    def fail_for_faults(self):
        if lines := list(faults()):
            raise CommandError("\n".join(["The Dutch catalogue is not complete:", *lines]))
