"""The front of the house: the home page, plain pages, and the statements that the law asks for."""

from .front import FeaturedPractice, HomePage, StandardPage
from .statements import AccessibilityStatementPage, PrivacyStatementPage

__all__ = [
    "AccessibilityStatementPage",
    "FeaturedPractice",
    "HomePage",
    "PrivacyStatementPage",
    "StandardPage",
]
