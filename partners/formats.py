"""The table of formats: adding one is one line here."""

from .calendars import CalendarFormat
from .feeds import AtomFeed, JsonFeed, RssFeed
from .linked_data import LinkedData
from .tables import CsvExport

FORMATS = {
    output.name: output
    for output in (AtomFeed(), RssFeed(), JsonFeed(), CsvExport(), LinkedData(), CalendarFormat())
}


def formats_for(kind):
    """The formats that a kind of content is to be had in."""
    return [output for output in FORMATS.values() if output.is_for(kind)]
