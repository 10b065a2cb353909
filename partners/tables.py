"""A list as a table, for spreadsheets: a row for each item, however many there are."""

import csv
import io

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cms.models import Licence
from cms.skipping import skip_failing
from cms.structured_data import stamp
from editor.spreadsheets import escape_formula

from .base_format import WholeFormat
from .forms import TableForm
from .items import xml_text

# One click in a spreadsheet takes a cell apart at it. A name that has one gets a backslash before it, as before a
# backslash: what comes apart is every name, as it is.
BETWEEN = "|"
ESCAPES = str.maketrans({"\\": r"\\", BETWEEN: rf"\{BETWEEN}"})
FIRST = ("id", "type", "title", "summary", "address", "published", "updated", "begins", "ends")
LAST = ("organisations", "people", "licence")


class CsvExport(WholeFormat):
    """RFC 4180; for Excel with its byte order mark, and the semicolon that it takes for the separator in Belgium."""

    name = "export.csv"
    content_type = "text/csv; charset=utf-8; header=present"
    label = _("CSV table")
    paging = TableForm
    offer = _("table for Excel")
    offered_with = {"excel": "1"}

    def headers(self, listing):
        """A name for the file. Without a date: tomorrow the answer is the same."""
        platform = listing.index.section
        name = f"{platform.slug}-{listing.index.slug}" if platform else listing.index.slug
        return {"Content-Disposition": f'attachment; filename="{name}.csv"'}

    def parts(self, listing):
        table = Table(listing)
        yield table.text([table.columns])
        for items in listing.chunks():
            yield table.text(skip_failing(table.row, items, lambda item: item.entry.address))


class Table:
    """The columns are the same for every row of a kind of content."""

    def __init__(self, listing):
        self.licence, self.schemes, self.facts = listing.licence, listing.index.schemes, listing.index.facts
        self.is_for_excel = listing.paging.is_for_excel
        self.columns = [*FIRST, *self.schemes, *self.facts, *LAST]
        self.is_begun = False

    def text(self, rows):
        """The rows as bytes; the first of all begins with the mark that tells Excel that this is UTF-8."""
        mark = "\ufeff" if self.is_for_excel and not self.is_begun else ""
        self.is_begun = True
        out = io.StringIO(newline="")
        csv.writer(out, delimiter=";" if self.is_for_excel else ",").writerows(rows)
        return f"{mark}{out.getvalue()}".encode()

    def row(self, item):
        entry, days = item.entry, item.entry.dates
        licence = Licence(entry.licence) if entry.licence else self.licence
        categories = [
            joined(found.label for found in entry.categories if found.scheme == scheme)
            for scheme in self.schemes
        ]
        facts = dict(entry.facts)
        cells = [
            item.id,
            entry.type,
            entry.title,
            entry.summary,
            entry.address,
            self.moment(item.published),
            self.moment(item.changed),
            stamp(days.begins),
            stamp(days.ends),
            *categories,
            *[joined(facts.get(key, ())) for key in self.facts],
            joined(party.name for party in entry.people if not party.is_person),
            joined(party.name for party in entry.people if party.is_person),
            licence.uri,
        ]
        return [escape_formula(cell) for cell in cells]

    def moment(self, moment):
        """With the time as clocks in Belgium say it; Excel knows a date only without the zone."""
        if moment is None:
            return ""
        local = timezone.localtime(moment).replace(microsecond=0)
        return f"{local:%Y-%m-%d %H:%M:%S}" if self.is_for_excel else local.isoformat()


def joined(names):
    """Several names in a cell."""
    return BETWEEN.join(xml_text(name).translate(ESCAPES) for name in names)
