"""The models of good practices."""

from practices.choices import CostBand, Evidence, OriginRelation, Scale, Status, TimeUnit, Transferability

from .index import PracticeIndexPage
from .origins import PracticeNetwork, PracticeOrigin, PracticeRecognition
from .practice import PracticePage
from .rows import (
    Adoption,
    PracticeContact,
    PracticeLegalReference,
    PracticeMethod,
    PracticeMunicipality,
    PracticeOwner,
    PracticePartner,
    PracticeReach,
    PracticeRegion,
    PracticeTargetGroup,
)

__all__ = [
    "Adoption",
    "CostBand",
    "Evidence",
    "OriginRelation",
    "PracticeContact",
    "PracticeIndexPage",
    "PracticeLegalReference",
    "PracticeMethod",
    "PracticeMunicipality",
    "PracticeNetwork",
    "PracticeOrigin",
    "PracticeOwner",
    "PracticePage",
    "PracticePartner",
    "PracticeReach",
    "PracticeRecognition",
    "PracticeRegion",
    "PracticeTargetGroup",
    "Scale",
    "Status",
    "TimeUnit",
    "Transferability",
]
