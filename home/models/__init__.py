"""The home page, plain pages, and the statements that the law requires."""

from .front import FeaturedPractice, HomePage, StandardPage
from .statements import AccessibilityStatementPage, PrivacyStatementPage

__all__ = [
    "AccessibilityStatementPage",
    "FeaturedPractice",
    "HomePage",
    "PrivacyStatementPage",
    "StandardPage",
]
