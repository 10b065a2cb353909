"""The builder: a form to choose a list and its display options, with a preview and the code to copy.

All choices are in the query string, so that a link to the builder keeps them.
"""

import json
from functools import cached_property
from typing import NamedTuple

from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from cms.models import Region
from cms.routing import site_of

from .code_snippets import CodeSnippet, CodeSnippets
from .embed_forms import OPTION_FORMS, REGIONS, WORDPRESS_HEIGHT, WORDPRESS_WIDTH, Place, PlaceForm
from .embeds import ListEmbed
from .feeds import JsonFeed
from .forms import MAX_LIMIT, PagingForm
from .listings import Listing, index_at
from .scripts import LATEST, VERSIONS

# Follows the URL of the list.
URL_SUFFIX = "insluiten/"
# The most items in the preview of a feed, and the most characters of a text in the preview of data.
MAX_PREVIEW_ITEMS = 5
MAX_PREVIEW_TEXT = 160


def region_names() -> dict[str, str]:
    """The names of the regions by slug."""
    return dict(Region.objects.values_list("slug", "name"))


class PlaceLink(NamedTuple):
    """A place to choose, with the URL of the builder for it."""

    label: str
    address: str
    is_chosen: bool


@require_safe
def serve_builder(request, path) -> TemplateResponse:
    """The builder for the list at this path. Raises Http404.

    Invalid values are reported and ignored, as on the list page itself.
    """
    site = site_of(request)
    index = index_at(site.root_page, path)
    title = _("Show this list on your own site")
    context = {
        "page": index,
        "head": {"title": title, "is_noindex": True},
        "builder": Builder(index, site, request.GET),
    }
    response = TemplateResponse(request, "partners/builder.html", context)
    response.headers["X-Robots-Tag"] = "noindex"
    return response


class Builder:
    """The choices in a query string, and the preview and code snippets for them."""

    max_limit = MAX_LIMIT
    script_version, script_integrity = LATEST, VERSIONS[LATEST]

    def __init__(self, index, site, query) -> None:
        """`index` is the list page, `query` the query string."""
        self.index, self.site = index, site
        self.place_form = PlaceForm(query)
        self.place = self.place_form.chosen
        self.form, self.options_form = index.filtered(query), OPTION_FORMS[self.place](query)

    @property
    def problems(self) -> list[str]:
        """The validation errors of all three forms, as sentences for readers."""
        return [*self.place_form.problems, *self.form.problems, *self.options_form.problems]

    @property
    def place_links(self) -> list[PlaceLink]:
        """A link to the builder for each place, with all other choices. Default options become those of that place."""
        query = self.form.active_query()
        query.update(self.options_form.non_defaults)
        return [
            PlaceLink(label, f"?{query.urlencode()}&place={place}".replace("?&", "?"), place == self.place)
            for place, label in Place.choices
        ]

    @property
    def has_display_options(self) -> bool:
        """True for websites, where layout and colours can be chosen; False for feeds and data."""
        return self.place not in {Place.READER, Place.PROGRAM}

    @cached_property
    def embed(self) -> ListEmbed:
        """The embed with all valid choices."""
        query = self.form.active_query()
        query.update({key: value for key, value in self.options_form.chosen.items() if value})
        return ListEmbed(self.index, self.site, query)

    @cached_property
    def snippets(self) -> list[CodeSnippet]:
        """The code to copy for the chosen place."""
        return CodeSnippets(self.embed, self.options_form).for_place(self.place)

    @property
    def is_too_high(self) -> bool:
        """Whether the embed is higher than WordPress shows."""
        return self.place == Place.WORDPRESS and self.embed.height_at(WORDPRESS_WIDTH) > WORDPRESS_HEIGHT

    @property
    def preview_template(self) -> str:
        """The template of the preview for the chosen place."""
        components = {Place.SITE: "component", Place.READER: "reader", Place.PROGRAM: "program"}
        return f"partners/preview_{components.get(self.place, 'frame')}.html"

    @property
    def preview_address(self) -> str:
        """The URL of the embed, relative to the host of the request, which may have another name than the site."""
        return self.embed.address.removeprefix(self.site.root_url)

    @property
    def preview_component_address(self) -> str:
        """The URL of the list for the web component, relative for the same reason."""
        return self.embed.component_address.removeprefix(self.site.root_url)

    @property
    def preview_list_address(self) -> str:
        """The URL of the list page, likewise."""
        return self.embed.page_address.removeprefix(self.site.root_url)

    @property
    def listing(self) -> Listing:
        """The listing as feeds have it, with only the first items."""
        paging_form = PagingForm({"limit": min(MAX_PREVIEW_ITEMS, self.options_form.chosen["limit"])})
        paging_form.is_valid()
        return Listing(self.index, self.site, self.form.active_query(), paging_form)

    @property
    def preview_data(self) -> str:
        """The first item of the JSON Feed, with long texts truncated."""
        feed = json.loads(JsonFeed().serialize(self.listing))
        first = {key: truncate(value) for key, value in feed["items"][0].items()} if feed["items"] else {}
        return json.dumps(first, ensure_ascii=False, indent=2)

    def choices(self, key) -> list[tuple[str, str, bool]]:
        """The choices of a display option, as `(value, label, is chosen)`."""
        names = region_names()
        chosen = self.options_form.chosen[key]
        return [
            (value, names.get(value, label), value == chosen)
            for value, label in self.options_form.fields[key].choices
        ]

    @property
    def layouts(self) -> list[tuple[str, str, bool]]:
        """The choices of the layout."""
        return self.choices("layout")

    @property
    def schemes(self) -> list[tuple[str, str, bool]]:
        """The choices of the colour scheme."""
        return self.choices("scheme")

    @property
    def accents(self) -> list[tuple[str, str, bool]]:
        """The choices of the colour that are no region."""
        return [choice for choice in self.choices("accent") if choice[0] not in REGIONS]

    @property
    def region_accents(self) -> list[tuple[str, str, bool]]:
        """The choices of the colour that are a region, with its name."""
        return [choice for choice in self.choices("accent") if choice[0] in REGIONS]


def truncate(value) -> object:
    """The value; a string of more than `MAX_PREVIEW_TEXT` characters is cut off with an ellipsis."""
    is_long = isinstance(value, str) and len(value) > MAX_PREVIEW_TEXT
    return f"{value[:MAX_PREVIEW_TEXT]}…" if is_long else value
