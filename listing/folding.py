"""Which choices of a filter stand open, and which behind “All …”."""

# Of more choices only the most frequent stand open.
MOST_OPEN, MANY = 8, 15


def fold(pairs) -> tuple[list, list]:
    """The `(choice, parts)` pairs that stand open, and those behind “All …”; both in the order of the pairs.

    Open are the chosen ones and those with results; of many only the most frequent. A part that is not open, of a
    choice that is, stands behind “All …” by itself.
    """
    choices = [choice for top, parts in pairs for choice in (top, *parts)]
    useful = [choice for choice in choices if choice.count]
    if len(choices) > MANY:
        useful = sorted(useful, key=lambda choice: -choice.count)[:MOST_OPEN]
    open_values = {choice.value for choice in useful} | {
        choice.value for choice in choices if choice.is_chosen
    }
    open_pairs, folded = [], []
    for top, parts in pairs:
        open_parts = [part for part in parts if part.value in open_values]
        if top.value in open_values or open_parts:
            open_pairs.append((top, open_parts))
            folded += [(part, []) for part in parts if part.value not in open_values]
        else:
            folded.append((top, parts))
    return open_pairs, folded
