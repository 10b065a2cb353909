"""What the checks of words share: a finding in a passage, and the words that are not for an editor to change."""

import re
from collections.abc import Iterator

from ...findings import Finding
from ...sentences import Passage

QUOTED = re.compile(r"“[^“”]*”|„[^„”“]*[”“]|«[^«»]*»|‘[^‘’]*’|\"[^\"]*\"|(?<!\w)'[^']*'(?!\w)")
WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")


def finding_in(passage: Passage, excerpt, advice) -> Finding:
    return Finding(excerpt, advice, passage.part.label, passage.part.path)


def sentences_of(content) -> Iterator[tuple[Passage, str, str]]:
    """Each sentence that nobody spoke, with its passage: as it stands there, and without what it quotes."""
    for passage in content.passages:
        if passage.is_spoken:
            continue
        unquoted = without_quotes(passage.text)
        for start, end in passage.sentence_spans:
            yield passage, passage.text[start:end], unquoted[start:end]


def without_quotes(text) -> str:
    """The text with spaces for what is between quotation marks: the words of somebody else, or words spoken of."""
    return QUOTED.sub(lambda match: " " * len(match[0]), text)


def words_in(text) -> list[str]:
    """The words as a reader counts them: with a letter or a digit in it, whatever else."""
    return [word for word in text.split() if any(map(str.isalnum, word))]
