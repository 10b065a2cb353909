"""A list, or one page, as a small page of its own that other sites show in a frame."""

from functools import cached_property
from typing import NamedTuple
from urllib.parse import urlencode

from django.conf import settings
from django.http import Http404
from django.utils.translation import gettext

from cms.models import IndexPage, Licence
from cms.routing import page_at
from cms.sections import load_sections

from .embed_forms import EmbedForm, PageEmbedForm
from .heights import embed_height
from .items import author_names, make_items
from .lists import Listing, publisher_of

NAME = "embed/"
MOST_NAMES = 2


class Card(NamedTuple):
    """What an embed shows of an entry."""

    title: str
    address: str
    where: str
    region: str
    day: str
    notice: str
    summary: str
    licence: Licence | None


def card_of(item, site_licence):
    """`where` is who does it when that is an organisation, else the platform; its own licence only when it differs."""
    entry = item.entry
    licence = Licence(entry.licence) if entry.licence else site_licence
    persons = {party.name for party in entry.people if party.is_person}
    platforms = [category.label for category in entry.categories if category.scheme == "platform"]
    doers = [name for name in author_names(entry) if name not in persons]
    return Card(
        title=entry.title,
        address=entry.address,
        where=first_of(doers or platforms),
        region=entry.region,
        day=entry.day,
        notice=entry.notice,
        summary=entry.summary,
        licence=None if licence == site_licence else licence,
    )


def first_of(names):
    """At most two names: a line has no room for more."""
    rest = len(names) - MOST_NAMES
    more = [gettext("and %(number)s more") % {"number": rest}] if rest > 0 else []
    return ", ".join([*names[:MOST_NAMES], *more])


class Embed:
    """What the embeds of a list and of one page have in common. `form` reads how it is to look."""

    template = "partners/embed.html"
    is_list = False

    def __init__(self, state, page, site):
        self.state, self.page, self.site = state, page, site

    @property
    def problems(self):
        return self.form.problems

    @property
    def publisher(self):
        return publisher_of.at(self.state, self.site)

    @property
    def licence(self):
        return Licence(self.publisher.licence)

    @property
    def source(self):
        """Whom to name: the platform, if it is of one, and the site."""
        platform = self.page.section
        names = [platform.title] if platform else []
        return ", ".join([*names, settings.WAGTAIL_SITE_NAME])

    @property
    def address(self):
        """Its one address."""
        return self.address_with()

    def address_with(self, **look):
        """The same, with these keys of its look said even where they are as usual."""
        query_string = urlencode({**self.query, **look, **self.form.unusual}, doseq=True)
        return f"{self.page.full_url}{NAME}{'?' if query_string else ''}{query_string}"

    @property
    def page_address(self):
        """The same list or page on the site."""
        query_string = urlencode(self.query, doseq=True)
        return f"{self.page.full_url}{'?' if query_string else ''}{query_string}"

    def height_at(self, width):
        """About how high it is, when it is so many pixels wide."""
        title = self.title if self.is_list else ""
        return embed_height(self.cards, self.form.chosen["layout"], title, width)


class ListEmbed(Embed):
    """A list with its filters, the first so many of it."""

    is_list = True

    def __init__(self, state, page, site, query):
        super().__init__(state, page, site)
        self.form = EmbedForm(query)
        self.listing = Listing(state, page, site, query, self.form)

    @property
    def problems(self):
        return self.listing.problems

    @property
    def query(self):
        return query_of(self.listing.form)

    @property
    def title(self):
        return self.form.chosen["heading"] or self.listing.title

    @property
    def total(self):
        return self.listing.total

    @cached_property
    def cards(self):
        return [card_of(item, self.licence) for item in self.listing.items]


class PageEmbed(Embed):
    """One page, as a card."""

    def __init__(self, state, page, site, query):
        super().__init__(state, page, site)
        self.form = PageEmbedForm(query)
        self.query = {}

    @property
    def title(self):
        return self.page.title

    @cached_property
    def cards(self):
        return [card_of(item, self.licence) for item in make_items([self.page.as_entry()])]


def page_to_show(root_page, path):
    """The page at this path below the home page, as everybody may see it."""
    page = page_at(root_page, path)
    if page is None:
        raise Http404
    return load_sections([page])[0]


def is_list(page):
    """Lists of content are to be had with their items; a list of people, say, only as a page."""
    return isinstance(page, IndexPage) and bool(page.kind)


def embed_of(state, page, site, query):
    """The embed of any page that everybody may see."""
    kind = ListEmbed if is_list(page) else PageEmbed
    return kind(state, page, site, query)


def form_of(page):
    """What reads how an embed of this page is to look."""
    return EmbedForm if is_list(page) else PageEmbedForm


def query_of(form):
    """The filters of a list, with every value of each; nothing for a page without."""
    return dict(form.active_query().lists()) if form else {}


def look_of(page, query):
    """What of a query string says how an embed of this page is to look, less what is as usual."""
    return form_of(page)(query).unusual
