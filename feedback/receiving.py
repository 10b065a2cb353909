"""Takes what readers send, within limits: for one network address, one page and the whole site, in an hour."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from cms.limits import subject_of
from cms.models import Attempt

from .models import Feedback, UsedKey, UsefulVotes

# Answers to “useful?” and texts, of one network address: high enough for an office behind one.
VOTES, TEXTS = 120, 20
# Answers about one page from one network address: who presses more often is thanked and not counted.
VOTES_ON_PAGE = 3
# Texts about one page, and on the whole site: what is stored has a bound, however many addresses send.
TEXTS_ON_PAGE, TEXTS_ON_SITE = 40, 400
# The same text again within this time looks like spam.
REPEATED = timedelta(days=7)


def count_vote(request, page, is_useful) -> None:
    kind, subject = "vote on page", f"{page.pk} {subject_of(request)}"
    if Attempt.lately(kind, subject) >= VOTES_ON_PAGE:
        return
    Attempt.note((kind, subject))
    UsefulVotes.objects.add(page, is_useful)


def is_full(page) -> bool:
    """Whether so much was written in this hour that no more is stored."""
    on_page = Attempt.lately("text on page", str(page.pk))
    return on_page >= TEXTS_ON_PAGE or Attempt.lately("text on site", "all") >= TEXTS_ON_SITE


@transaction.atomic
def store(page, values, key) -> None:
    """Stores what was written, once for each key."""
    if not UsedKey.use(key):
        return
    Attempt.note(("text on page", str(page.pk)), ("text on site", "all"))
    state = Feedback.State.SPAM if is_repeated(values["text"]) else Feedback.State.NEW
    Feedback.objects.create(page_id=page.pk, state=state, **values)


def is_repeated(text) -> bool:
    since = timezone.now() - REPEATED
    return Feedback.objects.filter(created_at__gt=since, text=text).exists()
