"""Site search: a page of results, and suggestions while somebody types."""

from collections import Counter
from functools import cached_property
from urllib.parse import urlencode

from django.contrib.contenttypes.models import ContentType
from django.core.paginator import Paginator
from django.db.models import Exists, OuterRef
from django.db.models.functions import Length
from django.http import JsonResponse, QueryDict
from django.shortcuts import render
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from wagtail.models import Page, Site

from cms.middleware import clean_search_text
from cms.models import IndexPage, Theme
from cms.models.base import load_sections
from cms.querysets import listed
from cms.search.queries import beginning_with, corrected, counted, matching, ranked
from cms.search.snippets import Marker, texts_of
from cms.search.words import asked

HITS = 10
SUGGESTIONS = 8
SHORTEST_BEGINNING = 2
LISTS = "list"


@require_safe
def search(request):
    """`q` asks, `type` narrows, `exact` refuses a correction, `page` turns. Nonsense in them never is an error."""
    asked_for = SiteSearch(request)
    title = f"{asked_for.query}: {_('Search')}" if asked_for.typed else _("Search")
    context = {"search": asked_for, "head": {"title": title, "is_noindex": True}}
    response = render(request, "cms/search.html", context)
    response.headers["X-Robots-Tag"] = "noindex"
    return response


@require_safe
def suggestions(request):
    """At most eight pages with the words in their title, or words that begin with them, as JSON."""
    text = query_of(request)
    found = []
    if len(text) >= SHORTEST_BEGINNING:
        pages = pages_of_site(request).filter(pk__in=beginning_with(text))
        found = pages.order_by(Length("title"), "title", "pk")[:SUGGESTIONS]
    answers = [
        {"title": page.title, "url": page.get_url(request), "kind": kind_of(model_of(page))} for page in found
    ]
    return JsonResponse({"suggestions": answers}, headers={"X-Robots-Tag": "noindex"})


def query_of(request):
    return " ".join(clean_search_text(request.GET.get("q", "")).split())


def pages_of_site(request):
    """All pages of this site that everybody may see."""
    site = Site.find_for_request(request)
    return (
        listed(Page.objects.all()).descendant_of(site.root_page, inclusive=True)
        if site
        else Page.objects.none()
    )


def model_of(page):
    return ContentType.objects.get_for_id(page.content_type_id).model_class() or Page


def kind_of(model):
    return capfirst(str(model._meta.verbose_name))


def type_of(model):
    """What a type of page is called in an address: practice, news; all kinds of lists are one."""
    return LISTS if issubclass(model, IndexPage) else model._meta.model_name.removesuffix("page")


class Hit:
    """A page that is found, with what the result shows of it."""

    def __init__(self, page, text, marker, request):
        self.page = page
        self.url = page.get_url(request)
        self.kind = kind_of(model_of(page))
        self.region = page.section.region if page.section else None
        self.title = list(marker.pieces(page.title))
        self.snippet = marker.snippet(text)


class SiteSearch:
    """What is asked of the site by way of an address, and what it finds. Costs the same queries, however many pages."""

    finder = "/vind-je-platform/"

    def __init__(self, request):
        self.request = request
        self.typed = query_of(request)
        self.pages = pages_of_site(request)
        self.models = self._models_of(self.typed)
        self.query = self.typed
        if self.asks and not self.models and "exact" not in request.GET:
            self.query = corrected(self.typed, self.pages) or self.typed
            self.models = self._models_of(self.query) if self.is_corrected else {}

    @property
    def asks(self):
        return bool(asked(self.typed))

    @property
    def is_corrected(self):
        return self.query != self.typed

    @property
    def total(self):
        return len(self.models)

    @cached_property
    def type(self):
        """The type asked for, if anything of that type is found."""
        chosen = self.request.GET.get("type", "")
        return chosen if chosen in {type_of(model) for model in self.models.values()} else ""

    @property
    def asks_unknown_type(self):
        return bool(self.request.GET.get("type")) and not self.type

    @property
    def types(self):
        """The types of what is found, the most frequent first, as `(label, count, address, is chosen)`."""
        counts = Counter(map(type_of, self.models.values()))
        labels = {type_of(model): model._meta.verbose_name_plural for model in self.models.values()}
        labels[LISTS] = _("lists")
        links = [(_("All"), self.total, self.address(), not self.type)]
        for key, count in counts.most_common():
            links.append((capfirst(str(labels[key])), count, self.address(type=key), key == self.type))
        return links if len(counts) > 1 else []

    @property
    def found(self):
        """The keys of what is found, of the type that was asked for, the best first."""
        keys = [key for key in ranked(self.query) if key in self.models] if self.models else []
        return [key for key in keys if type_of(self.models[key]) == self.type] if self.type else keys

    @cached_property
    def page_obj(self):
        return Paginator(self.found, HITS).get_page(self.request.GET.get("page"))

    @property
    def hits(self):
        return self.shown(self.page_obj.object_list)

    def shown(self, keys):
        """What the results with these keys show."""
        pages = {page.pk: page for page in self.pages.filter(pk__in=keys)}
        shown = load_sections(pages[key] for key in keys if key in pages)
        texts, marker = texts_of(shown), Marker(self.query)
        return [Hit(page, texts.get(page.pk, ""), marker, self.request) for page in shown]

    @property
    def pager_query(self):
        """What else stands in the address of another page of results."""
        return QueryDict(self.address(**({"type": self.type} if self.type else {}))[1:])

    @property
    def exact_address(self):
        return self.address(q=self.typed, exact=1)

    def address(self, **values):
        exact = {"exact": 1} if "exact" in self.request.GET else {}
        return "?" + urlencode({"q": self.typed, **exact, **values})

    @property
    def shorter(self):
        """When nothing is found: the same question with one word less, as `(question, address)`, where that helps."""
        words = asked(self.typed)
        less = [" ".join(word for word in words if word != left_out) for left_out in words if len(words) > 1]
        counts = counted(self.pages, less)
        helpful = [text for text in less if counts[text]][:3]
        return [(text, self.address(q=text)) for text in helpful]

    @property
    def lists(self):
        """The lists of the whole site."""
        site = Site.find_for_request(self.request)
        below = self.pages.child_of(site.root_page) if site else Page.objects.none()
        return [page for page in below.order_by("path") if issubclass(model_of(page), IndexPage)]

    @property
    def themes(self):
        """The themes that something is tagged with, as questions."""
        on_it = self.pages.filter(page_themes__theme=OuterRef("pk"))
        return [(theme.name, self.address(q=theme.name)) for theme in Theme.objects.filter(Exists(on_it))]

    def _models_of(self, text):
        """The key of each page that the question finds, with its model."""
        rows = self.pages.filter(pk__in=matching(text)).values_list("pk", "content_type_id")
        types = dict(rows)
        models = {
            key: ContentType.objects.get_for_id(key).model_class() or Page for key in set(types.values())
        }
        return {pk: models[key] for pk, key in types.items()}
