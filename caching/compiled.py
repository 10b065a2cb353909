"""Compiles a queryset's SQL once and reruns it with new parameters; uses Django's private compiler API.

The setting COMPILED_QUERIES turns it off: then each call builds and runs its queryset as Django does.
"""

import threading
from copy import copy
from functools import update_wrapper
from typing import NamedTuple

from django.conf import settings
from django.core.exceptions import EmptyResultSet
from django.db import connections

from .models import today

# Placeholders while Django compiles: numbers that fit every column, and a character that no text has.
FIRST_NUMBER, SIGN = 2_147_400_000, "\ue000"
# The most compiled queries of one function; ours need far fewer.
MOST_KEPT = 1000


class Prepared:
    """A decorator for a function that gives a queryset; calling it gives the results as a list.

    For a small query, compiling takes Django ten times longer than the database needs. So the function runs once per
    set of positional arguments (a model, a relation), with placeholders for its keyword arguments (texts, numbers,
    lists of numbers); later calls only fill in these. It must use them unchanged, and lists with `__in`: a lookup that
    transforms its value, such as `startswith`, raises ValueError. Results are not cached. Thread-safe.
    """

    def __init__(self, make):
        self.make, self.kept, self.day, self.lock = make, {}, None, threading.Lock()
        update_wrapper(self, make)

    def __call__(self, *about, **values):
        if any(value == [] for value in values.values()):
            return []
        if not settings.COMPILED_QUERIES:
            return list(self.make(*about, **values))
        values = {name: padded(value) for name, value in values.items()}
        lengths = [len(value) if isinstance(value, list) else None for value in values.values()]
        # Part of the key is the date, because a queryset may hold it (people who have not left yet).
        date = today()
        key = (date, about, *lengths)
        query = self.kept.get(key)
        if query is None:
            query = CompiledQuery(self.make, about, values)
            self.keep(date, key, query)
        return query.execute(values)

    def keep(self, date, key, query):
        with self.lock:
            if self.day != date or len(self.kept) >= MOST_KEPT:
                self.kept, self.day = {}, date
            self.kept[key] = query


def padded(value):
    """The list padded to the next power of two by repeating its last value, to limit the number of compiled queries."""
    if not isinstance(value, list):
        return value
    length = 1 << (len(value) - 1).bit_length()
    return [*value, *value[-1:] * (length - len(value))]


class Parameter(NamedTuple):
    """A SQL parameter that a call fills in: the value with this name, or an item of its list."""

    name: str
    number: int | None = None

    def value_from(self, values):
        value = values[self.name]
        return value if self.number is None else value[self.number]


class Placeholders:
    """Unique placeholders, to find where the values belong in the compiled SQL."""

    def __init__(self):
        self.parameters = {}

    def for_value(self, name, value):
        if isinstance(value, list):
            return [self.add(Parameter(name, number), item) for number, item in enumerate(value)]
        return self.add(Parameter(name), value)

    def add(self, place, value):
        number = FIRST_NUMBER + len(self.parameters)
        placeholder = f"{SIGN}{number}" if isinstance(value, str) else number
        self.parameters[placeholder] = place
        return placeholder

    def with_parameters(self, params):
        """The parameters with a Parameter for each placeholder. Raises ValueError if one is missing."""
        placed = [
            self.parameters.get(param, param) if isinstance(param, int | str) else param for param in params
        ]
        if lost := set(self.parameters.values()) - {
            param for param in placed if isinstance(param, Parameter)
        }:
            names = ", ".join(sorted({place.name for place in lost}))
            raise ValueError(f"Django does not ask for {names} as it is: this can’t be prepared.")
        return placed


class CompiledQuery:
    """The SQL of a queryset, the places of its values, and the compiler that reads the rows."""

    def __init__(self, make, about, values):
        placeholders = Placeholders()
        self.queryset = make(
            *about, **{name: placeholders.for_value(name, value) for name, value in values.items()}
        )
        self.compiler = self.queryset.query.get_compiler(self.queryset.db)
        try:
            self.sql, params = self.compiler.as_sql()
        except EmptyResultSet:
            self.sql = ""
            return
        self.params = placeholders.with_parameters(params)
        selected = [expression for expression, *_ in self.compiler.select[: self.compiler.col_count]]
        self.converters = self.compiler.get_converters(selected)

    def execute(self, values):
        if not self.sql:
            return []
        params = [
            param.value_from(values) if isinstance(param, Parameter) else param for param in self.params
        ]
        # The database that this request reads from, which need not be the one that it was compiled for.
        with connections[self.queryset.db].cursor() as cursor:
            cursor.execute(self.sql, params)
            rows = cursor.fetchall()
        if not rows:
            return []
        queryset = self.queryset.all()
        queryset.query.get_compiler = lambda *args, **kwargs: self.compiler_of(rows)
        return list(queryset)

    def compiler_of(self, rows):
        """A copy of Django's compiler that returns these rows instead of compiling and running SQL."""
        compiler = copy(self.compiler)
        compiler.connection = connections[self.queryset.db]
        compiler.execute_sql = lambda *args, **kwargs: [rows]
        compiler.get_converters = lambda expressions: self.converters
        return compiler
