"""Abbreviations that a page uses without saying what they stand for."""

import re
import unicodedata
from collections import Counter
from typing import NamedTuple

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from ...findings import Check, Group
from .passages import finding_in

# Known by everybody, or better known than what they stand for.
WELL_KNOWN = frozenset(
    re.findall(
        r"\w+",
        """
        ABC ABN ABVV ACLVB ACV ADHD AED AI AIDS AM APP ASO AUB AZ BBC BE BIC BIN BMI BNP BOB BSO BTW BV
        BVBA CAO CAW CD CEO CM CNN CO COVID CT CV CVBA DHL DIY DJ DNA DVD ECG EEG EHBO EK EU EUR FAQ FC
        FIFA FM FOD GAS GB GFT GHB GIF GPS GSM HDMI HIV HLN HP HR HTML IBAN IBM ICT ID IKEA ING IP IQ
        ISBN IT IVF JPEG JPG KB KBC KM KMO KU KUL LED LEGO LHBT LOL LP LSD MB MIVB MMS MP MRI MS MSN MUG
        NASA NAVO NB NGO NL NMBS NV OCMW OESO OK PC PCR PDF PHD PIN PK PM PMD POS PR PS PVC QR RIP RSS
        RTBF RTV RVA RX SD SMS SOA SOS STEM STIB SUV TEC TED TGV THC TL TSO TV UCLL UEFA UGENT UIT
        UITPAS UK ULB UNESCO UNICEF UNIZO UPS URL US USA USB UV UZ VBO VDAB VIP VN VOF VRT VS VTM VUB
        VZW WC WHO WIFI WK WO WWW XL XTC XXL ZZP
        """,
    )
)
# Written in capitals to stress them.
STRESSED = frozenset(
    re.findall(
        r"\w+",
        """
        AF ALLE ALLEEN ALLES ALS BIJ DAG DAN DAT DE DIE DIT DOEN DOOR DUS ECHT EEN EERST ELK ELKE EN
        ENKEL ER EXTRA GEEN GRATIS HEB HEEL HELP HET HIER HOE IEDEREEN IN INFO IS JA JE JONG JOUW JULLIE
        KAN KIND KOM LET LIVE MAAR MAG MEE MEER MET MOET NA NAAR NEE NIET NIETS NIEUW NOG NOOIT NU OF OM
        ONS ONZE OOK OP OPEN OVER PAS PLUS SAMEN STOP TE TEGEN TIP TIPS TOT UIT UUR VAN VEEL VOL VOLZET
        VOOR VRIJ WAAR WAT WEL WIE WIJ WORD ZEKER ZELF ZIJ ZO ZONDER
        """,
    )
)
ABBREVIATION = re.compile(r"([A-Z]{2,8}|[A-Z]{1,4}[a-z][A-Z]{1,4})(?:['’]?(?:s|en|er|ers|je|jes))?")
# Letters that can be said as a word are a name, or a word in capitals, if they are many: SAAMO, GRATIS.
SAYABLE = re.compile(r"(?:[^AEIOUY]{0,3}[AEIOUY]{1,2})+[^AEIOUY]{0,3}")
SHORTEST_SAYABLE = 5
ROMAN = re.compile(r"X{0,3}(?:IX|IV|V?I{0,3})")
SMALL_WORDS = re.findall(
    r"\w+",
    """
    aan bij de den der des door een en et for het in la le les met of om onder op over s t te ten
    ter tot uit van voor and the
    """,
)
# What follows these is a name, also in capitals; so are two capitals in front of a name: JP Claes, UZ Gent.
LEGAL_FORM = re.compile(r"\b(?:vzw|asbl|nv|bv|bvba|cv|cvba|vof|firma|merk|stichting)\s+$", re.IGNORECASE)
PROPER_NAME = re.compile(r"\s+[A-Z][a-z]")
TOKEN, PART = re.compile(r"\S+"), re.compile(r"[^\W_]+(?:['’][^\W\d_]+)?")
MOST_AROUND, MOST_WORDS = 200, 20


class Use(NamedTuple):
    """Where a page uses an abbreviation for the first time, and the sentence that it stands in."""

    passage: object
    start: int
    end: int
    sentence_start: int
    sentence_end: int

    @property
    def sentence(self) -> str:
        return self.passage.text[self.sentence_start : self.sentence_end]

    @property
    def before(self) -> str:
        return self.passage.text[max(0, self.start - MOST_AROUND) : self.start]

    @property
    def behind(self) -> str:
        return self.passage.text[self.end : self.end + MOST_AROUND]


class Abbreviation(Check):
    """An abbreviation that is not written out where the page first uses it."""

    name = "abbreviation"
    group = Group.WORDS
    heading = _("Abbreviations without explanation")
    reason = _(
        "Who works elsewhere or is new here does not know it. Written out once, it can be short from then on."
    )

    def find(self, content):
        for abbreviation, uses in first_uses(content.passages).items():
            if not any(is_written_out(abbreviation, use) for use in uses):
                use = uses[0]
                advice = gettext(
                    "“%(abbreviation)s” comes here for the first time. Write it out, with the short form in brackets."
                )
                yield finding_in(use.passage, use.sentence, advice % {"abbreviation": abbreviation})


