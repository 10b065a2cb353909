"""The one way to a list from outside: by the address of its page, with the filters of its own form."""

from functools import cached_property

from django.db.models import Max
from django.http import Http404, QueryDict

from caching.models import Remembered
from cms.models import IndexPage, Licence, Publisher
from cms.routing import page_at
from cms.skipping import check_entry, skip_failing

from .ids import page_tag_uri
from .items import cached_items, make_items
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


def target_at(state, root_page, path, output):
    """The page that this format (`Format`) serves at this path: a list, or a page by itself. Raises Http404."""
    try:
        target = index_at.at(state, root_page, path)
    except Http404:
        target = page_at(root_page, path) if output.serves_pages else None
    if not has_answer(output, target):
        raise Http404
    return target


def has_answer(output, page):
    """Is there an answer in this format at the address of this page?"""
    if isinstance(page, IndexPage):
        return bool(page.kind) and output.is_for(page.kind)
    return output.serves_pages and getattr(page, "happens", False)


def title_of(index, form):
    """Whose list of what, and the filters in words: in a reader nothing else says where it comes from."""
    title = f"{index.title}, {index.section.title}" if index.section else index.title
    return f"{title}: {form.description}" if form.description else title


class Listing:
    """A list as somebody outside asks for it: its filters, and which page of how many entries."""

    def __init__(self, state, index, site, query, paging):
        """`query` is the query string, `paging` the form of the format that reads the rest of it.

        `state` is that of the lists (`list_state`), read before anything else.
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
        return self.paging.page_size

    @property
    def number(self):
        return self.paging.page_number

    @property
    def last(self):
        """The number of the last page; an empty list has one."""
        return max(1, -(-self.total // self.size)) if self.size else 1

    @cached_property
    def items(self):
        """This page of the list."""
        start = (self.number - 1) * self.size
        ids = self.form.results.ids(start, start + self.size)
        return cached_items(self.state, self.form.results, ids)

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
            yield make_items(entries.values(), has_content=False)

    def with_structured_data(self):
        """The same, each item with what its page is in the words of schema.org."""
        for ids in self.ids_at_once():
            pages = self.form.results.load(ids, "for_data")
            pairs = list(
                skip_failing(lambda page: (check_entry(page.as_entry()), page.structured_data()), pages)
            )
            items = make_items([entry for entry, _data in pairs], has_content=False)
            yield [(item, data) for item, (_entry, data) in zip(items, pairs, strict=True)]

    def ids_at_once(self):
        ids = self.form.results.ids(0, None)
        return (ids[start : start + AT_ONCE] for start in range(0, len(ids), AT_ONCE))

    @property
    def id(self):
        """Of the list with these filters, whichever page of it."""
        query_string = self.form.active_query().urlencode()
        return f"{page_tag_uri(self.index.permanent_id)}{'?' if query_string else ''}{query_string}"

    @property
    def permanent_address(self):
        """Leads to the list with these filters, wherever its page is."""
        query_string = self.form.active_query().urlencode()
        return f"{self.index.permanent_address}{'?' if query_string else ''}{query_string}"

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
        query_string = self.form.active_query().urlencode()
        return f"{self.index.full_url}?{query_string}" if query_string else self.index.full_url

    def address(self, name, number=None):
        """The address of a page of the list in a format; of this page without `number`. One for each list."""
        query = QueryDict(mutable=True)
        query.update(self.form.active_query())
        query.update(self.paging.parameters)
        if (number or self.number) > 1:
            query["page"] = number or self.number
        query_string = query.urlencode()
        return f"{self.index.full_url}{name}{'?' if query_string else ''}{query_string}"


class OnePage(Listing):
    """A page by itself, as if it were a list of one: without filters, and under its own title."""

    problems = ()
    total = 1

    def __init__(self, state, page, site, paging):
        self.state, self.index, self.site, self.paging = state, page, site, paging

    def chunks(self):
        yield make_items(
            skip_failing(lambda page: check_entry(page.as_entry()), [self.index]), has_content=False
        )

    @property
    def id(self):
        return page_tag_uri(self.index.permanent_id)

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
