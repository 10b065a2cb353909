"""Signal handlers for changes from any source: the admin, the write API, the clock, a command."""

from wagtail.signals import pre_page_move

from cms.depth import refuse_move_too_deep

from . import lists, redirects, reviews, texts, uploads


def connect():
    lists.connect()
    redirects.connect()
    reviews.connect()
    texts.connect()
    uploads.connect()
    pre_page_move.connect(refuse_move_too_deep)
