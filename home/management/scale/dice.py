"""One piece of content's own source of chance, and what it writes with it."""

import random
import uuid
from datetime import datetime, time, timedelta

from django.utils import timezone

from home.management.demo.source import rich

# The permanent ids of what we make follow from this, the seed, the kind and the number: so a second run knows them.
NAMESPACE = uuid.UUID("6f0a4c38-2a1c-5d0e-9d8a-3b8f6c9b7e15")


def key_of(seed, kind, number):
    return uuid.uuid5(NAMESPACE, f"{seed}/{kind}/{number}")


class Dice(random.Random):
    """Chance that depends on seed, kind and number alone, with `words` for the gaps in a sentence."""

    def __init__(self, seed, kind, number):
        super().__init__(f"{seed}/{kind}/{number}")
        self.words = {}

    def chance(self, percent):
        return self.random() * 100 < percent

    def some(self, things, least, most):
        """A few different ones, in a random order."""
        return self.sample(things, min(self.randint(least, most), len(things)))

    def write(self, sentence):
        """The sentence with its gaps filled; numbers differ each time."""
        filled = sentence.format(
            number=self.randrange(12, 600),
            percent=self.randrange(11, 89),
            weeks=self.randrange(3, 26),
            **self.words,
        )
        return filled[:1].upper() + filled[1:]

    def lines(self, sentences, least, most):
        return [self.write(sentence) for sentence in self.some(sentences, least, most)]

    def paragraphs(self, sentences, least, most):
        """Paragraphs of two sentences."""
        lines = self.lines(sentences, least * 2, most * 2)
        return rich(*[" ".join(lines[start : start + 2]) for start in range(0, len(lines), 2)])

    def day(self, today, years):
        """A day in the past years, more often a recent one."""
        return today - timedelta(days=round(365 * years * self.random() ** 1.5))

    def moment(self, day):
        """Some time in office hours on that day."""
        return timezone.make_aware(datetime.combine(day, time(self.randrange(8, 17), self.randrange(60))))

    def blocks(self, *pairs):
        """A stream as it is stored, from `(type, value)` pairs."""
        return [
            {"type": kind, "value": value, "id": str(uuid.UUID(int=self.getrandbits(128), version=4))}
            for kind, value in pairs
        ]

    def stream(self, kind, values):
        return self.blocks(*[(kind, value) for value in values])
