"""Reads a page: has each check look at its content, within bounds."""

import hashlib
import logging
from collections.abc import Iterable
from itertools import islice
from time import monotonic
from typing import NamedTuple

from .content import PageContent
from .findings import Check, Finding

logger = logging.getLogger(__name__)

# What one check says of one page at most: who has more to look at is helped by none of it.
MOST_OF_A_CHECK = 50


class Remark(NamedTuple):
    """A finding with the check that made it, and the digest that it is remembered by."""

    check: Check
    finding: Finding
    digest: str


class Remarks(NamedTuple):
    """What was found; `is_complete` is False if a check failed, had more to say, or time ran out."""

    items: list[Remark]
    is_complete: bool


def read(page, checks: Iterable[Check], seconds: float, user=None) -> Remarks:
    """Reads a page, saved or not, for a user or for many, in about so many seconds at most.

    A check that fails is logged and stops no other.
    """
    content, end = PageContent(page, user), monotonic() + seconds
    items, is_complete = [], True
    for check in checks:
        remarks = []
        try:
            for finding in islice(check.find(content), MOST_OF_A_CHECK + 1):
                remarks.append(Remark(check, finding, digest_of(finding.excerpt)))
                if monotonic() > end:
                    break
        except Exception:
            logger.exception("content check %s of page %s failed", check.name, page.pk)
            is_complete = False
        items += remarks[:MOST_OF_A_CHECK]
        if len(remarks) > MOST_OF_A_CHECK:
            is_complete = False
        if monotonic() > end:
            return Remarks(items, False)
    return Remarks(items, is_complete)


def digest_of(excerpt) -> str:
    """The same for a sentence that differs in white space or capitals only."""
    return hashlib.sha256(" ".join(excerpt.split()).casefold().encode()).hexdigest()
