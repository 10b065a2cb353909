"""Listings as formats read them: a list page with its filters and pagination, or a single page as a listing of one.

Every format gets its content here, through the filter form of the list page itself, so that all show the same results.
"""

from collections.abc import Iterator
from datetime import datetime
from functools import cached_property

from django.db.models import Max
from django.http import Http404, QueryDict
from wagtail.models import Page, PageViewRestriction

from caching.functions import cached_until_change
from caching.models import one_moment
from cms.models import IndexPage, Licence, Person, Publisher
from cms.routing import page_at
from cms.skipping import check_entry, skip_failing
from listing.results import entries_by_id

from .ids import page_tag_uri
from .items import Item, items_by_id, make_items
from .models import Syndicated

# Pages loaded at a time for formats that serialize the whole list: without texts, and with those of their data.
CHUNK_SIZE, DATA_CHUNK_SIZE = 1000, 200


@cached_until_change(Publisher)
def publisher_of(site) -> Publisher:
    """The publisher of the site, cached; don't change it."""
    return Publisher.for_site(site)


@cached_until_change(Syndicated)
def withdrawn_rows(kind, page_id) -> list[Syndicated]:
    """The rows withdrawn from the list of this kind below this page, cached; don't change them."""
    return Syndicated.objects.withdrawn(kind, page_id)


def is_syndicated_list(page) -> bool:
    """True for a list page whose content has formats (`IndexPage.kind`); False for a list of people, say, and None."""
    return isinstance(page, IndexPage) and bool(page.kind)


@cached_until_change(IndexPage, "platforms.CoordinatorPage", Person, PageViewRestriction)
def index_at(root_page, path) -> IndexPage:
    """The listed list page at this path below the home page. Raises Http404 if there is none, or it has no formats."""
    index = page_at(root_page, path)
    if not is_syndicated_list(index):
        raise Http404
    return index


def page_with_format(root_page, path, output_format) -> Page:
    """The page at this path that has this format: a list page, or one that happens on days.

    Raises Http404.
    """
    try:
        page = index_at(root_page, path)
    except Http404:
        page = page_at(root_page, path) if output_format.serves_pages else None
    if not has_format(page, output_format):
        raise Http404
    return page


def has_format(page, output_format) -> bool:
    """Whether the format exists at the URL of this page; False for None."""
    if isinstance(page, IndexPage):
        return bool(page.kind) and output_format.supports(page.kind)
    return output_format.serves_pages and getattr(page, "happens", False)


def listing_title(index, form) -> str:
    """The title of the list with its section and its filters: outside the site nothing else shows the context."""
    title = f"{index.title}, {index.section.title}" if index.section else index.title
    return f"{title}: {form.description}" if form.description else title


