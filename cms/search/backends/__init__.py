"""Wagtail's search backends with what they lack: words are learnt for corrections, and SQLite is asked once."""

from importlib import import_module

from django.db import connection


def SearchBackend(params):  # noqa: N802 - Wagtail looks for this name
    """The backend of the database in use. The other one can't even be imported there."""
    return import_module(f"{__name__}.{connection.vendor}").Backend(params)
