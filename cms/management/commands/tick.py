"""What has to happen by itself, once a minute."""

import logging
import time

from django.core.management.base import BaseCommand
from django.db import close_old_connections, transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.admin.mail import send_mail
from wagtail.admin.utils import get_admin_base_url
from wagtail.log_actions import registry as log_registry
from wagtail.models import Page, Revision

from cms.management.commands.erase_people import erase_person
from cms.models import ListingChange, PageViews, Person
from cms.models.changes import SHOWN_ONLY
from cms.models.publishing import NotReadyToPublish
from cms.search.index import due_pages, keep_index
from cms.signals.sent import ticked

logger = logging.getLogger(__name__)


class Command(BaseCommand):
    help = "Publish what is due, take offline what is over, erase who left long ago, renew what search knows."

    def add_arguments(self, parser):
        parser.add_argument("--every", type=int, metavar="SECONDS", help="Keep going, with this pause.")

    def handle(self, *args, every=None, **options):
        tick()
        while every:
            time.sleep(every)
            close_old_connections()
            tick()


def tick():
    """Publish first: what replaces a page on the day that the old version is over never goes offline in between."""
    now = timezone.now()
    for revision in Revision.objects.filter(approved_go_live_at__lte=now).order_by("approved_go_live_at"):
        alone(publish, revision)
    for page in Page.objects.live().filter(expire_at__lte=now).order_by("expire_at"):
        alone(expire, page)
    for person in Person.objects.to_erase():
        alone(erase_person, person)
    renew_search()
    ListingChange.forget()
    PageViews.sum_up()
    ticked.send_robust(sender=Command)


def renew_search():
    """What search finds changes lists too, where somebody asked for a word."""
    due = list(due_pages())
    for page in due:
        alone(keep_index, page)
    if due:
        ListingChange.record(SHOWN_ONLY)


def alone(action, item):
    """One failing page never stops the others."""
    try:
        action(item)
    except Exception:
        logger.exception("tick: %s of %s %s failed", action.__name__, type(item).__name__, item.pk)


def publish(revision):
    """A page that isn't ready any more loses its date: else it would be tried, and refused, every minute."""
    try:
        with transaction.atomic():
            revision.publish(log_action="wagtail.publish.scheduled")
    except NotReadyToPublish as refusal:
        revision.approved_go_live_at = None
        revision.save(update_fields=["approved_go_live_at"])
        logger.warning(
            "tick: page %s is not ready to publish: %s", refusal.page.pk, "; ".join(refusal.summary)
        )
        tell(scheduler_of(revision), refusal)


def expire(page):
    with transaction.atomic():
        page.specific.unpublish(set_expired=True, log_action="wagtail.unpublish.scheduled")


def scheduler_of(revision):
    """Who set the date; else who wrote this version."""
    logs = log_registry.get_logs_for_instance(revision.content_object)
    entry = logs.filter(revision=revision, action="wagtail.publish.schedule").order_by("timestamp").last()
    return (entry and entry.user) or revision.user


def tell(user, refusal):
    if user is None or not user.is_active:
        return
    page = refusal.page
    title = page.get_admin_display_title()
    address = get_admin_base_url() + reverse("wagtailadmin_pages:edit", args=[page.pk])
    lines = {"user": user, "title": title, "problems": refusal.summary, "address": address}
    subject = _("Not published: %s") % " ".join(title.split())
    send_mail(subject, render_to_string("cms/not_published.txt", lines), [user.email])
