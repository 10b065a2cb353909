"""What follows from a change, whoever made it: the admin, the write API, the clock, a command."""

from . import lists, redirects


def connect():
    lists.connect()
    redirects.connect()
