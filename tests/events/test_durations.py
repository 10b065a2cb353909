"""How long a part of a programme takes, in words."""

import pytest

from events.templatetags.events_tags import duration


@pytest.mark.parametrize(
    ("minutes", "words"),
    [(0, "0 min."), (45, "45 min."), (60, "1 uur"), (80, "1 uur 20 min."), (420, "7 uur")],
)
def test_a_length_is_said_in_hours_and_minutes(minutes, words):
    assert duration(minutes) == words
