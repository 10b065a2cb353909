"""Good practices: what an organisation did, for whom, where, and what came of it."""

from .choices import CostBand, Evidence, Scale, Status, Transferability
from .index import PracticeIndexPage
from .practice import PracticePage
from .rows import (
    Adoption,
    PracticeContact,
    PracticeLegalReference,
    PracticeMunicipality,
    PracticeOwner,
    PracticePartner,
    PracticeRegion,
    PracticeTargetGroup,
)

__all__ = [
    "Adoption",
    "CostBand",
    "Evidence",
    "PracticeContact",
    "PracticeIndexPage",
    "PracticeLegalReference",
    "PracticeMunicipality",
    "PracticeOwner",
    "PracticePage",
    "PracticePartner",
    "PracticeRegion",
    "PracticeTargetGroup",
    "Scale",
    "Status",
    "Transferability",
]
