"""Words near a mistyped one: the candidates for its correction."""

from django.db.models import Q

from .lookups import beginning_with
from .models import SearchWord

SHORTEST_CORRECTED = 4
LETTERS_PER_ERROR, MOST_ERRORS = 5, 2
MOST_CANDIDATES = 12


def candidates(word) -> dict[str, int]:
    """The known words that differ from a folded word by typing errors, with their number; none for a number.

    One error for each five letters, at most two. With two errors the first letter is right.
    """
    if len(word) < SHORTEST_CORRECTED or not word.isalpha():
        return {}
    most = min(max(1, len(word) // LETTERS_PER_ERROR), MOST_ERRORS)
    known = SearchWord.objects.filter(
        Q(word__in=neighbours(word)) | (beginning_with("word", word[0]) if most > 1 else Q(pk=None))
    )
    distances = {
        other: distance(word, other, most)
        for other in known.values_list("word", flat=True)
        if most == 1 or shares_letters(word, other, most)
    }
    nearest = sorted(distances, key=lambda other: (distances[other], other))
    return {
        other: distances[other]
        for other in nearest[:MOST_CANDIDATES]
        if distances[other] <= most and other.isalpha()
    }


def shares_letters(word, other, most):
    return abs(len(word) - len(other)) <= most and len(set(word) ^ set(other)) <= 2 * most


def neighbours(word) -> set[str]:
    """All strings one typing error away: a letter dropped, swapped, replaced or added (Damerau-Levenshtein, Norvig)."""
    letters = "abcdefghijklmnopqrstuvwxyz"
    splits = [(word[:end], word[end:]) for end in range(len(word) + 1)]
    return {
        *(left + right[1:] for left, right in splits if right),
        *(left + right[1] + right[0] + right[2:] for left, right in splits if len(right) > 1),
        *(left + letter + right[1:] for left, right in splits if right for letter in letters),
        *(left + letter + right for left, right in splits for letter in letters),
    } - {word, ""}


def distance(one, other, limit) -> int:
    """The optimal string alignment distance (restricted Damerau-Levenshtein); `limit` + 1 if it is higher."""
    if abs(len(one) - len(other)) > limit:
        return limit + 1
    before_previous, previous = [], list(range(len(other) + 1))
    for row, letter in enumerate(one, 1):
        current = [row]
        for column, other_letter in enumerate(other, 1):
            steps = min(
                previous[column] + 1, current[-1] + 1, previous[column - 1] + (letter != other_letter)
            )
            if row > 1 and column > 1 and letter == other[column - 2] and one[row - 2] == other_letter:
                steps = min(steps, before_previous[column - 2] + 1)
            current.append(steps)
        if min(current) > limit:
            return limit + 1
        before_previous, previous = previous, current
    return min(previous[-1], limit + 1)
