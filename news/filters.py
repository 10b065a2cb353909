"""The filters and sort orders of news."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from listing import FilterForm, MonthFacet, PlatformFacet, Sort, ThemeFacet, YearFacet
from search.words import fold


def newest(page):
    """Sorts by publication date, then by the moment of first publishing."""
    day, moment = page["publication_date"], page["first_published_at"]
    return (-day.toordinal() if day else 0, -moment.timestamp() if moment else 0)


class NewsFilterForm(FilterForm):
    model = "news.NewsPage"
    facets = (
        ThemeFacet(),
        PlatformFacet(),
        YearFacet("year", _("Year"), "publication_date", example="2019"),
        MonthFacet("month", _("Month"), "publication_date", example="11"),
    )
    sorts = {
        "newest": Sort(_("Newest first"), ("publication_date", "first_published_at"), newest),
        "title": Sort(_("Title A–Z"), ("title",), lambda page: fold(page["title"])),
    }

    @staticmethod
    def count_text(count):
        return ngettext("%(total)s news item", "%(total)s news items", count) % {"total": count}
