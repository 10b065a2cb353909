"""Receivers of Django's and Wagtail's signals: the rooms whose acts are recorded need not know of it."""

from . import permissions, publishing, refusals, sign_ins


def connect():
    permissions.connect()
    publishing.connect()
    refusals.connect()
    sign_ins.connect()
