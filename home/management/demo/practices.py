"""The eight practices of seed 004, of which the seed knows little more than title and owner."""

from cms.models import PageTheme
from practices.models import PracticeOwner, PracticePage

# A practice stands in the section of its owner, where that owner has a platform on this site.
SECTIONS = {"dvv-westhoek": "westhoek", "welzijnskoepel-west-brabant": "west-brabant"}


def practice(record, words):
    """The page: a stub, which says itself what is still to come."""
    page = PracticePage(
        title=record["title"],
        slug=record["slug"],
        search_description=record["summary"],
        is_stub=True,
        owner_note="en partners" if record["owner_has_partners"] else "",
    )
    page.page_themes = [PageTheme(theme=words.themes[slug]) for slug in record["themes"]]
    page.owners = [
        PracticeOwner(organisation=words.organisations[slug]) for slug in record["owner_organisations"]
    ]
    return page


def section_of(record):
    """The slug of the platform that the practice belongs to, or None for the list of the whole site."""
    return SECTIONS.get(record["owner_organisations"][0])
