"""Wagtail's search backends, which also store words for corrections; on SQLite, ranking takes one query."""

from importlib import import_module

from django.db import connection


def SearchBackend(params):  # noqa: N802 - Wagtail looks for this name
    """The backend for the database in use; importing the other one there fails."""
    return import_module(f"{__name__}.{connection.vendor}").Backend(params)
