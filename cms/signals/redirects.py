"""Old addresses of what everybody could see keep working.

Wagtail also makes redirects for drafts, which tell what a hidden page was called and is called now. So its own making
is off (`WAGTAILREDIRECTS_AUTO_CREATE`), and `cms.middleware.PublicRedirects` follows none to a hidden page.
"""

from copy import copy

from wagtail.contrib.redirects.signal_handlers import create_redirects
from wagtail.models import Page
from wagtail.signals import page_slug_changed, post_page_move

from cms.querysets import listed


def keep_old_name(instance, instance_before, **kwargs):
    if instance_before.live:
        redirect_to(instance, instance_before)


def keep_old_place(instance, url_path_before, url_path_after, **kwargs):
    """Wagtail also sends this for a new order, which leaves the address alone."""
    if url_path_before == url_path_after:
        return
    page = instance.specific
    before = copy(page)
    before.url_path = url_path_before
    redirect_to(page, before)


def redirect_to(page, before):
    """Redirects from the old address of the page, and of all that is live below it."""
    site = page.get_site()
    is_public = listed(Page.objects.filter(pk=page.pk)).exists()
    if is_public and site and site.root_page_id != page.pk:
        create_redirects(page, before, [site])


def connect():
    page_slug_changed.connect(keep_old_name)
    post_page_move.connect(keep_old_place)
