"""What follows from a change, whoever made it: the admin, the write API, the clock, a command."""

from . import lists, names, redirects


def connect():
    lists.connect()
    names.connect()
    redirects.connect()
