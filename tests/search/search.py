"""Searches for the tests."""

from wagtail.models import Page

from cms.querysets import listed
from search.queries import ranked_ids

ADDRESS = "/zoeken/"
SUGGESTIONS = "/zoeken/suggesties/"


def titles_found(query):
    """The titles of the listed pages with all words, the best first."""
    titles = {page.pk: page.title for page in listed_pages()}
    return [titles[pk] for pk in ranked_ids(query, shown)]


def shown(ids):
    """Those of the ids that are of listed pages."""
    return set(listed_pages().filter(pk__in=list(ids)).values_list("pk", flat=True))


def listed_pages():
    return listed(Page.objects.all())
