"""Tables: one heading above each column, and something below it."""

import re
from collections import Counter

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.contrib.typed_table_block.blocks import BaseTypedTableBlock

from ..findings import Check, Finding, Group

# What a program puts above columns that nobody gave a name: “Kolom 1”, “B”, “3”.
PLACEHOLDER = re.compile(r"(?i)(?:(?:kolom|column|kop|header|titel)\s*)?([a-z]|\d{1,2})")


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
    if are_placeholders(headings):
        return gettext("The headings say nothing. Write above each column what stands in it.")
    nameless = [number for number, heading in enumerate(headings, 1) if not any(map(str.isalnum, heading))]
    has_row_names = len(headings) > 1 and any(row[0] for row in rows)
    if nameless and not (nameless == [1] and has_row_names):
        numbers = ", ".join(map(str, nameless))
        return gettext("Give each column a heading. Without one: %(numbers)s.") % {"numbers": numbers}
    twice = [heading for heading, count in Counter(casefolded(headings)).items() if heading and count > 1]
    if twice:
        return gettext("Two columns are called “%(heading)s”. Give each its own heading.") % {
            "heading": twice[0]
        }
    return ""


def are_placeholders(headings) -> bool:
    """Whether all are the numbers or letters of their columns."""
    keys = [match[1].lower() for heading in headings if (match := PLACEHOLDER.fullmatch(heading))]
    numbers = [str(number) for number in range(1, len(headings) + 1)]
    return bool(headings) and keys in (
        numbers,
        [chr(ord("a") + place) for place in range(min(len(headings), 26))],
    )


def casefolded(cells) -> list[str]:
    return [cell.casefold() for cell in cells]
