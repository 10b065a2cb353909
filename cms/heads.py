"""What the head of a page tells search engines and whoever shares the page."""

from django.conf import settings
from django.templatetags.static import static
from django.utils.functional import cached_property
from django.utils.translation import gettext
from wagtail.images.shortcuts import get_rendition_or_not_found
from wagtail.models import Site

from cms.models import BasePage
from cms.querysets import listed
from cms.structured_data import as_script, breadcrumbs, graph, published_by

SHARED_SIZE = (1200, 630)
SHARED_PICTURE = f"fill-{SHARED_SIZE[0]}x{SHARED_SIZE[1]}|format-jpeg"


class Head:
    """The head of a page of the tree, of a list as it is filtered, or of a view.

    A view gives what it knows better in a dictionary: `title`, `address` (its canonical path), `is_noindex`, and
    `above`, the pages above it.
    """

    def __init__(self, request, page=None, form=None, entries=None, publisher=None, given=None):
        self.request, self.form, self.entries, self.publisher = request, form, entries, publisher
        self.page = page if isinstance(page, BasePage) else None
        self.described = page or {}
        self.given = given or {}

    def about(self, name):
        """What the page, or the dictionary that a view has in its place, says."""
        found = self.described
        return (found.get(name) if isinstance(found, dict) else getattr(found, name, "")) or ""

    @cached_property
    def title(self):
        title = (
            self.given.get("title")
            or self.about("seo_title")
            or self.about("title")
            or settings.WAGTAIL_SITE_NAME
        )
        filters = self.form.description if self.form else ""
        return f"{title}: {filters}" if filters else str(title)

    @property
    def description(self):
        """The summary; a list, or a page without one, says at least where it stands."""
        plain = gettext("%(title)s: on Streekwijzer, the site of the regional welfare platforms in Flanders.")
        return self.about("search_description") or plain % {"title": self.title}

    @property
    def is_noindex(self):
        return bool(self.given.get("is_noindex")) or getattr(self.request, "is_preview", False)

    @cached_property
    def root(self):
        """The address of the home page."""
        site = Site.find_for_request(self.request)
        return f"{site.root_url}/" if site else self.request.build_absolute_uri("/")

    def absolute(self, address):
        return address if "://" in address else self.root + address.removeprefix("/")

    @cached_property
    def canonical(self):
        """The one address of what is shown: without keys that change nothing. Empty for what is not to be found."""
        if self.is_noindex:
            return ""
        if address := self.given.get("address"):
            return self.absolute(address)
        if not (self.page and self.page.full_url):
            return ""
        asked = self.form.asked() if self.form else None
        query = asked.urlencode() if asked else ""
        number = self.entries.number if self.entries else 1
        turned = f"page={number}" if number > 1 else ""
        together = "&".join(part for part in (query, turned) if part)
        return f"{self.page.full_url}?{together}" if together else self.page.full_url

    @property
    def kind(self):
        return self.page.open_graph_type if self.page else "website"

    @cached_property
    def picture(self):
        """The page's own picture, as `(address, what it shows)`; else the map with the page's region lit."""
        own = self.page.listing_image if self.page else None
        if own:
            rendition = get_rendition_or_not_found(own, SHARED_PICTURE)
            return self.absolute(rendition.url), own.default_alt_text
        region = self.page.shown_region if self.page else None
        name = f"share/{region.slug}.png" if region else "share/streekwijzer.png"
        return self.absolute(static(name)), gettext("The map of fifteen tiles, one for each region")

    @cached_property
    def translations(self):
        """The page in each of its languages, as `(language, address)`; nothing unless there are several."""
        if self.page is None or len(settings.WAGTAIL_CONTENT_LANGUAGES) < 2:
            return []
        pages = listed(self.page.get_translations(inclusive=True)).select_related("locale")
        found = [(page.locale.language_code, page.full_url) for page in pages]
        return found if len(found) > 1 else []

    @property
    def way(self):
        """From the home page to here, as `(name, address)` pairs."""
        above = self.page.pages_above if self.page else self.given.get("above", [])
        pairs = [(page.title, page.full_url) for page in above]
        if self.page:
            pairs.append((self.page.title, self.page.full_url))
        if "title" in self.given or not self.page:
            pairs.append((self.title, self.canonical))
        return pairs

    @cached_property
    def structured_data(self):
        """The page, the way to it and who publishes it, as the content of a script element."""
        if getattr(self.request, "is_preview", False):
            return ""
        data = self.page.structured_data() if self.page and not self.is_noindex else None
        if data and self.page.listing_image:
            data["image"] = self.picture[0]
        return as_script(graph(data, breadcrumbs(self.way), published_by(self.publisher, self.root)))
