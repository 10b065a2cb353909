"""What the tests of search ask."""

from cms.querysets import all_listed
from cms.search.queries import ranked

ADDRESS = "/zoeken/"
SUGGESTIONS = "/zoeken/suggesties/"


def found(query):
    """The titles of what everybody finds, the best first."""
    listed = {page.pk: page.title for page in all_listed()}
    return [listed[key] for key in ranked(query) if key in listed]
