"""How often a check is right: precision and recall, over texts of which somebody wrote down beforehand what is wrong.

The figures stand in docs/content-checks.md; `tests/content_checks/test_figures.py` says how to write them again.
"""

import re
import tomllib
from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path
from typing import NamedTuple

from content_checks.checks import checks
from content_checks.content import PageContent
from content_checks.findings import Check
from news.models import NewsPage

TEXTS = Path(__file__).parent / "texts"
NAMED = re.compile("“([^“”]+)”")


class Case(NamedTuple):
    """A page, not saved or saved, and what the check has to find on it: of each fault some words of the excerpt.

    A page without faults counts too: what the check finds there is wrong.
    """

    page: object
    faults: tuple[str, ...] = ()


class Figures(NamedTuple):
    """`right` findings are a fault, `wrong` ones are none, and `missed` faults were not found."""

    texts: int
    right: int
    wrong: int
    missed: int

    @property
    def precision(self) -> float:
        """The share of the findings that is right; 0 if the check never found anything."""
        return self.right / (self.right + self.wrong) if self.right else 0.0

    @property
    def recall(self) -> float:
        """The share of the faults that was found."""
        return self.right / (self.right + self.missed) if self.right else 0.0


def cases_in(name) -> list[Case]:
    """The texts of `texts/<name>.toml`, each as the only text of a page."""
    return [Case(page_with(text["html"]), tuple(text["faults"])) for text in texts_in(name)]


def texts_in(name, table="text") -> list[dict]:
    """The tables of this name in `texts/<name>.toml`."""
    return tomllib.loads((TEXTS / f"{name}.toml").read_text(encoding="utf-8"))[table]


def page_with(html) -> NewsPage:
    return NewsPage(title="Een bericht", body=[("paragraph", html)])


# The cases of each check that is measured, by its name.
MEASURED: dict[str, Callable[[], Iterable[Case]]] = {
    name: partial(cases_in, name)
    for name in ("long_sentence", "hard_text", "house_words", "abbreviation", "click_here", "other_language")
}


def measured_checks() -> list[Check]:
    return [check for check in checks() if check.name in MEASURED]


def measured(check, cases: Iterable[Case]) -> Figures:
    """What the check finds in these cases, beside what it has to find. A fault that is found twice counts once."""
    texts = right = wrong = missed = 0
    for case in cases:
        extra, unseen = compared(check, case)
        texts += 1
        wrong += len(extra)
        missed += len(unseen)
        right += len(case.faults) - len(unseen)
    return Figures(texts, right, wrong, missed)


def compared(check, case) -> tuple[list[str], list[str]]:
    """What the check finds in this case and is no fault, and the faults that it does not find."""
    named = [words_of(finding) for finding in check.find(PageContent(case.page))]
    extra = [words for words in named if not any(same(words, fault) for fault in case.faults)]
    unseen = [fault for fault in case.faults if not any(same(words, fault) for words in named)]
    return extra, unseen


def words_of(finding) -> str:
    """What the finding is about: the words of the excerpt that the advice names in “…”, else all of the excerpt."""
    named = NAMED.findall(finding.advice)
    return next((words for words in named if words in finding.excerpt), finding.excerpt)


def same(words, fault) -> bool:
    """True if one holds the other; an excerpt may be cut. The fault * is the whole text."""
    if fault == "*":
        return True
    one, other = (" ".join(text.casefold().replace("…", " ").split()) for text in (words, fault))
    return bool(one and other) and (one in other or other in one)
