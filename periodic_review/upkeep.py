"""Keeps the reviews of pages complete: pages that no save made a row for, new terms, and what is outdated today."""

from django.contrib.contenttypes.models import ContentType
from django.db.models import Q
from django.utils import timezone
from wagtail.models import Page

from caching.models import ListingChange
from cms.models import PageReview
from cms.models.page_reviews import OUTDATED_AFTER_MONTHS, months_later, usual_terms

from .page_types import page_models
from .reviewing import schedule

# How many pages one tick takes, because it has other work too.
AT_ONCE = 500


def keep_up() -> None:
    """Does all three; `tick` calls it."""
    terms = usual_terms(page_models())
    add_missing(terms)
    renew_terms(terms)
    mark_outdated()


def add_missing(terms) -> None:
    """Makes rows for live pages with a term that have none: of before this existed, or made in bulk."""
    types = [ContentType.objects.get_for_model(model) for model, term in terms.items() if term]
    pages = Page.objects.live().filter(content_type__in=types, page_review=None, alias_of=None)
    added = [scheduled(PageReview(page_id=page.pk), page, terms) for page in pages[:AT_ONCE].specific()]
    PageReview.objects.bulk_create(added)
    if added:
        ListingChange.record(Page)


def renew_terms(terms) -> None:
    """Computes the days again where the term of the type is no longer the one that was used."""
    changed = Q()
    for model, term in terms.items():
        is_of_type = Q(page__content_type=ContentType.objects.get_for_model(model))
        changed |= is_of_type & ~Q(term=term)
    rows = PageReview.objects.filter(changed, months=None).select_related("page")[:AT_ONCE]
    for row in rows:
        scheduled(row, row.page.specific, terms).save()
    if rows:
        ListingChange.record(Page)


def mark_outdated() -> None:
    """Marks what is overdue for more than a year since today, and clears what is over; lists and pages then differ."""
    today = timezone.localdate()
    long_ago = months_later(today, -OUTDATED_AFTER_MONTHS)
    is_over = Q(until__lt=today)
    late = PageReview.objects.filter(review_by__lt=long_ago, is_outdated=False).exclude(is_over)
    over = PageReview.objects.filter(is_over, is_outdated=True)
    mark(late, is_outdated=True, outdated_since=today)
    mark(over, is_outdated=False, outdated_since=None)


def mark(reviews, is_outdated, outdated_since) -> None:
    keys = list(reviews.values_list("page", flat=True)[:AT_ONCE])
    if not keys:
        return
    for model in page_models():
        model.objects.filter(pk__in=keys).update(outdated_since=outdated_since)
    PageReview.objects.filter(page__in=keys).update(is_outdated=is_outdated)
    ListingChange.record(Page)


def scheduled(review, page, terms) -> PageReview:
    schedule(review, page, terms[type(page)])
    return review
