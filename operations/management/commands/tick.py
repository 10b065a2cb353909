"""Scheduled work, run once a minute."""

import logging
import time

from django.core.management.base import BaseCommand, CommandError
from django.db import close_old_connections, transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.admin.mail import send_mail
from wagtail.admin.utils import get_admin_base_url
from wagtail.models import Page, Revision
from wagtail.search.models import IndexEntry

from accounts.limits import delete_old_attempts
from accounts.resets import answer as answer_reset_request
from accounts.sessions import SessionStore
from audit.context import acting_through
from audit.models import AuditEntry, Door
from audit.signals.publishing import scheduler_of
from caching.models import ListingChange
from cms.locks import only_one
from cms.mail import send_waiting
from cms.models import CustomImage, OutgoingMail, PageViews, Person, ResetRequest
from cms.models.read_only import is_read_only
from cms.publishing import NotReadyToPublish
from cms.signals.definitions import ticked
from editor.empty_drafts import delete_empty_draft, empty_drafts
from editor.models import OpenForm
from media.patience import brief
from operations.erasing import erase_person
from operations.heartbeats import run_recorded
from search.indexing import due_pages, update_search_index
from search.models import SearchedQuery

logger = logging.getLogger(__name__)


class Command(BaseCommand):
    help = (
        "Publish what is due, take offline what is over, erase who left long ago, delete drafts in which nothing was"
        " written and old counts of searches, renew what search knows, make the sizes of pictures that have none."
    )
    requires_system_checks = ()  # they are half a second of CPU time, each minute

    def add_arguments(self, parser):
        parser.add_argument("--every", type=int, metavar="SECONDS", help="Keep going, with this pause.")

    def handle(self, *args, every=None, **options):
        failures = self.run()
        while every:
            time.sleep(every)
            close_old_connections()
            self.run()
        if failures:
            raise CommandError(f"{failures} of the things to do failed: the log above says which.")

    def run(self):
        """One tick, unless another process runs one: two would publish and mail everything twice."""
        with only_one("tick") as is_ours:
            if is_ours and is_read_only():
                self.stdout.write("The site is read-only: scheduled work waits.")
            elif is_ours:
                # Pictures on S3 are tried again in a minute; mail does not wait for them.
                with brief(), acting_through(Door.TICK):
                    return len(run_recorded(tick))
            else:
                self.stdout.write("Another tick is running: nothing to do.")
        return 0


def tick() -> list[str]:
    """Does all work that is due; gives what failed.

    Publishes before it expires, so that a page is not offline before the one that replaces it is published.
    """
    now = timezone.now()
    revisions = Revision.objects.filter(approved_go_live_at__lte=now).order_by("approved_go_live_at")
    expired = Page.objects.live().filter(expire_at__lte=now).order_by("expire_at")
    results = [
        *(run_safely(publish, revision) for revision in revisions),
        *(run_safely(expire, page) for page in expired),
        *(run_safely(erase_person, person) for person in Person.objects.to_erase()),
        *(run_safely(delete_empty_draft, page) for page in empty_drafts()),
        *index_due_pages(),
        *(run_safely(CustomImage.renew_sizes, picture) for picture in CustomImage.without_sizes()),
        *(run_safely(answer_reset_request, request) for request in ResetRequest.objects.unanswered()),
    ]
    ListingChange.forget()
    PageViews.sum_up()
    SearchedQuery.forget()
    outcomes = ticked.send_robust(sender=Command)
    # Last, so that a mail server that hangs delays nothing else.
    send_waiting()
    OutgoingMail.objects.forget()
    ResetRequest.objects.forget()
    SessionStore.clear_expired()
    delete_old_attempts()
    AuditEntry.objects.forget()
    OpenForm.forget()
    failures = [failure for failure in results if failure]
    return failures + [
        f"{receiver.__module__}: {type(outcome).__name__}"
        for receiver, outcome in outcomes
        if isinstance(outcome, Exception)
    ]


def index_due_pages():
    """Indexes the pages that are due, and records a listing change: lists with a search query may differ."""
    results = [run_safely(update_search_index, page) for page in due_pages()]
    if results:
        ListingChange.record(IndexEntry)
    return results


def run_safely(action, item) -> str:
    """Runs the action on the item; logs an exception and gives what failed, so that the rest goes on."""
    try:
        action(item)
    except Exception as error:
        logger.exception("tick: %s of %s %s failed", action.__name__, type(item).__name__, item.pk)
        return f"{action.__name__} of {type(item).__name__} {item.pk}: {type(error).__name__}"
    return ""


def publish(revision):
    """Publishes a scheduled revision; one that is not ready loses its date, else it is tried every minute."""
    try:
        with transaction.atomic():
            revision.publish(log_action="wagtail.publish.scheduled")
    except NotReadyToPublish as refusal:
        revision.approved_go_live_at = None
        revision.save(update_fields=["approved_go_live_at"])
        logger.warning(
            "tick: page %s is not ready to publish: %s", refusal.page.pk, "; ".join(refusal.summary)
        )
        notify(scheduler_of(revision), refusal)


def expire(page):
    with transaction.atomic():
        page.specific.unpublish(set_expired=True, log_action="wagtail.unpublish.scheduled")


def notify(user, refusal):
    if user is None or not user.is_active:
        return
    page = refusal.page
    title = page.get_admin_display_title()
    address = get_admin_base_url() + reverse("wagtailadmin_pages:edit", args=[page.pk])
    context = {"user": user, "title": title, "problems": refusal.summary, "address": address}
    subject = _("Not published: %s") % " ".join(title.split())
    send_mail(subject, render_to_string("cms/not_published.txt", context), [user.email])
