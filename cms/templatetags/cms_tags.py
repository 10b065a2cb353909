"""Template tags for Flemish notation, footnotes, lists and the frame of the page."""

from functools import lru_cache

from django import template
from django.http import QueryDict
from django.utils.html import escape, format_html, format_html_join, strip_tags
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from wagtail.models import Locale, Page, PageViewRestriction, Site
from wagtail.permissions import policy_registry

from caching.functions import cached_until_change
from cms.models import BasePage, Navigation, Person, Publisher
from cms.models.base import FOOTNOTE_MARKER
from fields.contact import format_enterprise_number, format_phone
from fields.formatting import euro, hour, precise
from rich_text.output import only_features

register = template.Library()

register.filter("phone", format_phone)
register.filter("enterprise_number", format_enterprise_number)
register.filter("only_features", only_features)
register.filter("precise", precise)
register.filter("hour", hour)
register.filter("euro", euro)


@register.filter
def breakable_email(address):
    """The e-mail address as HTML that may break before the @, to fit on a phone."""
    name, at, host = address.partition("@")
    return format_html("{}<wbr>{}{}", name, at, host)


@register.filter
def footnote_refs(html, page):
    """Turns the markers [1] of the page's footnotes into links; the first one gets the id that the note links to."""
    numbers = {str(note.number) for note in page.footnotes.all()}
    seen = set()

    def link(match):
        number = match[1]
        if number not in numbers:
            return match[0]
        anchor = "" if number in seen else f' id="ref-{number}"'
        seen.add(number)
        label = _("Footnote %s") % number
        href = f'href="#noot-{number}" role="doc-noteref" aria-label="{label}"'
        return f'<span class="ref"{anchor}><a {href}>{number}</a></span>'

    # The rich text is Wagtail's own, sanitised output; only digits and our own words are added.
    return mark_safe(FOOTNOTE_MARKER.sub(link, str(html)))  # noqa: S308


@register.filter
def is_filled(html):
    """True if this rich text has words."""
    return bool(strip_tags(str(html or "")).strip())


@register.simple_tag(takes_context=True)
def crumbs(context):
    """The pages for the breadcrumbs, from the home page down."""
    page = context.get("page") or context.get("self")
    return page.pages_above if isinstance(page, BasePage) else []


@register.simple_tag(takes_context=True)
def site_frame(context):
    """The menu, footer links and publisher for the frame of every page."""
    return frame_of(Site.find_for_request(context["request"]))


@cached_until_change(Navigation, Publisher, Page, PageViewRestriction, Person, Locale, Site)
def frame_of(site):
    if site is None:
        return {"menu": [], "footer": [], "publisher": None}
    menu, footer = Navigation.for_site(site).visible_links()
    return {"menu": menu, "footer": footer, "publisher": Publisher.for_site(site)}


@register.simple_tag
def page_numbers(page):
    """The page numbers of a pager: first, last and around this page; None where some are left out."""
    numbers = page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)
    return [number if isinstance(number, int) else None for number in numbers]


@register.simple_tag
def page_address(query, number):
    """The query string of another page of the same list."""
    query = query.copy() if query else QueryDict(mutable=True)
    query["page"] = number
    return f"?{query.urlencode()}"


CHECKBOX = (
    '<li><label><input type="checkbox" name="{}" value="{}"{}>'
    '<span>{}</span><span class="c">{}</span></label>{}</li>'
)


@register.simple_tag
def choice_list(pairs):
    """The checkboxes of a filter's choices with their counts, from pairs of a choice and its parts.

    Built in Python, because a list shows a hundred, and a template took most of the page's time.
    """
    items = "".join(choice_item(choice, parts) for choice, parts in pairs)
    return mark_safe(f'<ul class="opt-list" role="list">{items}</ul>')  # noqa: S308 - each is escaped


def choice_item(choice, parts):
    """An item of such a list. Disabled without results, unless it is checked."""
    state = " checked" if choice.is_chosen else "" if choice.count else " disabled"
    items = "".join(choice_item(part, ()) for part in parts)
    nested = f'<ul role="list">{items}</ul>' if parts else ""
    key, value, label = map(escape, (choice.key, choice.value, choice.label))
    return CHECKBOX.format(key, value, state, label, choice.count, nested)


# The number is drawn by the stylesheet: what is read is its label, “Westhoek: 12 praktijken”.
NO_RESULTS = (
    '<li class="r-{}"><span class="tile"><span class="plate"><span class="name">{}</span></span>'
    '<span class="n" data-count="{}"></span><span class="hidden-label">: {}</span></span></li>'
)
TILE = (
    '<li class="r-{}"><a class="tile on{}" id="tegel-{}" href="{}" aria-label="{}: {}"{} data-browse>'
    '<span class="plate"><span class="name">{}</span></span><span class="n" data-count="{}"></span></a></li>'
)


@register.simple_tag
def region_tiles(tiles):
    """The tiles of the map above a list: links that add a region to the filters or take it away. Built in Python too.

    Without results it is no link, unless it is chosen.
    """
    return mark_safe("".join(region_tile(*tile) for tile in tiles))  # noqa: S308 - each is escaped


def region_tile(choice, count_text, query):
    slug, name, count = choice.value, choice.label, choice.count
    if choice.is_chosen:
        label = f"{count_text}, {_('remove this filter')}"
        current = mark_safe(' aria-current="true"')  # nosec B308 - our own
        return format_html(TILE, slug, " here", slug, query, name, label, current, name, count)
    if not count:
        return format_html(NO_RESULTS, slug, name, count, count_text)
    return format_html(TILE, slug, "", slug, query, name, count_text, "", name, count)


@register.simple_tag
@lru_cache(maxsize=1000)
def locator(regions):
    """The small map with the tiles of these regions (a tuple of slugs) lit; all pale without any."""
    if len(regions or ()) == 1:
        return format_html('<span class="locator lit r-{}" aria-hidden="true"></span>', regions[0])
    tiles = format_html_join("", '<i class="r-{}"></i>', ((slug,) for slug in regions or ()))
    return format_html('<span class="locator" aria-hidden="true">{}</span>', tiles)


@register.filter
def is_below(path, address):
    """True if the path is this address or below it; never for the home page, which everything is below."""
    return address != "/" and str(path).startswith(str(address))


@register.filter
def may_add(user, term):
    """True if this user may add terms to this vocabulary; templates pass an empty term of its model."""
    return policy_registry.get_by_type(type(term)).user_has_permission(user, "add")
