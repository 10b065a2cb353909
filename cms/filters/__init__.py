"""How lists are filtered: one form per kind of content, asked by every format, and counts beside every choice.

A list of a hundred thousand pages can't be counted nine ways by the database for each visitor. So each process holds,
for every choice of every filter, which listed pages answer to it: a bit for each page (`FacetIndex`). Filtering is
`&` and `|`, counting is `bit_count()`. docs/decisions/0014-filters.md tells why.
"""

from .facets import (
    ChoiceFacet,
    ColumnFacet,
    Facet,
    MonthFacet,
    Option,
    PlatformFacet,
    RowFacet,
    ThemeFacet,
    WorkingAreaFacet,
    YearFacet,
)
from .form import FilterForm
from .index import FacetIndex, Sort, bits
from .query import QueryForm
from .results import Results

__all__ = [
    "ChoiceFacet",
    "ColumnFacet",
    "Facet",
    "FacetIndex",
    "FilterForm",
    "MonthFacet",
    "Option",
    "PlatformFacet",
    "QueryForm",
    "Results",
    "RowFacet",
    "Sort",
    "ThemeFacet",
    "WorkingAreaFacet",
    "YearFacet",
    "bits",
]
