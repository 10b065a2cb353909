"""Forgets what readers wrote, after the term that the operator chose."""

from datetime import timedelta

from django.conf import settings
from django.utils import timezone

from cms import erasure_log
from cms.processing import days

from .models import SPAM_KEPT, Feedback, UsedKey


def forget_due() -> None:
    """Deletes all that is past its term; `tick` calls it."""
    now = timezone.now()
    UsedKey.objects.filter(at__lte=now - UsedKey.KEPT).delete()
    Feedback.objects.filter(created_at__lte=now - timedelta(days=settings.FEEDBACK_DAYS)).delete()
    Feedback.objects.filter(state=Feedback.State.SPAM, created_at__lte=now - SPAM_KEPT).delete()


def term_in_words() -> str:
    return days(settings.FEEDBACK_DAYS)


def erase(feedback) -> None:
    """Deletes it before its term, and notes the number, so that a restore deletes it again."""
    key = feedback.pk
    feedback.delete()
    erasure_log.record(key, "feedback")


def erase_again(since, logs) -> None:
    """After a restore: what was deleted since the backup."""
    for feedback in Feedback.objects.filter(pk__in=erasure_log.erased_since(since, logs, "feedback")):
        erase(feedback)


def erase_mentions(names, emails) -> None:
    """Deletes what names somebody who is erased, or was written by that person."""
    for text in filter(None, names):
        Feedback.objects.filter(text__icontains=text).delete()
    for address in filter(None, emails):
        Feedback.objects.filter(email__iexact=address).delete()
        Feedback.objects.filter(text__icontains=address).delete()
