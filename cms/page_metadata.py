"""Metadata in the head of a page: title, canonical URL, picture, schema.org data."""

from typing import NamedTuple

from django.conf import settings
from django.templatetags.static import static
from django.utils.functional import cached_property
from django.utils.text import capfirst
from django.utils.translation import gettext
from wagtail.models import Page, Site

from cms.models import BasePage
from cms.models.media import SHARED_PICTURE, SHARED_SIZE, CustomImage
from cms.querysets import listed
from cms.skipping import skip_failing
from cms.structured_data import as_script, breadcrumb_list, graph, published_by


class SharedPicture(NamedTuple):
    """The picture of a shared link (Open Graph)."""

    address: str
    description: str
    width: int
    height: int
    image: CustomImage | None = None


class Head:
    """Metadata of a page, of a filtered list, or of a view.

    A view passes what differs as `given`, a dictionary with `title`, `address` (its canonical path), `is_noindex`,
    `above` (the pages above it) and `data` (its schema.org data).
    """

    def __init__(self, request, page=None, form=None, entries=None, publisher=None, given=None):
        self.request, self.form, self.entries, self.publisher = request, form, entries, publisher
        self.page = page if isinstance(page, BasePage) else None
        self.source = page or {}
        self.given = given or {}

    def attribute(self, name) -> str:
        """A value of the page, or of the dictionary that a view has instead; an empty string if there is none."""
        source = self.source
        return (source.get(name) if isinstance(source, dict) else getattr(source, name, "")) or ""

    @cached_property
    def title(self) -> str:
        title = (
            self.given.get("title")
            or self.attribute("seo_title")
            or (self.page.full_title if self.page else self.attribute("title"))
            or settings.WAGTAIL_SITE_NAME
        )
        filters = self.form.description if self.form else ""
        return f"{title}: {filters}" if filters else str(title)

    @property
    def description(self) -> str:
        """The summary, else a sentence with the title."""
        fallback = gettext(
            "%(title)s: on Streekwijzer, the site of the regional welfare platforms in Flanders."
        )
        return capfirst(self.attribute("search_description")) or fallback % {"title": self.title}

    @property
    def is_noindex(self) -> bool:
        return bool(self.given.get("is_noindex")) or getattr(self.request, "is_preview", False)

    @cached_property
    def root(self) -> str:
        """The address of the home page."""
        site = Site.find_for_request(self.request)
        return f"{site.root_url}/" if site else self.request.build_absolute_uri("/")

    def absolute(self, address) -> str:
        return address if "://" in address else self.root + address.removeprefix("/")

    @cached_property
    def canonical(self) -> str:
        """The canonical URL, with only the query parameters that matter; empty if the page is noindex."""
        if self.is_noindex:
            return ""
        if address := self.given.get("address"):
            return self.absolute(address)
        address = self.original.full_url if self.page else ""
        if not address:
            return ""
        active = self.form.active_query() if self.form else None
        query = active.urlencode() if active else ""
        number = self.entries.number if self.entries else 1
        page_number = f"page={number}" if number > 1 else ""
        query_string = "&".join(part for part in (query, page_number) if part)
        return f"{address}?{query_string}" if query_string else address

    @property
    def original(self):
        """The page itself; for an alias its source if that is listed."""
        source = self.page.alias_of_id
        return (source and listed(Page.objects.filter(pk=source)).first()) or self.page

    @property
    def kind(self) -> str:
        return self.page.open_graph_type if self.page else "website"

    @cached_property
    def picture(self) -> SharedPicture:
        """The page's own picture; without a readable one, the map with the page's region highlighted."""
        own = self.page.shown_picture if self.page else None
        rendition = own and own.get_rendition(SHARED_PICTURE)
        if rendition and not rendition.is_missing:
            address = self.absolute(rendition.url)
            return SharedPicture(address, own.default_alt_text, rendition.width, rendition.height, own)
        region = self.page.display_region if self.page else None
        name = f"share/{region.slug}.png" if region else "share/streekwijzer.png"
        description = gettext("The map of fifteen tiles, one for each region")
        return SharedPicture(self.absolute(static(name)), description, *SHARED_SIZE)

    @property
    def picture_data(self) -> str | dict:
        """The picture for schema.org: its URL, or an object with credit and licence if it has a licence."""
        image = self.picture.image
        if not image or not image.licence_choice:
            return self.picture.address
        return {
            "@type": "ImageObject",
            "contentUrl": self.picture.address,
            "creditText": image.credit,
            "license": image.licence_choice.uri,
        }

    @cached_property
    def translations(self) -> list[tuple[str, str]]:
        """The translations of the page as `(language, URL)`; empty with fewer than two."""
        if self.page is None or len(settings.WAGTAIL_CONTENT_LANGUAGES) < 2:
            return []
        pages = listed(self.page.get_translations(inclusive=True)).select_related("locale")
        addresses = [(page.locale.language_code, page.full_url) for page in pages]
        return addresses if len(addresses) > 1 else []

    @property
    def breadcrumbs(self) -> list[tuple[str, str]]:
        """The pages from the home page down to here, as `(name, URL)` pairs."""
        above = self.page.pages_above if self.page else self.given.get("above", [])
        pairs = [(page.title, page.full_url) for page in above]
        if self.page:
            pairs.append((self.page.title, self.page.full_url))
        if "title" in self.given or not self.page:
            pairs.append((self.title, self.canonical))
        return pairs

    @cached_property
    def structured_data(self) -> str:
        """The schema.org data of the page, its breadcrumbs and the publisher, as the content of a script element."""
        if getattr(self.request, "is_preview", False):
            return ""
        pages = [self.page] if self.page and not self.is_noindex else []
        data = next(skip_failing(lambda page: page.structured_data(), pages), None)
        if data and self.page.shown_picture:
            data["image"] = self.picture_data
        return as_script(
            graph(
                data,
                None if self.is_noindex else self.given.get("data"),
                breadcrumb_list(self.breadcrumbs),
                published_by(self.publisher, self.root),
            )
        )
