"""The one way to a list from outside: by the address of its page, with the filters of its own form."""

from functools import cached_property

from django.db.models import Max
from django.http import Http404, QueryDict

from cms.models import IndexPage, Licence, Publisher
from cms.models.changes import Remembered
from cms.rest.pages import page_at

from .ids import tag_of_page
from .items import items_in, items_of
from .models import Syndicated

AT_ONCE = 200


@Remembered
def publisher_of(site):
    return Publisher.for_site(site)


@Remembered
def withdrawn_from(kind, page_id):
    return Syndicated.objects.withdrawn(kind, page_id)


@Remembered
def index_at(root_page, path):
    """The list at this path below the home page, as everybody may see it."""
    index = page_at(root_page, path)
    if not isinstance(index, IndexPage) or not index.kind:
        raise Http404
    return index


def told_at(state, root_page, path, made):
    """What a format tells at this path: a list of a kind that it is for, or a page that can be told by itself."""
    try:
        found = index_at.at(state, root_page, path)
    except Http404:
        found = page_at(root_page, path) if made.tells_pages else None
    if not tells(made, found):
        raise Http404
    return found


def tells(made, page):
    """Is there an answer in this format at the address of this page?"""
    if isinstance(page, IndexPage):
        return bool(page.kind) and made.is_for(page.kind)
    return made.tells_pages and getattr(page, "happens", False)


def title_of(index, form):
    """Whose list of what, and the filters in words: in a reader nothing else says where it comes from."""
    title = f"{index.title}, {index.section.title}" if index.section else index.title
    return f"{title}: {form.description}" if form.description else title


class Listing:
    """A list as somebody outside asks for it: its filters, and which page of how many entries."""

    def __init__(self, state, index, site, query, paging):
        """`query` is the query string, `paging` the form of the format that reads the rest of it.

        `state` is that of the lists (`list_state`), asked before anything else.
        """
        self.state, self.index, self.site, self.paging = state, index, site, paging
        self.form = index.filtered(query)

    @property
    def problems(self):
        return [*self.form.problems, *self.paging.problems]

    @property
    def total(self):
        return len(self.form.results)

    @property
    def size(self):
        """How many entries a page of it has; None is all."""
        return self.paging.limit_asked

    @property
    def number(self):
        return self.paging.page_asked

    @property
    def last(self):
        """The number of the last page; an empty list has one."""
        return max(1, -(-self.total // self.size)) if self.size else 1

    @cached_property
    def items(self):
        """This page of the list."""
        start = (self.number - 1) * self.size
        ids = self.form.results.ids(start, start + self.size)
        return items_in(self.state, self.form.results, ids)

    @property
    def changed_at(self):
        """When anything of this kind below this section last changed, whatever the filters find; None if never."""
        below = Syndicated.objects.filter(kind=self.index.kind).below(self.index.get_parent().pk)
        return below.aggregate(newest=Max("changed_at"))["newest"]

    @property
    def withdrawn(self):
        """What is gone from this list, whatever the filters: what they say of it nobody is to know any more."""
        return withdrawn_from.at(self.state, self.index.kind, self.index.get_parent().pk)

    def chunks(self):
        """The whole list, some items at a time, and no more than those in memory. Without their running text."""
        for ids in self.ids_at_once():
            entries = self.form.results.entries_of(ids)
            yield items_of(entries.values(), has_content=False)

    def described(self):
        """The same, each item with what its page is in the words of schema.org."""
        for ids in self.ids_at_once():
            pages = self.form.results.load(ids, "for_data")
            items = items_of([page.as_entry() for page in pages], has_content=False)
            yield [(item, page.structured_data()) for item, page in zip(items, pages, strict=True)]

    def ids_at_once(self):
        ids = self.form.results.ids(0, None)
        return (ids[start : start + AT_ONCE] for start in range(0, len(ids), AT_ONCE))

    @property
    def id(self):
        """Of the list with these filters, whichever page of it."""
        asked = self.form.asked().urlencode()
        return f"{tag_of_page(self.index.permanent_id)}{'?' if asked else ''}{asked}"

    @property
    def permanent_address(self):
        """Leads to the list with these filters, wherever its page is."""
        asked = self.form.asked().urlencode()
        return f"{self.index.permanent_address}{'?' if asked else ''}{asked}"

    @cached_property
    def title(self):
        return title_of(self.index, self.form)

    @property
    def description(self):
        return self.index.search_description or self.title

    @property
    def publisher(self):
        return publisher_of.at(self.state, self.site)

    @property
    def publisher_name(self):
        return self.publisher.name or self.site.site_name or self.site.hostname

    @property
    def licence(self):
        """That of the whole site; an item may have its own."""
        return Licence(self.publisher.licence)

    @property
    def page_address(self):
        """The list on the site, with the same filters."""
        asked = self.form.asked().urlencode()
        return f"{self.index.full_url}?{asked}" if asked else self.index.full_url

    def address(self, name, number=None):
        """The address of a page of the list in a format; of this page unless told otherwise. One for each list."""
        query = QueryDict(mutable=True)
        query.update(self.form.asked())
        query.update(self.paging.asked)
        if (number or self.number) > 1:
            query["page"] = number or self.number
        asked = query.urlencode()
        return f"{self.index.full_url}{name}{'?' if asked else ''}{asked}"


class OnePage(Listing):
    """A page that is told by itself, as if it were a list of one: without filters, and under its own name."""

    problems = ()
    total = 1

    def __init__(self, state, page, site, paging):
        self.state, self.index, self.site, self.paging = state, page, site, paging

    def chunks(self):
        yield items_of([self.index.as_entry()], has_content=False)

    @property
    def id(self):
        return tag_of_page(self.index.permanent_id)

    @property
    def title(self):
        return self.index.title

    @property
    def page_address(self):
        return self.index.full_url

    def address(self, name, number=None):
        return f"{self.index.full_url}{name}"


def listing_of(state, page, site, query, paging):
    if isinstance(page, IndexPage):
        return Listing(state, page, site, query, paging)
    return OnePage(state, page, site, paging)
