"""API schemas of the child rows and history of a platform."""

from ninja import Schema

from api.schemas import MunicipalityRef, PageRef, PersonRef
from api.values import Number, PartialDate, Text, WrittenDate, dated


class ServedMunicipality(MunicipalityRef):
    """A municipality that the platform serves, and since when."""

    since: PartialDate | None


def serialize_served(municipality_rows):
    return [
        {
            **{name: getattr(row.municipality, name) for name in MunicipalityRef.model_fields},
            "since": dated(row, "since"),
        }
        for row in municipality_rows
    ]


class Staff(Schema):
    """How many work for the platform in a year, in full-time equivalents."""

    year: int
    fte: Number
    note: str


class Director(PersonRef):
    """Who leads or led the platform from day to day; `until` is the last year."""

    since: int | None
    until: int | None


def serialize_directors(director_rows):
    return [
        {
            "name": row.current_person.name,
            "function": row.function_at_time,
            "since": row.since,
            "until": row.until,
        }
        for row in director_rows
    ]


class Initiative(Schema):
    """A service or project that the platform runs."""

    name: str
    url: str
    page: PageRef | None
    summary: str


def serialize_initiatives(pairs):
    return [{"name": row.name, "url": row.url, "page": page, "summary": row.summary} for row, page in pairs]


class Moment(Schema):
    """Something in the history of the platform."""

    date: WrittenDate
    title: Text
    text: Text
