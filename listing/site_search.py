"""The search of the whole site: the words that somebody typed, and the pages with them."""

from collections import Counter
from functools import cached_property
from urllib.parse import urlencode

from django.contrib.contenttypes.models import ContentType
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import QueryDict
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from wagtail.models import Page, PageViewRestriction, Site, get_page_models

from caching.compiled import Prepared
from caching.functions import cached_until_change
from cms.models import IndexPage, Person, Theme
from cms.pagination import page_of
from cms.query_strings import clean_search_text
from cms.querysets import deduplicated, is_duplicate, is_listed, listed
from cms.sections import load_sections
from cms.statement_timeout import unbounded
from search.queries import correct_query, parse, search
from search.ranking import ALL_WORDS, Match
from search.snippets import Marker, texts_of
from search.synonyms import best_bets
from search.words import WORD, fold, query_words

from .answers import Answer, answers_to
from .teasers import type_label
from .themes import answer_of_theme

HITS_PER_PAGE = 10
LISTS = "list"


def query_from(request) -> str:
    """The `q` parameter, cleaned, with single spaces."""
    return " ".join(clean_search_text(request.GET.get("q", "")).split())


def root_path(request) -> str:
    """The path of the root page of the request's site; one that no page has if there is no site."""
    site = Site.find_for_request(request)
    return site.root_page.path if site else "-"


def pages_of_site(request) -> QuerySet:
    """The listed pages of the request's site, each once."""
    return pages_below(root_path(request))


def pages_below(path) -> QuerySet:
    """The listed pages of the site whose root page has this path, each once."""
    return deduplicated(listed(Page.objects.filter(path__startswith=path)), path)


@Prepared
def pages_with_ids(path, *, ids):
    """Those of `pages_below` with these ids, in no order."""
    return pages_below(path).filter(pk__in=ids)


@cached_until_change(Page, PageViewRestriction, Person, Site)
def ids_of_other_pages(path) -> frozenset:
    """The ids of all pages but the listed ones of the site whose root page has this path, each once.

    They are few: to leave them out of thousands of matches takes no query.
    """
    others = Page.objects.exclude(Q(is_listed(), ~is_duplicate(path), path__startswith=path))
    with unbounded():
        return frozenset(others.order_by().values_list("pk", flat=True))


def model_of(page):
    """The model of a page's own type; `Page` where its code is gone."""
    return ContentType.objects.get_for_id(page.content_type_id).model_class() or Page


def type_of(model) -> str:
    """The value of the `type` parameter for a page model: practice, news, …; all lists share one."""
    return LISTS if issubclass(model, IndexPage) else model._meta.model_name.removesuffix("page")


class Hit:
    """A page in the search results, with what the result shows of it."""

    def __init__(self, page, missing, text, marker, request):
        self.page = page
        self.missing = missing
        self.url = page.get_url(request)
        self.kind = type_label(model_of(page))
        self.region = page.section.region if page.section else None
        self.title = list(marker.pieces(page.title))
        self.snippet = marker.snippet(text)


