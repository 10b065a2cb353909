"""Where a list is to be had in other formats."""

from typing import NamedTuple
from urllib.parse import urlencode

from django import template
from django.urls import reverse

from cms.models import BasePage
from partners.calendars import CalendarFormat
from partners.embeds import look_of, query_of
from partners.formats import formats_for
from partners.lists import title_of

register = template.Library()


class Address(NamedTuple):
    """A list in a format: the name of the format, what the list is called, and where it is."""

    label: str
    title: str
    type: str
    address: str
    is_feed: bool
    offer: str
    offered: str


@register.simple_tag
def formats_of(index, form):
    """The list as it is filtered now, in every format; nothing for what is no list of ours, or not for everybody."""
    kind = getattr(index, "kind", "")
    if not kind or form is None or index.get_view_restrictions():
        return []
    title, home, query = title_of(index, form), index.get_url(), form.active_query()
    return [
        Address(
            output.label,
            title,
            output.content_type.partition(";")[0],
            address_of(home, output, query),
            output.is_feed,
            output.offer,
            offered(index, output, query),
        )
        for output in formats_for(kind)
    ]


def offered(index, output, query):
    """The link that people get. A calendar opens `webcal:` and keeps up to date by itself."""
    if not output.offered_as:
        return address_of(index.get_url(), output, query, output.offered_with)
    _scheme, _colon, address = index.full_url.partition(":")
    return address_of(f"{output.offered_as}:{address}", output, query, output.offered_with)


@register.simple_tag
def calendar_of(page):
    """Where this page is to be had for a calendar; nothing where nobody has to come, or no day is known."""
    is_off = page.is_cancelled or page.is_over() or not page.entry_occurrences()
    address = page.get_url()
    return f"{address}{CalendarFormat.name}" if address and not is_off else ""


def address_of(home, output, query, more=None):
    """The list at this address in a format, with its filters and with more keys."""
    query_string = query.copy()
    query_string.update(more or {})
    return f"{home}{output.name}{'?' if query_string else ''}{query_string.urlencode()}"


@register.simple_tag(takes_context=True)
def oembed_address(context, page, head, form=None):
    """Where other sites ask how to show this page; empty for what is nobody's to show."""
    request = context["request"]
    if (
        not isinstance(page, BasePage)
        or not page.live
        or head.is_noindex
        or getattr(request, "is_preview", False)
    ):
        return ""
    query_string = urlencode({**query_of(form), **look_of(page, request.GET)}, doseq=True)
    return oembed_of(head.root, f"{page.full_url}{'?' if query_string else ''}{query_string}")


@register.simple_tag
def oembed_of_embed(embed):
    return oembed_of(f"{embed.site.root_url}/", embed.address)


def oembed_of(root, address):
    return f"{root}{reverse('partners_oembed').removeprefix('/')}?{urlencode({'url': address})}"
