"""Rich text: the features of its editor, its cleaning, and its rendering.

Every rich text field and block that readers see uses one of the first two lists of features below; the first is the
default of fields without a list (`editor.wagtail_hooks`). Pictures, players and headings are no features but blocks of
their own, with a credit, a click before anything loads, and a place in the outline. The third list is for text that
becomes such blocks.
"""

from .cleaning import clean, holds_only

TEXT_FEATURES = ["bold", "italic", "link", "document-link", "ul", "ol"]
LINE_FEATURES = ["bold", "italic", "link"]
HEADING = "h2"
OUTLINE_FEATURES = [HEADING, *TEXT_FEATURES]

__all__ = ["HEADING", "LINE_FEATURES", "OUTLINE_FEATURES", "TEXT_FEATURES", "clean", "holds_only"]
