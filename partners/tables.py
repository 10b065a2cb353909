"""CSV: a listing as a table with a row for each item, for spreadsheets."""

import csv
import io
from collections import defaultdict
from collections.abc import Iterable, Iterator

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cms.models import Licence
from cms.skipping import skip_failing
from cms.structured_data import stamp
from cms.xml_text import xml_text
from editor.spreadsheets import escape_formula
from fields.formatting import NO_BREAK

from .base_format import WholeFormat
from .forms import TableForm

# Separates several names in a cell: spreadsheets can split a column at it. In a name it is escaped with a backslash, as
# is a backslash itself, so that the names can be restored exactly.
SEPARATOR = "|"
LEADING_COLUMNS = ("id", "type", "title", "summary", "address", "published", "updated", "begins", "ends")
TRAILING_COLUMNS = ("organisations", "people", "licence")


class CsvExport(WholeFormat):
    """CSV (RFC 4180). For Excel with a byte order mark and semicolons, as it expects them with Belgian settings."""

    name = "export.csv"
    content_type = "text/csv; charset=utf-8; header=present"
    label = _("CSV table")
    form_class = TableForm
    link_text = _("table for Excel")
    link_parameters = {"excel": "1"}

    def headers(self, listing) -> dict[str, str]:
        """The file name, without a date, so that an unchanged list gives the same response tomorrow."""
        platform = listing.index.section
        name = f"{platform.slug}-{listing.index.slug}" if platform else listing.index.slug
        return {"Content-Disposition": f'attachment; filename="{name}.csv"'}

    def serialize_parts(self, listing) -> Iterator[bytes]:
        """Leaves out and logs items that can't be serialized."""
        table = Table(listing)
        yield table.encode_rows([table.columns])
        for items in listing.chunks():
            yield table.encode_rows(skip_failing(table.row, items, lambda item: item.entry.address))


class Table:
    """Serializes the rows of one listing. The columns depend on the list page only, not on its items."""

    def __init__(self, listing) -> None:
        self.licence, self.schemes, self.facts = listing.licence, listing.index.schemes, listing.index.facts
        self.is_for_excel = listing.format_form.is_for_excel
        self.columns = [*LEADING_COLUMNS, *self.schemes, *self.facts, *TRAILING_COLUMNS]
        self.has_started = False

    def encode_rows(self, rows: Iterable[Iterable[str]]) -> bytes:
        """The rows as CSV. For Excel the first call adds a byte order mark, by which it recognises UTF-8."""
        mark = "\ufeff" if self.is_for_excel and not self.has_started else ""
        self.has_started = True
        out = io.StringIO(newline="")
        csv.writer(out, delimiter=";" if self.is_for_excel else ",").writerows(rows)
        return f"{mark}{out.getvalue()}".encode()

    def row(self, item) -> list[str]:
        """The cells of an item. A cell that a spreadsheet would run as a formula is escaped."""
        entry, days = item.entry, item.entry.dates
        licence = Licence(entry.licence) if entry.licence else self.licence
        labels = defaultdict(list)
        for category in entry.categories:
            labels[category.scheme].append(category.label)
        facts = dict(entry.facts)
        cells = [
            item.id,
            entry.type,
            entry.title,
            entry.summary,
            entry.address,
            self.format_datetime(item.published),
            self.format_datetime(item.changed),
            stamp(days.begins),
            stamp(days.ends),
            *[join_names(labels[scheme]) for scheme in self.schemes],
            *[join_names(facts.get(key, ())) for key in self.facts],
            join_names(party.name for party in entry.people if not party.is_person),
            join_names(party.name for party in entry.people if party.is_person),
            licence.uri,
        ]
        return [escape_formula(cell) for cell in cells]

    def format_datetime(self, moment) -> str:
        """A datetime in Belgian time, as ISO 8601 with its offset; for Excel without it, since it parses no offsets.

        An empty string for None.
        """
        if moment is None:
            return ""
        local = timezone.localtime(moment).replace(microsecond=0)
        return f"{local:%Y-%m-%d %H:%M:%S}" if self.is_for_excel else local.isoformat()


def join_names(names) -> str:
    """Several names as one cell, escaped and separated with `|`. Amounts get the space of a keyboard."""
    return SEPARATOR.join([escape_separator(xml_text(name).replace(NO_BREAK, " ")) for name in names])


def escape_separator(name) -> str:
    return name.replace("\\", r"\\").replace(SEPARATOR, rf"\{SEPARATOR}")
