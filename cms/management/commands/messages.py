"""The Dutch catalogue, kept with Python alone: extract, check, compile. The gettext programs are not needed."""

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

SOURCE = Path(settings.LOCALE_PATHS[0]) / "nl" / "LC_MESSAGES" / "django.po"
COMPILED = SOURCE.with_suffix(".mo")
KEYWORDS = DEFAULT_KEYWORDS | {
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext_lazy": (1, 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext_lazy": ((1, "c"), 2, 3),
}
TEMPLATES = {".html", ".txt"}
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
    """The folders of our own apps."""
    return [Path(app.path) for app in apps.get_app_configs() if Path(app.path).parent == settings.BASE_DIR]


def source_files():
    """Code, and templates of pages and mails."""
    folders = [*rooms(), settings.BASE_DIR / "templates"]
    files = [path for folder in folders for path in folder.rglob("*") if path.suffix in {".py", *TEMPLATES}]
    return sorted(path for path in files if "migrations" not in path.parts)


def readable(path):
    """The file as Python that the extractor can read; a template becomes the calls that stand in it.

    Python's tokenizer minds indentation, which means nothing in a template.
    """
    text = path.read_text(encoding="utf-8")
    if path.suffix in TEMPLATES:
        text = "\n".join(line.lstrip() for line in templatize(text, origin=path).splitlines())
    return BytesIO(text.encode())


def texts_of(path):
    """The texts in one file, without translations."""
    found = Catalog(locale="nl", charset="utf-8")
    for _line, text, _notes, context in extract(
        "python", readable(path), KEYWORDS, options={"encoding": "utf-8"}
    ):
        found.add(text, context=context)
    return [message for message in found if message.id]


def extracted():
    """A catalogue of every text that stands in code and templates, without translations."""
    found = Catalog(locale="nl", charset="utf-8")
    for path in source_files():
        for message in texts_of(path):
            found.add(message.id, context=message.context)
    return found


def catalogue():
    """The translations as they stand."""
    if not SOURCE.exists():
        return Catalog(locale="nl", charset="utf-8")
    with SOURCE.open("rb") as file:
        return read_po(file, locale="nl", charset="utf-8")


def update():
    """Brings the catalogue in line with the sources: new texts come in empty, unused ones go."""
    translations = catalogue()
    translations.update(extracted(), no_fuzzy_matching=True)
    save(translations)


def save(translations):
    with SOURCE.open("wb") as file:
        file.write(HEADER)
        options = {"no_location": True, "sort_output": True, "ignore_obsolete": True, "omit_header": True}
        write_po(file, translations, width=LINE_LENGTH, **options)


def faults():
    """One line for every text that has no translation, a doubtful one, or one with wrong placeholders."""
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


def is_stale():
    return not COMPILED.exists() or COMPILED.stat().st_mtime < SOURCE.stat().st_mtime


def compile_catalogue():
    """Writes the compiled catalogue, and has this process read it again."""
    with COMPILED.open("wb") as file:
        write_mo(file, catalogue())
    translation_file_changed(sender=None, file_path=COMPILED)


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
