"""What news can be filtered on: about what, of whom, and when."""

from django.utils.translation import gettext_lazy as _

from cms.filters import FilterForm, MonthFacet, PlatformFacet, Sort, ThemeFacet, YearFacet
from cms.search.words import fold


def newest(page):
    """The day on the news item decides, then the moment that it went public."""
    day, moment = page["publication_date"], page["first_published_at"]
    return (-day.toordinal() if day else 0, -moment.timestamp() if moment else 0)


class NewsFilterForm(FilterForm):
    model = "news.NewsPage"
    facets = (
        ThemeFacet(),
        PlatformFacet(),
        YearFacet("year", _("Year"), "publication_date"),
        MonthFacet("month", _("Month"), "publication_date"),
    )
    sorts = {
        "newest": Sort(_("Newest first"), ("publication_date", "first_published_at"), newest),
        "title": Sort(_("Title A–Z"), ("title",), lambda page: fold(page["title"])),
    }
