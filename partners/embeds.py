"""Embeds: a list or one page as a small HTML page that other sites show in a frame."""

from functools import cached_property
from typing import NamedTuple
from urllib.parse import urlencode

from django.conf import settings
from django.http import Http404
from django.utils.translation import gettext
from wagtail.models import Page

from cms.models import Licence, Publisher
from cms.routing import page_at
from cms.sections import load_sections

from .embed_forms import EmbedForm, PageEmbedForm
from .embed_heights import embed_height
from .items import author_names, make_items
from .listings import Listing, is_syndicated_list, publisher_of

# Follows the URL of the page.
URL_SUFFIX = "embed/"
MAX_NAMES = 2


class Card(NamedTuple):
    """The values of an entry that an embed shows.

    `where` is the name of the organisation or platform, `region` a slug, `licence` None if it is that of the site. A
    stub has no summary.
    """

    title: str
    address: str
    where: str
    region: str
    day: str
    notice: str
    summary: str
    licence: Licence | None
    is_stub: bool = False


def make_card(item, site_licence) -> Card:
    """The card of an `Item`. `where` has the authors that are organisations; without any, the platforms."""
    entry = item.entry
    licence = Licence(entry.licence) if entry.licence else site_licence
    persons = {party.name for party in entry.people if party.is_person}
    platforms = [category.label for category in entry.categories if category.scheme == "platform"]
    organisations = [name for name in author_names(entry) if name not in persons]
    return Card(
        title=entry.title,
        address=entry.address,
        where=join_names(organisations or platforms),
        region=entry.region,
        day=entry.day,
        notice=entry.notice,
        summary="" if entry.is_stub else entry.summary,
        is_stub=entry.is_stub or not entry.summary,
        licence=None if licence == site_licence else licence,
    )


def join_names(names) -> str:
    """At most two names and the number of the others: a card has room for one line."""
    rest = len(names) - MAX_NAMES
    more = [gettext("and %(number)s more") % {"number": rest}] if rest > 0 else []
    return ", ".join([*names[:MAX_NAMES], *more])


class Embed:
    """The base class of embeds. Check `problems` before reading anything else.

    Subclasses set `form` (the display options), `filters` (query parameters as a dict of lists), `title` and `cards`.
    """

    template = "partners/embed.html"
    is_list = False

    def __init__(self, page, site) -> None:
        """`page` is a listed page of this site."""
        self.page, self.site = page, site

    @property
    def problems(self) -> list[str]:
        """The validation errors, as sentences for readers."""
        return self.form.problems

    @property
    def publisher(self) -> Publisher:
        """The publisher of the site."""
        return publisher_of(self.site)

    @property
    def licence(self) -> Licence:
        """The licence of the site."""
        return Licence(self.publisher.licence)

    @property
    def source(self) -> str:
        """The source to name below it: the platform, if there is one, and the site."""
        platform = self.page.section
        names = [platform.title] if platform else []
        return ", ".join([*names, settings.WAGTAIL_SITE_NAME])

    @property
    def address(self) -> str:
        """Its canonical URL."""
        return self.address_with()

    def address_with(self, **options) -> str:
        """Its URL with these display options named, even if they are the defaults."""
        query_string = urlencode({**self.filters, **options, **self.form.non_defaults}, doseq=True)
        return f"{self.page.full_url}{URL_SUFFIX}{'?' if query_string else ''}{query_string}"

    @property
    def page_address(self) -> str:
        """The URL of the list with the same filters, or of the page, on the site."""
        query_string = urlencode(self.filters, doseq=True)
        return f"{self.page.full_url}{'?' if query_string else ''}{query_string}"

    def height_at(self, width) -> int:
        """Its estimated height in a frame of this width; both in pixels."""
        title = self.title if self.is_list else ""
        return embed_height(self.cards, self.form.chosen["layout"], title, width)


class ListEmbed(Embed):
    """The embed of a list with filters: its first items."""

    is_list = True

    def __init__(self, page, site, query) -> None:
        """`query` is the query string, with filters and display options."""
        super().__init__(page, site)
        self.form = EmbedForm(query)
        self.listing = Listing(page, site, query, self.form)

    @property
    def problems(self) -> list[str]:
        return self.listing.problems

    @property
    def filters(self) -> dict[str, list[str]]:
        """The query parameters of the filters in use."""
        return filter_parameters(self.listing.form)

    @property
    def component_address(self) -> str:
        """The URL of the list for the web component, which reads its feed: names the order if a feed has another."""
        form = self.listing.form
        default = "" if form.text or not form.feed_sort else form.default_sort
        query = form.active_query(sort=form.chosen_order or default)
        return f"{self.page.full_url}{'?' if query else ''}{query.urlencode()}"

    @property
    def title(self) -> str:
        """The chosen heading, else the title of the listing."""
        return self.form.chosen["heading"] or self.listing.title

    @property
    def total(self) -> int:
        """The number of items in the whole list."""
        return self.listing.total

    @cached_property
    def cards(self) -> list[Card]:
        return [make_card(item, self.licence) for item in self.listing.items]


class PageEmbed(Embed):
    """The embed of one page, as a card."""

    def __init__(self, page, site, query) -> None:
        super().__init__(page, site)
        self.form = PageEmbedForm(query)
        self.filters = {}

    @property
    def title(self) -> str:
        return self.page.title

    @cached_property
    def cards(self) -> list[Card]:
        return [make_card(item, self.licence) for item in make_items([self.page.as_entry()])]


def embeddable_page_at(root_page, path) -> Page:
    """The listed page at this path below the home page, with its section. Raises Http404."""
    page = page_at(root_page, path)
    if page is None:
        raise Http404
    return load_sections([page])[0]


def make_embed(page, site, query) -> Embed:
    """The embed of a listed page: a list with its items if they have formats, any other page as a card."""
    embed_class = ListEmbed if is_syndicated_list(page) else PageEmbed
    return embed_class(page, site, query)


def filter_parameters(form) -> dict[str, list[str]]:
    """The query parameters of a filter form; empty for None."""
    return dict(form.active_query().lists()) if form else {}


def display_parameters(page, query) -> dict:
    """The display options of an embed of this page in a query string, without defaults and invalid values."""
    form_class = EmbedForm if is_syndicated_list(page) else PageEmbedForm
    return form_class(query).non_defaults
