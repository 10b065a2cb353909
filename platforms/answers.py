"""The finder's answer in the site search: who asks for a place wants to know which platform works there."""

from wagtail.models import Site

from cms.querysets import deduplicated
from listing.answers import Answer
from search.words import fold, words

from .finder import Finder
from .models import PlatformPage, load_for_finder

# What people add to the name of a place when they look for somebody to call there.
ADDITIONS = frozenset(
    """
    contact contactpersoon coordinator coordinatoren de het in platform telefoonnummer van voor welzijnscoordinator
    welzijnskoepel welzijnsplatform
    """.split()  # noqa: SIM905 - as a list it would fill the screen
)


def finder_for(home, text="", region="") -> Finder:
    """The finder among the listed platforms below a home page."""
    return Finder(deduplicated(PlatformPage.objects.descendant_of(home).listed(), home.path), text, region)


def place_in(query) -> str:
    """The query without what people add to the name of a place."""
    rest = [word for word in query.split() if fold(word) not in ADDITIONS]
    return " ".join(rest) if words(" ".join(rest)) else ""


def answer_to(request, query) -> Answer | None:
    """The platforms of the municipality or region that the query names; None if it names none, or more than one."""
    site = Site.find_for_request(request)
    place = place_in(query)
    if not (site and place):
        return None
    finder = finder_for(site.root_page, place)
    if not (finder.place or finder.region):
        return None
    platforms = load_for_finder([*finder.serving, *finder.in_region])
    return Answer("platforms/search_answer.html", {"finder": finder, "platforms": platforms})
