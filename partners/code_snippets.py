"""Code snippets of the builder: HTML for a site, and URLs of formats and of the API."""

from typing import NamedTuple

from django.http import QueryDict
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from api.collections import collections

from .embed_forms import Place
from .formats import formats_for
from .listings import Listing
from .oembed import SANDBOX
from .scripts import LATEST, VERSIONS

# The width in pixels for which the height in the code of a frame is estimated.
FRAME_WIDTH = 800
# When to use which format, by its name.
FORMAT_USES = {
    "feed.atom": gettext_lazy("For feed readers, and for sites that show feeds."),
    "feed.rss": gettext_lazy("The same, for what knows RSS only: newsletter programs, say."),
    "feed.json": gettext_lazy("For who builds something in JavaScript or Python."),
    "export.csv": gettext_lazy("For Excel or another spreadsheet."),
    "export.jsonld": gettext_lazy("For open data: what everything is, in terms that other data use too."),
    "agenda.ics": gettext_lazy(
        "For a calendar: subscribe to this address in Outlook, Google Calendar or on a phone."
    ),
}


class CodeSnippet(NamedTuple):
    """HTML or a URL to copy (`code`), its label, and when to use it. `key` is its id on the page."""

    key: str
    label: str
    use: str
    code: str


class CodeSnippets:
    """The snippets for a list with filters and display options."""

    def __init__(self, embed, options_form) -> None:
        """`embed` is a `ListEmbed`, `options_form` the form of the chosen place (`OPTION_FORMS`)."""
        self.embed, self.options_form = embed, options_form
        self.index, self.site, self.form = embed.page, embed.site, embed.listing.form

    def for_place(self, place) -> list[CodeSnippet]:
        """The snippets for this place, the recommended one first."""
        formats = formats_for(self.index.kind)
        if place == Place.READER:
            return [self.format_snippet(each) for each in formats if each.is_for_reader_apps]
        if place == Place.PROGRAM:
            snippets = [self.format_snippet(each) for each in formats if not each.is_for_reader_apps]
            return [*snippets, self.api_snippet]
        snippets_by_place = {Place.WORDPRESS: [self.oembed_snippet], Place.DRUPAL: [self.frame_snippet]}
        return snippets_by_place.get(place) or [self.component_snippet, self.frame_snippet]

    @property
    def script_element(self) -> SafeString:
        """Loads a fixed version of the script with its hash (Subresource Integrity)."""
        return format_html(
            '<script src="{}/embed.{}.js" integrity="{}" crossorigin="anonymous" async></script>',
            self.site.root_url,
            LATEST,
            VERSIONS[LATEST],
        )

    @property
    def component_snippet(self) -> CodeSnippet:
        """The custom element `streekwijzer-lijst` with its script; its link is the fallback without JavaScript."""
        element = format_html(
            '<streekwijzer-lijst src="{}"{}>\n  <a href="{}">{}</a>\n</streekwijzer-lijst>',
            self.embed.component_address,
            format_html_join("", ' {}="{}"', self.options_form.non_defaults.items()),
            self.embed.page_address,
            self.embed.title,
        )
        return CodeSnippet(
            "component",
            _("Web component"),
            _("For most sites: takes over the letter of your site, and is no frame."),
            "\n".join([self.script_element, element]),
        )

    @property
    def frame_snippet(self) -> CodeSnippet:
        """An iframe with an estimated height; the script sets the exact one."""
        element = format_html(
            '<iframe src="{}" title="{}" width="100%" height="{}" loading="lazy" frameborder="0"'
            ' sandbox="{}"><a href="{}">{}</a></iframe>',
            self.embed.address,
            self.embed.title,
            self.embed.height_at(FRAME_WIDTH),
            SANDBOX,
            self.embed.page_address,
            self.embed.title,
        )
        return CodeSnippet(
            "frame",
            _("Frame"),
            _("For Drupal and plain HTML: looks as it does here. The second line gives it the right height."),
            "\n".join([element, self.script_element]),
        )

    @property
    def oembed_snippet(self) -> CodeSnippet:
        """The URL to paste. Always names the layout, as the default of oEmbed for WordPress differs."""
        return CodeSnippet(
            "address",
            _("Address for WordPress"),
            _("For WordPress, and other sites that know oEmbed: paste it on an empty line."),
            self.embed.address_with(layout=self.options_form.chosen["layout"]),
        )

    @property
    def api_snippet(self) -> CodeSnippet:
        """The URL of each API collection that has this content; events and trajectories are two collections.

        Collections cover the whole site, so the list of a section gets the platform as a filter.
        """
        names = [
            collection.name
            for collection in collections.values()
            if issubclass(collection.form or object, self.index.filter_form)
        ]
        query = self.form.active_query(
            **({"platform": [self.index.section.slug]} if self.index.section else {})
        )
        if "limit" in self.options_form.non_defaults:
            query["page_size"] = self.options_form.chosen["limit"]
        query_string = f"?{query.urlencode()}" if query else ""
        root = f"{self.site.root_url}{reverse('v1:api-root')}"
        return CodeSnippet(
            "api",
            _("API call"),
            _("For who builds an application: all about each item as data, page by page."),
            "\n".join(f"{root}{name}{query_string}" for name in names),
        )

    def format_snippet(self, output_format) -> CodeSnippet:
        """The URL of the list in this format (a `Format`)."""
        query = QueryDict(mutable=True)
        query.update(output_format.link_parameters)
        if "limit" in self.options_form.non_defaults and "limit" in output_format.form_class.base_fields:
            query["limit"] = self.options_form.chosen["limit"]
        format_form = output_format.form_class(query)
        format_form.is_valid()
        listing = Listing(self.index, self.site, self.form.active_query(), format_form)
        return CodeSnippet(
            output_format.name.replace(".", "-"),
            output_format.label,
            FORMAT_USES.get(output_format.name, ""),
            listing.address(output_format.name),
        )
