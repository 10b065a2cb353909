"""Records how each run of `tick` went, and mails ADMINS once when it begins to fail, and once when it works again."""

import logging
import time
from contextlib import suppress

from django.db import Error
from django.utils import timezone

from cms.models.read_only import is_read_only
from monitoring.operator_mail import mail_operators

from .models import Heartbeat

logger = logging.getLogger(__name__)

FAILS = "Scheduled work fails"
WORKS = "Scheduled work succeeds again"
# So many of what failed are recorded, each in so many characters.
MOST_FAILURES, LONGEST = 20, 200


def run_recorded(work) -> list[str]:
    """Does the work, which gives what failed; records that, and an exception too."""
    began = time.monotonic()
    try:
        failures = work()
    except Exception as error:
        # A database that is away can't be written to, and its exception is the one to see.
        with suppress(Error):
            record([f"tick ended with {type(error).__name__}"], began)
        raise
    record(failures, began)
    return failures


def record(failures, began):
    beat, now = Heartbeat.of_tick(), timezone.now()
    beat.finished_at, beat.milliseconds = now, round((time.monotonic() - began) * 1000)
    beat.failures = [failure[:LONGEST] for failure in failures[:MOST_FAILURES]]
    if not failures:
        beat.succeeded_at = now
    beat.save(update_fields=["finished_at", "milliseconds", "failures", "succeeded_at"])
    if failures:
        report(beat)
    elif beat.reported_at and mail_operators(WORKS, "All that tick had to do is done."):
        beat.forget_claim()


def report(beat):
    """Logs and mails the problem once. What the mail server refuses is tried again a minute later."""
    if not beat.claim():
        return
    logger.error("%s", beat.problem)
    if not mail_operators(FAILS, f"{beat.problem}\n\nThe log says more.\n"):
        beat.forget_claim()


def report_if_late():
    """For the servers: a `tick` that does not run can't say so itself. While the site is read-only, none runs."""
    if is_read_only():
        return
    beat = Heartbeat.of_tick()
    if beat.age > Heartbeat.LATE:
        report(beat)
