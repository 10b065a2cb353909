"""About how high an embed is, for who reserves room before the frame itself says it: counted in lines of text."""

from math import ceil

# What stands in partners/embed.css, in pixels: the edge of the page, and of each text the width of an average character
# and the height of a line. Rather too much than too little: a frame that is too low has to be scrolled.
EDGE = 32
WHERE, HEADING, TITLE, SMALL_TITLE, TEXT = (7.6, 21), (11.5, 28), (9.6, 24), (8.9, 22), (7.9, 24)
# From this width cards stand in two columns, and titles beside who does it.
TWO_COLUMNS = 576
# Beside a card or a row: its padding and border, what stands between its lines and before the next.
AROUND = {"cards": (34, 54), "list": (0, 34), "compact": (0, 18)}
LOCATOR = 75
# A hundred items with long texts on a phone stay below it.
LOWEST, HIGHEST = 200, 60_000


def lines(text, kind, width):
    """How high this text is in a column of so many pixels; nothing without text."""
    character, line = kind
    return ceil(len(text) * character / max(width, 100)) * line


def card_height(card, layout, width):
    beside, around = AROUND[layout]
    inner = width - beside
    where = ", ".join(filter(None, [card.day, card.where]))
    if layout == "compact":
        return around + lines(card.title, SMALL_TITLE, inner) + lines(where, WHERE, inner)
    texts = [(where, WHERE, inner - LOCATOR), (card.title, TITLE, inner), (card.summary or " ", TEXT, inner)]
    return (
        around
        + sum(lines(*text) for text in texts)
        + (34 if card.notice else 0)
        + (26 if card.licence else 0)
    )


def embed_height(cards, layout, title, width):
    """The height of the list of these cards, with this title above it, in so many pixels of width."""
    inner = width - EDGE
    is_wide = width >= TWO_COLUMNS and len(cards) > 1
    columns = 2 if layout == "cards" and is_wide else 1
    column = (inner - 12 * (columns - 1)) / columns
    heights = [card_height(card, layout, column) for card in cards] or [24]
    rows = [max(heights[start : start + columns]) for start in range(0, len(heights), columns)]
    foot = 24 + (44 if is_wide else 3 * 22)
    return min(HIGHEST, max(LOWEST, EDGE + lines(title, HEADING, inner) + 16 + sum(rows) + foot))
