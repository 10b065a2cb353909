"""Notes which addresses elsewhere a page links to, when it changes; forgets what no page links to any more."""

from datetime import timedelta
from functools import partial
from urllib.parse import urldefrag, urlsplit

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.utils import timezone
from wagtail.models import Page, ReferenceIndex, Site, get_page_models

from cms.models import BasePage
from cms.one_by_one import one_by_one, pages_for
from cms.outgoing_addresses import LONGEST, RefusedError, read

from .finding import links_on
from .models import Address, Gathering, Place

# How many pages one tick takes in how many seconds, because it has other work too.
AT_ONCE, SECONDS_AT_ONCE = 200, 10
# Also a page that nobody changed: a term that it shows may have come from a script.
AGAIN_AFTER = timedelta(days=30)
MOST_FORGOTTEN = 1000
ANY_PORT = range(1, 65536)


def page_changed(page) -> None:
    """After a page was published or changed: at once, so that a link that is gone is gone from the report.

    What fails here is tried again by `tick`, and stops nobody from publishing.
    """
    Gathering.objects.filter(page=page.pk).delete()
    if settings.CHECK_LINKS:
        transaction.on_commit(partial(gather_by_key, page.pk), robust=True)


def term_changed(term) -> None:
    """Has `tick` gather the pages that show this organisation, theme, …"""
    pages = keys_pointing_at(ContentType.objects.get_for_model(term), [str(term.pk)])
    Gathering.objects.filter(page__in=pages).delete()


def gather_again(page) -> None:
    """Has `tick` gather this page (key)."""
    Gathering.objects.filter(page=page).delete()


def keys_pointing_at(content_type, keys) -> list[int]:
    references = ReferenceIndex.objects.filter(
        base_content_type=ContentType.objects.get_for_model(Page),
        to_content_type=content_type,
        to_object_id__in=keys,
    )
    return [int(key) for key in references.values_list("object_id", flat=True).distinct()]


def gather_by_key(key) -> None:
    page = Page.objects.live().filter(pk=key, alias_of=None).first()
    if page:
        gather(page.specific)


def gather_due() -> None:
    """Gathers the pages that changed, a bounded number."""
    Gathering.objects.filter(at__lt=timezone.now() - AGAIN_AFTER).delete()
    types = [
        ContentType.objects.get_for_model(model) for model in get_page_models() if issubclass(model, BasePage)
    ]
    pages = Page.objects.live().filter(content_type__in=types, link_gathering=None, alias_of=None)
    keys = list(pages.order_by("pk").values_list("pk", flat=True)[:AT_ONCE])
    one_by_one(gather, pages_for(SECONDS_AT_ONCE, keys))


def gather(page) -> None:
    """Notes the addresses of a live page. Its row is made first: a page that can't be read is not read each minute."""
    Gathering.objects.update_or_create(page_id=page.pk, defaults={"at": timezone.now()})
    sentences = {}
    own = own_hosts()
    for typed, sentence in links_on(page):
        address = outside_address(typed, own)
        if address:
            sentences.setdefault(address, sentence)
    with transaction.atomic():
        store(page, sentences)


def store(page, sentences) -> None:
    """Makes the rows of a page those of `sentences`, by address."""
    new = [Address(url=url, host=host_of(url), next_check=timezone.now()) for url in sentences]
    Address.objects.bulk_create(new, ignore_conflicts=True)
    keys = dict(Address.objects.filter(url__in=sentences).values_list("url", "pk"))
    Place.objects.filter(page=page.pk).exclude(address__in=keys.values()).delete()
    places = [
        Place(page_id=page.pk, address_id=keys[url], sentence=sentence) for url, sentence in sentences.items()
    ]
    Place.objects.bulk_create(
        places,
        update_conflicts=True,
        unique_fields=["page", "address"],
        update_fields=["sentence"],
    )


def outside_address(typed, own) -> str:
    """The address without its fragment; empty for what is no web address, or this site's own."""
    address = (
        urldefrag(typed.strip()).url if typed.strip()[:8].lower().startswith(("http://", "https://")) else ""
    )
    if not address or len(address) > LONGEST:
        return ""
    try:
        host = urlsplit(address).hostname or ""
    except ValueError:
        return address
    return "" if host in own else address


def own_hosts() -> set[str]:
    return {urlsplit(settings.BASE_URL).hostname, *Site.objects.values_list("hostname", flat=True)}


def host_of(address) -> str:
    """By which its questions are spread; empty for an address that is never asked for."""
    try:
        return read(address, ANY_PORT).host
    except RefusedError:
        return ""


def forget() -> None:
    """Removes the links of pages that are offline, and then the addresses that no page links to."""
    forget_pages(Gathering.objects.filter(page__live=False))
    orphans = list(Address.objects.without_place().values_list("pk", flat=True)[:MOST_FORGOTTEN])
    Address.objects.filter(pk__in=orphans).without_place().delete()


def forget_pages(gatherings) -> None:
    """Removes what was gathered then, a bounded number at once."""
    if pages := list(gatherings.values_list("page", flat=True)[:MOST_FORGOTTEN]):
        Place.objects.filter(page__in=pages).delete()
        Gathering.objects.filter(page__in=pages).delete()
