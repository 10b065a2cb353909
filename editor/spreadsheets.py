"""Escapes cells that a spreadsheet would run as a formula, in our exports and in those of Wagtail's admin."""

from functools import wraps

from wagtail.admin.views.mixins import SpreadsheetExportMixin

# Signs that start a formula (OWASP, CSV injection).
FORMULA_STARTS = tuple("=+-@\t\r\n＝＋－＠")


def escape_formula(text) -> str:
    return f"'{text}" if text.startswith(FORMULA_STARTS) else text


def connect() -> None:
    """Patches the method by which Wagtail's reports and lists make their cells: there is no setting for it."""
    SpreadsheetExportMixin.preprocess_field_value = escape_formulas_in_csv(
        SpreadsheetExportMixin.preprocess_field_value
    )


def escape_formulas_in_csv(preprocess):
    """Not in XLSX: there Wagtail writes text with its own type, which is never run."""

    @wraps(preprocess)
    def preprocess_and_escape(view, field, value, export_format):
        cell = preprocess(view, field, value, export_format)
        is_text = isinstance(cell, str) and export_format == view.FORMAT_CSV
        return escape_formula(cell) if is_text else cell

    return preprocess_and_escape
