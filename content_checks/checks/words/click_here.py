"""Links whose words don't say where they lead."""

import re
from bisect import bisect_right

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from ...findings import Check, Group
from .passages import WORD, finding_in

# A link of nothing but these words says nothing.
EMPTY = frozenset(
    re.findall(
        r"\w+",
        """
        aan alle bekijk bekijken bezoek click cliquez daar dan de deze die dit doorklikken doorlezen
        download downloaden find ga here het hier hierop hun ici info informatie je kan kijk klik
        klikken kom kunt lees lezen lien link links lire meer more naar nog of om onderstaande
        ontdek ontdekken onze op open openen out over page pagina plus read savoir see site suite te
        the this to u url verder via vind vinden volgende volledige voor webpage webpagina website
        webstek weten wij ze zie
        """,
    )
)
# This article, that report: which one, only the sentence says.
POINTING = re.compile(r"(?:via |in |op )?(?:dit|deze|dat|die) [^\W\d_]+", re.IGNORECASE)
ADDRESS = re.compile(r"(?:https?://|www\.)\S*|[\w-]+(?:\.[\w-]+)+/\S*", re.IGNORECASE)


class ClickHere(Check):
    """A link that says “click here”, “read more” or only an address."""

    name = "click_here"
    group = Group.WORDS
    heading = _("Links that don’t say where they lead")
    reason = _(
        "Who can’t see the page has its links read aloud one after the other, without the text around them."
    )

    def find(self, content):
        labels = labels_of_links(content)
        for passage in content.passages:
            if passage.part.path in labels:
                yield from judged(passage, passage.text, passage.text)
            if passage.links:
                spans = passage.sentence_spans
                for link in passage.links:
                    words = passage.text[link.start : link.end]
                    yield from judged(passage, words, sentence_around(passage.text, spans, link))


def labels_of_links(content) -> set[str]:
    """The paths of the texts of links that have a field of their own, beside that of the address."""
    labels = set()
    for part in content.parts:
        if isinstance(part.field, blocks.StructBlock):
            for label, url in (("label", "url"), ("link_label", "link_url")):
                if {label, url} <= part.field.child_blocks.keys():
                    labels.add(f"{part.path}.{label}")
    return labels


def sentence_around(text, spans, link) -> str:
    """The sentence, or the sentences, that the link stands in."""
    first = max(bisect_right(spans, (link.start, len(text))) - 1, 0)
    last = max(bisect_right(spans, (link.end - 1, len(text))) - 1, 0)
    return text[spans[first][0] : spans[last][1]]


def judged(passage, words, sentence):
    words = words.strip()
    if ADDRESS.fullmatch(words):
        advice = gettext("“%(words)s” is only an address. Write the name of the page that the link leads to.")
    elif says_nothing(words):
        advice = gettext(
            "“%(words)s” does not say where the link leads. Write the name of the page or the file."
        )
    else:
        return
    yield finding_in(passage, sentence, advice % {"words": words})


def says_nothing(words) -> bool:
    if POINTING.fullmatch(words):
        return True
    return all(word.casefold() in EMPTY for word in WORD.findall(words))
