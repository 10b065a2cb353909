"""The screens of the admin that are ours. Each module holds one concept; import from here."""

from .bulk import PublishReadyPages, known_only
from .choosers import (
    ChoosableDocuments,
    ChoosableImages,
    ChoosePage,
    ChosenPages,
    KnownUsage,
    SearchPage,
    known_keywords,
)
from .lists import SectionListViewSet
from .pages import PageTypesUsage, SafePageViewSet, no_such_page
from .readers import ViewsReport
from .start import MyDrafts, StartButtons, WaitingForMe, WaitingForReview
from .words import DeleteWord, EditWord, InspectWord, WordHistory, WordList, WordUsage

__all__ = [
    "ChoosableDocuments",
    "ChoosableImages",
    "ChoosePage",
    "ChosenPages",
    "DeleteWord",
    "EditWord",
    "InspectWord",
    "KnownUsage",
    "MyDrafts",
    "PageTypesUsage",
    "PublishReadyPages",
    "SafePageViewSet",
    "SearchPage",
    "SectionListViewSet",
    "StartButtons",
    "ViewsReport",
    "WaitingForMe",
    "WaitingForReview",
    "WordHistory",
    "WordList",
    "WordUsage",
    "known_keywords",
    "known_only",
    "no_such_page",
]
