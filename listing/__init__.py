"""Filtered lists: one filter form per kind of content, used by every format, with a count beside each choice.

Counting in the database would take too long at a hundred thousand pages. So each process keeps a bit mask of the
listed pages for each value of each facet (`FacetIndex`): filtering is `&` and `|`, counting is `bit_count()`.
See docs/decisions/0014-filters.md.
"""

from .facet_index import FacetIndex, Sort
from .facets import (
    MISSING,
    AtLeastFacet,
    ChoiceFacet,
    ColumnFacet,
    Facet,
    MonthFacet,
    Option,
    PlatformFacet,
    RowFacet,
    ThemeFacet,
    YearFacet,
    values_by_page,
)
from .forms import FilterForm
from .places import (
    Area,
    MunicipalityFacet,
    RegionFacet,
    WorkingArea,
    WorkingAreaFacet,
    WorkingRegionFacet,
    area_of,
    places,
    served_area,
)
from .query_form import QueryForm
from .results import Results

__all__ = [
    "MISSING",
    "Area",
    "AtLeastFacet",
    "ChoiceFacet",
    "ColumnFacet",
    "Facet",
    "FacetIndex",
    "FilterForm",
    "MonthFacet",
    "MunicipalityFacet",
    "Option",
    "PlatformFacet",
    "QueryForm",
    "RegionFacet",
    "Results",
    "RowFacet",
    "Sort",
    "ThemeFacet",
    "WorkingArea",
    "WorkingAreaFacet",
    "WorkingRegionFacet",
    "YearFacet",
    "area_of",
    "places",
    "served_area",
    "values_by_page",
]
