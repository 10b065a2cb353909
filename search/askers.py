"""How many people asked something, without keeping who: linear counting (Whang and others, 1990).

Each person sets one of 60 bits. Which one follows from the network address, the question and the site's secret key; so
one person who asks twice counts once, on whichever day and in whichever process. A bit says nothing of who set it: each
is that of a sixtieth of all addresses, and another one for each question.
"""

from math import log

from django.utils.crypto import salted_hmac

BITS = 60


def bit_of(question, address) -> int:
    """The bit of who asks this question from this address, as a number with that bit set."""
    digest = salted_hmac("search.askers", f"{question}\n{address}", algorithm="sha256").digest()
    return 1 << int.from_bytes(digest[:8], "big") % BITS


def count_of(bits) -> int:
    """About how many people set these bits: exact for a few, an estimate for many, 246 at most."""
    empty = BITS - bits.bit_count()
    return round(-BITS * log(max(empty, 1) / BITS))
