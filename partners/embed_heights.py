"""Estimates the height of an embed, to reserve room for its frame before the frame itself reports its height.

Counts lines of text with average character widths; measurements are in docs/decisions/0028-where-a-list-goes.md.
"""

from math import ceil
from typing import NamedTuple

from django.utils.translation import gettext


class TextStyle(NamedTuple):
    """The width of an average character and the height of a line, in pixels."""

    character_width: float
    line_height: int


# All numbers are pixels and follow static/partners/embed.css. Rather too high than too low: a frame that is too low
# gets a scrollbar.
PAGE_PADDING = 32
PLACE, HEADING, TITLE = TextStyle(7.6, 21), TextStyle(11.5, 28), TextStyle(9.6, 24)
SMALL_TITLE, TEXT = TextStyle(8.9, 22), TextStyle(7.9, 24)
# From this width on cards stand in two columns, and titles have the organiser beside them.
TWO_COLUMN_WIDTH = 576
# For each layout: the padding and border at the sides of a card, and all space above, between and below its lines.
CARD_SPACING = {"cards": (34, 54), "list": (0, 34), "compact": (0, 18)}
LOCATOR_WIDTH = 75
# A hundred items with long texts on a phone stay below the maximum.
MIN_HEIGHT, MAX_HEIGHT = 200, 60_000


def text_height(text, style, width) -> int:
    """The height of a text in a column of this width, in pixels; 0 without text."""
    return ceil(len(text) * style.character_width / max(width, 100)) * style.line_height


def card_height(card, layout, width) -> int:
    """The height of a card in a column of this width, in pixels. `card` is an `embeds.Card`, `layout` a `Layout`."""
    spacing_beside, spacing_above = CARD_SPACING[layout]
    inner_width = width - spacing_beside
    place = ", ".join(filter(None, [card.day, card.where]))
    title = f"{card.title} {gettext('Still to be filled in')}" if card.is_stub else card.title
    if layout == "compact":
        title_height = text_height(title, SMALL_TITLE, inner_width)
        return spacing_above + title_height + text_height(place, PLACE, inner_width)
    return (
        spacing_above
        + text_height(place, PLACE, inner_width - LOCATOR_WIDTH)
        + text_height(title, TITLE, inner_width)
        + text_height(card.summary, TEXT, inner_width)
        + (34 if card.notice else 0)
        + (26 if card.licence else 0)
    )


def embed_height(cards, layout, title, width) -> int:
    """The height of an embed of these cards with this title above them, in pixels, for a frame of this width."""
    inner_width = width - PAGE_PADDING
    is_wide = width >= TWO_COLUMN_WIDTH and len(cards) > 1
    columns = 2 if layout == "cards" and is_wide else 1
    column_width = (inner_width - 12 * (columns - 1)) / columns
    # An empty list has one line of text.
    heights = [card_height(card, layout, column_width) for card in cards] or [24]
    rows = [max(heights[start : start + columns]) for start in range(0, len(heights), columns)]
    footer = 24 + (44 if is_wide else 3 * 22)
    total = PAGE_PADDING + text_height(title, HEADING, inner_width) + 16 + sum(rows) + footer
    return min(MAX_HEIGHT, max(MIN_HEIGHT, total))
