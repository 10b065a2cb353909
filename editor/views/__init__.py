"""Our views in the admin; import them from here."""

from .bulk import MoveDocumentsAction, PublishReadyPagesAction, limit_to_visible
from .choosers import (
    ChoosableDocumentsAPIViewSet,
    ChoosableImagesAPIViewSet,
    ChosenPagesView,
    PageBrowseView,
    PageSearchView,
    SafeExternalLinkView,
    VisibleUsage,
    visible_keywords,
)
from .lists import SectionListViewSet
from .pages import PageTypesUsageView, SectionPageViewSet, raise_not_found
from .reports import ViewsReport
from .site_search import SearchedMenuItem, SearchedReport, SearchWords
from .start import MailTrouble, MyDrafts, SentBack, StartButtons, WaitingForMe, WaitingForReview
from .vocabulary_views import (
    RequestChangeView,
    VocabularyChooserCreateView,
    VocabularyDeleteView,
    VocabularyEditView,
    VocabularyHistoryView,
    VocabularyIndexView,
    VocabularyInspectView,
    VocabularyUsageView,
)

__all__ = [
    "ChoosableDocumentsAPIViewSet",
    "ChoosableImagesAPIViewSet",
    "ChosenPagesView",
    "MailTrouble",
    "MoveDocumentsAction",
    "MyDrafts",
    "PageBrowseView",
    "PageSearchView",
    "PageTypesUsageView",
    "PublishReadyPagesAction",
    "RequestChangeView",
    "SafeExternalLinkView",
    "SearchWords",
    "SearchedMenuItem",
    "SearchedReport",
    "SectionListViewSet",
    "SectionPageViewSet",
    "SentBack",
    "StartButtons",
    "ViewsReport",
    "VisibleUsage",
    "VocabularyChooserCreateView",
    "VocabularyDeleteView",
    "VocabularyEditView",
    "VocabularyHistoryView",
    "VocabularyIndexView",
    "VocabularyInspectView",
    "VocabularyUsageView",
    "WaitingForMe",
    "WaitingForReview",
    "limit_to_visible",
    "raise_not_found",
    "visible_keywords",
]