def first_uses(passages) -> dict[str, list[Use]]:
    """The first use of each in running text, and in a title: what one of them explains, the other need not."""
    in_text, in_titles = {}, {}
    for passage in passages:
        if passage.is_spoken:
            continue
        is_title = passage.is_heading or passage.part.path == "search_description"
        uses = in_titles if is_title else in_text
        for abbreviation, use in abbreviations_in(passage):
            uses.setdefault(abbreviation, use)
    names = dict.fromkeys([*in_titles, *in_text])
    return {name: [uses[name] for uses in (in_text, in_titles) if name in uses] for name in names}


def abbreviations_in(passage):
    """Yields each abbreviation with its use, without those that everybody knows."""
    for start, end in passage.sentence_spans:
        sentence = passage.text[start:end]
        if is_in_capitals(sentence):
            continue
        for token in TOKEN.finditer(sentence):
            if is_address(token[0]):
                continue
            for part in PART.finditer(token[0]):
                match = ABBREVIATION.fullmatch(part[0])
                if match and not is_ordinary(match[1]):
                    first = start + token.start() + part.start()
                    use = Use(passage, first, first + len(part[0]), start, end)
                    if not is_name(match[1], use):
                        yield match[1], use


def is_in_capitals(sentence) -> bool:
    words = [word for word in PART.findall(sentence) if len(word) > 1 and word.isalpha()]
    in_capitals = [word for word in words if word.isupper()]
    return len(in_capitals) > 1 and 2 * len(in_capitals) > len(words)


def is_address(token) -> bool:
    return "@" in token or "://" in token or bool(re.search(r"\w\.\w", token))


def is_ordinary(abbreviation) -> bool:
    name = abbreviation.upper()
    if name in WELL_KNOWN or name in STRESSED or ROMAN.fullmatch(abbreviation):
        return True
    return len(name) >= SHORTEST_SAYABLE and bool(SAYABLE.fullmatch(name))


def is_name(abbreviation, use) -> bool:
    if LEGAL_FORM.search(use.before[-20:]):
        return True
    return len(abbreviation) == 2 and bool(PROPER_NAME.match(use.behind))


def is_written_out(abbreviation, use) -> bool:
    """True for “in full (ABC)”, “ABC (in full)”, and for the words in full before it, or in the same sentence."""
    behind = re.match(r"\s*\(([^()]{3,})\)", use.behind)
    if behind and letters_fit(abbreviation, behind[1]):
        return True
    before = re.search(r"([^()]*)\([^()]{0,20}$", use.before)
    if before and letters_fit(abbreviation, before[1]):
        return True
    rest_of_sentence = use.behind[: use.sentence_end - use.end]
    return initials_fit(abbreviation, use.before) or initials_fit(abbreviation, rest_of_sentence)


def plain_words(text) -> list[str]:
    """The words in small letters without accents; a hyphen parts two."""
    bare = "".join(char for char in unicodedata.normalize("NFKD", text) if not unicodedata.combining(char))
    return re.findall(r"[^\W\d_]+", bare.casefold())


def letters_fit(abbreviation, text) -> bool:
    """True if its letters stand in the last words of the text, the first of them at the start of a word.

    Their order does not count: who puts letters in brackets behind words explains them, as in “onthaalonderwijs voor
    anderstalige nieuwkomers (OKAN)”.
    """
    letters, words = abbreviation.casefold(), plain_words(text)[-MOST_WORDS:]
    return any(
        word.startswith(letters[0]) and Counter(letters) <= Counter("".join(words[place:]))
        for place, word in enumerate(words)
    )


def initials_fit(abbreviation, text) -> bool:
    """True if words, one after the other, begin with its letters, as “Centrum voor Leerlingenbegeleiding” does for CLB.

    Small words may stand between; a compound may give more than one letter.
    """
    letters, words = abbreviation.casefold(), plain_words(text)
    if len(letters) < 3:
        return False
    return any(spells(letters, words[place : place + MOST_WORDS]) for place in range(len(words)))


def spells(letters, words) -> bool:
    """True if these words give the letters: at least two words, from the first on, each with its first letter."""
    places = taken(letters[:-1], 0, words[0])
    for word in words[1:]:
        ends = {end for place in places for end in taken(letters, place, word)}
        if len(letters) in ends:
            return True
        places = ends | (places if word in SMALL_WORDS else set())
        if not places:
            return False
    return False


def taken(letters, place, word) -> set[int]:
    """How far in the letters one gets with those of this word, in their order, that begin with its first."""
    ends, at = set(), 0
    for end in range(place, len(letters)):
        at = word.find(letters[end], at)
        if at < 0 or (end == place and at > 0):
            break
        at += 1
        ends.add(end + 1)
    return ends