class Listing:
    """A list page with filters, and one page of its results. Check `problems` before reading anything else."""

    def __init__(self, index, site, query, format_form) -> None:
        """`query` is the query string (a QueryDict), `format_form` a bound `ParameterForm` for the rest of it."""
        self.index, self.site, self.format_form = index, site, format_form
        self.form = index.filtered(query, is_feed=format_form.is_of_feed)

    @property
    def problems(self) -> list[str]:
        """The validation errors of filters and parameters, as sentences for readers."""
        return [*self.form.problems, *self.format_form.problems]

    @property
    def total(self) -> int:
        """The number of results on all pages."""
        return len(self.form.results)

    @property
    def page_size(self) -> int | None:
        """The number of entries on a page; None is all."""
        return self.format_form.page_size

    @property
    def page_number(self) -> int:
        """Counted from 1; may be after the last page."""
        return self.format_form.page_number

    @property
    def last_page(self) -> int:
        """The number of the last page; an empty listing has one page."""
        return max(1, -(-self.total // self.page_size)) if self.page_size else 1

    @cached_property
    def items(self) -> list[Item]:
        """The items on this page, with their content. Only for formats with pagination."""
        start = (self.page_number - 1) * self.page_size
        ids = self.form.results.ids(start, start + self.page_size)
        return list(items_by_id.many(ids, type(self.form)).values())

    @property
    def changed_at(self) -> datetime | None:
        """When anything of this kind in this section last changed, whatever the filters; None if never."""
        rows = Syndicated.objects.filter(kind=self.index.kind).below(self.index.get_parent().pk)
        return rows.aggregate(newest=Max("changed_at"))["newest"]

    @property
    def withdrawn(self) -> list[Syndicated]:
        """The rows of pages withdrawn from this list.

        Whatever the filters: a withdrawn row keeps no content to filter on.
        """
        return withdrawn_rows(self.index.kind, self.index.get_parent().pk)

    def chunks(self) -> Iterator[list[Item]]:
        """The items of all pages without their content, in chunks."""
        for ids in self.id_chunks(CHUNK_SIZE):
            with one_moment():
                entries = entries_by_id(type(self.form), ids, "for_exports")
                items = make_items(entries.values(), has_content=False)
            yield items

    def chunks_with_structured_data(self) -> Iterator[list[tuple[Item, dict]]]:
        """The same, each item with the schema.org data of its page."""
        for ids in self.id_chunks(DATA_CHUNK_SIZE):
            with one_moment():
                pages = self.form.results.load(ids, "for_data")
                pairs = list(
                    skip_failing(lambda page: (check_entry(page.as_entry()), page.structured_data()), pages)
                )
                items = make_items([entry for entry, _data in pairs], has_content=False)
            yield [(item, data) for item, (_entry, data) in zip(items, pairs, strict=True)]

    def id_chunks(self, size) -> Iterator[list[int]]:
        """The primary keys of all results in order, so many at a time."""
        ids = self.form.results.ids(0, None)
        return (ids[start : start + size] for start in range(0, len(ids), size))

    @property
    def id(self) -> str:
        """The tag URI of the listing with these filters, the same for each of its pages."""
        query_string = self.form.active_query().urlencode()
        return f"{page_tag_uri(self.index.permanent_id)}{'?' if query_string else ''}{query_string}"

    @property
    def permanent_address(self) -> str:
        """The URL that redirects to the list page with these filters, also after the page has moved."""
        query_string = self.form.active_query().urlencode()
        return f"{self.index.permanent_address}{'?' if query_string else ''}{query_string}"

    @cached_property
    def title(self) -> str:
        """The title with section and filters (`listing_title`)."""
        return listing_title(self.index, self.form)

    @property
    def description(self) -> str:
        """The summary of the list page; its title if that is empty."""
        return self.index.search_description or self.title

    @property
    def publisher(self) -> Publisher:
        """The publisher of the site."""
        return publisher_of(self.site)

    @property
    def publisher_name(self) -> str:
        """The name of the publisher, else that of the site, else the host name."""
        return self.publisher.name or self.site.site_name or self.site.hostname

    @property
    def licence(self) -> Licence:
        """The licence of the site; an item may have its own."""
        return Licence(self.publisher.licence)

    @property
    def page_address(self) -> str:
        """The URL of the list page on the site, with the same filters."""
        query_string = self.form.active_query().urlencode()
        return f"{self.index.full_url}?{query_string}" if query_string else self.index.full_url

    def address(self, name, number=None) -> str:
        """The canonical URL of a page of the listing in the format with this name; without `number` of this page."""
        query = QueryDict(mutable=True)
        query.update(self.form.active_query())
        query.update(self.format_form.parameters)
        if (number or self.page_number) > 1:
            query["page"] = number or self.page_number
        query_string = query.urlencode()
        return f"{self.index.full_url}{name}{'?' if query_string else ''}{query_string}"


class PageListing(Listing):
    """A single page as a listing of one item, without filters and with the title of the page."""

    problems = ()
    total = 1

    def __init__(self, page, site, format_form) -> None:
        self.index, self.site, self.format_form = page, site, format_form

    def chunks(self) -> Iterator[list[Item]]:
        yield make_items(
            skip_failing(lambda page: check_entry(page.as_entry()), [self.index]), has_content=False
        )

    @property
    def id(self) -> str:
        return page_tag_uri(self.index.permanent_id)

    @property
    def title(self) -> str:
        return self.index.title

    @property
    def page_address(self) -> str:
        return self.index.full_url

    def address(self, name, number=None) -> str:
        return f"{self.index.full_url}{name}"


def listing_of(page, site, query, format_form) -> Listing:
    """The listing of a list page or of any other page (`PageListing`)."""
    if isinstance(page, IndexPage):
        return Listing(page, site, query, format_form)
    return PageListing(page, site, format_form)
