"""Values of the files as values of model fields."""

from datetime import date, datetime, time
from decimal import Decimal

from django.db import models
from wagtail.fields import RichTextField, StreamField

from cms.models import CustomDocument

from . import dates, markdown, streams
from .reading import WrongFixture


class Values:
    """Turns what a file says into what a field holds, on the day of loading."""

    def __init__(self, targets, today):
        self.targets, self.today = targets, today

    def of_field(self, field, value, key):
        """The value for a field of a model; of a key, what it refers to."""
        if field.is_relation:
            return self.target(field.related_model, value, key)
        if isinstance(field, StreamField):
            return field.stream_block.to_python(streams.stored(field.stream_block, value, key, self))
        for kind, read in self.READERS:
            if isinstance(field, kind):
                return getattr(self, read)(value, key)
        return self.text(value) if isinstance(value, str) else value

    def target(self, model, slug, key):
        return self.targets.get(model, slug, key)

    def text(self, value):
        try:
            return dates.written_out(value.strip(), self.today)
        except ValueError as error:
            raise WrongFixture("", str(error)) from error

    def rich_text(self, value, key):
        if not isinstance(value, str):
            raise WrongFixture(key, "a text is needed")
        return markdown.to_html(self.text(value), lambda address: self.link(address, key))

    def link(self, address, key):
        """The attributes of a link, as Wagtail stores them."""
        scheme, _separator, slug = address.partition(":")
        if scheme == "page":
            return f'linktype="page" id="{self.target(None, slug, key).pk}"'
        if scheme == "document":
            return f'linktype="document" id="{self.target(CustomDocument, slug, key).pk}"'
        if scheme not in {"https", "http", "mailto", "tel"}:
            raise WrongFixture(key, f"“{address}” is no address")
        return f'href="{address}"'

    def day(self, value, key):
        return self._read(dates.day_of, value, key)

    def instant(self, value, key):
        return self._read(dates.instant_of, value, key)

    def year(self, value, key):
        return self._read(dates.year_of, value, key)

    def precision(self, value):
        """The precision of a date, by how the file writes it."""
        return dates.Moment(value, self.today).precision

    def amount(self, value, key):
        return Decimal(str(value))

    def _read(self, read, value, key):
        if not isinstance(value, str | int | date | datetime | time):
            raise WrongFixture(key, f"{value!r} is no moment")
        try:
            return read(value, self.today)
        except (ValueError, AttributeError, TypeError) as error:
            raise WrongFixture(key, str(error)) from error

    # The first that fits: a DateTimeField is a DateField too.
    READERS = [
        (RichTextField, "rich_text"),
        (models.DateTimeField, "instant"),
        (models.DateField, "day"),
        (models.IntegerField, "year"),
        (models.DecimalField, "amount"),
    ]
