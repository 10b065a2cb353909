"""The content hash of a page, which differs only if its content has changed, not if it was just published again."""

import hashlib
import json
import re

from wagtail.models import COMMENTS_RELATION_NAME, Page

from cms.models.reviewed import Reviewed

# Wagtail's own fields, among them the place in the tree and the slug: no content. The two below are.
NON_CONTENT_FIELDS = {
    *(field.name for field in Page._meta.concrete_fields),
    "pk",
    COMMENTS_RELATION_NAME,
    # When somebody last looked says nothing new.
    *(field.name for field in Reviewed._meta.fields),
} - {"title", "search_description"}
# The same for rows of an InlinePanel.
NON_CONTENT_ROW_FIELDS = {"pk", "page", "sort_order"}
# The rich text editor adds these when it first saves a text.
BLOCK_KEYS = re.compile(r' data-block-key="\w*"')


def content_hash(page) -> str:
    """The SHA-256, in hexadecimal, of all that editors fill in on the page and that it shows.

    Stays the same when the page is moved, sorted, or saved without a change.
    """
    page = page.specific
    left_out = NON_CONTENT_FIELDS.union(getattr(page, "private_fields", ()))
    data = page.serializable_data()
    content = {name: without_keys(value) for name, value in data.items() if name not in left_out}
    text = json.dumps(content, sort_keys=True, default=str)
    return hashlib.sha256(BLOCK_KEYS.sub("", text.replace('\\"', '"')).encode()).hexdigest()


def without_keys(value) -> object:
    """The value without the keys of rows and the ids of stream blocks, at any depth; JSON of a stream is parsed."""
    if isinstance(value, str) and value.startswith("[{"):
        try:
            return without_keys(json.loads(value))
        except ValueError:
            return value
    if isinstance(value, list):
        return [without_keys(part) for part in value]
    if isinstance(value, dict):
        dropped = {"id"} if {"type", "value"} <= value.keys() else NON_CONTENT_ROW_FIELDS
        return {name: without_keys(part) for name, part in value.items() if name not in dropped}
    return value
