"""Conditions that both databases can look up in an index."""

from django.db import connection
from django.db.models import Q


def beginning_with(name, text) -> Q:
    """The condition that a field begins with a text, as each database can look it up in the field's index."""
    if connection.vendor == "sqlite":
        return Q(**{f"{name}__gte": text, f"{name}__lt": text[:-1] + chr(ord(text[-1]) + 1)})
    return Q(**{f"{name}__startswith": text})
