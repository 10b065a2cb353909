"""Template tags for links to the formats of a list, to the calendar of a page, and to oEmbed."""

from typing import NamedTuple
from urllib.parse import urlencode

from django import template
from django.urls import reverse
from wagtail.models import Locale, Page, PageViewRestriction, Site

from caching.functions import cached_until_change
from cms.models import BasePage, Person
from cms.querysets import listed
from partners.calendars import CalendarFormat
from partners.embeds import display_parameters, filter_parameters
from partners.formats import formats_for
from partners.listings import is_syndicated_list, listing_title

register = template.Library()


class FormatLink(NamedTuple):
    """A list in a format: for `<link>` in the head, and for the link with `link_text` below the list.

    `link_text` is empty for a format without such a link. `link_address` may have other parameters or another scheme.
    """

    label: str
    title: str
    type: str
    address: str
    is_feed: bool
    link_text: str
    link_address: str


@register.simple_tag
def format_links(index, form) -> list[FormatLink]:
    """The filtered list in each of its formats; empty for a page without formats or with a view restriction."""
    kind = getattr(index, "kind", "")
    if not kind or form is None or index.get_view_restrictions():
        return []
    title, home, query = listing_title(index, form), index.get_url(), form.active_query()
    return [
        FormatLink(
            output_format.label,
            title,
            output_format.content_type.partition(";")[0],
            format_address(home, output_format, query),
            output_format.is_feed,
            output_format.link_text,
            visible_link_address(index, output_format, query),
        )
        for output_format in formats_for(kind)
    ]


def visible_link_address(index, output_format, query) -> str:
    """The URL of the link below the list; for a calendar with the scheme `webcal:`, which makes apps subscribe."""
    parameters = output_format.link_parameters
    if not output_format.link_scheme:
        return format_address(index.get_url(), output_format, query, parameters)
    _scheme, _colon, address = index.full_url.partition(":")
    return format_address(f"{output_format.link_scheme}:{address}", output_format, query, parameters)


@register.simple_tag(takes_context=True)
def builder_links(context) -> list[tuple[str, str]]:
    """The title of each list of the whole site that partners may show, and the URL of its builder."""
    site = Site.find_for_request(context["request"])
    return builders_of(site) if site else []


@cached_until_change(Page, PageViewRestriction, Person, Locale, Site)
def builders_of(site) -> list[tuple[str, str]]:
    lists = listed(Page.objects.child_of(site.root_page)).specific()
    return [
        (
            page.title,
            reverse("partners_builder", kwargs={"path": page.get_url(current_site=site).lstrip("/")}),
        )
        for page in lists
        if is_syndicated_list(page)
    ]


@register.simple_tag
def calendar_address(page) -> str:
    """The URL of the calendar of this page; empty if it is cancelled, over, or has no known day."""
    is_off = page.is_cancelled or page.is_over() or not page.entry_occurrences()
    address = page.get_url()
    return f"{address}{CalendarFormat.name}" if address and not is_off else ""


def format_address(home, output_format, query, parameters=None) -> str:
    """The URL of a format of the list at the URL `home`, with the filters in `query` and more parameters."""
    query_string = query.copy()
    query_string.update(parameters or {})
    return f"{home}{output_format.name}{'?' if query_string else ''}{query_string.urlencode()}"


@register.simple_tag(takes_context=True)
def oembed_address(context, page, head, form=None) -> str:
    """The oEmbed URL of this page with its filters and display options, for discovery.

    Empty for a page that is not live, must not be indexed, is a preview, or is no `BasePage`.
    """
    request = context["request"]
    if (
        not isinstance(page, BasePage)
        or not page.live
        or head.is_noindex
        or getattr(request, "is_preview", False)
    ):
        return ""
    parameters = {**filter_parameters(form), **display_parameters(page, request.GET)}
    query_string = urlencode(parameters, doseq=True)
    return oembed_url(head.root, f"{page.full_url}{'?' if query_string else ''}{query_string}")


@register.simple_tag
def embed_oembed_address(embed) -> str:
    """The oEmbed URL of an embed."""
    return oembed_url(f"{embed.site.root_url}/", embed.address)


def oembed_url(root, address) -> str:
    """The URL of the oEmbed endpoint for the page with this URL, without `format`. `root` ends in a slash."""
    return f"{root}{reverse('partners_oembed').removeprefix('/')}?{urlencode({'url': address})}"
