"""Stems: the part that the forms of a Dutch word share, so that praktijken finds praktijk.

Words are stemmed here and not by the database, so that SQLite and PostgreSQL give the same results. The algorithm is
Snowball's for Dutch (Kraaij and Pohlmann), which joins words that mean different things: the tables below mend those
that this field writes.
"""

import re
from functools import lru_cache
from threading import Lock

import snowballstemmer

# Words with the same stem, whatever the algorithm says, also as the end of a compound; the first is the stem. No stem
# may begin with another one, which would find it as a compound: hence oldere.
SAME_STEM = """
    begeleid begeleiden begeleider begeleiders begeleiding begeleidingen begeleidt
    beleid
    bewoner bewoners bewoonster
    buddy buddies buddys
    baby babys
    centrum centra centrums
    crisis crises crisissen
    dag dagen
    dementie dement demente dementerend dementerende dementerenden
    feest feesten
    fiets fietsen fietst fietser fietsers
    gebruiker gebruikers
    geld gelden
    gemeente gemeenten gemeentes gemeentelijk gemeentelijke
    gewoon gewone
    gezin gezinnen gezins
    gezond gezonde gezondheid gezondheids
    inclusie inclusief inclusieve
    kind kinder kinderen kinds kindje kindjes
    lezen lees leest gelezen
    geletterd geletterde geletterdheid
    lid leden
    mobiel mobiele mobiliteit
    museum musea
    oldere oudere ouderen
    ouder ouders ouderlijk ouderlijke
    overheid overheden overheids
    schuld schulden
    sociaal sociale
    stad steden stedelijk stedelijke
    tiener tieners
    verslaving verslavingen verslaafd verslaafde verslaafden
    vrijwilliger vrijwilligers vrijwillig vrijwillige vrijwilligster
    woning woningen
    woon wonen woont woonde gewoond
    zorg zorgen zorgt zorgde
"""
STEMS = {form: line.split()[0] for line in SAME_STEM.strip().splitlines() for form in line.split()}
# The ends of compounds that are stemmed like the word alone: gezondheidscentra, kleinkinderen. Short ones would be
# found in words that have nothing to do with them.
LONG_FORMS = sorted((form for form in STEMS if len(form) > 4), key=len, reverse=True)
COMPOUND_END = re.compile(f"(.{{3,}})({'|'.join(LONG_FORMS)})")
# The algorithm drops ge, as of a participle, also from gezin (zin), gebruik (bruik) and leerlingenbegeleiding.
NO_PARTICIPLE = re.compile(r"^ge(?=.{3})|ge(?=.{4})")
HIDDEN_GE = "qe"

_stemmer = snowballstemmer.stemmer("dutch")
_stemmer_lock = Lock()  # the stemmer is not thread-safe


@lru_cache(maxsize=100_000)
def stem(word) -> str:
    """The stem that a folded word shares with its other forms: praktijken, praktijk."""
    if word in STEMS:
        return STEMS[word]
    if match := COMPOUND_END.fullmatch(word):
        return match[1] + STEMS[match[2]]
    if len(word) > 7 and word.endswith("toren"):  # indicatoren, sectoren
        word = word.removesuffix("en")
    with _stemmer_lock:
        stemmed = stem_once(word)
        # It stems daklozen, but leaves dakloze as it is.
        return stem_once(f"{word}n") if stemmed == word and word.endswith("e") else stemmed


def stem_once(word):
    return _stemmer.stemWord(NO_PARTICIPLE.sub(HIDDEN_GE, word)).replace(HIDDEN_GE, "ge")
