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
from .scheduled import Scheduled
from .site_search import SearchedMenuItem, SearchedReport, SearchWords
from .start import MailTrouble, MyDrafts, PagesPanel, SentBack, StartButtons, WorkListPanel
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
    "PagesPanel",
    "PublishReadyPagesAction",
    "RequestChangeView",
    "SafeExternalLinkView",
    "Scheduled",
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
    "WorkListPanel",
    "limit_to_visible",
    "raise_not_found",
    "visible_keywords",
]
