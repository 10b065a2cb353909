"""What practices can be filtered on, and in which orders they stand."""

from django.utils.translation import gettext_lazy as _

from cms.filters import (
    ChoiceFacet,
    FilterForm,
    PlatformFacet,
    RowFacet,
    Sort,
    ThemeFacet,
    WorkingAreaFacet,
)
from cms.search.words import fold

from .models.choices import CostBand, Evidence, Scale, Status


def newest(page):
    return -page["first_published_at"].timestamp() if page["first_published_at"] else 0


def best_proven(page):
    return -1 if page["evidence_level"] is None else page["evidence_level"]


def recently_reviewed(page):
    return page["reviewed_on"].toordinal() if page["reviewed_on"] else 0


class PracticeFilterForm(FilterForm):
    """The filters of the practices (design.md, addresses). What did not work can be asked for as well."""

    model = "practices.PracticePage"
    facets = (
        ThemeFacet(),
        RowFacet("target_group", _("For whom"), "practices.PracticeTargetGroup", "target_group"),
        PlatformFacet(),
        WorkingAreaFacet(
            "municipality",
            _("Municipality"),
            "practices.PracticeMunicipality",
            "practices.PracticeRegion",
        ),
        ChoiceFacet("scale", _("Scale"), "scale", Scale),
        ChoiceFacet("status", _("State of the practice"), "status", Status),
        ChoiceFacet(
            "evidence", _("Evidence"), "evidence_level", list(reversed(Evidence)), Evidence.slug.fget
        ),
        ChoiceFacet("cost", _("Cost in a year"), "cost_band", CostBand),
    )
    sorts = {
        "newest": Sort(_("Newest first"), ("first_published_at",), newest),
        "title": Sort(_("Title A–Z"), ("title",), lambda page: fold(page["title"])),
        "evidence": Sort(_("Evidence"), ("evidence_level",), lambda page: -best_proven(page)),
        "reviewed": Sort(_("Recently reviewed"), ("reviewed_on",), lambda page: -recently_reviewed(page)),
    }
