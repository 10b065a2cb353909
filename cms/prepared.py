"""Questions to the database that every page asks: Django writes their SQL once, and reads the answers as always."""

from copy import copy
from functools import update_wrapper
from typing import NamedTuple

from django.core.exceptions import EmptyResultSet
from django.db import connections
from django.utils import timezone

# What stands in for the values while Django writes the SQL: numbers that fit every column, and a sign no text has.
FIRST_NUMBER, SIGN = 2_147_400_000, "\ue000"


class Prepared:
    """A function that makes a queryset, called as one that gives its results as a list.

    Of a small question, writing the SQL takes Django ten times longer than answering it takes the database. So the
    function is called once for each set of positional arguments (what is asked: a model, a relation), with stand-ins
    for its keyword arguments (texts, numbers and lists of numbers); from then on only these change. It has to use
    them as they are: what Django makes into something else, as `startswith` does, is refused. No answer is kept.
    """

    def __init__(self, make):
        self.make, self.kept = make, {}
        update_wrapper(self, make)

    def __call__(self, *about, **values):
        lengths = [len(value) if isinstance(value, list) else None for value in values.values()]
        if 0 in lengths:
            return []
        # The day too: a queryset may hold it, as that of who has not left yet does.
        key = (timezone.localdate(), about, *lengths)
        question = self.kept.get(key)
        if question is None:
            self.kept = {other: kept for other, kept in self.kept.items() if other[0] == key[0]}
            question = self.kept[key] = Question(self.make, about, values)
        return question.ask(values)


class Place(NamedTuple):
    """Where in the parameters of the SQL a value belongs: the value of that name, or one of its list."""

    name: str
    number: int | None = None

    def pick(self, values):
        value = values[self.name]
        return value if self.number is None else value[self.number]


class StandIns:
    """Values that stand nowhere else, to find out where in the SQL the real ones belong."""

    def __init__(self):
        self.places = {}

    def for_value(self, name, value):
        if isinstance(value, list):
            return [self.add(Place(name, number), item) for number, item in enumerate(value)]
        return self.add(Place(name), value)

    def add(self, place, value):
        number = FIRST_NUMBER + len(self.places)
        stand_in = f"{SIGN}{number}" if isinstance(value, str) else number
        self.places[stand_in] = place
        return stand_in

    def placed(self, params):
        """The parameters with a place for each stand-in."""
        found = [self.places.get(param, param) if isinstance(param, int | str) else param for param in params]
        if lost := set(self.places.values()) - {param for param in found if isinstance(param, Place)}:
            names = ", ".join(sorted({place.name for place in lost}))
            raise ValueError(f"Django does not ask for {names} as it is: this can’t be prepared.")
        return found


class Question:
    """The SQL of one queryset, with the places of the values, and the compiler that reads what comes back."""

    def __init__(self, make, about, values):
        stand_ins = StandIns()
        self.queryset = make(
            *about, **{name: stand_ins.for_value(name, value) for name, value in values.items()}
        )
        self.database = self.queryset.db
        self.compiler = self.queryset.query.get_compiler(self.database)
        try:
            self.sql, params = self.compiler.as_sql()
        except EmptyResultSet:
            self.sql = ""
            return
        self.params = stand_ins.placed(params)
        selected = [expression for expression, *_ in self.compiler.select[: self.compiler.col_count]]
        self.converters = self.compiler.get_converters(selected)

    def ask(self, values):
        if not self.sql:
            return []
        params = [param.pick(values) if isinstance(param, Place) else param for param in self.params]
        with connections[self.database].cursor() as cursor:
            cursor.execute(self.sql, params)
            rows = cursor.fetchall()
        if not rows:
            return []
        queryset = self.queryset.all()
        queryset.query.get_compiler = lambda *args, **kwargs: self.compiler_of(rows)
        return list(queryset)

    def compiler_of(self, rows):
        """Django's own, that need not write the SQL any more, nor ask it."""
        compiler = copy(self.compiler)
        compiler.connection = connections[self.database]
        compiler.execute_sql = lambda *args, **kwargs: [rows]
        compiler.get_converters = lambda expressions: self.converters
        return compiler
