"""Lists for other sites and programs: open to every origin, without cookie, cheap to ask again."""

from functools import wraps

from django.http import Http404

from cms.cors import for_all_origins
from cms.models import IndexPage
from cms.routing import moved_page, redirect_to, site_of

from .answers import answer
from .formats import FORMATS
from .lists import has_answer


@for_all_origins
def serve(request, path, name):
    """The answer, or the way to where the page is now."""
    try:
        return answer(request, path, FORMATS[name])
    except Http404:
        page = moved_page(site_of(request), path)
        if not has_answer(FORMATS[name], page):
            raise
        return redirect_to(request, page, name)


def following_moves(view, name):
    """The view of a list; from its old address the way to the same view of where the list is now."""

    @wraps(view)
    def follow(request, path):
        try:
            return view(request, path)
        except Http404:
            page = moved_page(site_of(request), path)
            if not (isinstance(page, IndexPage) and page.kind):
                raise
            return redirect_to(request, page, name)

    return follow
