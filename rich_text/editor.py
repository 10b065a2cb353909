"""The rich text editor: opens whatever is stored, and never loses words.

Wagtail's answers 500 to an unclosed tag or a picture without a key, and deletes unknown elements with their words.
"""

import json

from wagtail.admin.rich_text import DraftailRichTextArea
from wagtail.admin.rich_text.converters.contentstate import ContentstateConverter

from .blocks import write
from .cleaning import clean
from .content_state import blocks_in, for_browser


class SafeConverter(ContentstateConverter):
    """Converts between stored HTML and Draft.js JSON."""

    def from_database_format(self, html):
        content = json.loads(super().from_database_format(clean(html, self.features)))
        return json.dumps(for_browser(content))

    def to_database_format(self, contentstate_json):
        try:
            content = json.loads(contentstate_json or "null")
        except (ValueError, RecursionError):
            return clean(contentstate_json, self.features)
        return write(blocks_in(content, self.features))


class RichTextArea(DraftailRichTextArea):
    """Draftail with the SafeConverter."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.converter = SafeConverter(self.features)
