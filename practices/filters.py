"""The filters and sort orders of practices."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from listing import (
    AtLeastFacet,
    ChoiceFacet,
    ColumnFacet,
    Facet,
    FilterForm,
    Option,
    PlatformFacet,
    RowFacet,
    Sort,
    ThemeFacet,
    WorkingArea,
    WorkingAreaFacet,
    WorkingRegionFacet,
)
from search.words import fold

from .choices import Assessment, CostBand, Evidence, Scale, Status

WORKING_AREA = WorkingArea("practices.PracticeMunicipality", "practices.PracticeRegion")


def by_publication(page):
    return -page["first_published_at"].timestamp() if page["first_published_at"] else 0


def by_evidence(page):
    return 1 if page["evidence_level"] is None else -page["evidence_level"]


def by_review(page):
    return -page["reviewed_on"].toordinal() if page["reviewed_on"] else 0


def by_worth(page):
    """What is worth reading first: described in full before with gaps before stubs, and of those the freshest.

    What nobody reviewed for a year after its day comes behind its equals.
    One gap is forgiven: of many good practices nobody knows the cost. Fresh is what was reviewed or published last.
    """
    has_cost = page["cost_band"] not in ("", CostBand.UNKNOWN)
    facts = [page["search_description"], page["status"], page["evidence_level"] is not None, has_cost]
    gaps = sum(1 for fact in facts if not fact)
    moment = page["last_published_at"] or page["first_published_at"]
    days = [page["reviewed_on"], moment and moment.date()]
    freshness = max((day.toordinal() for day in days if day), default=0)
    return page["is_stub"], max(0, gaps - 1), page["outdated_since"] is not None, -freshness


WORTH_COLUMNS = (
    "is_stub",
    "search_description",
    "status",
    "evidence_level",
    "cost_band",
    "outdated_since",
    "reviewed_on",
    "last_published_at",
    "first_published_at",
)


class CompletenessFacet(ColumnFacet):
    """Separates stubs, so that an embed or feed can leave them out."""

    def __init__(self):
        super().__init__("completeness", _("How complete"), "is_stub", example="complete")

    def options(self, root):
        return [
            Option("complete", _("Described in full")),
            Option("stub", _("Only title and owner so far")),
        ]

    def load(self, root, ids=None):
        return lambda page: ["stub" if page["is_stub"] else "complete"]


class AssessmentFacet(Facet):
    """Tells evidence that others judged from a team's own assessment; pages without a level have neither."""

    columns = ("evidence_level", "evidence_judged_level", "evidence_judged_by", "evidence_judged_on")

    def __init__(self):
        super().__init__("assessment", _("Who judged the evidence"), example=Assessment.INDEPENDENT.value)

    def options(self, root):
        return [Option(choice.value, choice.label) for choice in Assessment]

    def load(self, root, ids=None):
        def values(page):
            assessment = Assessment.of(*[page[column] for column in self.columns])
            return [assessment.value] if assessment else []

        return values


class PracticeFilterForm(FilterForm):
    """The filters of practices; stopped practices are included unless `status` excludes them."""

    model = "practices.PracticePage"
    facets = (
        ThemeFacet(),
        RowFacet(
            "target_group", _("For whom"), "practices.PracticeTargetGroup", "target_group", example="jongeren"
        ),
        RowFacet(
            "method",
            _("Method"),
            "practices.PracticeMethod",
            "method",
            optional=True,
            example="housing-first",
        ),
        PlatformFacet(),
        WorkingRegionFacet(WORKING_AREA),
        WorkingAreaFacet(WORKING_AREA),
        ChoiceFacet("scale", _("Scale"), "scale", Scale, example="regional"),
        ChoiceFacet("status", _("State of the practice"), "status", Status, example="running", is_open=True),
        AtLeastFacet(
            "evidence",
            _("Evidence"),
            "evidence_level",
            list(reversed(Evidence)),
            Evidence.slug.fget,
            example="well-described",
            is_open=True,
        ),
        AssessmentFacet(),
        ChoiceFacet("cost", _("Cost in a year"), "cost_band", CostBand, example="under-5000"),
        CompletenessFacet(),
    )
    sorts = {
        "recommended": Sort(_("Complete and recent first"), WORTH_COLUMNS, by_worth),
        "newest": Sort(_("Newest first"), ("first_published_at",), by_publication),
        "title": Sort(_("Title A–Z"), ("title",), lambda page: fold(page["title"])),
        "evidence": Sort(_("Evidence"), ("evidence_level",), by_evidence),
        "reviewed": Sort(_("Recently reviewed"), ("reviewed_on",), by_review),
    }
    default_sort = "recommended"
    feed_sort = "newest"

    @staticmethod
    def shown_last(index):
        return index.mask("completeness", ["stub"])

    @staticmethod
    def count_text(count):
        return ngettext("%(total)s practice", "%(total)s practices", count) % {"total": count}
