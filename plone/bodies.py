"""JSON from outside: read once, and refused where the database could not hold it."""

import json

from django.utils.translation import gettext as _

from cms.middleware import LARGEST_NUMBER

from .errors import AnswerError


def read_json(text):
    """The value that the text says; 400 for what is no JSON, or holds what can't be stored."""
    try:
        found = json.loads(text, parse_constant=refuse_constant)
        check(found)
    except (ValueError, RecursionError):
        raise AnswerError(400, _("This is no JSON that can be read.")) from None
    return found


def refuse_constant(name):
    """NaN and Infinity are no JSON."""
    raise ValueError(name)


def check(value):
    """ValueError for NUL, half a character, or a number that no column holds."""
    if isinstance(value, str):
        if "\x00" in value:
            raise ValueError("NUL")
        value.encode()
    elif isinstance(value, int | float) and abs(value) > LARGEST_NUMBER:
        raise ValueError("too large")
    elif isinstance(value, list):
        for item in value:
            check(item)
    elif isinstance(value, dict):
        for key, item in value.items():
            check(key)
            check(item)
