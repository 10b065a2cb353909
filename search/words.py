"""Normalised words: without case, accents and invisible signs; hyphenated and suspended compounds in full."""

import re
import unicodedata

LONGEST_WORD = 40
MOST_WORDS = 8
APOSTROPHE_S = re.compile(r"['’`]s\b", re.IGNORECASE)
# The Unicode blocks of combining marks, which NFKD splits from their letters.
ACCENTS = re.compile("[\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]+")
# The soft hyphen, spaces and joiners without width, the byte order mark: they stand within words, and nobody sees them.
INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u2060-\u2064\ufeff]+")
WORD = re.compile(r"[^\W_]+")
HYPHENATED = re.compile(r"[^\W_]+(?:[-\u2010\u2011][^\W_]+)+")
# A phone number as people write it: groups of digits, with a country code or without.
PHONE = re.compile(r"(?<![\w/])(?:(?:\+|00)32\s?(?:\(0\)\s?)?|0)\d(?:[\s./-]?\d){6,8}(?!\w)")
COUNTRY_CODE = re.compile(r"^(?:0032|32)0?")
# “Dak- en thuisloosheid”, “jeugd-, ouderen- en thuiszorg”: the last word has the part that the others lack.
SUSPENDED_END = re.compile(r"((?:[^\W\d_]{2,}-\s*(?:,|/|en|of|&)\s*)+)([^\W\d_]{5,})", re.IGNORECASE)
# “Gezinsopvang en -begeleiding”: the first word has it.
SUSPENDED_BEGINNING = re.compile(r"([^\W\d_]{5,})\s*(?:,|/|en|of|&)\s*-([^\W\d_]{4,})", re.IGNORECASE)
SHORTEST_FIRST_PART, SHORTEST_LAST_PART = 3, 4
# Dropped from a query with other words. The s is a remainder of foto's.
TOO_COMMON = frozenset(
    """
    aan af als bij dan dat de der des die dit door een en er heb hebben heeft het hoe hun iemand ik in is je kan kun
    kunnen kunt mag met mij mijn moet n naar nabij niet of om ons onze ook op over s t te tot u uit uw vind vinden van
    veel voor waar wat we wel welk welke wie wij wil ze zich zijn zo zoek
    """.split()  # noqa: SIM905 - as a list it would fill the screen
)


def fold(text) -> str:
    """The text without accents, case and invisible signs: Coördinatie is coordinatie."""
    if text.isascii():
        return text.casefold()
    return ACCENTS.sub("", unicodedata.normalize("NFKD", INVISIBLE.sub("", text))).casefold()


def words(text) -> list[str]:
    """The words of a text, folded, in order, with duplicates."""
    return [word[:LONGEST_WORD] for word in WORD.findall(fold(APOSTROPHE_S.sub("", text)))]


def indexed_words(text) -> list[str]:
    """The words of a text, and what some of them are short for or written apart: see `joined_words`."""
    text = INVISIBLE.sub("", text)
    return [*words(text), *joined_words(text)]


def joined_words(text) -> list[str]:
    """Folded: hyphenated words without hyphens (e-mail: email), phone numbers as digits, and suspended compounds."""
    phones = [phone_digits(match[0]) for match in PHONE.finditer(text)]
    return [
        *unhyphenated_words(text),
        *(word for part in [*phones, *suspended_compounds(text)] for word in words(part)),
    ]


def unhyphenated_words(text) -> list[str]:
    """The hyphenated words of a text without their hyphens, folded: covid-19 is covid19."""
    return [word for match in HYPHENATED.finditer(text) for word in words(re.sub(r"[\W_]", "", match[0]))]


def phone_digits(text) -> str:
    """The national number: +32 51 23 45 67 is 051234567."""
    digits = re.sub(r"\D", "", text)
    return f"0{COUNTRY_CODE.sub('', digits)}" if COUNTRY_CODE.match(digits) else digits


def suspended_compounds(text) -> list[str]:
    """The whole words that “Dak- en thuisloosheid” stands for: dakloosheid.

    Where the last word falls apart takes a dictionary to know, so all its ends are tried: among dakuisloosheid and
    daksloosheid is dakloosheid, and the others are words that nobody searches for.
    """
    compounds = []
    for match in SUSPENDED_END.finditer(text):
        for first in WORD.findall(match[1]):
            if len(first) >= SHORTEST_FIRST_PART:
                compounds += [first + end for end in ends_of(match[2])]
    for match in SUSPENDED_BEGINNING.finditer(text):
        compounds += [beginning + match[2] for beginning in beginnings_of(match[1])]
    return compounds


def ends_of(word):
    return [word[start:] for start in range(SHORTEST_FIRST_PART, len(word) - SHORTEST_LAST_PART + 1)]


def beginnings_of(word):
    return [word[:end] for end in range(SHORTEST_LAST_PART, len(word) - SHORTEST_FIRST_PART + 1)]


def query_words(query) -> list[str]:
    """The words to search for: each once, without too common ones unless there are no others."""
    for match in PHONE.finditer(query):
        query = query.replace(match[0], phone_digits(match[0]))
    unique_words = list(dict.fromkeys(words(query)))
    return ([word for word in unique_words if word not in TOO_COMMON] or unique_words)[:MOST_WORDS]
