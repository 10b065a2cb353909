"""Creates redirects from the old addresses of public pages and documents.

Wagtail also makes redirects for drafts, which reveal what a hidden page is called. So `WAGTAILREDIRECTS_AUTO_CREATE` is
off, and `cms.redirects` follows none to a hidden page. Redirects from an address that is in use again are deleted, as
they would come back when that page goes.
"""

from copy import copy

from django.db.models.signals import post_delete, post_save, pre_save
from django.utils.encoding import uri_to_iri
from wagtail.contrib.redirects.models import Redirect
from wagtail.contrib.redirects.signal_handlers import create_redirects
from wagtail.documents import get_document_model
from wagtail.models import Page
from wagtail.signals import page_published, page_slug_changed, post_page_move

from cms.querysets import listed


def redirect_old_slug(instance, instance_before, **kwargs):
    if instance_before.live:
        redirect_tree(instance, instance_before)


def redirect_old_path(instance, url_path_before, url_path_after, **kwargs):
    """Ignores a new order among siblings, which changes no address."""
    if url_path_before == url_path_after:
        return
    page = instance.specific
    before = copy(page)
    before.url_path = url_path_before
    redirect_tree(page, before)


def redirect_tree(page, before):
    """Redirects the old addresses of the page, and of all live pages below it."""
    site = page.get_site()
    is_public = listed(Page.objects.filter(pk=page.pk)).exists()
    if is_public and site and site.root_page_id != page.pk:
        create_redirects(page, before, [site])
        forget_redirects_from(page, site)


def forget_redirects_from(page, site):
    """Deletes the redirects from the current addresses of the page and of all live pages below it."""
    start = len(site.root_page.url_path)
    live = page.get_descendants(inclusive=True).live().values_list("url_path", flat=True)
    paths = {Redirect.normalise_path(f"/{path[start:]}") for path in live}
    own = Redirect.normalise_path(f"/{page.url_path[start:]}")
    redirects = Redirect.objects.filter(site=site, automatically_created=True, old_path__startswith=own)
    keys = [key for key, path in redirects.values_list("pk", "old_path") if path in paths]
    Redirect.objects.filter(pk__in=keys).delete()


def take_address(instance, **kwargs):
    """Deletes redirects from the address of a page that is published."""
    site = instance.get_site()
    if site and site.root_page_id != instance.pk:
        own = Redirect.normalise_path(f"/{instance.url_path[len(site.root_page.url_path) :]}")
        Redirect.objects.filter(site=site, automatically_created=True, old_path=own).delete()


def remember_file(instance, **kwargs):
    """Notes the stored address of a document before it is saved."""
    before = type(instance).objects.filter(pk=instance.pk).first() if instance.pk else None
    instance.address_before = address_of(before) if before else None


def redirect_old_file(instance, **kwargs):
    """Redirects the old address of a replaced file, unless its collection is restricted."""
    before, now = instance.address_before, address_of(instance)
    if before in {None, now}:
        return
    redirects = Redirect.objects.filter(automatically_created=True, site=None)
    redirects.filter(redirect_link=before).update(redirect_link=now)
    redirects.filter(old_path=now).delete()
    if not instance.collection.get_view_restrictions().exists():
        Redirect.objects.create(old_path=before, redirect_link=now, automatically_created=True)


def forget_file(instance, **kwargs):
    Redirect.objects.filter(automatically_created=True, redirect_link=address_of(instance)).delete()


def address_of(document):
    """The path as redirects store it: unquoted, so that a long name with accents fits."""
    return uri_to_iri(Redirect.normalise_path(document.url))


def connect():
    page_slug_changed.connect(redirect_old_slug)
    post_page_move.connect(redirect_old_path)
    page_published.connect(take_address)
    document = get_document_model()
    pre_save.connect(remember_file, sender=document)
    post_save.connect(redirect_old_file, sender=document)
    post_delete.connect(forget_file, sender=document)
