"""Where somebody who knows no code chooses a list, sees it, and copies it to a site. The address holds every choice."""

from functools import cached_property
from typing import NamedTuple

from django.http import QueryDict
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from cms.models import Region
from cms.models.changes import Remembered, list_state
from cms.rest.collections import collections
from cms.rest.pages import site_of

from .embeds import ListEmbed
from .formats import formats_for
from .forms import MOST
from .lists import Listing, index_at
from .looks import REGIONS, EmbedForm
from .oembed import SANDBOX
from .scripts import LATEST, VERSIONS

NAME = "insluiten/"
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


@Remembered
def region_names():
    return dict(Region.objects.values_list("slug", "name"))


class Output(NamedTuple):
    """Something to copy, and when to take it."""

    key: str
    label: str
    use: str
    code: str


@require_safe
def builder(request, path):
    """A value that is not known is told, and left out, as on the list itself."""
    state = list_state()
    site = site_of(request)
    index = index_at.at(state, site.root_page, path)
    title = _("Show this list on your own site")
    context = {
        "page": index,
        "head": {"title": title, "is_noindex": True},
        "builder": Builder(state, index, site, request.GET),
    }
    response = TemplateResponse(request, "partners/builder.html", context)
    response.headers["X-Robots-Tag"] = "noindex"
    return response


class Builder:
    """The choices that an address holds, and what comes of them."""

    most = MOST

    def __init__(self, state, index, site, query):
        self.state, self.index, self.site = state, index, site
        self.form, self.look = index.filtered(query), EmbedForm(query)

    @property
    def problems(self):
        return [*self.form.problems, *self.look.problems]

    @cached_property
    def embed(self):
        """Of what could be read."""
        query = QueryDict(mutable=True)
        query.update(self.form.asked())
        query.update(self.look.unusual)
        return ListEmbed(self.state, self.index, self.site, query)

    @property
    def preview(self):
        """On the host that was asked, whatever the site is called."""
        return self.embed.address.removeprefix(self.site.root_url)

    def options(self, key):
        """The choices of a field, as `(value, words, is chosen)`."""
        names = region_names.at(self.state)
        chosen = self.look.chosen[key]
        return [
            (value, names.get(value, words), value == chosen)
            for value, words in self.look.fields[key].choices
        ]

    @property
    def layouts(self):
        return self.options("layout")

    @property
    def schemes(self):
        return self.options("scheme")

    @property
    def accents(self):
        return [option for option in self.options("accent") if option[0] not in REGIONS]

    @property
    def region_accents(self):
        return [option for option in self.options("accent") if option[0] in REGIONS]

    @property
    def outputs(self):
        """Everything that can be copied: to show the list on a site, and then every format of it."""
        formats = map(self.in_format, formats_for(self.index.kind))
        return [self.component, self.frame, self.pasted, *formats, self.calls]

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
            '<iframe src="{}" title="{}" width="100%" height="{}" loading="lazy" sandbox="{}"></iframe>',
            self.embed.address,
            self.embed.title,
            self.embed.height_at(WIDTH),
            SANDBOX,
        )
        return Output(
            "frame",
            _("Frame"),
            _("For Drupal and plain HTML: looks as it does here. The second line gives it the right height."),
            "\n".join([element, self.script]),
        )

    @property
    def pasted(self):
        return Output(
            "address",
            _("Address for WordPress"),
            _("For WordPress, and other sites that know oEmbed: paste it on an empty line."),
            self.embed.address,
        )

    @property
    def calls(self):
        """A line for each collection of the API: those are the whole site's, so the platform of a section is a filter.

        The agenda is two: events and trajectories.
        """
        read_by = self.index.filter_form
        names = [found.name for found in collections.values() if issubclass(found.form or object, read_by)]
        query = self.form.asked(**({"platform": [self.index.section.slug]} if self.index.section else {}))
        if "limit" in self.look.unusual:
            query["page_size"] = self.look.chosen["limit"]
        asked = f"?{query.urlencode()}" if query else ""
        root = f"{self.site.root_url}{reverse('v1:api-root')}"
        return Output(
            "api",
            _("API call"),
            _("For who builds an application: all about each item as data, page by page."),
            "\n".join(f"{root}{name}{asked}" for name in names),
        )

    def in_format(self, made):
        query = QueryDict(mutable=True)
        query.update(made.offered_with)
        if "limit" in self.look.unusual and "limit" in made.paging.base_fields:
            query["limit"] = self.look.chosen["limit"]
        paging = made.paging(query)
        paging.is_valid()
        listing = Listing(self.state, self.index, self.site, self.embed.listing.form.asked(), paging)
        return Output(
            made.name.replace(".", "-"), made.label, USES.get(made.name, ""), listing.address(made.name)
        )
