"""What the tests of search ask."""

from wagtail.models import Page

from cms.querysets import listed
from cms.search.queries import ranked

ADDRESS = "/zoeken/"
SUGGESTIONS = "/zoeken/suggesties/"


def found(query):
    """The titles of what everybody finds, the best first."""
    titles = {page.pk: page.title for page in listed(Page.objects.all())}
    return [titles[key] for key in ranked(query) if key in titles]
