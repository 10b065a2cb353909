"""Parses JSON from clients and rejects values that the database cannot store."""

import json

from django.utils.translation import gettext as _

from cms.bounds import LARGEST_QUESTION
from cms.query_strings import LARGEST_NUMBER

from .errors import DialectError


def read_json(text):
    """Parses a string or bytes; raises 400 for invalid JSON or values that can't be stored, 413 if it is too long."""
    if len(text) > LARGEST_QUESTION:
        raise DialectError(413, _("At most %s bytes are read.") % LARGEST_QUESTION)
    try:
        data = json.loads(text, parse_constant=reject_constant)
        check_storable(data)
    except (ValueError, RecursionError):
        raise DialectError(400, _("This is no JSON that can be read.")) from None
    return data


def reject_constant(name):
    """NaN and Infinity are not valid JSON, though Python's parser accepts them."""
    raise ValueError(name)


def check_storable(value):
    """Raises ValueError for a NUL, a lone surrogate, or a number that no column can hold."""
    if isinstance(value, str):
        if "\x00" in value:
            raise ValueError("NUL")
        value.encode()
    elif isinstance(value, int | float) and abs(value) > LARGEST_NUMBER:
        raise ValueError("too large")
    elif isinstance(value, list):
        for item in value:
            check_storable(item)
    elif isinstance(value, dict):
        for key, item in value.items():
            check_storable(key)
            check_storable(item)
