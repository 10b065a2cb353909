"""What reviewers keep for search: synonyms, the pages on top, and the report of what people searched."""

from urllib.parse import urlencode

import django_filters
from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.tables import BooleanColumn, ButtonsColumnMixin, Column, TitleColumn
from wagtail.admin.views.reports import ReportView
from wagtail.admin.widgets.button import ListingButton
from wagtail.models import Page
from wagtail.snippets.views.snippets import CreateView, SnippetViewSet, SnippetViewSetGroup

from cms.querysets import listed
from search.models import LONGEST_QUERY, BestBet, SearchedQuery, Synonym
from search.searched_queries import FEWEST_ASKERS, totals

from .vocabularies import VocabularyChooser

# Where the menu of `SearchWords` looks for more items.
MENU_HOOK = "register_search_menu_item"


class CreateForQueryView(CreateView):
    """Fills in the words of the query from which somebody came, in the `words` parameter."""

    def get_initial_form_instance(self):
        return self.model(words=self.request.GET.get("words", "")[:LONGEST_QUERY])


class SynonymViewSet(SnippetViewSet):
    model = Synonym
    icon = "resubmit"
    menu_label = _("Synonyms")
    copy_view_enabled = False
    chooser_viewset_class = VocabularyChooser
    add_view_class = CreateForQueryView
    list_display = [
        "words",
        Column("meaning", label=_("Means")),
        Column("two_way", label=_("Both ways"), accessor=lambda synonym: _("yes") if synonym.two_way else ""),
    ]
    list_filter = ["theme", "target_group", "two_way"]
    # The key is the words without capitals and accents.
    search_fields = ["words", "key", "means", "theme__name", "target_group__name"]

    def get_queryset(self, request):
        return Synonym.objects.select_related("theme", "target_group")


class BestBetViewSet(SnippetViewSet):
    model = BestBet
    icon = "pick"
    menu_label = _("Pages on top")
    copy_view_enabled = False
    chooser_viewset_class = VocabularyChooser
    add_view_class = CreateForQueryView
    list_display = [
        "words",
        Column("page", label=_("Page")),
        BooleanColumn("is_shown", label=_("Shown now")),
        "sort_order",
    ]
    search_fields = ["words", "key", "page__title"]

    def get_queryset(self, request):
        pages = listed(Page.objects.filter(pk=OuterRef("page")))
        return BestBet.objects.annotate(is_shown=Exists(pages)).select_related("page")


class SearchWords(SnippetViewSetGroup):
    """Synonyms, pages on top and the report of searches, as one group in the menu."""

    menu_label = _("Search words")
    menu_name = "search-words"
    menu_icon = "search"
    menu_order = 165
    items = (SynonymViewSet, BestBetViewSet)
    submenu_hook = MENU_HOOK


class SearchedMenuItem(MenuItem):
    """The menu item of the report of searches, for who may see it."""

    def is_shown(self, request):
        return request.user.has_perm("search.view_searchedquery")


class QueryFilterSet(WagtailFilterSet):
    """Filters totals of searches, which are a list."""

    RESULTS = [("none", _("Nothing was found")), ("open", _("Nothing was found, and nothing done about it"))]

    result = django_filters.ChoiceFilter(label=_("Result"), choices=RESULTS, empty_label=_("All"))

    class Meta:
        model = SearchedQuery
        fields = []

    def filter_queryset(self, queries):
        choice = self.form.cleaned_data["result"]
        if not choice:
            return queries
        done = keys_with(Synonym) | keys_with(BestBet) if choice == "open" else ()
        unanswered = [total for total in queries if total.askers_without_result and total.words not in done]
        return sorted(unanswered, key=lambda total: -total.askers_without_result)


def keys_with(model) -> set:
    return set(model.objects.values_list("key", flat=True))


class QueryColumn(ButtonsColumnMixin, TitleColumn):
    """The words of a query, with the buttons that `buttons_for` gives for its total."""

    def __init__(self, *args, buttons_for, **options):
        super().__init__(*args, **options)
        self.buttons_for = buttons_for

    def get_buttons(self, total, parent_context):
        return self.buttons_for(total)


class SearchedReport(ReportView):
    """What at least FEWEST_ASKERS people searched in the last 90 days, most first; names and numbers are left out."""

    model = SearchedQuery
    page_title = _("What people searched")
    header_icon = "search"
    index_url_name = "searched_report"
    index_results_url_name = "searched_report_results"
    template_name = "cms/searched_report.html"
    results_template_name = "cms/searched_report_results.html"
    any_permission_required = ["view"]
    fewest_askers = FEWEST_ASKERS
    filterset_class = QueryFilterSet
    verbose_name_plural = _("searches")
    list_export = ["words", "askers", "askers_without_result"]
    export_headings = {
        "words": _("What people typed"),
        "askers": _("People, about"),
        "askers_without_result": _("Of whom found nothing"),
    }

    @cached_property
    def columns(self):
        return [
            QueryColumn(
                "words", label=_("What people typed"), classname="title", buttons_for=self.buttons_for
            ),
            Column("askers", label=_("People, about"), width="20%"),
            Column("askers_without_result", label=_("Of whom found nothing"), width="20%"),
        ]

    def get_queryset(self):
        return totals()

    def decorate_paginated_queryset(self, object_list):
        keys = [total.words for total in object_list]
        self.synonyms = dict(Synonym.objects.filter(key__in=keys).values_list("key", "pk"))
        self.with_page = set(BestBet.objects.filter(key__in=keys).values_list("key", flat=True))
        return object_list

    def buttons_for(self, total):
        """What the user may do about a query that found nothing."""
        if not total.askers_without_result:
            return []
        if pk := self.synonyms.get(total.words):
            synonym = ("search.change_synonym", _("See the synonym"), synonym_url("edit", pk))
        else:
            synonym = ("search.add_synonym", _("Add a synonym"), with_words(synonym_url("add"), total.words))
        label = _("Choose another page") if total.words in self.with_page else _("Choose a page")
        page = (
            "search.add_bestbet",
            label,
            with_words(reverse("wagtailsnippets_search_bestbet:add"), total.words),
        )
        return [
            ListingButton(label, url, attrs={"aria-label": f"{label}: {total.words}"}, priority=priority)
            for priority, (permission, label, url) in enumerate((synonym, page))
            if self.request.user.has_perm(permission)
        ]

    @cached_property
    def no_results_message(self):
        if self.is_filtering:
            return _("There are no such searches.")
        return (
            _("Nothing yet. Here stands what at least %s people searched on the site in the last 90 days.")
            % FEWEST_ASKERS
        )


def synonym_url(view, *args):
    return reverse(f"wagtailsnippets_search_synonym:{view}", args=args)


def with_words(url, words):
    return f"{url}?{urlencode({'words': words})}"