class SiteSearch:
    """A search of the site, read from a request's query string. The number of queries doesn't grow with the pages."""

    finder_url = "/vind-je-platform/"

    def __init__(self, request):
        self.request = request
        self.typed_query = query_from(request)
        self.path = root_path(request)
        # What is searched for: a correction where a word that was typed is on no page.
        self.query, self.matches = self.typed_query, search(self.typed_query, self._shown)
        if self.has_words and not self.has_all_words and "exact" not in request.GET:
            self.query = correct_query(self.typed_query, self._shown) or self.typed_query
            if self.is_corrected:
                self.matches = search(self.query, self._shown)
        self.best_bets = self._best_bets()
        self.matches = self.best_bets | self.matches

    @cached_property
    def answers(self) -> list[Answer]:
        """What stands above the first results."""
        if self.page_obj.number > 1:
            return []
        theme = answer_of_theme(self.path, self.typed_query)
        return [*([theme] if theme else []), *answers_to(self.request, self.typed_query)]

    @property
    def is_answered(self) -> bool:
        """Whether there is what was searched for, and not only what comes near it."""
        return self.has_all_words or bool(self.answers)

    @property
    def has_words(self) -> bool:
        return bool(query_words(self.typed_query))

    @property
    def has_all_words(self) -> bool:
        """Whether a page has all words; else the matches are those with most of them, or any."""
        return any(match.tier == ALL_WORDS for match in self.matches.values())

    @property
    def is_corrected(self) -> bool:
        return self.query != self.typed_query

    @property
    def total(self) -> int:
        """The number of matching pages of all types."""
        return len(self.matches)

    @cached_property
    def counts(self) -> dict:
        """The number of matching pages of each content type, by its key; the most frequent first."""
        return dict(Counter(match.content_type for match in self.matches.values()).most_common())

    @cached_property
    def models(self) -> dict:
        """The model of each content type of the matching pages."""
        return {key: ContentType.objects.get_for_id(key).model_class() or Page for key in self.counts}

    @cached_property
    def type(self) -> str:
        """The `type` parameter, if a matching page is of that type; else empty."""
        chosen = self.request.GET.get("type", "")
        return chosen if chosen in {type_of(model) for model in self.models.values()} else ""

    @property
    def has_unknown_type(self) -> bool:
        return bool(self.request.GET.get("type")) and not self.type

    @property
    def types(self) -> list[tuple]:
        """The types of the matching pages, the most frequent first, as `(label, count, link, is chosen)`."""
        counts = Counter()
        for key, model in self.models.items():
            counts[type_of(model)] += self.counts[key]
        labels = {type_of(model): model._meta.verbose_name_plural for model in self.models.values()}
        labels[LISTS] = _("lists")
        links = [(_("All"), self.total, self.address(), not self.type)]
        for key, count in counts.most_common():
            links.append((capfirst(str(labels[key])), count, self.address(type=key), key == self.type))
        return links if len(counts) > 1 else []

    @property
    def ids(self) -> list:
        """The ids of the matching pages of the chosen type, the best match first."""
        chosen = {key for key, model in self.models.items() if self.type in ("", type_of(model))}
        return [pk for pk, match in self.matches.items() if match.content_type in chosen]

    @cached_property
    def page_obj(self):
        return page_of(self.ids, HITS_PER_PAGE, self.request.GET.get("page"))

    @property
    def hits(self) -> list[Hit]:
        """The hits on the requested page of results."""
        return self.hits_for(self.page_obj.object_list)

    def hits_for(self, ids) -> list[Hit]:
        """A hit for each page with these ids, in that order."""
        pages_by_id = {page.pk: page for page in pages_with_ids(self.path, ids=list(ids))}
        pages = load_sections(pages_by_id[pk] for pk in ids if pk in pages_by_id)
        texts, marker = texts_of(pages), Marker(parse(self.query))
        return [
            Hit(
                page,
                self._as_typed(self.matches[page.pk].missing),
                texts.get(page.pk, ""),
                marker,
                self.request,
            )
            for page in pages
        ]

    def _as_typed(self, phrases) -> list[str]:
        """The phrases, whose words are folded, with the capitals and accents of the query."""
        typed = {fold(word): word for word in WORD.findall(self.query)}
        return [" ".join(typed.get(word, word) for word in phrase.split()) for phrase in phrases]

    @property
    def pager_query(self) -> QueryDict:
        """The query parameters of the links to other pages of results."""
        return QueryDict(self.address(**({"type": self.type} if self.type else {}))[1:])

    @property
    def exact_address(self) -> str:
        """The link that searches for the typed words without a correction."""
        return self.address(q=self.typed_query, exact=1)

    def address(self, **params) -> str:
        """A relative link to this search with other parameters."""
        exact = {"exact": 1} if "exact" in self.request.GET else {}
        return "?" + urlencode({"q": self.typed_query, **exact, **params})

    @property
    def lists(self) -> list:
        """The list pages directly below the home page."""
        site = Site.find_for_request(self.request)
        if not site:
            return []
        # By type, because a database finds those without looking at each page.
        models = [model for model in get_page_models() if issubclass(model, IndexPage)]
        lists = pages_below(self.path).type(*models)
        return list(lists.child_of(site.root_page).order_by("path"))

    @property
    def themes(self) -> list[Theme]:
        """The themes of listed pages."""
        pages = deduplicated(Page.objects.filter(is_listed(), path__startswith=self.path), self.path)
        pages = pages.order_by().filter(page_themes__theme=OuterRef("pk"))
        return list(Theme.objects.filter(Exists(pages)))

    def _best_bets(self) -> dict:
        """The pages that reviewers put on top of this query's results, as far as they are listed."""
        ids = best_bets(self.typed_query)
        types = {page.pk: page.content_type_id for page in pages_with_ids(self.path, ids=list(ids))}
        return {pk: Match(types[pk], ALL_WORDS) for pk in ids if pk in types}

    def _shown(self, ids) -> set:
        """Those of the ids that are of pages that may be shown."""
        return set(ids).difference(ids_of_other_pages(self.path))
