"""Where somebody who knows no code chooses a list, sees it, and copies it to a site. The address holds every choice."""

import json
from functools import cached_property
from typing import NamedTuple

from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from caching.models import Remembered, list_state
from cms.models import Region
from cms.routing import site_of

from .embed_forms import LOOKS, REGIONS, WORDPRESS_HEIGHT, WORDPRESS_WIDTH, Place, PlaceForm
from .embeds import ListEmbed
from .feeds import JsonFeed
from .forms import MOST, PagingForm
from .lists import Listing, index_at
from .outputs import Outputs

NAME = "insluiten/"
# So many items show what a feed reader makes of a list, and so many characters of a text what a program gets.
MOST_READ = 5
LONGEST_SHOWN = 160


@Remembered
def region_names():
    return dict(Region.objects.values_list("slug", "name"))


class Way(NamedTuple):
    """A place that can be chosen, with the address of the builder for it."""

    label: str
    address: str
    is_chosen: bool


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
        self.places = PlaceForm(query)
        self.place = self.places.chosen
        self.form, self.look = index.filtered(query), LOOKS[self.place](query)

    @property
    def problems(self):
        return [*self.places.problems, *self.form.problems, *self.look.problems]

    @property
    def ways(self):
        """The places to choose from, each with all other choices. What is as usual here is as usual there."""
        query = self.form.active_query()
        query.update(self.look.unusual)
        return [
            Way(label, f"?{query.urlencode()}&place={place}".replace("?&", "?"), place == self.place)
            for place, label in Place.choices
        ]

    @property
    def is_shown(self):
        """Does it stand on a site, where how it looks can be chosen?"""
        return self.place not in {Place.READER, Place.PROGRAM}

    @cached_property
    def embed(self):
        """Of what could be read."""
        query = self.form.active_query()
        query.update({key: value for key, value in self.look.chosen.items() if value})
        return ListEmbed(self.state, self.index, self.site, query)

    @cached_property
    def outputs(self):
        return Outputs(self.embed, self.look).at(self.place)

    @property
    def is_too_high(self):
        """Will WordPress cut it off?"""
        return self.place == Place.WORDPRESS and self.embed.height_at(WORDPRESS_WIDTH) > WORDPRESS_HEIGHT

    @property
    def preview_template(self):
        """What shows the list as it comes to stand in the chosen place."""
        components = {Place.SITE: "component", Place.READER: "reader", Place.PROGRAM: "program"}
        return f"partners/preview_{components.get(self.place, 'frame')}.html"

    @property
    def preview(self):
        """The embed on the host that was asked, whatever the site is called."""
        return self.embed.address.removeprefix(self.site.root_url)

    @property
    def preview_list(self):
        """The same for the list itself."""
        return self.embed.page_address.removeprefix(self.site.root_url)

    @property
    def listing(self):
        """The list as feeds tell it, the first items only."""
        paging = PagingForm({"limit": min(MOST_READ, self.look.chosen["limit"])})
        paging.is_valid()
        return Listing(self.state, self.index, self.site, self.form.active_query(), paging)

    @property
    def preview_data(self):
        """What a program gets of the first item, with long texts cut off."""
        feed = json.loads(JsonFeed().write(self.listing))
        first = {key: shortened(value) for key, value in feed["items"][0].items()} if feed["items"] else {}
        return json.dumps(first, ensure_ascii=False, indent=2)

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


def shortened(value):
    is_long = isinstance(value, str) and len(value) > LONGEST_SHOWN
    return f"{value[:LONGEST_SHOWN]}…" if is_long else value
