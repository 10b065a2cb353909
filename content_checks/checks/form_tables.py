"""Tables: one heading above each column, and something below it."""

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.contrib.typed_table_block.blocks import BaseTypedTableBlock

from ..findings import Check, Finding, Group


class Table(Check):
    """A table that can't be read cell by cell."""

    name = "table"
    group = Group.FORM
    heading = _("Tables that need a look")
    reason = _("Who hears a table hears the heading of the column with each cell.")

    def find(self, content):
        for part in content.parts:
            if isinstance(part.field, BaseTypedTableBlock) and part.value is not None:
                headings = [str(column["heading"] or "").strip() for column in part.value.columns]
                rows = [[str(cell.value or "").strip() for cell in row] for row in part.value.rows]
                if advice := advice_for(headings, rows):
                    name = part.value.caption or ", ".join(filter(None, headings)) or part.label
                    yield Finding(name, advice, part.label, part.path)


def advice_for(headings, rows) -> str:
    """What to do about a table; empty if nothing is wrong. The corner above the names of rows may stay empty."""
    if not any(any(row) for row in rows):
        return gettext("This table is empty. Fill it in, or delete the block.")
    if casefolded(rows[0]) == casefolded(headings):
        return gettext("The first row says the same as the headings of the columns. Delete that row.")
    nameless = [number for number, heading in enumerate(headings, 1) if not heading]
    if nameless == [1] and len(headings) > 1:
        return ""
    if nameless:
        numbers = ", ".join(map(str, nameless))
        return gettext("Give each column a heading. Without one: %(numbers)s.") % {"numbers": numbers}
    return ""


def casefolded(cells) -> list[str]:
    return [cell.casefold() for cell in cells]
