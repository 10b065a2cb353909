"""Checks and cleans query strings before they reach the database."""

import re

from django.http import QueryDict

from cms.bounds import LONGEST_TEXT

# A larger number overflows a 64-bit column or an offset: plain Wagtail answers 500. Campaign parameters such as utm_id
# stay below.
LARGEST_NUMBER = 2**62
SEARCH_KEYS = {"q", "search"}
# A prefix of names in a URL that was copied from HTML source.
PASTED = re.compile(r"^(?:amp;)+")
UNSEARCHABLE = re.compile(r"[\x01-\x1f\x7f\"']")


def flat(query) -> list[str]:
    return [text for key, values in query.lists() for text in [key, *values]]


def has_null(texts) -> bool:
    return any("\x00" in text for text in texts)


def is_giant(text) -> bool:
    """True for a number too large for a column, as Python parses numbers: with sign, spaces, underscores."""
    digits = text.strip().replace("_", "").lstrip("+-").lstrip("0")
    return digits.isdecimal() and (len(digits) > 19 or int(digits) > LARGEST_NUMBER)


def cleaned(query, is_strict=False) -> QueryDict:
    """A copy with clean search text and, unless strict, `&amp;` taken for `&`."""
    query_dict = QueryDict(mutable=True)
    for key, values in query.lists():
        key = key if is_strict else PASTED.sub("", key)
        for value in values:
            query_dict.appendlist(key, clean_search_text(value) if key in SEARCH_KEYS else value)
    return query_dict


def clean_search_text(text) -> str:
    """The search text without quotes and control characters, 100 characters at most."""
    return UNSEARCHABLE.sub(" ", text)[:LONGEST_TEXT].strip()
