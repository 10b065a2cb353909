"""Rich text: the features of its editor, its cleaning, and its rendering.

Every rich text field and block uses one of the two feature lists below; the first is the default of fields without a
list (`editor.wagtail_hooks`). Pictures, players and headings are no features but blocks of their own, with a credit, a
click before anything loads, and a place in the outline.
"""

from .cleaning import clean, holds_only

TEXT_FEATURES = ["bold", "italic", "link", "document-link", "ul", "ol"]
LINE_FEATURES = ["bold", "italic", "link"]

__all__ = ["LINE_FEATURES", "TEXT_FEATURES", "clean", "holds_only"]
