"""What a builder gives to copy: a list for a site, a reader or a program."""

from typing import NamedTuple

from django.http import QueryDict
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from api.collections import collections

from .embed_forms import Place
from .formats import formats_for
from .lists import Listing
from .oembed import SANDBOX
from .scripts import LATEST, VERSIONS

WIDTH = 800
# When to take which format, by its name.
USES = {
    "feed.atom": gettext_lazy("For feed readers, and for sites that show feeds."),
    "feed.rss": gettext_lazy("The same, for what knows RSS only: newsletter programs, say."),
    "feed.json": gettext_lazy("For who builds something in JavaScript or Python."),
    "export.csv": gettext_lazy("For Excel or another spreadsheet."),
    "export.jsonld": gettext_lazy("For open data: what everything is, in terms that other data use too."),
    "agenda.ics": gettext_lazy(
        "For a calendar: subscribe to this address in Outlook, Google Calendar or on a phone."
    ),
}


class Output(NamedTuple):
    """Something to copy, and when to take it."""

    key: str
    label: str
    use: str
    code: str


class Outputs:
    """A list with its look, as what can be copied. `embed` is how it is shown, `look` the form that says so."""

    def __init__(self, embed, look):
        self.embed, self.look = embed, look
        self.index, self.site, self.form = embed.page, embed.site, embed.listing.form

    def at(self, place):
        """What can be copied for this place, the first choice first."""
        formats = formats_for(self.index.kind)
        if place == Place.READER:
            return [self.in_format(output) for output in formats if output.is_for_readers]
        if place == Place.PROGRAM:
            return [*[self.in_format(output) for output in formats if not output.is_for_readers], self.calls]
        of_sites = {Place.WORDPRESS: [self.pasted], Place.DRUPAL: [self.frame]}
        return of_sites.get(place) or [self.component, self.frame]

    @property
    def script(self):
        return format_html(
            '<script src="{}/embed.{}.js" integrity="{}" crossorigin="anonymous" async></script>',
            self.site.root_url,
            LATEST,
            VERSIONS[LATEST],
        )

    @property
    def component(self):
        element = format_html(
            '<streekwijzer-lijst src="{}"{}>\n  <a href="{}">{}</a>\n</streekwijzer-lijst>',
            self.embed.page_address,
            format_html_join("", ' {}="{}"', self.look.unusual.items()),
            self.embed.page_address,
            self.embed.title,
        )
        return Output(
            "component",
            _("Web component"),
            _("For most sites: takes over the letter of your site, and is no frame."),
            "\n".join([self.script, element]),
        )

    @property
    def frame(self):
        element = format_html(
            '<iframe src="{}" title="{}" width="100%" height="{}" loading="lazy" frameborder="0"'
            ' sandbox="{}"><a href="{}">{}</a></iframe>',
            self.embed.address,
            self.embed.title,
            self.embed.height_at(WIDTH),
            SANDBOX,
            self.embed.page_address,
            self.embed.title,
        )
        return Output(
            "frame",
            _("Frame"),
            _("For Drupal and plain HTML: looks as it does here. The second line gives it the right height."),
            "\n".join([element, self.script]),
        )

    @property
    def pasted(self):
        """With its layout said, for WordPress has a usual one of its own."""
        return Output(
            "address",
            _("Address for WordPress"),
            _("For WordPress, and other sites that know oEmbed: paste it on an empty line."),
            self.embed.address_with(layout=self.look.chosen["layout"]),
        )

    @property
    def calls(self):
        """A line for each collection of the API: those are the whole site's, so the platform of a section is a filter.

        The agenda is two: events and trajectories.
        """
        read_by = self.index.filter_form
        names = [
            collection.name
            for collection in collections.values()
            if issubclass(collection.form or object, read_by)
        ]
        query = self.form.active_query(
            **({"platform": [self.index.section.slug]} if self.index.section else {})
        )
        if "limit" in self.look.unusual:
            query["page_size"] = self.look.chosen["limit"]
        query_string = f"?{query.urlencode()}" if query else ""
        root = f"{self.site.root_url}{reverse('v1:api-root')}"
        return Output(
            "api",
            _("API call"),
            _("For who builds an application: all about each item as data, page by page."),
            "\n".join(f"{root}{name}{query_string}" for name in names),
        )

    def in_format(self, output):
        query = QueryDict(mutable=True)
        query.update(output.offered_with)
        if "limit" in self.look.unusual and "limit" in output.paging.base_fields:
            query["limit"] = self.look.chosen["limit"]
        paging = output.paging(query)
        paging.is_valid()
        listing = Listing(self.embed.state, self.index, self.site, self.form.active_query(), paging)
        return Output(
            output.name.replace(".", "-"),
            output.label,
            USES.get(output.name, ""),
            listing.address(output.name),
        )
