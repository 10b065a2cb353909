"""Where the sentences of a plain text begin and end."""

import re
from itertools import pairwise

WORD = re.compile(r"\S+")
OPENERS = "\"'“”„«‹‘’([{¡¿*_–—-"
CLOSERS = "\"'“”»›‘’)]}*_"
TERMINATORS = (".", "!", "?", "…")
# After these the sentence goes on, whatever follows.
ABBREVIATIONS = """
    a.d.h.v a.g.v alg arr art b.v begr bijv blz bv c.q ca cf cfr d.d d.i d.m.v d.w.z dd dhr dir dr dra drs e.v
    evt fig fr hfdst i.c i.c.m i.f.v i.h.a i.h.b i.h.k.v i.k.v i.p.v i.s.m i.t.t i.v.m incl ing ir jl jr l.s
    m.a.w m.b.t m.b.v m.i m.i.v m.m.v m.n m.u.v mevr mgr mln mr mrd ms n.a.v nl nr nrs o.a o.b.v o.g.v o.i.v
    o.l.v o.m o.v.v omg p p.a pct pr prof resp s.v.p sr st t.a.v t.b.v t.e.m t.g.v t.h.v t.n.v t.o.v t.w.v tel
    toel v.a v.d vb vgl vnl vs w.o zgn zr
"""
# After these it goes on if a number follows.
BEFORE_NUMBERS = """
    jan feb febr mrt apr jun jul aug sep sept okt nov dec ma di wo do vr za zo min max bus bijl rek u
"""
NO_END, NO_END_BEFORE_NUMBERS = frozenset(ABBREVIATIONS.split()), frozenset(BEFORE_NUMBERS.split())
INITIALS = re.compile(r"[A-ZÀ-Þ](?:\.-?[A-ZÀ-Þ]){0,2}")
STRAIGHT = str.maketrans("’‘", "''")
# Dutch sentences may begin with these, in front of the capital: 's Morgens, 't Is.
CLIPPED = {"'s", "'t", "'n", "'k"}


def sentence_spans(text: str) -> list[tuple[int, int]]:
    """The start and end of each sentence; a line end is an end too. Spaces between them belong to none.

    The dots of abbreviations, initials, numbers and dates end none, nor do those after which a small letter follows.
    """
    words = list(WORD.finditer(text))
    spans, start, last = [], None, ""
    for word, following in pairwise([*words, None]):
        if start is None:
            start, last = word.start(), ""
        is_first = not last
        last = word[0] if says_something(word[0]) else last
        is_last = following is None or "\n" in text[word.end() : following.start()]
        if is_last or ends(last, following[0], is_first):
            spans.append((start, word.end()))
            start = None
    return spans


def sentences(text: str) -> list[str]:
    return [text[start:end] for start, end in sentence_spans(text)]


def says_something(word) -> bool:
    """True if it is no dash, bullet or emoji, and no omission in brackets: […]."""
    return any(map(str.isalnum, word)) or word[0] in TERMINATORS


def ends(word, following, is_first) -> bool:
    """True if a sentence ends with this word, when this one follows."""
    bare = word.rstrip(CLOSERS)
    if not bare.endswith(TERMINATORS) or not may_begin(following):
        return False
    if not bare.endswith(".") or bare.endswith(".."):
        return True
    core = bare[:-1].lstrip(OPENERS)
    if INITIALS.fullmatch(core):
        return False
    if following.lstrip(OPENERS)[:1].isdigit() and core.casefold() in NO_END_BEFORE_NUMBERS:
        return False
    if is_first and (core.isdecimal() or len(core) == 1):  # the number of a step: 1. or a.
        return False
    return core.casefold() not in NO_END


def may_begin(word) -> bool:
    """True if a sentence may begin with this word: it has no small first letter."""
    if word.translate(STRAIGHT).casefold() in CLIPPED:
        return True
    first = word.lstrip(OPENERS)[:1]
    return first.isalnum() and not first.islower()
