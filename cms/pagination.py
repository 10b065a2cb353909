"""The pages of lists: which one a query string means, and where one that does not exist leads."""

from django.core.paginator import Page, Paginator
from django.http import HttpResponse
from django.shortcuts import redirect


def page_of(entries, size, number) -> Page:
    """The page with this number, a text of the query string; the nearest one if there is none, else the first."""
    paginator = Paginator(entries, size)
    try:
        wanted = int(number or 1)
    except ValueError:
        wanted = 1
    return paginator.page(min(max(wanted, 1), paginator.num_pages))


def redirect_to_page(request, page) -> HttpResponse | None:
    """A redirect to this page of a list unless the request has its one address; else None.

    A list shrinks, and people keep links: they get its last page rather than an error. As every other number leads to
    a page that exists, and the first page has no number, each page has one address.
    """
    numbers = [] if page.number == 1 else [str(page.number)]
    if request.GET.getlist("page") == numbers:
        return None
    query = request.GET.copy()
    query.setlist("page", numbers)
    query_string = query.urlencode()
    return redirect(f"{request.path}?{query_string}" if query_string else request.path)
