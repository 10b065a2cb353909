"""Reviewing a page: only a person's act sets the day. The row of a page follows its page."""

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from wagtail.log_actions import log
from wagtail.models import Page

from audit.models import Action
from audit.recording import record
from caching.models import ListingChange
from cms.models import BasePage, PageReview
from cms.models.page_reviews import usual_term
from cms.permissions import pages_to_change

from .teams import concerns

CONFIRM, ARRANGE = "periodic_review.confirm", "periodic_review.arrange"


def due_for(user, everybody=None):
    """The reviews that are due within 30 days or late, of pages that this user may edit and has to hear of."""
    editable = PageReview.objects.due().filter(page__in=pages_to_change(user).values("pk"))
    return editable.filter(concerns(user, everybody)).order_by("review_by", "pk")


def review_of(page) -> PageReview:
    """The row of this page; a new one, which is not saved, if it has none. A page of Wagtail's own type has no term."""
    review = PageReview.objects.filter(page=page.pk).first() or PageReview(page_id=page.pk)
    if isinstance(page.specific, BasePage):
        review.schedule(page.specific)
    return review


@transaction.atomic
def confirm(page, user, day=None) -> None:
    """Notes that this user found the page still true, today or on that day.

    Sets the day on the live page, on its aliases and in its last revision, and publishes nothing of a draft.
    """
    store(review_of(page), page.specific, user, day or timezone.localdate())


@transaction.atomic
def arrange(review, page, user, day) -> None:
    """Stores who is responsible and the term of the review, and another day on which the page was last reviewed."""
    if day != page.reviewed_on:
        store(review, page, user, day)
        return
    schedule(review, page)
    review.save()
    log(instance=page, action=ARRANGE, user=user)
    ListingChange.record(type(page), page.pk)


def store(review, page, user, day) -> None:
    write_day(page, day)
    schedule(review, page)
    review.reviewed_by = user if day else None
    review.save()
    log(instance=page, action=CONFIRM if day else ARRANGE, user=user)
    ListingChange.record(type(page), page.pk)


def write(page, **days) -> None:
    """Writes these fields of a live page and of its aliases."""
    type(page).objects.filter(Q(pk=page.pk) | Q(alias_of=page.pk)).update(**days)


def write_day(page, day) -> None:
    page.reviewed_on = day
    write(page, reviewed_on=day)
    revision = page.latest_revision
    if revision:
        revision.content |= {"reviewed_on": day and day.isoformat()}
        revision.save(update_fields=["content"])


def follow_page(page) -> None:
    """Computes the days of a live page again after it was saved; stores nothing where nothing changed."""
    row = PageReview.objects.filter(page=page.pk).first()
    if row is None and not usual_term(type(page)):
        return
    review = row or PageReview(page_id=page.pk)
    before = days_of(review)
    schedule(review, page)
    if row is None or days_of(review) != before:
        review.save()


def schedule(review, page, usual=None) -> None:
    """Computes the days and writes those that the page has itself."""
    before = page.review_by, page.outdated_since
    review.schedule(page, usual)
    if (page.review_by, page.outdated_since) != before:
        write(page, review_by=page.review_by, outdated_since=page.outdated_since)


def days_of(review) -> tuple:
    return review.reviewed_on, review.term, review.review_by, review.until, review.is_outdated


@transaction.atomic
def hand_over(source, target, by) -> tuple[int, int]:
    """Makes `target`, or the team where that is None, responsible for all pages of `source` that `by` may edit.

    Gives how many pages were handed over, and how many stay because `target` may not edit them.
    """
    reviews = PageReview.objects.filter(responsible=source, page__in=pages_to_change(by).values("pk"))
    total = reviews.count()
    if target:
        reviews = reviews.filter(page__in=pages_to_change(target).values("pk"))
    changed = PageReview.objects.filter(pk__in=list(reviews.values_list("pk", flat=True)))
    keys = list(changed.values_list("page", flat=True))
    changed.update(responsible=target)
    for page in Page.objects.filter(pk__in=keys):
        log(instance=page, action=ARRANGE, user=by)
    to = {"to": target.get_username()} if target else {"team": True}
    record(Action.HANDED_OVER, source, user=by, **to, pages=len(keys), stayed=total - len(keys))
    return len(keys), total - len(keys)
