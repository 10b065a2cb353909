"""The house list: words of offices and outdated words for people, each with what this site writes instead."""

import re
import tomllib
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from ...findings import Check, Group
from .passages import finding_in, sentences_of

FILE = Path(__file__).with_name("house_list.toml")
# The official name of a law, until the end of the sentence.
LAW = re.compile(
    r"\b(?:decreet|wet|besluit|ordonnantie|omzendbrief|verordening|richtlijn|verdrag)\b"
    r"(?: van (?:de|het) [\w ]{1,40}?)?,? (?:van \d|nr\b|betreffende|houdende|inzake|aangaande|tot\b).*",
    re.IGNORECASE,
)


class Entry(NamedTuple):
    better: str
    reason: str


def read_list() -> dict[str, Entry]:
    """The entries by each of their words, in small letters."""
    entries = tomllib.loads(FILE.read_text(encoding="utf-8"))["entry"]
    return {word: Entry(entry["better"], entry["reason"]) for entry in entries for word in entry["words"]}


ENTRIES = read_list()
FIRST_WORD = re.compile(r"[^\W_]+")
# No list of all in one pattern: that would be tried at every word of a page.
BY_FIRST_WORD = defaultdict(list)
for listed in sorted(ENTRIES, key=len, reverse=True):
    BY_FIRST_WORD[FIRST_WORD.match(listed)[0]].append(listed)
# What may not stand before or behind them: they would be a part of a word or an address.
BEFORE, BEHIND = re.compile(r"[\w@/.-]$"), re.compile(r"[\w@/-]|\.\w")


class HouseWords(Check):
    """A word of the house list, outside names, quotes and the names of laws."""

    name = "house_words"
    group = Group.WORDS
    heading = _("Words that we write in another way")
    reason = _("Words of offices keep readers at a distance, and some words for people hurt.")

    def find(self, content):
        for passage, sentence, unquoted in sentences_of(content):
            for words in listed_in(unquoted, sentence):
                entry = ENTRIES[words.lower()]
                advice = gettext("“%(words)s”: better is “%(better)s”. %(reason)s")
                values = {"words": words, "better": entry.better, "reason": entry.reason}
                yield finding_in(passage, sentence, advice % values)


def listed_in(unquoted, sentence) -> Iterator[str]:
    """The words of the list in a sentence. With a capital they are a name, unless the sentence begins with them."""
    law = LAW.search(unquoted)
    end = 0
    for word in FIRST_WORD.finditer(unquoted[: law.start()] if law else unquoted):
        for listed in BY_FIRST_WORD.get(word[0].lower(), ()):
            place = word.start()
            words = unquoted[place : place + len(listed)]
            if (
                words.lower() != listed
                or place < end
                or is_in_a_longer_one(unquoted, place, place + len(words))
            ):
                continue
            end = place + len(words)
            if not words[0].isupper() or not any(map(str.isalnum, sentence[:place])):
                yield words


def is_in_a_longer_one(text, start, end) -> bool:
    return bool(BEFORE.search(text[max(0, start - 1) : start]) or BEHIND.match(text[end : end + 2]))
