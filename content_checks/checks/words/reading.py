"""How hard it is to read: sentences that are too long, and texts by a published formula."""

import re
from typing import NamedTuple

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from ...findings import Check, Group
from .passages import finding_in, words_in

LONGEST = 25
# A formula says nothing of a few words.
SHORTEST_TEXT = 100
# Douma's table: below 45 hard, below 30 very hard.
HARD, VERY_HARD = 45, 30
# Vowels that sound as one, or one alone. The u of qu is no syllable, nor the y of yoga.
SYLLABLE = re.compile(
    r"aai|ooi|oei|eeu|ieu|eau|aa|ee|oo|uu|ie|oe|eu|ui|ij|ei|au|ou|[aeio]|(?<!q)u|y(?![aeiou])|[áàâäéèêëíìîïóòôöúùûü]"
)


class LongSentence(Check):
    """A sentence of more than 25 words; each item of a list is one."""

    name = "long_sentence"
    group = Group.WORDS
    heading = _("Long sentences")
    reason = _("Whoever reads slowly has lost the beginning by the end. Two short sentences say the same.")

    def find(self, content):
        for passage in content.passages:
            if passage.is_heading or passage.is_spoken:
                continue
            for sentence in passage.sentences:
                if (count := len(words_in(sentence))) > LONGEST:
                    advice = gettext(
                        "%(count)d words. Make two or three sentences of it, of at most %(most)d."
                    )
                    yield finding_in(passage, sentence, advice % {"count": count, "most": LONGEST})


class FieldText(NamedTuple):
    """The sentences of a field of the form, with all that lies in it, and the first passage."""

    passage: object
    sentences: list[str]


class HardText(Check):
    """A text of at least 100 words with a Flesch-Douma score below 45."""

    name = "hard_text"
    group = Group.WORDS
    heading = _("Texts that are hard to read")
    reason = _(
        "Long words in long sentences stop many readers. The score is that of Flesch and Douma: from 0, very hard, "
        "to 100, very easy."
    )

    def find(self, content):
        labels = {part.path: part.label for part in reversed(content.parts)}
        for path, text in texts_of(content.passages).items():
            if sum(len(words_in(sentence)) for sentence in text.sentences) < SHORTEST_TEXT:
                continue
            if (score := flesch_douma(text.sentences)) < HARD:
                level = gettext("very hard to read") if score < VERY_HARD else gettext("hard to read")
                advice = gettext(
                    "Score %(score)d of 100; from %(enough)d it reads well enough. Use short words and short sentences."
                ) % {"score": max(0, round(score)), "enough": HARD}
                label = labels.get(path, text.passage.part.label)
                finding = finding_in(text.passage, f"{label}: {level}", advice)
                yield finding._replace(label=label, path=path)


def texts_of(passages) -> dict[str, FieldText]:
    """The running text of each field, by its path."""
    texts = {}
    for passage in passages:
        if not passage.is_heading and not passage.is_spoken:
            path = passage.part.path.partition(".")[0]
            texts.setdefault(path, FieldText(passage, [])).sentences.extend(passage.sentences)
    return texts


def flesch_douma(sentences) -> float:
    """How easy the sentences are, from about 0 (very hard) to 100 (very easy).

    W.H. Douma's formula, by R. Flesch's: https://www.dbnl.org/tekst/_taa014197701_01/_taa014197701_01_0089.php
    """
    words = [word for sentence in sentences for word in words_in(sentence)]
    syllables_per_100 = 100 * sum(map(syllables, words)) / len(words)
    return 206.8 - 0.77 * syllables_per_100 - 0.93 * len(words) / len(sentences)


def syllables(word) -> int:
    return max(1, len(SYLLABLE.findall(word.casefold())))
