"""Lists for other sites and programs: open to every origin, without cookie, cheap to ask again."""

from django.http import Http404, HttpResponsePermanentRedirect

from cms.rest.origins import for_all_origins
from cms.rest.pages import moved_page, site_of

from .answers import answer
from .formats import FORMATS
from .lists import tells


@for_all_origins
def serve(request, path, name):
    """The answer, or the way to where the page is now."""
    try:
        return answer(request, path, FORMATS[name])
    except Http404:
        page = moved_page(site_of(request), path)
        if not tells(FORMATS[name], page):
            raise
        query = request.GET.urlencode()
        return HttpResponsePermanentRedirect(f"{page.full_url}{name}{'?' if query else ''}{query}")
