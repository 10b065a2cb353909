"""Does a page say something else than before?"""

import hashlib
import json
import re

from wagtail.models import COMMENTS_RELATION_NAME, Page

# What Wagtail keeps of a page for itself. Where it stands and its address are no part of what it says.
BOOKKEEPING = {
    *(field.name for field in Page._meta.concrete_fields),
    "pk",
    COMMENTS_RELATION_NAME,
} - {"title", "search_description"}
# What Wagtail keeps of a row.
OF_ROWS = {"pk", "page", "sort_order"}
# The editor numbers the paragraphs of a text when it first saves them.
MARKS = re.compile(r' data-block-key="\w*"')


def fingerprint(page):
    """A hash of all that editors fill in. Saving a page without a change, moving it or sorting it leaves it alone."""
    data = page.specific.serializable_data()
    content = {name: plain(value) for name, value in data.items() if name not in BOOKKEEPING}
    text = json.dumps(content, sort_keys=True, default=str)
    return hashlib.sha256(MARKS.sub("", text.replace('\\"', '"')).encode()).hexdigest()


def plain(value):
    """Rows without their keys, streams without the ids of their blocks, at any depth."""
    if isinstance(value, str) and value.startswith("[{"):
        try:
            return plain(json.loads(value))
        except ValueError:
            return value
    if isinstance(value, list):
        return [plain(part) for part in value]
    if isinstance(value, dict):
        dropped = {"id"} if {"type", "value"} <= value.keys() else OF_ROWS
        return {name: plain(part) for name, part in value.items() if name not in dropped}
    return value
