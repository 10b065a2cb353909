"""Searches for the tests."""

from wagtail.models import Page

from cms.querysets import listed
from search.queries import ranked_ids

ADDRESS = "/zoeken/"
SUGGESTIONS = "/zoeken/suggesties/"


def titles_found(query):
    """The titles of the listed pages that match, the best first."""
    titles = {page.pk: page.title for page in listed_pages()}
    return [titles[pk] for pk in ranked_ids(query) if pk in titles]


def listed_pages():
    return listed(Page.objects.all())
