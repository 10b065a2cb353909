"""What templates need and Django does not bring: Flemish ways of writing, footnotes, and the frame of the page."""

from django import template
from django.http import QueryDict
from django.template.defaultfilters import date as format_date
from django.utils.html import format_html, strip_tags
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from wagtail.models import Site

from cms.models import BasePage, Navigation, Publisher
from cms.models.base import FOOTNOTE_MARKER
from cms.models.changes import Remembered
from cms.models.contact import format_enterprise_number, format_phone

register = template.Library()

PRECISION_FORMATS = {"day": "j F Y", "month": "F Y", "year": "Y"}

register.filter("phone", format_phone)
register.filter("enterprise_number", format_enterprise_number)


@register.filter
def precise(date, precision):
    """The date as far as it is known: 6 oktober 2021, oktober 2021 or 2021."""
    return format_date(date, PRECISION_FORMATS.get(precision, "j F Y")) if date else ""


@register.filter
def hour(time):
    """A time as people write it: 8.45, 10.00."""
    return format_date(time, "G.i") if time else ""


@register.filter
def euro(amount):
    """An amount without cents when they are round: € 70, € 0,42, € 12.500."""
    if amount is None:
        return ""
    text = f"{amount:,.2f}".removesuffix(".00")
    return "€\xa0" + text.translate(str.maketrans(",.", ".,"))


@register.filter
def breakable_email(address):
    """An e-mail address that may break before the @, so that it fits a phone."""
    name, at, host = address.partition("@")
    return format_html("{}<wbr>{}{}", name, at, host)


@register.filter
def footnote_refs(html, page):
    """The markers [1] of the page's footnotes as links to the notes; the first one is where a note leads back."""
    numbers = {str(note.number) for note in page.footnotes.all()}
    seen = set()

    def link(found):
        number = found[1]
        if number not in numbers:
            return found[0]
        anchor = "" if number in seen else f' id="ref-{number}"'
        seen.add(number)
        label = _("Footnote %s") % number
        href = f'href="#noot-{number}" role="doc-noteref" aria-label="{label}"'
        return f'<span class="ref"{anchor}><a {href}>{number}</a></span>'

    # The rich text is Wagtail's own, sanitised output; only digits and our own words are added.
    return mark_safe(FOOTNOTE_MARKER.sub(link, str(html)))  # noqa: S308


@register.filter
def is_filled(html):
    """Does this rich text say anything?"""
    return bool(strip_tags(str(html or "")).strip())


@register.simple_tag(takes_context=True)
def crumbs(context):
    """The pages above this one that everybody may see, from the home page down."""
    page = context.get("page") or context.get("self")
    return page.pages_above if isinstance(page, BasePage) else []


@register.simple_tag(takes_context=True)
def site_frame(context):
    """What the head and foot of every page show: menu, footer links, publisher."""
    return frame_of(Site.find_for_request(context["request"]))


@Remembered
def frame_of(site):
    if site is None:
        return {"menu": [], "footer": [], "publisher": None}
    menu, footer = Navigation.for_site(site).shown()
    return {"menu": menu, "footer": footer, "publisher": Publisher.for_site(site)}


@register.simple_tag
def page_numbers(page):
    """The numbers in a pager: the first, the last and those around this page; None where some are left out."""
    numbers = page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)
    return [number if isinstance(number, int) else None for number in numbers]


@register.simple_tag
def page_address(query, number):
    """The address of another page of the same list."""
    asked = query.copy() if query else QueryDict(mutable=True)
    asked["page"] = number
    return f"?{asked.urlencode()}"


@register.filter
def is_below(path, address):
    """Is the path this address, or one below it? The home page holds everything, so it never is."""
    return address != "/" and str(path).startswith(str(address))
