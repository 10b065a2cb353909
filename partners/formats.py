"""The registry of formats. To add a format, add an instance here."""

from .base_format import Format
from .calendars import CalendarFormat
from .feeds import AtomFeed, JsonFeed, RssFeed
from .linked_data import LinkedData
from .tables import CsvExport

FORMATS: dict[str, Format] = {
    output_format.name: output_format
    for output_format in (AtomFeed(), RssFeed(), JsonFeed(), CsvExport(), LinkedData(), CalendarFormat())
}


def formats_for(kind) -> list[Format]:
    """The formats that this kind of content (`IndexPage.kind`) has."""
    return [output_format for output_format in FORMATS.values() if output_format.supports(kind)]
